// The stream of facts over HTTP, where its client says little or nothing.
#include "http/routes/facts.h"
#include "http/routes/route_test_support.h"

namespace tenure::http {
namespace {

class FactsRoutesTest : public RouteTest {
 protected:
  void add_routes(Router& router) override { add_facts_routes(router, *service_); }
  TestResponse send(std::string_view lines, const std::string& headers = "") {
    return post("/w/default/facts", "admin", lines, "Content-Type: application/x-ndjson\r\n" + headers);
  }
};

TEST_F(FactsRoutesTest, no_line_is_no_verdict) {
  for (const char* nothing : {"", "\n", "\n \r\n"}) {
    const TestResponse answer = send(nothing);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "");
  }
  const TestResponse one = send(R"({"account":"A","kind":"order.placed","key":"1","amount":1,"create_account":true})");
  EXPECT_EQ(at_path(one.body, "outcome"), "recorded");
}

// Each line is decided as if it was the only one, and nothing is kept: not even the key of a fact.
TEST_F(FactsRoutesTest, a_dry_run_says_what_would_come_of_each_line) {
  const std::string lines =
      R"({"account":"A","kind":"order.placed","key":"1","amount":1,"create_account":true})" "\n"
      R"({"account":"A","kind":"order.placed","key":"1","amount":1,"create_account":true})" "\n"
      R"({"account":"A","kind":"no.such"})" "\n";
  const TestResponse tried = send(lines, "Prefer: return=minimal, tenure.dry-run\r\n");
  EXPECT_EQ(tried.header("Preference-Applied"), "tenure.dry-run");
  const auto outcomes = [&](const TestResponse& answer) {
    std::string all;
    std::istringstream stream(answer.body);
    for (std::string line; std::getline(stream, line);) all += at_path(line, "outcome") + " ";
    return all;
  };
  EXPECT_EQ(outcomes(tried), "recorded recorded refused ");
  EXPECT_THAT(tried.body, testing::HasSubstr(R"("to":"buyer")"));
  const TestResponse done = send(lines);
  EXPECT_EQ(done.header("Preference-Applied"), "");
  EXPECT_EQ(outcomes(done), "recorded known refused ");
}

}  // namespace
}  // namespace tenure::http
