// Reports over HTTP. What they count is proved in the report room; here: what is asked, by whom, and how it is answered.
#include "http/routes/reports.h"
#include "http/routes/route_test_support.h"

namespace tenure::http {
namespace {

using service::at;

class ReportRoutesTest : public RouteTest {
 protected:
  void SetUp() override {
    RouteTest::SetUp();
    record({order("A", "1", "2026-01-10"), order("A", "2", "2026-02-10"), order("A", "3", "2026-03-10"),
            order("B", "4", "2026-02-20")});
    record({.account = "B", .kind = "account.changed", .at = at("2026-02-21"), .values = {{"owner", Value("rep")}}});
    clock_.set(at("2026-04-01"));
  }
  void add_routes(Router& router) override { add_report_routes(router, *service_, clock_); }
  std::string report(std::string_view which, std::string_view user = "manager") {
    return get("/w/default/reports/" + std::string(which), user).body;
  }
};

TEST_F(ReportRoutesTest, stage_counts_over_time) {
  const std::string body = report("stages?every=month");
  EXPECT_EQ(at_path(body, "lifecycle"), "status");
  EXPECT_EQ(at_path(body, "columns/0"), R"({"name":"as_of","number":false,"title":{"en":"As of","he":"נכון ל-"}})");
  EXPECT_EQ(at_path(body, "columns/3/title/he"), "לקוח");
  EXPECT_EQ(at_path(body, "value/0"),
            R"({"as_of":"2026-02-01T00:00:00Z","suspect":0,"buyer":1,"customer":0,"churned":0,"closed":0})");
  EXPECT_EQ(at_path(body, "value/2/customer"), "1");
}

TEST_F(ReportRoutesTest, as_of_an_earlier_day) {
  const std::string body = report("stages?as_of=2026-02-15");
  EXPECT_EQ(at_path(body, "as_of"), "2026-02-15T00:00:00Z");
  EXPECT_EQ(at_path(body, "value/#"), "2");
  EXPECT_EQ(at_path(body, "value/1/buyer"), "1");
}

TEST_F(ReportRoutesTest, flow_funnel_and_time) {
  EXPECT_EQ(at_path(report("flow"), "value/0"), R"({"from":"suspect","to":"buyer","moves":2,"accounts":2})");
  EXPECT_EQ(at_path(report("flow?since=2026-02-15"), "value/0/moves"), "1");
  EXPECT_EQ(at_path(report("funnel"), "value/2"),
            R"({"stage":"customer","accounts":1,"of_previous":50.0,"of_first":50.0})");
  EXPECT_EQ(at_path(report("time-in-stage"), "value/1/accounts"), "2");
}

TEST_F(ReportRoutesTest, cohorts_and_rfm) {
  EXPECT_EQ(at_path(report("cohorts?stage=buyer,customer"), "value/0"),
            R"({"cohort":"2026-01","accounts":1,"m0":100.0,"m1":100.0,"m2":100.0})");
  EXPECT_EQ(at_path(report("cohorts?after=1"), "value/0/buyer"), "1");
  EXPECT_EQ(at_path(report("rfm?detail=true"), "value/0/frequency"), "3");
  EXPECT_EQ(at_path(report("rfm"), "value/#"), "5");
}

TEST_F(ReportRoutesTest, TW_live_assignments_of_who_is_not_active) {
  record({.account = "A", .kind = "assignment.started", .key = "S", .at = at("2026-03-20"),
          .values = {{"assignment", Value("S")}}});
  EXPECT_EQ(at_path(report("live-assignments?stage=buyer"), "value/0"),
            R"({"account":"A","name":null,"stage":"customer","live_assignments":1})");
  EXPECT_EQ(at_path(report("live-assignments?stage=customer"), "value/#"), "0");
}

TEST_F(ReportRoutesTest, what_one_may_not_see_is_not_counted) {
  ASSERT_TRUE(identity_->add_user(console(), "default", {.key = "own", .role = "rep", .own_only = true}));
  ASSERT_TRUE(identity_->set_password(console(), "default", "own", identity::kPassword));
  record({.account = "B", .kind = "account.changed", .at = at("2026-02-22"), .values = {{"owner", Value("own")}}});
  EXPECT_EQ(at_path(report("flow", "own"), "value/0/accounts"), "1");
  EXPECT_EQ(at_path(report("flow", "own"), "value/#"), "1");
  EXPECT_EQ(at_path(report("rfm?detail=true", "own"), "value/#"), "1");
}

TEST_F(ReportRoutesTest, wrong_questions_are_refused) {
  EXPECT_EQ(get("/w/default/reports/nothing").status, 404);
  EXPECT_EQ(get("/w/default/reports/stages?every=minute").status, 400);
  EXPECT_EQ(get("/w/default/reports/stages?as_of=yesterday").status, 400);
  EXPECT_EQ(get("/w/default/reports/cohorts?after=100000").status, 400);
  EXPECT_EQ(get("/w/default/reports/cohorts?stage=nowhere").status, 400);
  const std::string body = report("flow?lifecycle=statuss");
  EXPECT_EQ(at_path(body, "code"), "report-lifecycle");
  EXPECT_EQ(at_path(body, "detail"), "There is no lifecycle 'statuss'. The nearest is 'status'.");
}

}  // namespace
}  // namespace tenure::http
