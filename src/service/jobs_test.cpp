// The queue of long work, with kinds that the test makes.
#include "base/environment.h"
#include "service/jobs_test_support.h"

namespace tenure::service {
namespace {

TEST_F(JobsTest, RunsToItsEnd) {
  Jobs jobs(*service_, {counting()}, {});
  const int64_t number = queue("count");
  EXPECT_EQ(job(number).state, "waiting");
  jobs.start();
  EXPECT_TRUE(wait([&] { return job(number).state == "done"; }));
  const store::Job done = job(number);
  EXPECT_EQ(done.done, 5);
  EXPECT_EQ(done.total, 5);
  EXPECT_EQ(done.result, R"({"counted":5})");
  EXPECT_TRUE(done.started_at && done.finished_at);
  EXPECT_EQ(log().size(), 3u);  // first order, third order, churned since
  expect_sound();
}

// What a piece did and how far the job came are one commit: each piece once, whenever it is cut
// short.
TEST_F(JobsTest, GoesOnWhereItWasAfterAnyEnd) {
  const int64_t number = queue("count");
  for (int pieces = 0; job(number).state != "done"; ++pieces) {
    ASSERT_LE(pieces, 20);
    int64_t before = job(number).done;
    Jobs jobs(*service_, {counting()}, {});
    const auto after = jobs.run("default", number, [&](const store::Job& now) {
      return now.done < before + 2;  // then its process ends
    });
    ASSERT_TRUE(after);
    open();
  }
  int64_t facts = 0;
  ASSERT_TRUE(service_->facts("default", {},
                              [&](const auto& row) { facts += row.kind == "order.placed"; }));
  EXPECT_EQ(facts, 5);
  expect_sound();
}

TEST_F(JobsTest, ServerStopsInTheMiddleAndGoesOnAfterItsStart) {
  std::atomic<int> begun = 0;
  const JobKind waits{"wait", [&](JobRun& run) -> Result<std::optional<std::string>> {
                        ++begun;
                        if (begun == 2) return "{}";
                        while (!run.stop())
                          std::this_thread::sleep_for(std::chrono::milliseconds(1));
                        return std::nullopt;
                      }};
  const int64_t number = queue("wait");
  {
    Jobs jobs(*service_, {waits}, {});
    jobs.start();
    ASSERT_TRUE(wait([&] { return begun == 1; }));
  }
  EXPECT_EQ(job(number).state, "running");
  Jobs jobs(*service_, {waits}, {});
  jobs.start();
  EXPECT_TRUE(wait([&] { return job(number).state == "done"; }));
}

TEST_F(JobsTest, CancelledWhileItWaitsAndWhileItRuns) {
  std::atomic<bool> running = false;
  const JobKind waits{"wait", [&](JobRun& run) -> Result<std::optional<std::string>> {
                        running = true;
                        run.piece([&](Context&) { run.job.done = 1; });
                        while (!run.stop())
                          std::this_thread::sleep_for(std::chrono::milliseconds(1));
                        return std::nullopt;
                      }};
  const int64_t first = queue("wait"), second = queue("wait");
  Jobs jobs(*service_, {waits}, {});
  jobs.start();
  ASSERT_TRUE(wait([&] { return running.load(); }));
  EXPECT_EQ(job(second).state, "waiting");  // one of a workspace at a time
  ASSERT_TRUE(cancel_job(*service_, {}, "default", second));
  ASSERT_TRUE(cancel_job(*service_, {}, "default", first));
  EXPECT_TRUE(wait([&] { return job(first).state == "cancelled"; }));
  EXPECT_TRUE(wait([&] { return job(second).state == "cancelled"; }));
  EXPECT_EQ(job(first).done, 1);
  EXPECT_EQ(job(second).done, 0);
  const auto again = cancel_job(*service_, {}, "default", first);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, "job-ended");
}

TEST_F(JobsTest, SaysWhyItFailed) {
  Jobs jobs(*service_,
            {{"bad",
              [](JobRun&) -> Result<std::optional<std::string>> {
                return refuse("unknown-stage", {{"lifecycle", "status"}, {"stage", "x"}});
              }}},
            {});
  const int64_t bad = queue("bad"), unknown = queue("from-the-future");
  EXPECT_EQ(jobs.run("default", bad)->state, "failed");
  EXPECT_EQ(decode_error(job(bad).error),
            (Error{"unknown-stage", {{"lifecycle", "status"}, {"stage", "x"}}}));
  EXPECT_EQ(jobs.run("default", unknown)->state, "failed");
  EXPECT_EQ(decode_error(job(unknown).error).code, "unknown-job-kind");
}

// Brings the process down each time it begins: not for ever.
TEST_F(JobsTest, WhatNeverComesFurtherIsGivenUp) {
  int begun = 0;
  const JobKind poison{"poison", [&](JobRun&) -> Result<std::optional<std::string>> {
                         ++begun;
                         throw EnvironmentError("storage-failed", {{"path", "x"}, {"reason", "y"}});
                       }};
  const int64_t number = queue("poison");
  for (int i = 0; i < 3; ++i) {
    Jobs jobs(*service_, {poison}, {});
    EXPECT_THROW((void)jobs.run("default", number), EnvironmentError);
  }
  Jobs jobs(*service_, {poison}, {});
  EXPECT_EQ(jobs.run("default", number)->state, "failed");
  EXPECT_EQ(begun, 3);
  EXPECT_EQ(decode_error(job(number).error).code, "job-gave-up");
}

TEST_F(JobsTest, OneJobForOneThing) {
  const int64_t first = queue("count", "{}", "monday");
  EXPECT_EQ(queue("count", "{}", "monday"), first);
  EXPECT_NE(queue("count", "{}", "tuesday"), first);
  EXPECT_NE(queue("count"), first);
}

TEST_F(JobsTest, A6_ARepSeesOnlyTheirOwn) {
  const Caller rep{.actor = "rita", .role = "rep"}, other{.actor = "otto", .role = "rep"};
  const Caller viewer{.actor = "vera", .role = "viewer"};
  const int64_t mine = queue("count", "{}", "", rep);
  EXPECT_TRUE(find_job(*service_, rep, "default", mine));
  EXPECT_TRUE(find_job(*service_, {}, "default", mine));
  EXPECT_EQ(find_job(*service_, other, "default", mine).error().code, "unknown-job");
  EXPECT_EQ(job_rows(*service_, other, "default", mine, "", 0, 10).error().code, "unknown-job");
  EXPECT_EQ(cancel_job(*service_, other, "default", mine).error().code, "unknown-job");
  EXPECT_EQ(list_jobs(*service_, other, "default", 0, 10)->size(), 0u);
  EXPECT_EQ(list_jobs(*service_, rep, "default", 0, 10)->size(), 1u);
  EXPECT_EQ(list_jobs(*service_, viewer, "default", 0, 10).error().code, "not-allowed");
}

TEST_F(JobsTest, TheCallerIsKeptAsTheyWere) {
  const Caller caller{.actor = "rita",
                      .role = "rep",
                      .scopes = kScopeRead | kScopeWrite,
                      .own_only = true,
                      .channel = Channel::api,
                      .address = "10.0.0.1",
                      .request_id = "r1",
                      .language = Language::hebrew};
  const Caller back = decode_caller(encode_caller(caller));
  EXPECT_EQ(encode_caller(back), encode_caller(caller));
  EXPECT_EQ(back.role, "rep");
  EXPECT_TRUE(back.own_only);
  EXPECT_EQ(back.channel, Channel::api);
  EXPECT_EQ(back.language, Language::hebrew);
  const Caller nobody = decode_caller("not json");
  EXPECT_EQ(nobody.role, "");
  EXPECT_EQ(nobody.scopes, 0);
  EXPECT_TRUE(decode_caller("{}").own_only);
}

}  // namespace
}  // namespace tenure::service
