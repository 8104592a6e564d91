// Bulk changes and jobs over HTTP: shown, begun, looked at, taken back.
#include "http/routes/jobs.h"
#include "http/routes/route_test_support.h"
#include "service/bulk.h"

namespace tenure::http {
namespace {

using testing::HasSubstr;

class JobRoutesTest : public RouteTest {
 protected:
  void SetUp() override {
    RouteTest::SetUp();
    for (const char* key : {"A", "B", "C"}) record(order(key, "O-" + std::string(key), "2026-05-01"));
  }
  void add_routes(Router& router) override { add_job_routes(router, *service_); }
  void work() {
    service::Jobs jobs(*service_, service::bulk_job_kinds(), {});
    (void)jobs.run("default", last_);
  }
  TestResponse begin(std::string_view body, std::string_view user = "manager") {
    const TestResponse answer = post("/w/default/bulk", user, body);
    last_ = std::atoll(at_path(answer.body, "job").c_str());
    return answer;
  }
  int64_t last_ = 0;
};

TEST_F(JobRoutesTest, A7_a_preview_decides_every_row_and_writes_nothing) {
  const TestResponse shown = post("/w/default/bulk/preview", "manager",
                                  R"({"accounts":["A","B"],"stages":{"status":"customer"}})");
  EXPECT_EQ(shown.status, 200);
  EXPECT_EQ(at_path(shown.body, "value/#"), "2");
  EXPECT_EQ(at_path(shown.body, "value/0/outcome"), "changed");
  EXPECT_EQ(at_path(shown.body, "value/0/moves/0"), R"({"lifecycle":"status","from":"buyer","to":"customer"})");
  EXPECT_EQ(at_path(shown.body, "totals"), R"({"rows":2,"changed":2,"unchanged":0,"refused":0})");
  EXPECT_EQ(at_path(get("/w/default/jobs").body, "value/#"), "0");
}

TEST_F(JobRoutesTest, A7_a_preview_goes_on_page_by_page) {
  const auto page = [&](const std::string& selection, const std::string& next) {
    return post("/w/default/bulk/preview" + next, "manager", "{" + selection + R"(,"stages":{"status":"customer"}})").body;
  };
  for (const std::string selection : {R"("accounts":["C","B","C","A"])", R"("filter":"key ne 'X'")"}) {
    const std::string first = page(selection, "?rows=2");
    EXPECT_EQ(at_path(first, "totals/rows"), "3");
    EXPECT_EQ(at_path(first, "more"), "true");
    EXPECT_EQ(at_path(first, "value/#"), "2");
    const std::string second = page(selection, at_path(first, "next"));
    EXPECT_EQ(at_path(second, "value/#"), "1");
    EXPECT_EQ(at_path(second, "more"), "false");
    EXPECT_EQ(at_path(second, "next"), "?");
    EXPECT_EQ(at_path(second, "totals"), R"({"rows":1,"changed":1,"unchanged":0,"refused":0})");
    EXPECT_EQ(at_path(page(selection, "?rows=1"), "next"), selection.contains("filter") ? "?after_account=A&rows=1" : "?after_account=C&rows=1");
    const std::string middle = page(selection, at_path(page(selection, "?rows=1"), "next"));
    EXPECT_EQ(at_path(middle, "value/0/account"), "B");
    EXPECT_EQ(at_path(middle, "totals/rows"), "1");
    EXPECT_EQ(at_path(middle, "next"), "?after_account=B&rows=1");
  }
}

TEST_F(JobRoutesTest, PS40_a_change_is_a_job_with_progress_and_rows) {
  const TestResponse begun = begin(R"({"accounts":["A","B","nobody"],"stages":{"status":"customer"}})");
  EXPECT_EQ(begun.status, 202);
  EXPECT_EQ(begun.header("Location"), "/w/default/jobs/1");
  EXPECT_EQ(at_path(begun.body, "state"), "waiting");
  work();
  const std::string job = get("/w/default/jobs/1").body;
  EXPECT_EQ(at_path(job, "state"), "done");
  EXPECT_EQ(at_path(job, "kind"), "bulk");
  EXPECT_EQ(at_path(job, "actor"), "manager");
  EXPECT_EQ(at_path(job, "done"), "3");
  EXPECT_EQ(at_path(job, "result/changed"), "2");
  EXPECT_EQ(at_path(job, "refused"), "1");
  const std::string rows = get("/w/default/jobs/1/rows?state=refused").body;
  EXPECT_EQ(at_path(rows, "value/#"), "1");
  EXPECT_EQ(at_path(rows, "value/0/account"), "nobody");
  EXPECT_EQ(at_path(rows, "value/0/reasons/0/code"), "unknown-account");
  EXPECT_EQ(at_path(get("/w/default/jobs").body, "value/0/job"), "1");
}

// Whose answer was lost asks again, and it is done once; with another body under the same key it is refused.
TEST_F(JobRoutesTest, C1_a_change_that_is_sent_again_is_the_same_job) {
  const char* key = "Idempotency-Key: b-1\r\n";
  const char* change = R"({"accounts":["A"],"stages":{"status":"customer"}})";
  const TestResponse first = post("/w/default/bulk", "manager", change, key);
  EXPECT_EQ(first.status, 202) << first.body;
  EXPECT_EQ(first.header("Idempotency-Replayed"), "");
  const TestResponse again = post("/w/default/bulk", "manager", change, key);
  EXPECT_EQ(again.header("Location"), first.header("Location"));
  EXPECT_EQ(again.header("Idempotency-Replayed"), "true");
  EXPECT_EQ(at_path(get("/w/default/jobs").body, "value/#"), "1");
  EXPECT_EQ(post("/w/default/bulk", "manager", R"({"accounts":["B"],"stages":{"status":"customer"}})", key).status, 422);
}

TEST_F(JobRoutesTest, what_was_done_can_be_taken_back) {
  begin(R"({"accounts":["A"],"stages":{"status":"customer"}})");
  work();
  const TestResponse undo = post("/w/default/jobs/1/undo", "manager", R"({"reason":"a mistake"})");
  EXPECT_EQ(undo.status, 202);
  EXPECT_EQ(at_path(undo.body, "kind"), "bulk_undo");
  last_ = 2;
  work();
  EXPECT_EQ(at_path(get("/w/default/jobs/2").body, "result/changed"), "1");
}

TEST_F(JobRoutesTest, a_job_that_waits_can_be_stopped) {
  begin(R"({"filter":"key ne ''","stages":{"status":"customer"}})");
  EXPECT_EQ(post("/w/default/jobs/1/undo", "manager", "").status, 409);  // not at its end
  const TestResponse stopped = post("/w/default/jobs/1/cancel", "manager", "");
  EXPECT_EQ(stopped.status, 202);
  work();
  EXPECT_EQ(at_path(get("/w/default/jobs/1").body, "state"), "cancelled");
  EXPECT_EQ(post("/w/default/jobs/1/cancel", "manager", "").status, 409);
}

TEST_F(JobRoutesTest, who_may_not_is_told_so) {
  EXPECT_EQ(begin(R"({"accounts":["A"],"set":{"credit":1}})", "rep").status, 403);
  EXPECT_EQ(begin(R"({"accounts":["A"],"set":{"credit":1}})", "viewer").status, 403);
  EXPECT_EQ(begin("nonsense").status, 400);
  EXPECT_EQ(begin("{}").status, 400);
  EXPECT_EQ(get("/w/default/jobs/9").status, 404);
  EXPECT_EQ(get("/w/default/jobs/x").status, 404);
  EXPECT_EQ(get("/w/default/jobs?before=x").status, 400);
  EXPECT_THAT(get("/w/default/jobs/9").body, HasSubstr("unknown-job"));
}

}  // namespace
}  // namespace tenure::http
