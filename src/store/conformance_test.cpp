// What every store must do. Parameterised by a factory: a second house joins by adding itself
// below.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>
#include <map>
#include <thread>

#include "base/environment.h"
#include "store/store.h"

namespace tenure::store {
namespace {

struct House {
  const char* name;
  std::function<std::unique_ptr<Store>(const std::string& folder)> open;  // again = the same store
};

std::string flat(std::string name) {
  std::ranges::replace(name, '/', '-');
  return name;
}

class StoreConformance : public testing::TestWithParam<House> {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "/store-" + std::to_string(::getpid()) + "-" +
              flat(testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    reopen();
    store_->write([&](Transaction& t) { workspace_ = t.add_workspace("default", "UTC", {0}); });
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }
  void reopen() {
    store_.reset();
    store_ = GetParam().open(folder_);
  }
  // An account with a state, as the service leaves it.
  AccountId make_account(Transaction& t, std::string_view key, std::optional<Instant> wake = {}) {
    const AccountId id = t.add_account(workspace_, key, {1});
    t.save_account(workspace_,
                   {.id = id, .state = "state", .definition = 1, .wake = wake, .version = 1});
    return id;
  }
  Sequence add_fact(Transaction& t, AccountId account, std::string_view key, int64_t at,
                    int64_t revision = 1, std::string_view body = "body") {
    return t.add(workspace_, Fact{.account = account,
                                  .at = {at},
                                  .recorded_at = {100},
                                  .kind = t.intern(workspace_, "order.placed"),
                                  .actor = t.intern(workspace_, "dana"),
                                  .key = key,
                                  .revision = revision,
                                  .body = body});
  }
  Transition make_transition(Transaction& t, AccountId account, int64_t at, Sequence fact,
                             std::string_view from, std::string_view to) {
    Transition row{.account = account,
                   .lifecycle = t.intern(workspace_, "status"),
                   .from = t.intern(workspace_, from),
                   .to = t.intern(workspace_, to),
                   .at = {at},
                   .recorded_at = {100},
                   .rule = t.intern(workspace_, "first-order"),
                   .fact = fact,
                   .definition = 1,
                   .trace = "trace"};
    row.sequence = t.add(workspace_, row);
    return row;
  }
  std::vector<std::string> log_of(const LogQuery& query) {
    std::vector<std::string> rows;
    store_->read([&](Reader& r) {
      r.log(workspace_, query, [&](const LogRow& row) {
        rows.push_back(std::string(row.account) + " " +
                       std::string(r.text(workspace_, row.transition.from)) + ">" +
                       std::string(r.text(workspace_, row.transition.to)) + " " +
                       std::string(row.fact.key));
      });
    });
    return rows;
  }
  std::vector<std::string> codes() {
    std::vector<std::string> found;
    store_->read([&](Reader& r) {
      for (const Fault& fault : r.check(workspace_)) found.push_back(fault.code);
    });
    return found;
  }

  std::string folder_;
  std::unique_ptr<Store> store_;
  WorkspaceId workspace_ = 0;
};

TEST_P(StoreConformance, KeepsWhatWasWrittenAcrossReopening) {
  AccountId id = 0;
  store_->write([&](Transaction& t) {
    id = make_account(t, "A-1", Instant{50});
    EXPECT_EQ(t.next_fact(workspace_), 1);
    EXPECT_EQ(add_fact(t, id, "O1", 10), 1);
    EXPECT_EQ(add_fact(t, id, "O2", 20, 1, std::string_view("\0b", 2)), 2);
  });
  reopen();
  store_->read([&](Reader& r) {
    ASSERT_TRUE(r.find_workspace("default"));
    EXPECT_FALSE(r.find_workspace("other"));
    ASSERT_EQ(r.find_account(workspace_, "A-1"), id);
    EXPECT_FALSE(r.find_account(workspace_, "a-1"));
    Account account;
    ASSERT_TRUE(r.load_account(workspace_, id, account));
    EXPECT_EQ(account.state, "state");
    EXPECT_EQ(account.wake, Instant{50});
    Fact fact;
    ASSERT_TRUE(r.find_fact(workspace_, r.find_name(workspace_, "order.placed"), "O2", fact));
    EXPECT_EQ(fact.sequence, 2);
    EXPECT_EQ(fact.body, std::string_view("\0b", 2));
    EXPECT_EQ(r.text(workspace_, fact.actor), "dana");
    EXPECT_FALSE(r.find_fact(workspace_, fact.kind, "O3", fact));
    EXPECT_EQ(r.extent(workspace_).facts, 2);
  });
  EXPECT_EQ(codes(), std::vector<std::string>{});
}

TEST_P(StoreConformance, FactsOfAnAccountComeInFoldOrderWithAllRevisions) {
  store_->write([&](Transaction& t) {
    const AccountId a = make_account(t, "A"), b = make_account(t, "B");
    add_fact(t, a, "late", 30);
    add_fact(t, b, "other", 5);
    add_fact(t, a, "early", 10);
    add_fact(t, a, "late", 20, 2);
  });
  std::vector<std::string> keys;
  store_->read([&](Reader& r) {
    r.all_facts(workspace_, [&](const Fact& fact) {
      keys.push_back(r.account_key(workspace_, fact.account) + " " + std::string(fact.key) + " " +
                     std::to_string(fact.revision));
    });
    Fact latest;
    ASSERT_TRUE(r.find_fact(workspace_, r.find_name(workspace_, "order.placed"), "late", latest));
    EXPECT_EQ(latest.revision, 2);
    EXPECT_EQ(latest.at, Instant{20});
  });
  EXPECT_EQ(keys, (std::vector<std::string>{"A early 1", "A late 2", "A late 1", "B other 1"}));
}

TEST_P(StoreConformance, AWorkThatThrowsUndoesItselfAlone) {
  AccountId a = 0;
  store_->write([&](Transaction& t) { a = make_account(t, "A"); });
  struct Refused {};
  EXPECT_THROW(store_->write([&](Transaction& t) {
    make_account(t, "B");
    add_fact(t, a, "O1", 10);
    t.intern(workspace_, "only here");
    throw Refused{};
  }),
               Refused);
  store_->write([&](Transaction& t) {
    EXPECT_EQ(t.reads().find_name(workspace_, "only here"), 0);
    EXPECT_EQ(add_fact(t, a, "O2", 10), 1);  // the number was not used up
    t.abandon();                             // and neither is this one
  });
  store_->write([&](Transaction& t) { EXPECT_EQ(add_fact(t, a, "O3", 10), 1); });
  store_->read([&](Reader& r) {
    EXPECT_FALSE(r.find_account(workspace_, "B"));
    EXPECT_EQ(r.count_accounts(workspace_), 1);
  });
  EXPECT_EQ(codes(), std::vector<std::string>{});
}

TEST_P(StoreConformance, TheLogIsOrderedAndRemembersWhatWasBelieved) {
  store_->write([&](Transaction& t) {
    const AccountId b = make_account(t, "B"), a = make_account(t, "A");
    const Sequence order = add_fact(t, b, "O1", 10);
    make_transition(t, b, 10, order, "suspect", "customer");
    const Transition wrong = make_transition(t, a, 10, 0, "", "suspect");
    make_transition(t, a, 5, 0, "", "customer");
    t.supersede(workspace_, wrong, {200}, order);
  });
  EXPECT_EQ(log_of({}), (std::vector<std::string>{"A >customer ", "B suspect>customer O1"}));
  EXPECT_EQ(log_of({.all = true}),
            (std::vector<std::string>{"A >customer ", "A >suspect ", "B suspect>customer O1"}));
  EXPECT_EQ(log_of({.known_at = Instant{199}}).size(), 3u);
  EXPECT_EQ(log_of({.known_at = Instant{200}}).size(), 2u);
  EXPECT_EQ(log_of({.known_at = Instant{99}}).size(), 0u);
  EXPECT_EQ(log_of({.until = Instant{9}}), std::vector<std::string>{"A >customer "});
}

TEST_P(StoreConformance, StageCountsFollowMoves) {
  store_->write([&](Transaction& t) {
    const Name cycle = t.intern(workspace_, "status"), suspect = t.intern(workspace_, "suspect"),
               customer = t.intern(workspace_, "customer");
    t.add_account_columns({{.name = "status", .stage = true}, {.name = "name"}});
    const AccountId a = make_account(t, "A"), b = make_account(t, "B");
    t.move(workspace_, cycle, 0, suspect, false);
    t.set_columns(workspace_, a, std::array{ColumnValue{"status", "suspect"}});
    t.move(workspace_, cycle, 0, suspect, false);
    t.move(workspace_, cycle, suspect, customer, true);
    t.set_columns(workspace_, b, std::array{ColumnValue{"status", "customer"}});
    EXPECT_TRUE(t.reads().stands(workspace_, a, cycle, suspect));
    EXPECT_FALSE(t.reads().stands(workspace_, b, cycle, suspect));
    EXPECT_FALSE(t.reads().stands(workspace_, b, cycle, 0));
  });
  EXPECT_THROW(store_->write([&](Transaction& t) {
    make_account(t, "C");
    t.move(workspace_, t.intern(workspace_, "status"), 0, t.intern(workspace_, "suspect"), false);
    throw 1;
  }),
               int);
  store_->read([&](Reader& r) {
    std::map<std::string, int64_t> counts;
    for (const StageCount& c : r.stage_counts(workspace_)) {
      counts[std::string(r.text(workspace_, c.stage))] = c.accounts;
    }
    EXPECT_EQ(counts, (std::map<std::string, int64_t>{{"suspect", 1}, {"customer", 1}}));
  });
  EXPECT_EQ(codes(), std::vector<std::string>{});
}

TEST_P(StoreConformance, DueAccountsComeInOrderOfTheirInstant) {
  AccountId a = 0, c = 0;
  store_->write([&](Transaction& t) {
    a = make_account(t, "A", Instant{30});
    make_account(t, "B");
    c = make_account(t, "C", Instant{10});
    make_account(t, "D", Instant{31});
  });
  store_->read([&](Reader& r) {
    EXPECT_EQ(r.due(workspace_, {30}, 10), (std::vector<AccountId>{c, a}));
    EXPECT_EQ(r.due(workspace_, {30}, 1), (std::vector<AccountId>{c}));
    EXPECT_EQ(r.due(workspace_, {9}, 10), std::vector<AccountId>{});
  });
}

TEST_P(StoreConformance, WorkspacesDoNotSeeEachOther) {
  WorkspaceId other = 0;
  store_->write([&](Transaction& t) {
    other = t.add_workspace("other", "UTC", {0});
    add_fact(t, make_account(t, "A"), "O1", 10);
  });
  store_->read([&](Reader& r) {
    EXPECT_FALSE(r.find_account(other, "A"));
    Account account;
    EXPECT_FALSE(r.load_account(other, *r.find_account(workspace_, "A"), account));
    Fact fact;
    EXPECT_FALSE(r.find_fact(other, r.find_name(workspace_, "order.placed"), "O1", fact));
    EXPECT_EQ(r.find_name(other, "order.placed"), 0);
    r.all_facts(other, [&](const Fact&) { ADD_FAILURE() << "a fact of another workspace"; });
    EXPECT_EQ(r.extent(other).facts, 0);
    EXPECT_TRUE(r.due(other, {INT64_MAX}, 10).empty());
  });
}

TEST_P(StoreConformance, DefinitionsKeepTheirFilesAndAddColumns) {
  AccountId a = 0;
  store_->write([&](Transaction& t) {
    const Definition first{
        .version = "v1", .pack = "p", .files = {{"p/a.yaml", "x"}}, .parameters = {{"n", "1"}}};
    EXPECT_EQ(t.add_definition(workspace_, first, {{.name = "name"}, {.name = "renewal_date"}}), 1);
    EXPECT_EQ(t.add_definition(workspace_, {.version = "v2", .pack = "p"},
                               {{.name = "name"}, {.name = "credit", .decimal = true}}),
              2);
    a = make_account(t, "A");
    const ColumnValue columns[] = {{"name", "Acme 'quoted'"},
                                   {"credit", *Decimal::parse("12345678901234567890.10")}};
    t.set_columns(workspace_, a, columns);
    const ColumnValue first_ones[] = {{"name", "B"}, {"credit", *Decimal::parse("1.0")}};
    const AccountId b = t.add_account(workspace_, "B", {1}, first_ones);
    t.save_account(workspace_, {.id = b, .state = "s", .definition = 1});
    EXPECT_TRUE(t.reads().property_is(workspace_, b, "credit", *Decimal::parse("1.0")));
    EXPECT_FALSE(t.reads().property_is(workspace_, b, "credit", *Decimal::parse("1.00")));
  });
  store_->read([&](Reader& r) {
    EXPECT_EQ(r.find_workspace("default")->definition, 2);
    const Definition first = r.definition(workspace_, 1);
    EXPECT_EQ(first.version, "v1");
    ASSERT_EQ(first.files.size(), 1u);
    EXPECT_EQ(first.files[0].second, "x");
    EXPECT_EQ(first.parameters.size(), 1u);
    EXPECT_EQ(r.property(workspace_, a, "name"), Value("Acme 'quoted'"));
    EXPECT_EQ(r.property(workspace_, a, "credit"), Value("12345678901234567890.10"));
    EXPECT_TRUE(r.property(workspace_, a, "renewal_date").is_null());
  });
}

TEST_P(StoreConformance, DefinitionsFollowEachOtherAndPlansAreKept) {
  AccountId a = 0;
  store_->write([&](Transaction& t) {
    t.add_definition(workspace_, {.version = "v1", .pack = "p"}, {{.name = "name"}, {.name = "status", .stage = true}});
    a = make_account(t, "A");
    t.save_account(workspace_, {.id = a, .state = "s", .definition = 1});
    const ColumnValue columns[] = {{"status", "lead"}};
    t.set_columns(workspace_, a, columns);
    const int64_t second = t.add_definition(workspace_, {.version = "v2", .pack = "p", .applied_at = {7}}, {});
    t.changes().put_era(workspace_, {.number = second,
                                     .mode = "from_now",
                                     .begins = {5},
                                     .settled = false,
                                     .successors = {{"status", "lead", "prospect"}}});
    const Name status = t.intern(workspace_, "status"), lead = t.intern(workspace_, "lead");
    t.changes().count_lifecycle(workspace_, status, "status");
    const std::vector<StageCount> counts = t.reads().stage_counts(workspace_);
    ASSERT_EQ(counts.size(), 1u);
    EXPECT_EQ(counts[0].stage, lead);
    EXPECT_EQ(counts[0].accounts, 1);
    t.changes().forget_lifecycle(workspace_, status);
    EXPECT_TRUE(t.reads().stage_counts(workspace_).empty());
    const SavedPlan plan{.state = "planned",
                         .mode = "rewrite",
                         .actor = "dana",
                         .made_at = {3},
                         .base = 2,
                         .commits = 9,
                         .version = "v3",
                         .pack = "p",
                         .files = {{"pack.yaml", "x"}},
                         .parameters = {{"days", "7"}},
                         .successors = {{"status", "lead", "prospect"}},
                         .digest = "d",
                         .summary = "{}"};
    EXPECT_EQ(t.changes().add_plan(workspace_, plan), 1);
    for (int64_t place = 1; place <= 3; ++place) {
      t.changes().add_plan_move(workspace_, 1, place, {.account = a, .to = lead, .rule = "churn", .at = {place}});
    }
    t.changes().set_plan(workspace_, 1, "applied", 3);
  });
  store_->read([&](Reader& r) {
    const std::vector<Era> eras = r.changes().eras(workspace_);
    ASSERT_EQ(eras.size(), 2u);
    EXPECT_EQ(eras[0].mode, "rewrite");
    EXPECT_EQ(eras[0].begins, Instant{INT64_MIN});
    EXPECT_TRUE(eras[0].settled);
    EXPECT_EQ(eras[1].mode, "from_now");
    EXPECT_EQ(eras[1].version, "v2");
    EXPECT_FALSE(eras[1].settled);
    EXPECT_EQ(eras[1].successors, (std::vector<Successor>{{"status", "lead", "prospect"}}));
    EXPECT_EQ(r.changes().behind(workspace_, 2, 0, 10), std::vector<AccountId>{a});
    EXPECT_TRUE(r.changes().behind(workspace_, 2, a, 10).empty());
    EXPECT_TRUE(r.changes().behind(workspace_, 1, 0, 10).empty());
    const std::optional<SavedPlan> plan = r.changes().plan(workspace_, 1);
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->state, "applied");
    EXPECT_EQ(plan->definition, 3);
    EXPECT_EQ(plan->files[0].second, "x");
    EXPECT_EQ(plan->parameters[0].second, "7");
    EXPECT_EQ(plan->successors, (std::vector<Successor>{{"status", "lead", "prospect"}}));
    std::vector<int64_t> places;
    r.changes().plan_moves(workspace_, 1, 1, [&](int64_t place, const PlanMove& move) {
      EXPECT_EQ(move.at, Instant{place});
      places.push_back(place);
      return true;
    });
    EXPECT_EQ(places, (std::vector<int64_t>{2, 3}));
    EXPECT_FALSE(r.changes().plan(workspace_, 2));
    EXPECT_EQ(r.changes().plans(workspace_), std::vector<int64_t>{1});
  });
  store_->write([&](Transaction& t) { t.changes().settle(workspace_, 2); });
  store_->read([&](Reader& r) { EXPECT_TRUE(r.changes().eras(workspace_)[1].settled); });
}

TEST_P(StoreConformance, DocumentsAreReplaced) {
  store_->write([&](Transaction& t) {
    const Name kind = t.intern(workspace_, "order");
    t.put_document(workspace_, kind, "O1", "one");
    t.put_document(workspace_, kind, "O1", "one two");
  });
  store_->read([&](Reader& r) {
    const Name kind = r.find_name(workspace_, "order");
    EXPECT_EQ(r.document(workspace_, kind, "O1"), "one two");
    EXPECT_FALSE(r.document(workspace_, kind, "O2"));
  });
}

TEST_P(StoreConformance, ASnapshotDoesNotMove) {
  AccountId a = 0;
  store_->write([&](Transaction& t) { a = make_account(t, "A"); });
  store_->read([&](Reader& r) {
    EXPECT_EQ(r.count_accounts(workspace_), 1);
    store_->write([&](Transaction& t) { make_account(t, "B"); });
    EXPECT_EQ(r.count_accounts(workspace_), 1);
  });
  store_->read([&](Reader& r) { EXPECT_EQ(r.count_accounts(workspace_), 2); });
}

// G24: run under the thread sanitizer. Eight callers share commits; each gets its own outcome.
TEST_P(StoreConformance, EightCallersShareCommitsAndKeepTheirOutcomes) {
  constexpr int kCallers = 8, kEach = 60;
  std::vector<AccountId> accounts(kCallers);
  store_->write([&](Transaction& t) {
    for (int i = 0; i < kCallers; ++i) accounts[i] = make_account(t, "A" + std::to_string(i));
  });
  std::atomic<int> refused = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < kCallers; ++i) {
    callers.emplace_back([&, i] {
      for (int n = 0; n < kEach; ++n) {
        try {
          store_->write([&](Transaction& t) {
            add_fact(t, accounts[i], std::to_string(i) + "-" + std::to_string(n), n);
            if (n % 5 == 4) throw i;
          });
          store_->read([&](Reader& r) {  // acknowledged = there
            Fact fact;
            EXPECT_TRUE(r.find_fact(workspace_, r.find_name(workspace_, "order.placed"),
                                    std::to_string(i) + "-" + std::to_string(n), fact));
          });
        } catch (int who) {
          EXPECT_EQ(who, i);
          ++refused;
        }
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(refused, kCallers * kEach / 5);
  store_->read([&](Reader& r) {
    const Extent extent = r.extent(workspace_);
    EXPECT_EQ(extent.facts, kCallers * kEach * 4 / 5);
    EXPECT_LE(extent.commits, extent.facts + 1);
    int64_t count = 0;
    r.all_facts(workspace_, [&](const Fact&) { ++count; });
    EXPECT_EQ(count, extent.facts);
  });
  EXPECT_EQ(codes(), std::vector<std::string>{});
}

INSTANTIATE_TEST_SUITE_P(Houses, StoreConformance,
                         testing::Values(House{"sqlite",
                                               [](const std::string& folder) {
                                                 return open_sqlite(folder + "/store.db",
                                                                    {.create = true});
                                               }}),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace tenure::store
