// What a server does by itself beside the requests: timers, backups.
#include <mutex>
#include <set>

#include "crowd.h"
#include "service/backups.h"
#include "service/caller.h"
#include "service/machine_test_support.h"
#include "service/service_test_support.h"
#include "service/timers.h"

namespace tenure::service {
namespace {

using races::at_once;

class TimersRaces : public ServiceTest {
 protected:
  void SetUp() override {
    machine_.wall = at("2026-01-01").micros;
    ServiceTest::SetUp();
    guarded_ = std::make_unique<GuardedClock>(machine_.source());
    service_ = std::make_unique<Service>(*store_, *guarded_);
  }
  void TearDown() override {
    service_.reset();
    guarded_.reset();
    ServiceTest::TearDown();
  }
  int64_t moves(const std::string& to) {
    int64_t count = 0;
    for (const std::string& row : log()) count += row.find(">" + to + " ") != std::string::npos;
    return count;
  }

  Machine machine_;
  std::unique_ptr<GuardedClock> guarded_;
};

// Silence of a hundred days moves an account once, whoever notices it: the worker, the one after it, or a fact.
TEST_F(TimersRaces, G12_EachTimerFiresOnceWhoeverNotices) {
  constexpr int kAccounts = 12;
  std::atomic<int> bought = 0;
  std::atomic<int64_t> fired = 0;
  const auto told = [&](const Timers::Event& event) { fired += event.fired.moves; };
  at_once(4, [&](int i) {
    if (i < 2) {
      for (int n = i; n < kAccounts; n += 2) {
        const std::string account = "A" + std::to_string(n);
        const auto done = service_->record(
            "default", {{.account = account, .kind = "order.placed", .key = "O" + account, .create_account = true}});
        EXPECT_EQ(done->front().outcome, Outcome::recorded);
        ++bought;
      }
    } else if (i == 2) {
      for (int seen = 0; seen < kAccounts; ++seen) {
        while (bought <= seen) std::this_thread::yield();
        machine_.pass(10 * kDay);
      }
      machine_.pass(100 * kDay);
    } else {
      for (int round = 0; round < 4; ++round) {
        Timers timers(*service_, *store_, *guarded_, {.accounts = 3, .told = told});
        timers.start();
        while (bought < kAccounts * (round + 1) / 4) {
          (void)timers.next();
          (void)timers.held();
        }
      }
    }
  });
  Timers timers(*service_, *store_, *guarded_, {.accounts = 3, .told = told});
  timers.start();
  while (moves("churned") < kAccounts) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  timers.stop();
  EXPECT_EQ(moves("churned"), kAccounts);
  EXPECT_EQ(moves("buyer"), kAccounts);
  EXPECT_LE(fired, kAccounts);
  expect_sound();
}

TEST_F(TimersRaces, G17_ABackupIsMadeBesideTheWritersAndOneAtATime) {
  const std::string into = folder_ + "/backups";
  std::filesystem::create_directory(into);
  std::set<std::string> names;
  std::atomic<int> ended = 0, failed = 0;
  const Caller owner{.actor = "olga", .role = "owner"};
  {
    Backups backups(*service_, *store_, *guarded_, {.folder = into, .told = [&](const Backup& backup) {
                                                      ended += backup.state == Backup::State::done;
                                                      failed += backup.state == Backup::State::failed;
                                                    }});
    std::mutex mutex;
    std::atomic<int> asking = 3;
    at_once(6, [&](int i) {
      if (i < 2) {
        for (int n = 0; asking > 0; ++n)
          (void)service_->record("default", {order("A" + std::to_string(n % 10),
                                                   std::to_string(i) + "-" + std::to_string(n), "2025-12-01")});
      } else if (i == 2) {
        while (asking > 0) EXPECT_TRUE(backups.list(owner, "default"));
      } else {
        for (int made = 0; made < 2;) {
          const auto begun = backups.begin(owner, "default", true);
          EXPECT_TRUE(begun || begun.error().code == "backup-running");
          if (!begun) continue;
          ++made;
          const std::lock_guard lock(mutex);
          EXPECT_TRUE(names.insert(begun->name).second) << begun->name;
        }
        --asking;
      }
    });
    backups.stop();  // the last one may be in the middle
  }
  EXPECT_EQ(names.size(), 6u);
  EXPECT_EQ(ended + failed, 6);
  EXPECT_GE(ended, 5);
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(into)) files.push_back(entry.path());
  EXPECT_EQ(static_cast<int>(files.size()), ended);  // nothing of one that was given up
  for (const std::string& file : files) {
    const auto copy = store::open_sqlite(file);
    EXPECT_EQ(verify_all(*copy, *guarded_).size(), 0u) << file;
  }
  expect_sound();
}

}  // namespace
}  // namespace tenure::service
