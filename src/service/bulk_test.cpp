// The same change to many accounts.
#include "service/bulk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "service/service_test_support.h"

namespace tenure::service {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

class BulkTest : public ServiceTest {
 protected:
  // Accounts of the pack that PS-40 and PS-41 are about.
  void SetUp() override {
    ServiceTest::SetUp();
    ASSERT_TRUE(service_->create_workspace({.name = "ps", .pack = "prospectsoft"}));
    for (const char* key : {"A", "B", "C", "D"}) {
      create(key, {{"company_type", Value("prospect_supermarket")}, {"owner", Value("rita")}});
    }
  }
  void create(const std::string& key, std::vector<std::pair<std::string, Value>> values) {
    const auto done = service_->record("ps", {{.account = key,
                                               .kind = "account.created",
                                               .at = at("2026-01-01"),
                                               .values = std::move(values)}});
    ASSERT_TRUE(done && done->front().outcome == Outcome::recorded)
        << (done ? done->front().refusals.front().code : done.error().code);
  }
  std::map<std::string, std::string> present(const std::string& account) {
    std::map<std::string, std::string> found;
    (void)service_->accounts("ps", [&](const Service::AccountRow& row) {
      if (row.key != account) return;
      for (const auto& [name, value] : row.properties) found[name] = to_text(value);
    });
    return found;
  }
  std::string standing(const std::string& account) {
    const auto now = present(account);
    return now.at("company_type") + " " + now.at("customer_lifecycle");
  }
  int64_t facts() {
    int64_t count = 0;
    (void)service_->facts("ps", {}, [&](const auto&) { ++count; });
    return count;
  }
  static int64_t number_of(const Result<Done>& done) {
    EXPECT_TRUE(done) << say(Language::english, done.error());
    return std::stoll(done->key);
  }
  store::Job run(const Result<Done>& done) { return run(number_of(done)); }
  store::Job run(int64_t number) {
    Jobs jobs(*service_, bulk_job_kinds(), {});
    const auto job = jobs.run("ps", number);
    EXPECT_TRUE(job);
    return *job;
  }
  store::Job commit(const BulkChange& change, const Caller& caller = {}) {
    return run(bulk_commit(*service_, caller, "ps", change));
  }
  std::vector<std::string> rows(int64_t job, std::string_view state = "") {
    std::vector<std::string> found;
    const auto kept = job_rows(*service_, {}, "ps", job, state, 0, 1'000);
    for (const auto& row : *kept) {
      std::string text = row.key + " " + row.state;
      for (const auto& refusal : refusals_of(row)) text += " " + refusal.code;
      found.push_back(text);
    }
    return found;
  }
  void expect_sound_too() {
    const auto findings = service_->verify("ps");
    ASSERT_TRUE(findings);
    EXPECT_TRUE(findings->empty())
        << say(Language::english, findings->front().code, findings->front().arguments);
  }
  static BulkChange split(std::vector<std::string> accounts) {
    return {.accounts = std::move(accounts),
            .set = {{"company_type", Value("supermarket")}},
            .stages = {{"customer_lifecycle", "prospect"}}};
  }
};

// One run: type and stage at once.
TEST_F(BulkTest, PS_41_SplitsProspectSupermarketIntoTypeAndStage) {
  EXPECT_EQ(standing("A"), "prospect_supermarket suspect");
  const store::Job job = commit(split({"A", "B", "C"}));
  EXPECT_EQ(job.state, "done");
  EXPECT_EQ(job.result, R"({"changed":3,"unchanged":0,"refused":0,"conflicts":0})");
  EXPECT_EQ(job.total, 3);
  EXPECT_EQ(job.done, 3);
  for (const char* key : {"A", "B", "C"}) EXPECT_EQ(standing(key), "supermarket prospect");
  EXPECT_EQ(standing("D"), "prospect_supermarket suspect");
  expect_sound_too();
}

TEST_F(BulkTest, PS_40_ThePreviewDecidesEveryRowAndWritesNothing) {
  const int64_t before = facts();
  std::vector<std::string> seen;
  const auto totals =
      bulk_preview(*service_, {}, "ps", split({"A", "nobody", "B", "A"}), [&](const BulkRow& row) {
        std::string text = row.account + " " + row.state;
        for (const auto& it : row.refusals) text += " " + it.code;
        for (const auto& it : row.moves) text += " " + it.from + ">" + it.to;
        seen.push_back(text);
        return true;
      });
  ASSERT_TRUE(totals) << say(Language::english, totals.error());
  EXPECT_THAT(seen, ElementsAre("A changed suspect>prospect", "nobody refused unknown-account",
                                "B changed suspect>prospect"));
  EXPECT_EQ(totals->rows, 3);
  EXPECT_EQ(totals->changed, 2);
  EXPECT_EQ(totals->refused, 1);
  EXPECT_EQ(facts(), before);
  EXPECT_EQ(standing("A"), "prospect_supermarket suspect");
}

// A row is changed whole or not at all, with all its reasons; the others go on.
TEST_F(BulkTest, A7_RefusedRowsAreListedWithAllReasonsAndChangeNothing) {
  ASSERT_TRUE(service_->record("ps", {{.account = "B", .kind = "account.archived"}}));
  const int64_t before = facts();
  const store::Job job = commit(split({"A", "B", "nobody"}));
  EXPECT_EQ(job.result, R"({"changed":1,"unchanged":0,"refused":2,"conflicts":0})");
  EXPECT_EQ(job.refused, 2);
  EXPECT_EQ(standing("B"), "prospect_supermarket suspect");
  EXPECT_THAT(rows(job.number), ElementsAre("A changed", "B refused account-archived",
                                            "nobody refused unknown-account"));
  EXPECT_THAT(rows(job.number, "refused").size(), 2);
  EXPECT_EQ(facts(), before + 2);
  expect_sound_too();
}

TEST_F(BulkTest, WhatItSaysAlreadyIsLeftAlone) {
  ASSERT_EQ(commit(split({"A"})).state, "done");
  const int64_t before = facts();
  const store::Job again = commit(split({"A"}));
  EXPECT_EQ(again.result, R"({"changed":0,"unchanged":1,"refused":0,"conflicts":0})");
  EXPECT_EQ(facts(), before);
}

TEST_F(BulkTest, PS_40_UndoTakesBackWhatNobodyHasChangedSince) {
  const store::Job job = commit(split({"A", "B", "C", "D"}));
  ASSERT_TRUE(service_->record("ps", {{.account = "B",
                                       .kind = "account.changed",
                                       .values = {{"company_type", Value("wholesaler")}}}}));
  ASSERT_TRUE(service_->record("ps", {{.account = "C",
                                       .kind = "stage.set",
                                       .values = {{"lifecycle", Value("customer_lifecycle")},
                                                  {"stage", Value("customer")}}}}));
  // What the bulk change did not touch may change.
  ASSERT_TRUE(service_->record(
      "ps", {{.account = "D", .kind = "account.changed", .values = {{"name", Value("Delta")}}}}));
  const store::Job undo = run(bulk_undo(*service_, {}, "ps", job.number));
  EXPECT_EQ(undo.result, R"({"changed":2,"unchanged":0,"refused":0,"conflicts":2})");
  EXPECT_THAT(rows(undo.number), ElementsAre("A changed", "B conflict changed-since",
                                             "C conflict changed-since", "D changed"));
  EXPECT_EQ(standing("A"), "prospect_supermarket suspect");
  EXPECT_EQ(standing("B"), "wholesaler prospect");
  EXPECT_EQ(standing("C"), "supermarket customer");
  EXPECT_EQ(standing("D"), "prospect_supermarket suspect");
  // Twice is once …
  EXPECT_EQ(number_of(bulk_undo(*service_, {}, "ps", job.number)), undo.number);
  // … and an undo can be undone.
  const store::Job redo = run(bulk_undo(*service_, {}, "ps", undo.number));
  EXPECT_EQ(redo.result, R"({"changed":2,"unchanged":0,"refused":0,"conflicts":0})");
  EXPECT_EQ(standing("A"), "supermarket prospect");
  expect_sound_too();
}

TEST_F(BulkTest, UndoRestoresWhatWasEmpty) {
  const store::Job job =
      commit({.accounts = {"A"}, .set = {{"sector", Value("food")}, {"owner", Value(Null{})}}});
  EXPECT_EQ(present("A")["sector"], "food");
  EXPECT_EQ(present("A")["owner"], "");
  run(bulk_undo(*service_, {}, "ps", job.number));
  EXPECT_EQ(present("A")["sector"], "");
  EXPECT_EQ(present("A")["owner"], "rita");
}

// Whenever it is cut short, every row is done once.
TEST_F(BulkTest, GoesOnAfterAnyEndAndDoesEachRowOnce) {
  std::vector<std::string> keys;
  for (int i = 0; i < 450; ++i) {
    keys.push_back("K" + std::to_string(i));
    create(keys.back(), {});
  }
  const int64_t before = facts();
  const int64_t number = number_of(bulk_commit(*service_, {}, "ps", split(keys)));
  store::Job job;
  int ends = 0;
  do {
    int pieces = 0;
    Jobs jobs(*service_, bulk_job_kinds(), {});
    job = *jobs.run("ps", number, [&](const store::Job&) { return ++pieces < 3; });
    open();
    ASSERT_LT(++ends, 50);
  } while (job.state != "done");
  EXPECT_GT(ends, 2);
  EXPECT_EQ(job.result, R"({"changed":450,"unchanged":0,"refused":0,"conflicts":0})");
  EXPECT_EQ(job.done, 450);
  EXPECT_EQ(facts(), before + 2 * 450);
  expect_sound_too();
}

TEST_F(BulkTest, SelectsByCondition) {
  create("E", {{"company_type", Value("wholesaler")}});
  BulkChange change = split({});
  change.filter = "company_type eq 'prospect_supermarket' and key ne 'B'";
  const auto totals = bulk_preview(*service_, {}, "ps", change);
  ASSERT_TRUE(totals) << say(Language::english, totals.error());
  EXPECT_EQ(totals->changed, 3);
  const store::Job job = commit(change);
  EXPECT_THAT(rows(job.number), ElementsAre("A changed", "C changed", "D changed"));
  EXPECT_EQ(standing("E"), "wholesaler suspect");
  change.filter = "no_such eq 1";
  EXPECT_FALSE(bulk_preview(*service_, {}, "ps", change));
  EXPECT_FALSE(bulk_commit(*service_, {}, "ps", change));
}

TEST_F(BulkTest, RefusesWhatCannotBeForAnyRow) {
  const auto code = [&](const BulkChange& change, const Caller& caller = {}) {
    const auto previewed = bulk_preview(*service_, caller, "ps", change);
    const auto committed = bulk_commit(*service_, caller, "ps", change);
    EXPECT_EQ(previewed.has_value(), committed.has_value());
    if (previewed) return std::string();
    EXPECT_EQ(previewed.error().code, committed.error().code);
    return previewed.error().code;
  };
  EXPECT_EQ(code({.accounts = {"A"}}), "bulk-nothing");
  EXPECT_EQ(code({.set = {{"name", Value("x")}}}), "bulk-no-selection");
  EXPECT_EQ(code({.accounts = {"A"}, .filter = "true", .set = {{"name", Value("x")}}}),
            "bulk-no-selection");
  EXPECT_EQ(code({.accounts = {"A"}, .set = {{"nmae", Value("x")}}}), "unknown-field");
  EXPECT_EQ(code({.accounts = {"A"}, .set = {{"archived", Value(true)}}}), "read-only-field");
  EXPECT_EQ(code({.accounts = {"A"}, .set = {{"company_type", Value("x")}}}), "unknown-choice");
  EXPECT_EQ(code({.accounts = {"A"}, .stages = {{"customer_lifecycle", "x"}}}), "unknown-stage");
  EXPECT_EQ(code({.accounts = {"A"}, .stages = {{"x", "prospect"}}}), "unknown-lifecycle");
  EXPECT_EQ(code({.accounts = {"A"}, .declaration = "x"}), "unknown-declaration");
  EXPECT_EQ(code(split({"A"}), {.actor = "rita", .role = "rep"}), "not-allowed");
  EXPECT_EQ(code(split({"A"}), {.actor = "vera", .role = "viewer"}), "not-allowed");
  EXPECT_EQ(code(split({"A"}), {.actor = "t", .role = "admin", .scopes = kScopeRead}),
            "insufficient-scope");
  EXPECT_EQ(code(split({"A"}), {.actor = "mona", .role = "manager"}), "");
}

TEST_F(BulkTest, A7_OnlyOnesOwnRows) {
  create("E", {{"owner", Value("mona")}});
  const Caller mona{.actor = "mona", .role = "manager", .own_only = true};
  const store::Job job = commit(split({"A", "E"}), mona);
  EXPECT_THAT(rows(job.number), ElementsAre("A refused unknown-account", "E changed"));
  BulkChange filtered = split({});
  filtered.filter = "true";
  filtered.set = {{"sector", Value("food")}};
  filtered.stages = {};
  EXPECT_EQ(bulk_preview(*service_, mona, "ps", filtered)->rows, 1);
  const store::Job away = commit({.accounts = {"E"}, .set = {{"owner", Value("rita")}}}, mona);
  EXPECT_THAT(rows(away.number), ElementsAre("E refused outside-own-accounts"));
  EXPECT_EQ(present("E")["owner"], "mona");
}

TEST_F(BulkTest, ADeclarationNamesWhatItNeeds) {
  ASSERT_TRUE(service_->record("default", {order("X", "O1", "2026-02-01")}));
  BulkChange change{.accounts = {"X"}, .declaration = "closing"};
  const auto refused = bulk_preview(*service_, {}, "default", change, [](const BulkRow& row) {
    std::vector<std::string> codes;
    for (const auto& refusal : row.refusals) codes.push_back(refusal.code + " " + refusal.id);
    EXPECT_THAT(codes,
                UnorderedElementsAre("declaration-requires note", "declaration-requires reason"));
    return true;
  });
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->refused, 1);
}

TEST_F(BulkTest, IsReadFromJsonAsItIsWritten) {
  const char* text =
      R"({"accounts":["A","B"],"set":{"company_type":"supermarket","sector":null},)"
      R"("stages":{"lifecycle":"prospect"},"declare":{"declaration":"closing","lifecycle":"status"},)"
      R"("note":"n","reason":"r"})";
  const auto change = parse_bulk(text);
  ASSERT_TRUE(change) << say(Language::english, change.error());
  EXPECT_EQ(encode_bulk(*change), text);
  for (const char* bad : {"[]", "{", R"({"acounts":["A"]})", R"({"accounts":"A"})",
                          R"({"accounts":[1]})", R"({"stages":{"lifecycle":1}})",
                          R"({"declare":{"x":"y"}})", R"({"set":[]})", R"({"filter":1})"}) {
    EXPECT_FALSE(parse_bulk(bad)) << bad;
  }
}

TEST_F(BulkTest, OnlyABulkChangeThatEndedCanBeUndone) {
  const int64_t number = number_of(bulk_commit(*service_, {}, "ps", split({"A"})));
  EXPECT_EQ(bulk_undo(*service_, {}, "ps", number).error().code, "job-not-ended");
  EXPECT_EQ(bulk_undo(*service_, {}, "ps", 99).error().code, "unknown-job");
  ASSERT_TRUE(cancel_job(*service_, {}, "ps", number));
  EXPECT_EQ(run(number).state, "cancelled");
  const store::Job undo = run(bulk_undo(*service_, {}, "ps", number));
  EXPECT_EQ(undo.result, R"({"changed":0,"unchanged":0,"refused":0,"conflicts":0})");
}

}  // namespace
}  // namespace tenure::service
