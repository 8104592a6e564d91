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

TEST_F(ReportRoutesTest, rfm_of_another_day_and_by_edges_of_ones_own) {
  const std::string later = report("rfm?detail=true&date=2026-05-01");
  EXPECT_EQ(at_path(later, "value/0/recency_days"), "52");
  EXPECT_EQ(at_path(later, "value/1/recency_days"), "70");
  const std::string scored = report("rfm?detail=true&method=quantile&recency_bins=30&frequency_bins=2,3&monetary_bins=1");
  EXPECT_EQ(at_path(scored, "value/0/f_score"), "3");
  EXPECT_EQ(at_path(scored, "value/1/f_score"), "1");
  const std::string bounds = report("rfm?thresholds=true&recency_bins=30,60");
  EXPECT_EQ(at_path(bounds, "columns/0/name"), "recency_lower");
  EXPECT_EQ(at_path(bounds, "value/1/recency_lower"), "30");
  EXPECT_EQ(at_path(bounds, "value/2/recency_lower"), "60");
}

// Tables of any length: nothing but the rows.
TEST_F(ReportRoutesTest, rows_a_line_each) {
  const TestResponse answer = get("/w/default/reports/flow", "manager", "Accept: application/x-ndjson\r\n");
  EXPECT_EQ(answer.header("Content-Type"), "application/x-ndjson");
  EXPECT_EQ(answer.body, R"({"from":"suspect","to":"buyer","moves":2,"accounts":2})" "\n"
                         R"({"from":"buyer","to":"customer","moves":1,"accounts":1})" "\n");
  EXPECT_EQ(get("/w/default/reports/flow?since=2027-01-01", "manager", "Accept: application/x-ndjson\r\n").body, "");
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
  EXPECT_EQ(get("/w/default/reports/rfm?date=someday").status, 400);
  for (const char* bins : {"30,20", "a", ",", "1,2,3,4,5,6,7,8,9"})
    EXPECT_EQ(get("/w/default/reports/rfm?method=quantile&monetary_bins=" + std::string(bins)).status, 400) << bins;
  const std::string body = report("flow?lifecycle=statuss");
  EXPECT_EQ(at_path(body, "code"), "report-lifecycle");
  EXPECT_EQ(at_path(body, "detail"), "There is no lifecycle 'statuss'. The nearest is 'status'.");
}

}  // namespace
}  // namespace tenure::http
