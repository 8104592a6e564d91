// GET /w/{workspace}/definition: everything that a page needs to know of a workspace, and no more than its reader may.
#include "http/routes/definition.h"
#include "http/routes/route_test_support.h"
#include "service/settings.h"

namespace tenure::http {
namespace {

using testing::HasSubstr;
using testing::Not;

class DefinitionTest : public RouteTest {
 protected:
  void add_routes(Router& router) override { add_definition_routes(router, *service_); }
  std::string read(std::string_view user = "admin") {
    const TestResponse answer = get("/w/default/definition", user);
    EXPECT_EQ(answer.status, 200);
    return answer.body;
  }
};

TEST_F(DefinitionTest, says_the_lifecycle_in_both_languages) {
  const std::string body = read();
  EXPECT_EQ(at_path(body, "pack"), "shop");
  EXPECT_EQ(at_path(body, "time_zone"), "UTC");
  EXPECT_EQ(at_path(body, "lifecycles/#"), "1");
  EXPECT_EQ(at_path(body, "lifecycles/0/title"), R"({"en":"Status","he":"סטטוס"})");
  EXPECT_EQ(at_path(body, "lifecycles/0/initial"), "suspect");
  EXPECT_EQ(at_path(body, "lifecycles/0/stages/#"), "5");
  EXPECT_EQ(at_path(body, "lifecycles/0/stages/3/name"), "churned");
  EXPECT_EQ(at_path(body, "lifecycles/0/stages/3/rank"), "3");
  EXPECT_EQ(at_path(body, "lifecycles/0/stages/3/active"), "false");
  EXPECT_EQ(at_path(body, "lifecycles/0/stages/4/gates/0"),
            R"({"name":"order","verdict":"no","says":{"en":"No orders from a closed customer","he":"אין הזמנות מלקוח סגור"}})");
  EXPECT_EQ(at_path(body, "lifecycles/0/stages/0/gates/0/verdict"), "yes");
  EXPECT_EQ(at_path(body, "lifecycles/0/stages/1/on_enter/0/name"), "team");
  EXPECT_EQ(at_path(body, "lifecycles/0/by_hand"), R"({"who":"anyone","roles":[],"mine":true})");
  EXPECT_EQ(at_path(body, "lifecycles/0/gates/0/on"), R"(["order.placed"])");
}

TEST_F(DefinitionTest, says_rules_timers_and_what_declarations_need) {
  const std::string body = read();
  EXPECT_EQ(at_path(body, "lifecycles/0/rules/0/when"), "order_count ge 3");
  EXPECT_EQ(at_path(body, "lifecycles/0/rules/0/from"), R"(["suspect","buyer","churned"])");
  EXPECT_EQ(at_path(body, "lifecycles/0/rules/0/to"), "customer");
  EXPECT_EQ(at_path(body, "lifecycles/0/rules/1/effects/0/set"), R"([{"field":"channel","value":"'shop'"}])");
  EXPECT_EQ(at_path(body, "lifecycles/0/timers/0/since"), "last_order_at");
  EXPECT_EQ(at_path(body, "lifecycles/0/timers/0/parameter"), "churn_days");
  EXPECT_EQ(at_path(body, "lifecycles/0/timers/0/amount"), "100");
  EXPECT_EQ(at_path(body, "lifecycles/0/declarations/0/needs/0/kind"), "note");
  EXPECT_EQ(at_path(body, "lifecycles/0/declarations/0/needs/1/field"), "not_interested_reason");
  EXPECT_EQ(at_path(body, "lifecycles/0/declarations/0/needs/1/says/he"), "יש לבחור סיבה");
  EXPECT_EQ(at_path(body, "lifecycles/0/declarations/0/to"), "closed");
}

TEST_F(DefinitionTest, says_parameters_with_value_default_and_limits) {
  EXPECT_EQ(at_path(read(), "parameters/0"),
            R"({"name":"churn_days","title":{"en":"Days","he":"ימים"},"type":"int","value":100,"default":100,"min":1,"max":null})");
}

TEST_F(DefinitionTest, says_records_with_titles_and_the_packs_own_fields) {
  const std::string body = read();
  EXPECT_EQ(at_path(body, "records/0/name"), "account");
  EXPECT_EQ(at_path(body, "records/0/set"), "accounts");
  EXPECT_THAT(body, HasSubstr(R"({"name":"credit","title":{"en":"Credit","he":"אשראי"},"type":"decimal","many":false,)"
                              R"("required":false,"read_only":false,"unique":false,"searched":false,"filterable":true,)"
                              R"("on_request":false,"origin":"pack"})"));
  EXPECT_THAT(body, HasSubstr(R"({"name":"order_count","title":{"en":"Orders","he":"הזמנות"},"type":"int")"));
  EXPECT_THAT(body, HasSubstr(R"("choices":["suspect","buyer","customer","churned","closed"])"));
}

TEST_F(DefinitionTest, A12_fields_that_one_may_not_see_are_not_there) {
  ASSERT_TRUE(service::set_field_permission(*service_, console(), "default",
                                            {.role = "rep", .record = "account", .field = "credit", .read = false}));
  EXPECT_THAT(read("rep"), Not(HasSubstr("\"credit\"")));
  EXPECT_THAT(read("manager"), HasSubstr("\"credit\""));
}

TEST_F(DefinitionTest, the_packs_files_are_for_administrators) {
  const std::string body = read();
  EXPECT_EQ(at_path(body, "files/0/path"), "shop/pack.yaml");
  EXPECT_EQ(at_path(body, "files/1/text"), service::kLifecycleYaml);
  EXPECT_EQ(at_path(body, "number"), "1");
  EXPECT_EQ(at_path(read("manager"), "files"), "?");
  EXPECT_THAT(read("viewer"), Not(HasSubstr("by_hand: anyone")));
}

TEST_F(DefinitionTest, what_is_known_is_not_sent_again) {
  const TestResponse first = get("/w/default/definition", "rep");
  const std::string tag = first.header("ETag");
  ASSERT_FALSE(tag.empty());
  const TestResponse again = get("/w/default/definition", "rep", "If-None-Match: " + tag + "\r\n");
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  EXPECT_EQ(get("/w/default/definition", "admin", "If-None-Match: " + tag + "\r\n").status, 200);
}

TEST_F(DefinitionTest, nobody_and_other_workspaces_get_nothing) {
  EXPECT_EQ(get("/w/default/definition", "").status, 401);
  EXPECT_EQ(get("/w/other/definition").status, 404);
}

}  // namespace
}  // namespace tenure::http
