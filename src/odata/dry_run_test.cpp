// Prefer: tenure.dry-run: decided, answered, and nothing kept.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "odata/door_test_support.h"

namespace tenure::odata {
namespace {

using testing::HasSubstr;

const std::string kDry = "\nPrefer: tenure.dry-run";

class DryRunTest : public DoorTest {
 protected:
  void SetUp() override {
    DoorTest::SetUp();
    ASSERT_EQ(send("POST accounts\n\n{\"key\":\"A\",\"name\":\"Acme\"}").status, 201);
    before_ = state();
  }
  // Everything that a write could have changed.
  std::string state() {
    std::string all;
    for (const char* set : {"accounts", "facts", "transitions", "orders", "audit_events"})
      all += send(std::string("GET ") + set).body;
    return all;
  }
  // A write that is tried: its answer says so, and nothing is other than it was.
  Response tried(const std::string& request, const std::string& headers, const std::string& body) {
    const Response response = send(request + kDry + headers + (body.empty() ? "" : "\n\n" + body));
    const std::string* applied = find_header(response.headers, "Preference-Applied");
    EXPECT_EQ(applied ? *applied : "", "tenure.dry-run") << request << response.body;
    EXPECT_TRUE(state() == before_) << request;
    return response;
  }
  std::string before_;
};

TEST_F(DryRunTest, every_write_of_a_row_is_tried_and_says_what_would_be) {
  const Response made = tried("POST accounts", "", R"({"key":"B","name":"Bell"})");
  EXPECT_EQ(made.status, 200);
  EXPECT_THAT(made.body, HasSubstr(R"("record":"account","key":"B")"));
  EXPECT_THAT(made.body, HasSubstr(R"("created":true)"));
  EXPECT_EQ(find_header(made.headers, "Location"), nullptr);
  EXPECT_EQ(tried("PATCH accounts('A')", "\nIf-Match: *", R"({"name":"Apex"})").status, 200);
  EXPECT_EQ(tried("PUT accounts('A')/name", "\nIf-Match: *", R"({"value":"Apex"})").status, 200);
  EXPECT_EQ(tried("DELETE accounts('A')", "\nIf-Match: *", "").status, 200);
  EXPECT_EQ(tried("POST accounts('A')/tenure.archive", "", "{}").status, 200);
  // What a deep insert makes, too.
  EXPECT_EQ(tried("POST accounts", "", R"({"key":"C","name":"Cobb","orders":[{"key":"O-1","amount":5}]})").status, 200);
}

TEST_F(DryRunTest, the_moves_that_would_come_are_told) {
  const Response response = tried("POST orders", "", R"({"account":"A","key":"O-1","amount":5})");
  EXPECT_EQ(all(response.body, "to"), "buyer") << response.body;
}

TEST_F(DryRunTest, a_refusal_is_the_real_one) {
  const std::string unknown = "PATCH accounts('Z')";
  const Response tried_there = tried(unknown, "\nIf-Match: *", R"({"name":"x"})");
  const Response real = send(unknown + "\nIf-Match: *\n\n{\"name\":\"x\"}");
  EXPECT_EQ(tried_there.status, real.status);
  EXPECT_EQ(tried_there.body, real.body);
  before_ = state();  // the real one is in the audit
  EXPECT_EQ(tried("PATCH accounts('A')", "\nIf-Match: W/\"99\"", R"({"name":"x"})").status, 412);
  EXPECT_EQ(tried("POST accounts", "", R"({"key":"A","name":"again"})").status, 409);
}

// The real request comes after it with the same key, and is done; what was tried is no answer to it.
TEST_F(DryRunTest, an_idempotency_key_of_a_dry_run_keeps_nothing) {
  const std::string key = "\nIdempotency-Key: k-1", body = R"({"key":"B","name":"Bell"})";
  EXPECT_EQ(tried("POST accounts", key, body).status, 200);
  const Response done = send("POST accounts" + key + "\n\n" + body);
  EXPECT_EQ(done.status, 201);
  EXPECT_EQ(find_header(done.headers, "Idempotency-Replayed"), nullptr);
  EXPECT_NE(find_header(send("POST accounts" + key + "\n\n" + body).headers, "Idempotency-Replayed"), nullptr);
  // Nor is a dry run the retry of what was done: it is decided as of now.
  before_ = state();
  const Response again = tried("POST accounts", key, body);
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(find_header(again.headers, "Idempotency-Replayed"), nullptr);
}

TEST_F(DryRunTest, nothing_is_tried_of_what_stands_or_falls_together) {
  const std::string parts = R"({"requests":[{"id":"1","atomicityGroup":"g","method":"POST","url":"accounts",)"
                            R"("headers":{"Prefer":"tenure.dry-run"},"body":{"key":"B","name":"Bell"}}]})";
  EXPECT_THAT(send("POST $batch\n\n" + parts).body, HasSubstr("dry-run-alone"));
  EXPECT_EQ(all(send("GET accounts").body, "key"), "A");
  before_ = state();  // that it was refused is in the audit
  const Response whole = send("POST $batch" + kDry + "\n\n" +
                              R"({"requests":[{"id":"1","method":"POST","url":"accounts","body":{"key":"B","name":"x"}}]})");
  EXPECT_EQ(whole.status, 400);
  EXPECT_TRUE(state() == before_);
  // A part by itself can be.
  const Response one = send(R"(POST $batch

{"requests":[{"id":"1","method":"POST","url":"accounts","headers":{"Prefer":"tenure.dry-run"},"body":{"key":"B","name":"x"}}]})");
  EXPECT_THAT(one.body, HasSubstr("\"status\":200")) << one.body;
  EXPECT_TRUE(state() == before_);
}

// The outcome may be asked for of what is done, too.
TEST_F(DryRunTest, a_write_of_a_row_may_be_answered_with_its_outcome) {
  const Response done = send("POST orders\nPrefer: tenure.outcome\n\n{\"account\":\"A\",\"key\":\"O-1\",\"amount\":5}");
  EXPECT_EQ(done.status, 200);
  EXPECT_EQ(*find_header(done.headers, "Preference-Applied"), "tenure.outcome");
  EXPECT_EQ(all(done.body, "to"), "buyer") << done.body;
  EXPECT_EQ(all(send("GET orders").body, "key"), "O-1");
  EXPECT_EQ(send("DELETE accounts('A')\nPrefer: tenure.outcome\nIf-Match: *").status, 200);
}

}  // namespace
}  // namespace tenure::odata
