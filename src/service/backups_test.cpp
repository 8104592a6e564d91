// Backups that a running server makes into its folder.
#include "service/backups.h"

#include <gtest/gtest.h>

#include "service/caller.h"
#include "service/service_test_support.h"
#include "store/birth.h"

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
  void open(const std::string& folder, size_t keep = 0) {
    backups_ = std::make_unique<Backups>(*service_, *store_, clock_,
                                         Backups::Options{.folder = folder, .keep = keep, .told = {}});
  }
  // One of that day.
  Backup made_on(const char* day, bool verify = true) {
    clock_.set(at(day));
    return made(verify);
  }
  // The file of another store, under a name that a backup of this one could have.
  void put_foreign(const std::string& name) {
    const auto other = store::open_sqlite(folder_ + "/other.db", {.create = true});
    FixedClock then(at("2020-01-01"));
    Service service(*other, then);
    EXPECT_TRUE(service.create_workspace({.name = "default", .pack = "hyper"}));
    std::ofstream(into_ + "/" + name);
    EXPECT_TRUE(other->copy_to(into_ + "/" + name, {}));
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

using Names = std::vector<std::string>;

TEST_F(BackupsTest, G17_SoManyAreKeptAndTheOldestGo) {
  open(into_, 2);
  const std::string a = made_on("2026-06-01").name, b = made_on("2026-06-02").name;
  EXPECT_EQ(files(), (Names{a, b}));
  const Backup third = made_on("2026-06-03");
  EXPECT_EQ(third.removed, Names{a});
  EXPECT_EQ(files(), (Names{b, third.name}));
  // Another process, which keeps fewer: what it finds is its own as well.
  open(into_, 1);
  const Backup fourth = made_on("2026-06-04");
  EXPECT_EQ(fourth.removed, (Names{b, third.name}));
  EXPECT_EQ(files(), Names{fourth.name});
  EXPECT_EQ(backups_->list(owner_, "default")->size(), 1u);
}

TEST_F(BackupsTest, AllAreKeptWhereNoNumberIsSaid) {
  open(into_);
  for (const char* day : {"2026-06-01", "2026-06-02", "2026-06-03"}) EXPECT_EQ(made_on(day).removed, Names{});
  EXPECT_EQ(files().size(), 3u);
}

// Nothing old is given for what is not known to be sound, nor for what was not made.
TEST_F(BackupsTest, G17_OnlyAVerifiedOneTakesThePlaceOfOthers) {
  open(into_, 1);
  const std::string a = made_on("2026-06-01").name;
  const Backup unverified = made_on("2026-06-02", false);
  EXPECT_EQ(unverified.removed, Names{});
  EXPECT_EQ(files(), (Names{a, unverified.name}));
  fs::create_directory(into_ + "/tenure-20260603T000000Z.db.part");
  EXPECT_EQ(made_on("2026-06-03").state, Backup::State::failed);
  EXPECT_EQ(files(), (Names{a, unverified.name, "tenure-20260603T000000Z.db.part"}));
  const Backup sound = made_on("2026-06-04");
  EXPECT_EQ(sound.removed, (Names{a, unverified.name}));
}

// Whatever it is called: a letter, another store's backup, a link, a folder, a store that somebody works with.
TEST_F(BackupsTest, G17_AForeignFileIsNeverTouched) {
  open(into_, 1);
  const std::string mine = made_on("2026-01-01").name;
  fs::create_hard_link(into_ + "/" + mine, into_ + "/my copy.db");
  const Names foreign{"tenure-20250101T000000Z.db", "tenure-20250102T000000Z.db", "tenure-20250103T000000Z.db",
                      "tenure-20250104T000000Z.db", "tenure-20250105T000000Z.db"};
  put_foreign(foreign[0]);
  std::ofstream(into_ + "/" + foreign[1]) << "a letter";
  fs::create_symlink(into_ + "/" + mine, into_ + "/" + foreign[2]);
  fs::create_directory(into_ + "/" + foreign[3]);
  fs::copy_file(into_ + "/" + mine, into_ + "/" + foreign[4]);
  std::ofstream(into_ + "/" + foreign[4] + ".lock") << "1";
  Names stay = foreign;
  stay.push_back(foreign[4] + ".lock");
  stay.push_back("my copy.db");
  const Backup second = made_on("2026-06-02");
  EXPECT_EQ(second.removed, Names{mine});
  stay.push_back(second.name);
  std::ranges::sort(stay);
  EXPECT_EQ(files(), stay);
}

// The clock was set back: what was just made is not the oldest for that.
TEST_F(BackupsTest, TheOneThatWasJustMadeStays) {
  open(into_, 2);
  made_on("2026-06-01");
  const std::string b = made_on("2026-06-02").name;
  const Backup early = made_on("2026-03-01");
  EXPECT_EQ(files(), (Names{early.name, b}));
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
