// A4-A8, C1-C4: what somebody who is let in tries to get beyond what they may.
#include <gmock/gmock.h>

#include <thread>

#include "http/house_test_support.h"

namespace tenure::http {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

class Authorization : public HouseTest {
 protected:
  void SetUp() override {
    HouseTest::SetUp();
    ASSERT_TRUE(identity_->change_user(console(), "default", "rep", {.own_only = true}));
    for (const auto& [key, owner] : {std::pair{"MINE", "rep"}, std::pair{"THEIRS", "manager"}}) {
      record({.account = key,
              .kind = "account.created",
              .at = service::at("2026-01-01"),
              .values = {{"name", Value(std::string("Xylophone ") + key)}, {"owner", Value(owner)}},
              .create_account = true});
      record(order(key, std::string("O-") + key, "2026-05-01"));
    }
  }
  std::string all(std::string path) { return ask("rep", "GET", "/w/default/odata/" + path).body; }
};

// "Own accounts only": another's account, and all that hangs on it, is not there in any clause.
TEST_F(Authorization, A1_another_representatives_account_is_not_there) {
  for (const char* path :
       {"accounts", "accounts?$filter=key%20eq%20'THEIRS'", "accounts?$search=xylophone", "accounts?$orderby=owner",
        "accounts?$apply=groupby((key))", "accounts?$expand=orders", "orders", "orders?$expand=account_record", "facts",
        "transitions", "stage_spells", "orders?$filter=account%20eq%20'THEIRS'", "orders?$apply=groupby((account))",
        "accounts?$filter=orders/any(o:o/key%20eq%20'O-THEIRS')", "accounts('MINE')?$expand=children",
        "contacts?$filter=account_record/key%20eq%20'THEIRS'"}) {
    EXPECT_THAT(all(path), Not(HasSubstr("THEIRS\""))) << path;
  }
  EXPECT_THAT(all("accounts"), HasSubstr("MINE"));
  EXPECT_THAT(all("orders"), HasSubstr("O-MINE"));
  EXPECT_EQ(all("accounts/$count"), "1");
  EXPECT_EQ(all("orders/$count"), "1");
  const auto same = [&](const char* method, std::string path, std::string body) {
    const Answer there = ask("rep", method, "/w/default/" + path, body, "If-Match: *\r\n");
    std::string absent_path = path, absent_body = body;
    for (std::string* text : {&absent_path, &absent_body}) {
      for (size_t at; (at = text->find("THEIRS")) != std::string::npos;) text->replace(at, 6, "ABSENT");
    }
    Answer absent = ask("rep", method, "/w/default/" + absent_path, absent_body, "If-Match: *\r\n");
    for (size_t at; (at = absent.body.find("ABSENT")) != std::string::npos;) absent.body.replace(at, 6, "THEIRS");
    EXPECT_EQ(there.status, absent.status) << method << path << there.body << absent.body;
    EXPECT_EQ(there.body, absent.body) << method << path;
    EXPECT_THAT(there.body, Not(HasSubstr("manager"))) << path;
  };
  same("GET", "odata/accounts('THEIRS')", "");
  same("GET", "odata/accounts('THEIRS')/orders", "");
  same("GET", "odata/orders('O-THEIRS')", "");
  same("PATCH", "odata/accounts('THEIRS')", R"({"name":"x"})");
  same("PATCH", "odata/orders('O-THEIRS')", R"({"source":"x"})");
  same("GET", "odata/accounts('THEIRS')/tenure.explain()", "");
  same("POST", "odata/accounts('THEIRS')/tenure.archive", "{}");
  same("POST", "odata/orders", R"({"account":"THEIRS","amount":1})");
  same("POST", "facts", R"({"account":"THEIRS","kind":"order.placed","key":"N1","fields":{"amount":1}})");
  EXPECT_EQ(ask("owner", "GET", "/w/default/odata/accounts('THEIRS')").at("name"), "Xylophone THEIRS");
  EXPECT_EQ(ask("owner", "GET", "/w/default/odata/orders/$count").body, "2");
}

TEST_F(Authorization, A5_nobody_gives_away_what_they_could_not_take_back) {
  EXPECT_EQ(status("rep", "PATCH", "/w/default/odata/accounts('MINE')", R"({"owner":"manager"})", "If-Match: *\r\n"),
            "403 outside-own-accounts");
  const Answer fact = ask("rep", "POST", "/w/default/facts",
                          R"({"account":"MINE","kind":"account.changed","key":"f1","fields":{"owner":"manager"}})");
  EXPECT_THAT(fact.body, HasSubstr("refused"));
  EXPECT_EQ(status("rep", "POST", "/w/default/odata/accounts", R"({"key":"N","name":"N","owner":"manager"})"),
            "403 outside-own-accounts");
  EXPECT_EQ(ask("owner", "GET", "/w/default/odata/accounts('MINE')").at("owner"), "rep");
  EXPECT_EQ(status("owner", "GET", "/w/default/odata/accounts('N')").substr(0, 3), "404");
}

TEST_F(Authorization, A4_users_and_roles_are_not_made_beside_records) {
  const size_t before = identity_->users(console(), "default")->size();
  for (const char* who : {"rep", "manager", "admin"}) {
    for (const auto& [path, body] : {std::pair{"users", R"({"key":"eve","role":"owner"})"},
                                     std::pair{"audit_events", R"({"actor":"eve"})"},
                                     std::pair{"transitions", R"({"account":"MINE","to":"closed"})"},
                                     std::pair{"accounts", R"({"key":"E","name":"E","users":[{"key":"eve","role":"owner"}]})"}}) {
      const Answer answer = ask(who, "POST", std::string("/w/default/odata/") + path, body);
      EXPECT_GE(answer.status, 400) << who << path;
      EXPECT_LT(answer.status, 500) << who << path << answer.body;
    }
    EXPECT_GE(ask(who, "PATCH", "/w/default/odata/users('rep')", R"({"role":"owner"})", "If-Match: *\r\n").status, 400) << who;
  }
  EXPECT_EQ(identity_->users(console(), "default")->size(), before);
  EXPECT_EQ(identity_->user(console(), "default", "rep")->user.role, "rep");
}

TEST_F(Authorization, A2_what_the_server_says_itself_is_not_written) {
  const std::string account = "/w/default/odata/accounts('MINE')";
  const Answer before = ask("owner", "GET", account);
  ask("owner", "PATCH", account, R"({"version":99,"created_at":"2001-01-01T00:00:00Z","archived":true})",
      "If-Match: *\r\n");
  const Answer after = ask("owner", "GET", account);
  for (const char* field : {"created_at", "archived"}) EXPECT_EQ(after.at(field), before.at(field)) << field;
  EXPECT_NE(after.at("version"), "99");
  EXPECT_EQ(status("owner", "PATCH", account, R"({"workspaceId":2})", "If-Match: *\r\n"), "400 unknown-property");
}

TEST_F(Authorization, A8_whoever_is_shut_out_is_out_with_the_next_request_and_the_stream_ends) {
  const std::string robot = token("manager", "read");
  TestClient live(server_->port(), 3'000);
  live.send("GET /w/default/live HTTP/1.1\r\nHost: localhost\r\n" + session_fields("manager") + "\r\n");
  EXPECT_THAT(live.read_until("\r\n\r\n"), HasSubstr("200"));
  EXPECT_EQ(status("manager", "GET", "/w/default/odata/accounts"), "200");
  ASSERT_EQ(status("admin", "PATCH", "/w/default/users/manager", R"({"role":"viewer"})"), "200");
  EXPECT_EQ(status("manager", "POST", "/w/default/odata/accounts", R"({"key":"Z","name":"Z"})"), "403 not-allowed");
  ASSERT_EQ(status("admin", "PATCH", "/w/default/users/manager", R"({"active":false})"), "200");
  EXPECT_EQ(status(robot, "GET", "/w/default/odata/accounts"), "401 api-token-invalid");
  EXPECT_EQ(status("", "GET", "/me", "", "Cookie: tenure_session=" + session("manager").cookie + "\r\n"), "401 session-ended");
  record(order("THEIRS", "O-LATER", "2026-05-20"));
  record(order("THEIRS", "O-LATEST", "2026-05-21"));
  const std::string rest = live.read_until("third-order");
  EXPECT_THAT(rest, Not(HasSubstr("third-order")));
}

TEST_F(Authorization, A7_in_a_batch_each_part_is_asked_alone) {
  const Answer batch = ask("rep", "POST", "/w/default/odata/$batch", R"x({"requests":[
    {"id":"1","method":"PATCH","url":"accounts('MINE')","headers":{"If-Match":"*"},"body":{"name":"Changed"}},
    {"id":"2","method":"PATCH","url":"accounts('THEIRS')","headers":{"If-Match":"*"},"body":{"name":"Changed"}},
    {"id":"3","method":"GET","url":"audit_events"}]})x", "Prefer: continue-on-error\r\n");
  EXPECT_EQ(batch.at("responses/0/status"), "204") << batch.body;
  EXPECT_EQ(batch.at("responses/1/status"), "404") << batch.body;
  EXPECT_EQ(batch.at("responses/2/status"), "404") << batch.body;
  EXPECT_EQ(ask("owner", "GET", "/w/default/odata/accounts('THEIRS')").at("name"), "Xylophone THEIRS");
}

TEST_F(Authorization, viewers_facts_are_refused_one_by_one) {
  const Answer said = ask("viewer", "POST", "/w/default/facts",
                          R"({"account":"MINE","kind":"order.placed","key":"V1","fields":{"amount":1}})");
  EXPECT_THAT(said.body, HasSubstr(R"("outcome":"refused")"));
  EXPECT_EQ(ask("owner", "GET", "/w/default/odata/orders/$count").body, "2");
}

TEST_F(Authorization, C1_C2_C4_the_same_request_again) {
  const auto post = [&](const std::string& who, const std::string& workspace, const std::string& body) {
    return ask(who, "POST", "/w/" + workspace + "/odata/accounts", body, "Idempotency-Key: k-1\r\n");
  };
  const Answer first = post("owner", "default", R"({"key":"K","name":"First"})");
  ASSERT_EQ(first.status, 201) << first.body;
  const Answer again = post("owner", "default", R"({"key":"K","name":"First"})");
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.headers.get("Idempotency-Replayed"), "true");
  EXPECT_EQ(first.headers.get("Idempotency-Replayed"), "");
  EXPECT_EQ(say_status(post("owner", "default", R"({"key":"K2","name":"Second"})")), "422 idempotency-key-reused");
  EXPECT_EQ(post("stranger", "other", R"({"key":"K","name":"Elsewhere"})").status, 201);
  EXPECT_EQ(post("manager", "default", R"({"key":"K3","name":"Somebody else"})").status, 201);
}

TEST_F(Authorization, C3_of_many_at_once_one_is_done) {
  std::vector<std::thread> threads;
  std::mutex mutex;
  std::map<std::string, int> outcomes;
  const std::string who = token("owner", "read write");
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] {
      const std::string said = status(who, "POST", "/w/default/odata/accounts", R"({"name":"Once"})", "Idempotency-Key: k-9\r\n");
      const std::lock_guard lock(mutex);
      ++outcomes[said];
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& [said, count] : outcomes) EXPECT_THAT(said, AnyOf("201", "409 request-in-progress")) << count;
  EXPECT_GE(outcomes["201"], 1);
  EXPECT_EQ(ask("owner", "GET", "/w/default/odata/accounts/$count?$filter=name%20eq%20'Once'").body, "1");
}

}  // namespace
}  // namespace tenure::http
