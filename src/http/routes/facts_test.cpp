// The stream of facts over HTTP, where its client says little or nothing.
#include "http/routes/facts.h"
#include "http/routes/route_test_support.h"

namespace tenure::http {
namespace {

class FactsRoutesTest : public RouteTest {
 protected:
  void add_routes(Router& router) override { add_facts_routes(router, *service_); }
  TestResponse send(std::string_view lines) {
    return post("/w/default/facts", "admin", lines, "Content-Type: application/x-ndjson\r\n");
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

}  // namespace
}  // namespace tenure::http
