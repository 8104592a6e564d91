// Backups that a running server makes into its folder.
#include "service/backups.h"

#include <gtest/gtest.h>

#include "service/caller.h"
#include "service/service_test_support.h"

namespace tenure::service {
namespace {

namespace fs = std::filesystem;

class BackupsTest : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    into_ = folder_ + "/backups";
    fs::create_directory(into_);
    record(order("A", "O1", "2026-02-01"));
  }
  void open(const std::string& folder) {
    backups_ = std::make_unique<Backups>(*service_, *store_, clock_, Backups::Options{.folder = folder, .told = {}});
  }
  Backup made(bool verify = false) {
    const auto begun = backups_->begin(owner_, "default", verify);
    EXPECT_TRUE(begun) << begun.error().code;
    return begun ? ended(begun->name) : Backup{};
  }
  Backup ended(const std::string& name) {
    for (;;) {
      const auto now = backups_->find(owner_, "default", name);
      EXPECT_TRUE(now);
      if (!now || now->state != Backup::State::running) return now.value_or(Backup{});
      std::this_thread::yield();
    }
  }
  template <typename T>
  static std::string code(const Result<T>& result) {
    return result ? "ok" : result.error().code;
  }
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(into_)) names.push_back(entry.path().filename());
    std::ranges::sort(names);
    return names;
  }
  std::string into_;
  const Caller owner_{.actor = "olga", .role = "owner"};
  std::unique_ptr<Backups> backups_;
};

TEST_F(BackupsTest, G17_TheFileIsNamedByItsMomentAndIsWhole) {
  open(into_);
  const Backup first = made(true);
  EXPECT_EQ(first.state, Backup::State::done);
  EXPECT_EQ(first.name, "tenure-20260601T000000Z.db");
  EXPECT_EQ(first.verified, true);
  EXPECT_EQ(first.bytes, static_cast<int64_t>(fs::file_size(into_ + "/" + first.name)));
  const Backup second = made();
  EXPECT_EQ(second.name, "tenure-20260601T000000Z-2.db");
  EXPECT_EQ(second.verified, false);
  // Those of another process are known by their files.
  open(into_);
  const auto all = backups_->list(owner_, "default");
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 2u);
  EXPECT_EQ((*all)[0].name, second.name);
  EXPECT_EQ((*all)[1].name, first.name);
  EXPECT_EQ((*all)[1].at, at("2026-06-01"));
  EXPECT_EQ((*all)[1].verified, std::nullopt);
  const auto copy = store::open_sqlite(into_ + "/" + first.name);
  EXPECT_EQ(verify_all(*copy, clock_).size(), 0u);
}

TEST_F(BackupsTest, OnlyAdministratorsAndOnlyWithAFolder) {
  open("");
  EXPECT_EQ(code(backups_->begin(owner_, "default", false)), "no-backup-folder");
  for (const char* role : {"manager", "rep", "viewer", "integration"}) {
    EXPECT_EQ(code(backups_->begin({.role = role}, "default", false)), "not-allowed") << role;
    EXPECT_EQ(code(backups_->list({.role = role}, "default")), "not-allowed") << role;
  }
  EXPECT_EQ(code(backups_->begin({.role = "owner", .scopes = kScopeWrite}, "default", false)), "insufficient-scope");
  EXPECT_EQ(code(backups_->begin(owner_, "nowhere", false)), "unknown-workspace");
  EXPECT_EQ(code(backups_->list(owner_, "default")), "ok");
}

TEST_F(BackupsTest, AKeyThatWasUsedMakesNoSecondFile) {
  open(into_);
  Caller retrying = owner_;
  retrying.idempotency = Idempotency{.key = "monday", .request_hash = "h"};
  const auto first = backups_->begin(retrying, "default", false);
  ASSERT_TRUE(first);
  ended(first->name);
  const auto again = backups_->begin(retrying, "default", false);
  ASSERT_TRUE(again) << again.error().code;
  EXPECT_EQ(again->name, first->name);
  EXPECT_EQ(files(), std::vector{first->name});
}

// What a kill left is removed by the next process; what has another name, or is being written, is let be.
TEST_F(BackupsTest, WhatWasHalfDoneIsGoneAtTheNextStart) {
  const std::string half = into_ + "/tenure-20260501T000000Z.db.part", other = into_ + "/tenure-mine.db.part";
  for (const char* beside : {"", "-wal", "-shm", ".lock"}) std::ofstream(half + beside) << "half";
  std::ofstream(other) << "not ours";
  open(into_);
  EXPECT_EQ(files(), std::vector<std::string>{"tenure-mine.db.part"});
  EXPECT_EQ(backups_->list(owner_, "default")->size(), 0u);
}

TEST_F(BackupsTest, WhatIsNoBackupIsNotThere) {
  open(into_);
  for (const char* name : {"letter.db", "tenure-.db", "tenure-20260501T000000Z.db.part", "tenure-20261301T000000Z.db",
                           "tenure-20260501T000000Z-x.db"}) {
    std::ofstream(into_ + "/" + name) << "x";
    EXPECT_EQ(code(backups_->find(owner_, "default", name)), "unknown-backup") << name;
  }
  EXPECT_EQ(code(backups_->find(owner_, "default", "../shop")), "unknown-backup");
}

// The reason is told, and no folder of the machine.
TEST_F(BackupsTest, AFailureIsTold) {
  open(into_);
  fs::remove_all(into_);
  const Backup failed = made();
  EXPECT_EQ(failed.state, Backup::State::failed);
  EXPECT_EQ(failed.error.code, "file-not-written");
  EXPECT_EQ(say(Language::english, failed.error).find(folder_), std::string::npos);
  EXPECT_EQ(code(Backups::check(into_)), "backup-folder-unusable");
  std::ofstream(into_) << "a file";
  EXPECT_EQ(code(Backups::check(into_)), "backup-folder-unusable");
}

}  // namespace
}  // namespace tenure::service
