// Copies of a store at work, and their way back.
#include "service/backup.h"

#include <gtest/gtest.h>

#include <atomic>
#include <set>

#include "base/environment.h"
#include "service/service_test_support.h"

namespace tenure::service {
namespace {

namespace fs = std::filesystem;

class BackupTest : public ServiceTest {
 protected:
  std::string copy() const { return folder_ + "/copy.db"; }
  void close() {
    service_.reset();
    store_.reset();
  }
  template <typename Work>
  static std::string code_of(const Work& work) {
    try {
      const auto result = work();
      return result ? "" : result.error().code;
    } catch (const EnvironmentError& problem) {
      return problem.error().code;
    }
  }
  // Keys of all facts in a store.
  std::set<std::string> keys_in(const std::string& path) {
    const auto store = store::open_sqlite(path);
    Service service(*store, clock_);
    std::set<std::string> keys;
    EXPECT_TRUE(
        service.facts("default", {}, [&](const Service::FactRow& row) { keys.emplace(row.key); }));
    EXPECT_EQ(verify_all(*store, clock_).size(), 0u);
    return keys;
  }
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_))
      names.push_back(entry.path().filename());
    std::ranges::sort(names);
    return names;
  }
  void damage(const std::string& path) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(fs::file_size(path)) - 3000);
    file << std::string(2000, 'x');
  }
  const Caller admin_{};
};

TEST_F(BackupTest, G17_HoldsEveryMoveAcknowledgedBeforeItBegan) {
  std::atomic<bool> stop = false;
  std::mutex mutex;
  std::set<std::string> acknowledged;
  std::vector<std::thread> writers;
  for (int w = 0; w < 4; ++w) {
    writers.emplace_back([&, w] {
      for (int i = 0; !stop; ++i) {
        const std::string key = "W" + std::to_string(w) + "-" + std::to_string(i);
        record(order("A" + std::to_string(i % 50), key, "2026-02-01"));
        const std::lock_guard lock(mutex);
        acknowledged.insert(key);
      }
    });
  }
  // In bulk beside them, as imports do.
  writers.emplace_back([&] {
    const auto definition = *service_->definition("default");
    const uint16_t placed = *definition->find_kind("order.placed");
    for (int i = 0; !stop; ++i) {
      std::vector<Service::BulkFact> facts;
      std::vector<std::string> keys;
      for (int k = 0; k < 100; ++k) keys.push_back("B" + std::to_string(i * 100 + k));
      for (const std::string& key : keys) {
        facts.push_back({.account = "A1",
                         .kind = placed,
                         .key = key,
                         .at = at("2026-03-01"),
                         .body = std::vector<Value>(definition->kinds[placed].body_fields)});
      }
      const auto done = service_->record_bulk("default", facts, {}, "import", [](auto) {});
      if (!done || done->refused) continue;
      const std::lock_guard lock(mutex);
      acknowledged.insert(keys.begin(), keys.end());
    }
  });
  size_t known = 0;
  for (int round = 0; round < 3; ++round) {
    // Something has been acknowledged since the round before, however long that takes here (a minute at most).
    std::set<std::string> before;
    for (int wait = 0; before.size() <= known && wait < 3'000; ++wait) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      const std::lock_guard lock(mutex);
      before = acknowledged;
    }
    EXPECT_GT(before.size(), known);
    known = before.size();
    const std::string path = copy() + std::to_string(round);
    const auto report = back_up(admin_, *store_, clock_, path, {.verify = round == 1});
    ASSERT_TRUE(report) << say(Language::english, report.error());
    EXPECT_EQ(report->bytes, static_cast<int64_t>(fs::file_size(path)));
    EXPECT_EQ(report->verified, round == 1);
    const std::set<std::string> there = keys_in(path);
    EXPECT_TRUE(std::ranges::includes(there, before));
  }
  stop = true;
  for (std::thread& writer : writers) writer.join();
  expect_sound();
}

TEST_F(BackupTest, NeverWritesOverAFileAndLeavesNothingHalfDone) {
  record(order("A", "O1", "2026-02-01"));
  std::ofstream(copy()) << "mine";
  EXPECT_EQ(code_of([&] { return back_up(admin_, *store_, clock_, copy()); }), "file-exists");
  EXPECT_EQ(fs::file_size(copy()), 4u);
  fs::remove(copy());
  const auto before = files();
  const auto stopped = back_up(admin_, *store_, clock_, copy(),
                               {.progress = [](CopyPhase, int64_t, int64_t) { return false; }});
  ASSERT_TRUE(stopped);
  // So small a store is copied in one piece: nothing was left to stop.
  EXPECT_FALSE(stopped->stopped);
  EXPECT_TRUE(fs::exists(copy()));
  const auto verifying = back_up(
      admin_, *store_, clock_, copy() + "2",
      {.verify = true,
       .progress = [](CopyPhase phase, int64_t, int64_t) { return phase == CopyPhase::copying; }});
  ASSERT_TRUE(verifying);
  EXPECT_TRUE(verifying->stopped);
  EXPECT_FALSE(fs::exists(copy() + "2"));
  EXPECT_EQ(files().size(), before.size() + 1);
}

TEST_F(BackupTest, OnlyAdministratorsMayCopyEverything) {
  EXPECT_EQ(code_of([&] { return back_up({.role = "manager"}, *store_, clock_, copy()); }),
            "not-allowed");
  EXPECT_FALSE(fs::exists(copy()));
}

TEST_F(BackupTest, RestoresWhereThereIsNothing) {
  record(order("A", "O1", "2026-02-01"));
  ASSERT_TRUE(back_up(admin_, *store_, clock_, copy()));
  const std::string to = folder_ + "/again.db";
  const auto report = restore(copy(), to, clock_);
  ASSERT_TRUE(report) << say(Language::english, report.error());
  EXPECT_EQ(report->workspaces, std::vector<std::string>{"default"});
  EXPECT_EQ(report->replaced, "");
  EXPECT_TRUE(keys_in(to).contains("O1"));
  EXPECT_TRUE(fs::exists(copy()));
}

TEST_F(BackupTest, ReplacesAStoreOnlyWhenToldAndKeepsIt) {
  record(order("A", "O1", "2026-02-01"));
  ASSERT_TRUE(back_up(admin_, *store_, clock_, copy()));
  record(order("A", "O2", "2026-02-02"));
  EXPECT_EQ(code_of([&] { return restore(copy(), path(), clock_, {.may_replace = true}); }),
            "store-locked");
  close();
  EXPECT_EQ(code_of([&] { return restore(copy(), path(), clock_); }), "file-exists");
  EXPECT_TRUE(keys_in(path()).contains("O2"));
  const auto report = restore(copy(), path(), clock_, {.may_replace = true});
  ASSERT_TRUE(report) << say(Language::english, report.error());
  EXPECT_FALSE(keys_in(path()).contains("O2"));
  EXPECT_EQ(report->replaced, path() + ".replaced-20260601T000000");
  EXPECT_TRUE(keys_in(report->replaced).contains("O2"));
}

// What was killed has a log beside it: it goes where its file goes, and never to the new one.
TEST_F(BackupTest, TheLogOfTheReplacedStoreGoesWithIt) {
  record(order("A", "O1", "2026-02-01"));
  ASSERT_TRUE(back_up(admin_, *store_, clock_, copy()));
  record(order("A", "O2", "2026-02-02"));
  const std::string killed = folder_ + "/killed.db";
  fs::copy(path(), killed);
  fs::copy(path() + "-wal", killed + "-wal");
  const auto report = restore(copy(), killed, clock_, {.may_replace = true});
  ASSERT_TRUE(report) << say(Language::english, report.error());
  EXPECT_FALSE(keys_in(killed).contains("O2"));
  EXPECT_TRUE(keys_in(report->replaced).contains("O2"));
}

TEST_F(BackupTest, RefusesWhatIsNoSoundCopy) {
  for (int i = 0; i < 200; ++i)
    record(order("A" + std::to_string(i), "O" + std::to_string(i), "2026-02-01"));
  ASSERT_TRUE(back_up(admin_, *store_, clock_, copy()));
  const std::string to = folder_ + "/again.db";
  // A store at work has its log beside it.
  EXPECT_EQ(code_of([&] { return restore(path(), to, clock_); }), "not-a-backup");
  std::ofstream(folder_ + "/letter") << std::string(5000, 'x');
  EXPECT_EQ(code_of([&] { return restore(folder_ + "/letter", to, clock_); }), "not-a-store");
  EXPECT_EQ(code_of([&] { return restore(folder_ + "/absent", to, clock_); }), "no-store");
  fs::resize_file(copy(), fs::file_size(copy()) - 4096);
  EXPECT_NE(code_of([&] { return restore(copy(), to, clock_); }), "");
  fs::remove(copy());
  ASSERT_TRUE(back_up(admin_, *store_, clock_, copy()));
  damage(copy());
  EXPECT_NE(code_of([&] { return restore(copy(), to, clock_); }), "");
  EXPECT_FALSE(fs::exists(to));
  EXPECT_FALSE(fs::exists(to + ".part"));
}

}  // namespace
}  // namespace tenure::service
