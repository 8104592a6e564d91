// The first start: the owner of an empty workspace chooses what it begins with.
#include "http/routes/definition.h"
#include "http/routes/jobs.h"
#include "http/routes/route_test_support.h"
#include "http/routes/start.h"
#include "service/plan.h"
#include "service/start.h"
#include "transfer/example.h"

namespace tenure::http {
namespace {

using service::at;

class StartRoutesTest : public RouteTest {
 protected:
  void add_routes(Router& router) override {
    add_start_routes(router, *service_);
    add_job_routes(router, *service_);
    add_definition_routes(router, *service_);
  }
  TestResponse choose(std::string_view body, std::string_view user = "olga", std::string_view fields = {}) {
    return post("/w/default/start", user, body, fields);
  }
  // Every job that waits, one after the other, as the server does them.
  void work() {
    std::vector<service::JobKind> kinds = service::plan_job_kinds();
    kinds.push_back(transfer::example_job_kind(path()));
    service::Jobs jobs(*service_, std::move(kinds), {});
    std::vector<int64_t> numbers;
    store_->read([&](store::Reader& reader) {
      for (const auto& waiting : reader.work().unfinished_jobs()) numbers.push_back(waiting.number);
    });
    for (const int64_t number : numbers) (void)jobs.run("default", number);
  }
  std::string pack_in_force() { return at_path(get("/w/default/definition", "olga").body, "pack"); }
  std::string state_of(const TestResponse& begun) {
    return at_path(get("/w/default/jobs/" + at_path(begun.body, "job"), "olga").body, "state");
  }
};

TEST_F(StartRoutesTest, offers_every_pack_of_the_program_and_the_example) {
  const std::string body = get("/w/default/start", "olga", "Accept-Language: he\r\n").body;
  EXPECT_EQ(at_path(body, "is_empty"), "true");
  EXPECT_EQ(at_path(body, "packs/#"), "4");
  for (const char* place : {"packs/0/", "packs/1/", "packs/2/", "packs/3/"}) {
    EXPECT_NE(at_path(body, place + std::string("title")), "?");
    EXPECT_THAT(at_path(body, place + std::string("about")), testing::ContainsRegex("[\xd7]")) << place;
  }
  EXPECT_THAT(at_path(body, "example/about"), testing::ContainsRegex("[\xd7]"));
  EXPECT_EQ(at_path(body, "job"), "null");
}

TEST_F(StartRoutesTest, a_pack_is_in_force_without_a_restart_and_another_may_be_chosen_while_it_is_empty) {
  for (const char* pack : {"hyper", "tempworks", "leanscale", "prospectsoft"}) {
    const TestResponse begun = choose(R"({"pack":")" + std::string(pack) + R"("})");
    ASSERT_EQ(begun.status, 202) << begun.body;
    work();
    EXPECT_EQ(state_of(begun), "done");
    EXPECT_EQ(pack_in_force(), pack);
    EXPECT_EQ(choose(R"({"pack":")" + std::string(pack) + R"("})").status, 200) << "the same again";
  }
  record({.account = "A", .kind = "account.created", .key = "A", .at = at("2026-01-01"), .create_account = true});
  EXPECT_EQ(service_->explain("default", "A", {})->definition->pack, "prospectsoft");
  EXPECT_TRUE(service_->verify("default")->empty());
}

TEST_F(StartRoutesTest, the_example_is_what_the_demo_has) {
  const TestResponse begun = choose(R"({"example":true})");
  ASSERT_EQ(begun.status, 202) << begun.body;
  EXPECT_EQ(at_path(choose(R"({"example":true})").body, "job"), at_path(begun.body, "job")) << "it is on its way";
  EXPECT_EQ(choose(R"({"pack":"hyper"})").status, 409) << "it is on its way";
  EXPECT_EQ(at_path(get("/w/default/start", "olga").body, "job"), at_path(begun.body, "job"));
  work();
  EXPECT_EQ(state_of(begun), "done");
  int64_t accounts = 0;
  const auto board = service_->board("default", {});
  for (const auto& column : *board) {
    if (column.lifecycle == "customer_lifecycle") accounts += column.accounts;
  }
  EXPECT_GT(accounts, 300);
  EXPECT_TRUE(service_->verify("default")->empty());
  EXPECT_EQ(at_path(get("/w/default/start", "olga").body, "is_empty"), "false");
}

TEST_F(StartRoutesTest, begun_again_after_a_stop_it_holds_the_same) {
  ASSERT_EQ(choose(R"({"example":true})").status, 202);
  work();
  const auto before = service_->board("default", {});
  const auto again = transfer::import_example(*service_, path(), {});
  ASSERT_TRUE(again.has_value());
  EXPECT_TRUE(*again);
  const auto after = service_->board("default", {});
  for (size_t i = 0; i < before->size(); ++i) EXPECT_EQ((*before)[i].accounts, (*after)[i].accounts);
}

TEST_F(StartRoutesTest, where_there_are_customers_nothing_is_chosen) {
  record({.account = "A", .kind = "account.created", .key = "A", .at = at("2026-01-01"), .create_account = true});
  const std::string pack = pack_in_force();
  for (const char* body : {R"({"pack":"hyper"})", R"({"example":true})"}) {
    const TestResponse refused = choose(body);
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(at_path(refused.body, "code"), "workspace-not-empty");
    EXPECT_NE(at_path(refused.body, "detail"), "?");
  }
  work();
  EXPECT_EQ(pack_in_force(), pack);
}

TEST_F(StartRoutesTest, a_retry_begins_nothing_twice) {
  const char* key = "Idempotency-Key: k1\r\n";
  const TestResponse first = choose(R"({"pack":"hyper"})", "olga", key);
  const TestResponse second = choose(R"({"pack":"hyper"})", "olga", key);
  EXPECT_EQ(at_path(first.body, "job"), at_path(second.body, "job"));
}

TEST_F(StartRoutesTest, only_the_owner_chooses_and_only_what_is_offered) {
  for (const char* user : {"admin", "manager", "rep", "viewer"}) {
    EXPECT_EQ(get("/w/default/start", user).status, 403) << user;
    EXPECT_EQ(choose(R"({"pack":"hyper"})", user).status, 403) << user;
  }
  EXPECT_EQ(choose(R"({"pack":")" + folder_ + R"(/shop"})").status, 404) << "a folder of the machine";
  EXPECT_EQ(choose(R"({"pack":"hypr"})").status, 404);
  EXPECT_EQ(choose("{}").status, 400);
}

}  // namespace
}  // namespace tenure::http
