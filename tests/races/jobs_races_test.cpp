// Long work: begun, cancelled, stopped and gone on with, in two workspaces at once, with a server that comes and goes.
#include "crowd.h"
#include "service/jobs_test_support.h"

namespace tenure::service {
namespace {

using races::at_once;

class JobsRaces : public JobsTest {
 protected:
  void SetUp() override {
    JobsTest::SetUp();
    ASSERT_TRUE(service_->create_workspace({.name = "other", .pack = folder_ + "/shop"}));
  }
  static std::string workspace(int n) { return n % 2 ? "other" : "default"; }
  // Six pieces of one fact each, by the job's own number; two of one workspace at once would be a bug.
  JobKind numbering() {
    return {"number", [this](JobRun& run) -> Result<std::optional<std::string>> {
              std::atomic<int>& at_work = run.realm->name == "other" ? in_other_ : in_default_;
              EXPECT_EQ(at_work++, 0);
              while (run.job.done < 6 && !run.stop()) {
                run.piece([&](Context& context) {
                  const std::string key = std::to_string(run.job.number) + "-" + std::to_string(++run.job.done);
                  context.record({order("A", key, "2026-02-01")});
                });
              }
              --at_work;
              if (run.job.done < 6) return std::nullopt;
              return "{}";
            }};
  }
  Jobs::Options told() {
    return {.told = [this](const Jobs::Event& event) { ended_ += event.kind == Jobs::Event::Kind::ended; }};
  }

  std::atomic<int> in_default_ = 0, in_other_ = 0, ended_ = 0;
};

TEST_F(JobsRaces, G24_EveryPieceIsDoneOnceThroughCancelsAndStops) {
  constexpr int kJobs = 24;
  std::vector<std::atomic<int64_t>> numbers(kJobs);
  std::atomic<int> queued = 0;
  at_once(5, [&](int i) {
    if (i < 2) {  // asks for them
      for (int n = i; n < kJobs; n += 2) {
        numbers[n] = queue("number", "{}", "", {}, workspace(n));
        ++queued;
      }
    } else if (i == 2) {  // thinks better of every third
      for (int n = 0; n < kJobs; n += 3) {
        while (numbers[n] == 0) std::this_thread::yield();
        const Result<void> cancelled = cancel_job(*service_, {}, workspace(n), numbers[n]);
        EXPECT_TRUE(cancelled || cancelled.error().code == "job-ended");
      }
    } else if (i == 3) {  // looks
      while (queued < kJobs) EXPECT_TRUE(list_jobs(*service_, {}, "default", 0, 50));
    } else {  // the server: stopped in the middle again and again
      for (int round = 0; round < 6; ++round) {
        Jobs jobs(*service_, {numbering()}, told());
        jobs.start();
        while (queued < (round + 1) * kJobs / 6) std::this_thread::yield();
      }
    }
  });
  Jobs jobs(*service_, {numbering()}, told());
  jobs.start();
  int64_t facts[2] = {}, expected[2] = {};
  for (int n = 0; n < kJobs; ++n) {
    EXPECT_TRUE(wait([&] { return job(numbers[n], workspace(n)).finished_at.has_value(); })) << n;
    const store::Job ended = job(numbers[n], workspace(n));
    EXPECT_EQ(ended.state, n % 3 == 0 && ended.state == kCancelled ? kCancelled : kFinished);
    if (ended.state == kFinished) {
      EXPECT_EQ(ended.done, 6);
    }
    expected[n % 2] += ended.done;
  }
  jobs.stop();
  for (int w = 0; w < 2; ++w) {
    ASSERT_TRUE(service_->facts(workspace(w), {}, [&](const auto& row) { facts[w] += row.kind == "order.placed"; }));
    EXPECT_EQ(facts[w], expected[w]);
    EXPECT_TRUE(service_->verify(workspace(w))->empty());
  }
  EXPECT_EQ(ended_, kJobs);
}

TEST_F(JobsRaces, G24_AStopWaitsForThePieceAtHandAndForNoMore) {
  std::atomic<int> pieces = 0;
  const JobKind endless{"endless", [&](JobRun& run) -> Result<std::optional<std::string>> {
                          while (!run.stop()) {
                            run.piece([&](Context&) { ++run.job.done; });
                            ++pieces;
                          }
                          return std::nullopt;
                        }};
  const int64_t here = queue("endless"), there = queue("endless", "{}", "", {}, "other");
  for (int round = 1; round <= 3; ++round) {
    Jobs jobs(*service_, {endless}, {});
    jobs.start();
    while (pieces < 20 * round) std::this_thread::yield();
    jobs.stop();
    const int then = pieces;
    EXPECT_EQ(job(here).state, kRunning);
    EXPECT_EQ(job(here).done + job(there, "other").done, then);
    EXPECT_EQ(job(here).attempts, 0);  // to be told to stop is no failure
  }
  EXPECT_TRUE(cancel_job(*service_, {}, "default", here));
  EXPECT_TRUE(cancel_job(*service_, {}, "other", there));
  Jobs jobs(*service_, {endless}, {});
  jobs.start();
  EXPECT_TRUE(wait([&] { return job(here).state == kCancelled && job(there, "other").state == kCancelled; }));
}

}  // namespace
}  // namespace tenure::service
