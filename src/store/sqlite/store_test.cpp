// What only a file can suffer: other processes, damage, a full disk, an older or newer program.
#include "store/store.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/environment.h"
#include "base/text.h"
#include "store/sqlite/schema.h"

namespace tenure::store {
namespace {

class SqliteFile : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "/file-" + std::to_string(getpid()) + "-" +
              testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    path_ = folder_ + "/store.db";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  // The code of what opening throws; "" when it opens.
  std::string open_code(bool create = false) {
    try {
      open_sqlite(path_, {.create = create});
      return "";
    } catch (const EnvironmentError& problem) {
      EXPECT_NE(say(Language::english, problem.error()).find(path_), std::string::npos);
      EXPECT_NE(say(Language::hebrew, problem.error()).find(path_), std::string::npos);
      problem_ = problem.error();
      return problem.error().code;
    }
  }
  // What somebody with another program does to the file.
  void tamper(const std::string& sql) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(path_.c_str(), &db), SQLITE_OK);
    char* message = nullptr;
    EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &message), SQLITE_OK) << message;
    sqlite3_close(db);
  }
  void fill() {
    const auto store = open_sqlite(path_, {.create = true});
    store->write([&](Transaction& t) {
      workspace_ = t.add_workspace("default", "UTC", {0});
      const AccountId a = t.add_account(workspace_, "A", {1});
      t.save_account(workspace_, {.id = a, .state = "s", .definition = 1});
    });
    for (int i = 0; i < 3; ++i) {
      store->write([&](Transaction& t) {
        const Sequence fact = t.add(workspace_, Fact{.account = 1,
                                                     .at = {i},
                                                     .recorded_at = {i},
                                                     .kind = t.intern(workspace_, "order.placed"),
                                                     .key = "O" + std::to_string(i),
                                                     .body = "12.50"});
        const Sequence move =
            t.add(workspace_, Transition{.account = 1,
                                         .lifecycle = t.intern(workspace_, "status"),
                                         .from = t.intern(workspace_, "a"),
                                         .to = t.intern(workspace_, "b"),
                                         .at = {i},
                                         .fact = fact});
        t.add(workspace_, Outbox{.account = 1, .number = i + 1, .transition = move});
        t.save_account(workspace_, {.id = 1, .state = "s", .definition = 1, .outbox = i + 1});
      });
    }
  }
  std::vector<Fault> faults() {
    std::vector<Fault> found;
    open_sqlite(path_)->read([&](Reader& r) { found = r.check(workspace_); });
    return found;
  }
  // Opens its own store so that a row lives long enough.
  std::string folder_, path_;
  WorkspaceId workspace_ = 0;
  Error problem_;
};

TEST_F(SqliteFile, IsMadeOnlyWhenAskedAndForItsOwnerAlone) {
  EXPECT_EQ(open_code(), "no-store");
  EXPECT_EQ(open_code(true), "");
  struct stat found;
  ASSERT_EQ(stat(path_.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600u);
  EXPECT_EQ(open_code(), "");
}

TEST_F(SqliteFile, X5_ASecondProcessIsRefusedByName) {
  fill();
  const auto store = open_sqlite(path_);
  EXPECT_EQ(open_code(), "store-locked");
  const pid_t child = fork();
  if (child == 0) {
    int status = 1;
    try {
      open_sqlite(path_);
    } catch (const EnvironmentError& problem) {
      const std::string sentence = say(Language::english, problem.error());
      const bool named = sentence.find(std::to_string(getppid())) != std::string::npos;
      status = problem.error().code == "store-locked" && named ? 42 : 2;
    }
    _exit(status);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 42);
}

TEST_F(SqliteFile, TheLockOfAKilledProcessDoesNotStay) {
  fill();
  const pid_t child = fork();
  if (child == 0) {
    const auto store = open_sqlite(path_);
    kill(getpid(), SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(open_code(), "");
}

TEST_F(SqliteFile, X5_ANewerSchemaIsRefused) {
  fill();
  tamper("PRAGMA user_version=99");
  EXPECT_EQ(open_code(), "store-newer");
  EXPECT_NE(say(Language::english, problem_).find("99"), std::string::npos);
}

TEST_F(SqliteFile, WhatIsNotAStoreIsLeftAlone) {
  std::ofstream(path_)
      << "order,date,amount\n1,2026-01-01,12.50\nand so on, to fill a page of nothing\n"
      << std::string(4096, 'x');
  EXPECT_EQ(open_code(), "not-a-store");
  std::filesystem::remove(path_);
  tamper("CREATE TABLE other(x)");
  EXPECT_EQ(open_code(), "not-a-store");
  std::filesystem::remove(path_);
  std::filesystem::create_directory(path_);
  EXPECT_EQ(open_code(), "not-a-store");
}

TEST_F(SqliteFile, AReadOnlyFileIsASentence) {
  fill();
  chmod(path_.c_str(), 0400);
  EXPECT_EQ(open_code(), "store-read-only");
  chmod(path_.c_str(), 0600);
  EXPECT_EQ(open_code(), "");
}

TEST_F(SqliteFile, ADamagedFileIsNoticed) {
  fill();
  const auto size = std::filesystem::file_size(path_);
  {
    std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
    for (uintmax_t page = 4096; page < size; page += 4096) {
      file.seekp(static_cast<std::streamoff>(page));
      file << std::string(512, '\x5a');
    }
  }
  bool noticed = false;
  try {
    const auto store = open_sqlite(path_);
    store->read([&](Reader& r) { noticed = !r.check(1).empty(); });
  } catch (const EnvironmentError& problem) {
    noticed = problem.error().code == "store-corrupt";
  }
  EXPECT_TRUE(noticed);
}

TEST_F(SqliteFile, FactsAndLogAreOnlyAppended) {
  fill();
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(path_.c_str(), &db), SQLITE_OK);
  for (const char* sql :
       {"UPDATE fact SET body='1'", "DELETE FROM fact", "UPDATE transition SET at=1",
        "DELETE FROM transition", "DELETE FROM outbox", "UPDATE outbox SET number=7",
        "DELETE FROM journal", "UPDATE name SET text='x'", "DELETE FROM account",
        "UPDATE account SET key='x'"}) {
    EXPECT_EQ(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_CONSTRAINT) << sql;
  }
  sqlite3_close(db);
}

// I5: whoever takes the triggers away is found by the chain, at the commit and the table.
TEST_F(SqliteFile, TamperingIsNamed) {
  const auto only = [&](std::string_view code, std::string_view table, std::string_view commit) {
    const std::vector<Fault> found = faults();
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].code, code);
    const std::string sentence = say(Language::english, found[0].code, found[0].arguments);
    EXPECT_NE(sentence.find(table), std::string::npos) << sentence;
    EXPECT_NE(sentence.find(commit), std::string::npos) << sentence;
  };
  fill();
  EXPECT_TRUE(faults().empty());
  tamper("DROP TRIGGER fact_stays; UPDATE fact SET body=CAST('99.50' AS BLOB) WHERE key='O1'");
  only("chain-rows-changed", "fact", "number 3");
  tamper("UPDATE fact SET body=CAST('12.50' AS BLOB) WHERE key='O1'");
  EXPECT_TRUE(faults().empty());
  tamper(
      "DROP TRIGGER transition_stays; UPDATE transition SET to_stage=from_stage WHERE sequence=1");
  only("chain-rows-changed", "transition", "number 2");
  tamper("UPDATE transition SET to_stage=(SELECT id FROM name WHERE text='b') WHERE sequence=1");
  EXPECT_TRUE(faults().empty());
  tamper("DROP TRIGGER journal_stays; UPDATE journal SET committed_at=5 WHERE number=2");
  only("chain-journal-changed", "commit 2", "1970");
}

TEST_F(SqliteFile, RowsThatNoCommitKnowsAreNamed) {
  fill();
  tamper(
      "INSERT INTO fact SELECT workspace, account, 77, kind, 'forged', 1, 4, 77, actor, 0, body "
      "FROM fact WHERE key='O1'");
  const std::vector<Fault> found = faults();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].code, "chain-rows-unknown");
}

TEST_F(SqliteFile, AMissingOutboxRowAndAnOrphanAreNamed) {
  fill();
  tamper(
      "DROP TRIGGER outbox_remains; DELETE FROM outbox WHERE number=2; PRAGMA foreign_keys=OFF;"
      "INSERT INTO account_state SELECT 9, workspace, state, definition, wake, version, 0, "
      "first_at "
      "FROM account_state");
  std::vector<std::string> codes;
  for (const Fault& fault : faults()) codes.push_back(fault.code);
  EXPECT_NE(std::ranges::find(codes, "outbox-gap"), codes.end());
  EXPECT_NE(std::ranges::find(codes, "outbox-rows-wrong"), codes.end());
  EXPECT_NE(std::ranges::find(codes, "orphan-states"), codes.end());
}

// G14, X1: nothing acknowledged is lost, what is refused says why, reads go on, and writing comes
// back by itself.
TEST_F(SqliteFile, X1_AFullDiskRefusesAndRecovers) {
  if (mount("tmpfs", folder_.c_str(), "tmpfs", 0, "size=2m") != 0) {
    GTEST_SKIP() << "needs the right to mount a small tmpfs";
  }
  struct Unmount {
    std::string folder;
    ~Unmount() { umount2(folder.c_str(), MNT_DETACH); }
  } const unmount{folder_};
  {
    fill();
    const auto store = open_sqlite(path_);
    int acknowledged = 3;
    const auto add = [&] {
      store->write([&](Transaction& t) {
        t.add(workspace_, Fact{.account = 1,
                               .at = {1000 + acknowledged},
                               .kind = t.intern(workspace_, "order.placed"),
                               .key = "X" + std::to_string(acknowledged),
                               .body = std::string_view(std::string(2000, 'x'))});
      });
      ++acknowledged;
    };
    std::ofstream(folder_ + "/ballast") << std::string(1'200'000, 'b');
    std::string code;
    while (code.empty()) {
      try {
        add();
      } catch (const EnvironmentError& problem) {
        code = problem.error().code;
      }
      ASSERT_LT(acknowledged, 5000);
    }
    EXPECT_EQ(code, "storage-full");
    const auto count = [&] {
      int64_t facts = 0;
      store->read([&](Reader& r) { r.all_facts(workspace_, [&](const Fact&) { ++facts; }); });
      return facts;
    };
    EXPECT_EQ(count(), acknowledged);
    std::filesystem::remove(folder_ + "/ballast");
    add();
    EXPECT_EQ(count(), acknowledged);
    store->read([&](Reader& r) { EXPECT_TRUE(r.check(workspace_).empty()); });
  }
}

TEST_F(SqliteFile, WhatWasAcknowledgedSurvivesAKill) {
  fill();
  int pipes[2];
  ASSERT_EQ(pipe(pipes), 0);
  const pid_t child = fork();
  if (child == 0) {
    const auto store = open_sqlite(path_);
    for (int i = 0;; ++i) {
      const std::string key = "K" + std::to_string(i);
      store->write([&](Transaction& t) {
        t.add(1, Fact{.account = 1, .at = {i}, .kind = t.intern(1, "call.logged"), .key = key});
      });
      if (::write(pipes[1], &i, sizeof i) != sizeof i) _exit(1);
    }
  }
  int last = -1;
  while (last < 50)
    ASSERT_EQ(::read(pipes[0], &last, sizeof last), static_cast<ssize_t>(sizeof last));
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  close(pipes[1]);
  while (::read(pipes[0], &last, sizeof last) == sizeof last) {
  }
  close(pipes[0]);
  const auto store = open_sqlite(path_);
  store->read([&](Reader& r) {
    Fact fact;
    const Name kind = r.find_name(workspace_, "call.logged");
    for (int i = 0; i <= last; ++i) {
      EXPECT_TRUE(r.find_fact(workspace_, kind, "K" + std::to_string(i), fact)) << i;
    }
    EXPECT_TRUE(r.check(workspace_).empty());
  });
}

// ---- the schema
// ------------------------------------------------------------------------------------

// Every table, index and trigger as SQLite keeps it, in the order they were made.
std::string picture(const std::string& path) {
  sqlite::Connection connection(path, sqlite::Access::read);
  std::string text;
  sqlite::Statement row =
      connection.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY "
                         "rowid");
  while (row.step()) text.append(row.text(0)).append(";\n");
  return text;
}

TEST_F(SqliteFile, TheStepsAddUpToThePicture) {
  open_sqlite(path_, {.create = true});
  const std::string place = std::string(TENURE_SOURCE_DIR) + "/src/store/sqlite/schema.sql";
  std::ifstream file(place);
  std::string head, expected, line;
  while (std::getline(file, line)) (line.starts_with("-- ") ? head : expected) += line + "\n";
  if (std::getenv("UPDATE")) {
    std::ofstream(place) << head << picture(path_);
    return;
  }
  EXPECT_EQ(picture(path_), expected);
}

TEST_F(SqliteFile, EveryStepCanBeRunAgainAfterACrash) {
  open_sqlite(path_, {.create = true});
  const std::string whole = picture(path_);
  for (size_t step = 0; step < sqlite::schema_steps().size(); ++step) {
    std::filesystem::remove(path_);
    std::ofstream{path_};
    {
      sqlite::Connection connection(path_, sqlite::Access::write);
      sqlite::bring_up_to_date(connection, step);
    }
    // The crash: the step's statements ran, its commit did not.
    const pid_t child = fork();
    if (child == 0) {
      sqlite::Connection connection(path_, sqlite::Access::write);
      connection.run("BEGIN IMMEDIATE");
      connection.execute(sqlite::schema_steps()[step].sql);
      kill(getpid(), SIGKILL);
    }
    waitpid(child, nullptr, 0);
    EXPECT_EQ(open_code(), "") << step;
    EXPECT_EQ(picture(path_), whole) << step;
  }
}

// Told from its first bytes: nothing is opened, locked or brought up to date by looking.
// The columns are a definition's, so that no step can make it.
TEST_F(SqliteFile, U1_AFileWithoutTheIndexOfRemovedAccountsHasItMadeWhenItIsOpened) {
  const auto indexes = [&] {
    sqlite3* db = nullptr;
    EXPECT_EQ(sqlite3_open(path_.c_str(), &db), SQLITE_OK);
    std::string text;
    const auto add = [](void* to, int, char** cells, char**) {
      *static_cast<std::string*>(to) += std::string(cells[0]) + ": " + (cells[1] ? cells[1] : "no statistics") + "; ";
      return 0;
    };
    sqlite3_exec(db,
                 "SELECT s.sql, t.stat FROM sqlite_schema s LEFT JOIN sqlite_stat1 t ON t.idx=s.name "
                 "WHERE s.name GLOB 'account_removed*' ORDER BY s.name",
                 add, &text, nullptr);
    sqlite3_close(db);
    return text;
  };
  open_sqlite(path_, {.create = true})->write([&](Transaction& t) {
    t.add_account_columns({{.name = "status", .stage = true}, {.name = "status_since"}, {.name = "name"}});
  });
  EXPECT_EQ(indexes(), "");  // nobody can be removed
  const std::vector<AccountColumn> columns = {
      {.name = "archived"}, {.name = "mood", .stage = true}, {.name = "status", .stage = true}};
  open_sqlite(path_)->write([&](Transaction& t) { t.add_account_columns(columns); });
  const std::string both =
      "CREATE INDEX \"account_removed_by_mood\" ON account(_workspace, \"mood\", archived) WHERE archived=1: 10000 10000 1000 10; "
      "CREATE INDEX \"account_removed_by_status\" ON account(_workspace, \"status\", archived) WHERE archived=1: 10000 10000 1000 10; ";
  EXPECT_EQ(indexes(), both);
  tamper("DROP INDEX account_removed_by_status");
  open_sqlite(path_);
  EXPECT_EQ(indexes(), both);
}

TEST_F(SqliteFile, SaysWhichStepsItLacks) {
  std::ofstream{path_};
  const size_t known = sqlite::schema_steps().size();
  EXPECT_EQ(schema_status(path_).missing.size(), known);
  {
    sqlite::Connection connection(path_, sqlite::Access::write);
    sqlite::bring_up_to_date(connection, 2);
  }
  const SchemaStatus old = schema_status(path_);
  EXPECT_EQ(old.version, 2);
  EXPECT_EQ(old.missing.size(), known - 2);
  EXPECT_EQ(old.missing.front(), sqlite::schema_steps()[2].name);
  EXPECT_FALSE(std::filesystem::exists(path_ + ".lock"));
  const auto store = open_sqlite(path_);
  EXPECT_TRUE(schema_status(path_).missing.empty());
}

// The snapshot stays the same while others commit between two pieces of the copy.
TEST_F(SqliteFile, ACopyIsOneSnapshotHoweverLongItTakes) {
  fill();
  const auto store = open_sqlite(path_);
  const std::string large(20'000, 'x');
  const auto add = [&](int i) {
    store->write([&](Transaction& t) {
      t.add(workspace_, Fact{.account = 1,
                             .at = {1000 + i},
                             .kind = t.intern(workspace_, "order.placed"),
                             .key = "L" + std::to_string(i),
                             .body = large});
    });
  };
  for (int i = 0; i < 600; ++i) add(i);  // several pieces
  const std::string copy = folder_ + "/copy.db";
  std::ofstream{copy};
  int pieces = 0, next = 600;
  EXPECT_TRUE(store->copy_to(copy, [&](int64_t done, int64_t total) {
    EXPECT_LE(done, total);
    ++pieces;
    add(next++);
    return true;
  }));
  EXPECT_GT(pieces, 2);
  const auto facts_in = [&](Store& from) {
    int64_t facts = 0;
    from.read([&](Reader& r) {
      facts = r.extent(workspace_).facts;
      EXPECT_TRUE(r.check(workspace_).empty());
    });
    return facts;
  };
  EXPECT_EQ(facts_in(*open_sqlite(copy)), 603);
  EXPECT_EQ(facts_in(*store), 603 + pieces);
  std::filesystem::resize_file(copy, 0);
  EXPECT_FALSE(store->copy_to(copy, [](int64_t, int64_t) { return false; }));
}

}  // namespace
}  // namespace tenure::store
