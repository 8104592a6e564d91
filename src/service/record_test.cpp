#include "service/service_test_support.h"

namespace tenure::service {
namespace {

using Rows = std::vector<std::string>;

TEST_F(ServiceTest, AFactMovesItsAccountAndLeavesItsTracks) {
  const Verdict verdict = record(order("A", "O1", "2026-05-01"));
  EXPECT_EQ(verdict.outcome, Outcome::recorded);
  ASSERT_EQ(verdict.moves.size(), 1u);
  EXPECT_EQ(stage("A"), "buyer");
  EXPECT_EQ(log(), (Rows{"A suspect>buyer 2026-05-01 first-order O1"}));
  EXPECT_EQ(board(), "suspect=0 buyer=1 customer=0 churned=0 closed=0");
  EXPECT_EQ(property("A", "channel"), Value("shop"));
  EXPECT_EQ(property("A", "created_at"), Value(at("2026-05-01")));
  ASSERT_EQ(outbox().size(), 1u);
  EXPECT_EQ(outbox()[0].type, store::OutboxType::stage_changed);
  EXPECT_EQ(effects(), 1);
  expect_sound();
}

TEST_F(ServiceTest, TheSameAgainChangesNothing) {
  record(order("A", "O1", "2026-05-01"));
  const Rows before = log({.all = true});
  EXPECT_EQ(record(order("A", "O1", "2026-05-01")).outcome, Outcome::known);
  // By value: an amount written another way is the same amount.
  EXPECT_EQ(record(order("A", "O1", "2026-05-01", "10.0")).outcome, Outcome::known);
  FactInput unsaid = order("A", "O1", "2026-05-01");
  unsaid.at.reset();  // a retry that does not say when means the same fact
  EXPECT_EQ(record(unsaid).outcome, Outcome::known);
  EXPECT_EQ(log({.all = true}), before);
  EXPECT_EQ(outbox().size(), 1u);
  expect_sound();
}

TEST_F(ServiceTest, ALateFactRewritesThePastAndKeepsWhatWasBelieved) {
  record(order("A", "O1", "2026-05-01"));
  record(order("A", "O2", "2026-05-10"));
  record(order("A", "O3", "2026-05-20"));
  EXPECT_EQ(log(), (Rows{"A suspect>buyer 2026-05-01 first-order O1",
                         "A buyer>customer 2026-05-20 third-order O3"}));
  const int64_t effects_before = effects();
  clock_.set(at("2026-06-02"));
  const Verdict late = record(order("A", "O0", "2026-04-01"));
  EXPECT_EQ(late.outcome, Outcome::recorded);
  EXPECT_EQ(log(), (Rows{"A suspect>buyer 2026-04-01 first-order O0",
                         "A buyer>customer 2026-05-10 third-order O2"}));
  EXPECT_EQ(log({.all = true}).size(), 4u);
  // What we believed the day before.
  EXPECT_EQ(log({.when = {.known_at = at("2026-06-01T12:00:00Z")}}),
            (Rows{"A suspect>buyer 2026-05-01 first-order O1",
                  "A buyer>customer 2026-05-20 third-order O3"}));
  EXPECT_EQ(board({.at = at("2026-05-15")}), "suspect=0 buyer=0 customer=1 churned=0 closed=0");
  EXPECT_EQ(board({.at = at("2026-05-15"), .known_at = at("2026-06-01T12:00:00Z")}),
            "suspect=0 buyer=1 customer=0 churned=0 closed=0");
  EXPECT_EQ(board({.at = at("2026-04-15"), .known_at = at("2026-06-01T12:00:00Z")}),
            "suspect=0 buyer=0 customer=0 churned=0 closed=0");
  // A rewritten past is a correction, and mails nobody.
  EXPECT_EQ(effects(), effects_before);
  EXPECT_EQ(
      std::ranges::count(outbox(), store::OutboxType::history_corrected, &store::Outbox::type), 1);
  expect_sound();
}

TEST_F(ServiceTest, WhatStillHoldsStaysUntouched) {
  record({order("A", "O1", "2026-05-01"), order("A", "O3", "2026-05-20")});
  record(order("A", "O2", "2026-05-10"));
  const Rows all = log({.all = true});
  EXPECT_EQ(all, (Rows{"A suspect>buyer 2026-05-01 first-order O1",
                       "A buyer>customer 2026-05-20 third-order O3"}));
  expect_sound();
}

TEST_F(ServiceTest, OneTransactionLeavesNoLitterWhateverTheOrder) {
  record({order("A", "O3", "2026-05-20"), order("A", "O1", "2026-05-01"),
          order("A", "O2", "2026-05-10")});
  EXPECT_EQ(log({.all = true}), (Rows{"A suspect>buyer 2026-05-01 first-order O1",
                                      "A buyer>customer 2026-05-20 third-order O3"}));
  expect_sound();
}

TEST_F(ServiceTest, ACorrectionIsANewRevision) {
  record({order("A", "O1", "2026-05-01"), order("A", "O2", "2026-05-10")});
  EXPECT_EQ(record(order("A", "O1", "2026-05-01", "99.00")).outcome, Outcome::corrected);
  EXPECT_EQ(property("A", "order_total"), Value(*Decimal::parse("109.00")));
  EXPECT_EQ(log({.all = true}).size(), 1u);  // the move is the same move
  EXPECT_EQ(record(order("A", "O1", "2026-05-15")).outcome, Outcome::corrected);
  EXPECT_EQ(log(), (Rows{"A suspect>buyer 2026-05-10 first-order O2"}));
  EXPECT_EQ(log({.all = true}), (Rows{"A suspect>buyer 2026-05-01 first-order O1 superseded",
                                      "A suspect>buyer 2026-05-10 first-order O2"}));
  std::vector<std::string> facts;
  (void)service_->facts("default", {}, [&](const Service::FactRow& row) {
    facts.push_back(std::string(row.kind) + " " + std::string(row.key) + " " +
                    to_string(row.at).substr(0, 10));
  });
  EXPECT_EQ(facts, (Rows{"account.created A 2026-05-01", "order.placed O2 2026-05-10",
                         "order.placed O1 2026-05-15"}));
  expect_sound();
}

TEST_F(ServiceTest, KeepKnownRefusesInsteadOfCorrecting) {
  record(order("A", "O1", "2026-05-01"));
  const Verdict verdict = record(order("A", "O1", "2026-05-02"), {.keep_known = true});
  EXPECT_EQ(codes(verdict), Rows{"fact-known"});
  EXPECT_EQ(record(order("A", "O1", "2026-05-01"), {.keep_known = true}).outcome, Outcome::known);
  expect_sound();
}

TEST_F(ServiceTest, ARetractedFactLeavesNoTraceInTodaysBelief) {
  record({order("A", "O1", "2026-05-01"), order("B", "P1", "2026-05-02")});
  FactInput retraction{.kind = "order.placed", .key = "O1", .retract = true};
  EXPECT_EQ(record(retraction).outcome, Outcome::retracted);
  EXPECT_EQ(stage("A"), "suspect");
  EXPECT_EQ(log(), (Rows{"B suspect>buyer 2026-05-02 first-order P1"}));
  EXPECT_EQ(property("A", "order_count"), Value(0));
  EXPECT_EQ(record(retraction).outcome, Outcome::known);
  // To send the fact once more does not bring back what somebody took away; another content does.
  EXPECT_EQ(record(order("A", "O1", "2026-05-01")).outcome, Outcome::known);
  EXPECT_EQ(stage("A"), "suspect");
  EXPECT_EQ(record(order("A", "O1", "2026-05-03")).outcome, Outcome::corrected);
  EXPECT_EQ(stage("A"), "buyer");
  EXPECT_EQ(codes(record(FactInput{.kind = "order.placed", .key = "O9", .retract = true})),
            Rows{"unknown-fact"});
  expect_sound();
}

TEST_F(ServiceTest, AFactCanMakeAnotherVoidInAnyOrder) {
  FactInput cancelled{
      .account = "A", .kind = "order.cancelled", .key = "O1", .at = at("2026-05-05")};
  record(order("A", "O1", "2026-05-01"));
  record(cancelled);
  EXPECT_EQ(stage("A"), "suspect");
  EXPECT_EQ(property("A", "order_count"), Value(0));
  cancelled.account = "B";
  cancelled.key = "P1";
  cancelled.create_account = true;
  record(cancelled);
  record(order("B", "P1", "2026-05-01"));
  EXPECT_EQ(stage("B"), "suspect");
  record(FactInput{.kind = "order.cancelled", .key = "P1", .retract = true});
  EXPECT_EQ(stage("B"), "buyer");
  expect_sound();
}

TEST_F(ServiceTest, AKeyBelongsToOneAccount) {
  record(order("A", "O1", "2026-05-01"));
  EXPECT_EQ(codes(record(order("B", "O1", "2026-05-01"))), Rows{"fact-key-of-another-account"});
  store_->read([](store::Reader& r) { EXPECT_FALSE(r.find_account(1, "B")); });
  expect_sound();
}

TEST_F(ServiceTest, RefusalsAreCompleteAndNameTheNearest) {
  FactInput input{.account = "A",
                  .kind = "order.placed",
                  .values = {{"amuont", Value("x")}, {"amount", Value("ten")}}};
  Rows found = codes(record(input));
  std::ranges::sort(found);
  EXPECT_EQ(found, (Rows{"not-a", "unknown-field"}));
  const Verdict kind = record(FactInput{.account = "A", .kind = "order.plcaed"});
  ASSERT_EQ(codes(kind), Rows{"unknown-kind"});
  EXPECT_NE(say(Language::english, kind.refusals[0].code, kind.refusals[0].arguments)
                .find("order.placed"),
            std::string::npos);
  record(order("Acme", "O1", "2026-05-01"));
  const Verdict account = record(FactInput{.account = "Acmee", .kind = "order.placed"});
  ASSERT_EQ(codes(account), Rows{"unknown-account"});
  EXPECT_NE(say(Language::english, account.refusals[0].code, account.refusals[0].arguments)
                .find("'Acme'"),
            std::string::npos);
  EXPECT_EQ(
      codes(record(FactInput{
          .account = "Acme", .kind = "account.changed", .values = {{"archived", Value(true)}}})),
      Rows{"read-only-field"});
  EXPECT_EQ(codes(record(FactInput{
                .account = "Acme", .kind = "order.placed", .key = std::string(201, 'k')})),
            Rows{"too-long"});
}

TEST_F(ServiceTest, GatesAskTheStageOfTheTimeAndOfThePresent) {
  record(order("A", "O1", "2026-05-01"));
  FactInput closing{.account = "A",
                    .kind = "stage.set",
                    .at = at("2026-05-20"),
                    .values = {{"lifecycle", Value("status")}, {"stage", Value("closed")}}};
  EXPECT_EQ(record(closing).outcome, Outcome::recorded);
  const Verdict now = record(order("A", "O2", "2026-05-25"));
  ASSERT_EQ(codes(now), Rows{"gate-closed"});
  EXPECT_EQ(now.refusals[0].id, "order");
  EXPECT_EQ(now.refusals[0].says.english, "No orders from a closed customer");
  // Before it was closed, and learned only now: the present stage says no, unless it is history.
  EXPECT_EQ(codes(record(order("A", "O3", "2026-05-10"))), Rows{"gate-closed"});
  EXPECT_EQ(record(order("A", "O3", "2026-05-10"), {.history = true}).outcome, Outcome::recorded);
  EXPECT_EQ(codes(record(order("A", "O4", "2026-05-25"), {.history = true})), Rows{"gate-closed"});
  EXPECT_EQ(stage("A"), "closed");
  expect_sound();
}

TEST_F(ServiceTest, ARefusedCorrectionLeavesWhatItWouldHaveCorrected) {
  record(order("A", "O1", "2026-05-01"));
  record(FactInput{.account = "A",
                   .kind = "stage.set",
                   .at = at("2026-05-20"),
                   .values = {{"lifecycle", Value("status")}, {"stage", Value("closed")}}});
  EXPECT_EQ(codes(record(order("A", "O1", "2026-05-25"))), Rows{"gate-closed"});
  EXPECT_EQ(property("A", "order_count"), Value(1));
  EXPECT_EQ(log()[0], "A suspect>buyer 2026-05-01 first-order O1");
  expect_sound();
}

TEST_F(ServiceTest, ADeclarationNeedsEverythingOrStoresNothing) {
  record(order("A", "O1", "2026-05-01"));
  FactInput closing{.account = "A",
                    .kind = "stage.declared",
                    .key = "D1",
                    .at = at("2026-05-20"),
                    .values = {{"lifecycle", Value("status")}, {"declaration", Value("closing")}}};
  Rows ids;
  for (const engine::Refusal& refusal : record(closing).refusals) ids.push_back(refusal.id);
  EXPECT_EQ(ids, (Rows{"note", "reason"}));
  closing.values.emplace_back("not_interested_reason", Value("price"));
  ids.clear();
  for (const engine::Refusal& refusal : record(closing).refusals) ids.push_back(refusal.id);
  EXPECT_EQ(ids, Rows{"note"});
  EXPECT_TRUE(property("A", "not_interested_reason").is_null());  // not at all
  closing.values.emplace_back("note", Value("moved away"));
  EXPECT_EQ(record(closing).outcome, Outcome::recorded);
  EXPECT_EQ(property("A", "not_interested_reason"), Value("price"));
  EXPECT_EQ(stage("A"), "closed");
  EXPECT_EQ(record(closing).outcome, Outcome::known);
  Service::LogRow last;
  (void)service_->log("default", {}, [&](const Service::LogRow& row) { last = row; });
  EXPECT_EQ(last.note, "moved away");
  EXPECT_EQ(last.cause, "declaration");
  EXPECT_EQ(last.actor, "cli");
  expect_sound();
}

TEST_F(ServiceTest, ARequestIsRefusedWhole) {
  const auto verdicts =
      record({order("A", "O1", "2026-05-01"), {.account = "A", .kind = "nonsense"}},
             {.all_or_nothing = true});
  EXPECT_EQ(codes(verdicts[0]), Rows{"refused-with-others"});
  EXPECT_EQ(codes(verdicts[1]), Rows{"unknown-kind"});
  const auto later =
      record({order("A", "O1", "2026-05-01"), {.account = "Z", .kind = "order.placed"}},
             {.all_or_nothing = true});
  EXPECT_EQ(codes(later[0]), Rows{"refused-with-others"});
  EXPECT_EQ(codes(later[1]), Rows{"unknown-account"});
  store_->read([](store::Reader& r) { EXPECT_EQ(r.count_accounts(1), 0); });
}

TEST_F(ServiceTest, ADryRunTellsAndWritesNothing) {
  const Verdict verdict = record(order("A", "O1", "2026-05-01"), {.dry_run = true});
  EXPECT_EQ(verdict.outcome, Outcome::recorded);
  EXPECT_EQ(verdict.moves.size(), 1u);
  store_->read([](store::Reader& r) {
    EXPECT_EQ(r.count_accounts(1), 0);
    EXPECT_EQ(r.extent(1).facts, 0);
  });
}

TEST_F(ServiceTest, AnAccountThatNobodyCreatedBeginsWithItsEarliestFact) {
  record(order("A", "O2", "2026-05-10"));
  record(order("A", "O1", "2026-05-01"));
  EXPECT_EQ(property("A", "created_at"), Value(at("2026-05-01")));
  // Somebody says when it really began: then that holds, and stays.
  record(FactInput{.account = "A",
                   .kind = "account.created",
                   .key = "A",
                   .at = at("2026-05-05"),
                   .values = {{"name", Value("Acme")}}});
  record(order("A", "O0", "2026-04-20"));
  std::vector<std::string> created;
  (void)service_->facts("default", {}, [&](const Service::FactRow& row) {
    if (row.kind == "account.created") created.push_back(to_string(row.at));
  });
  EXPECT_EQ(created, Rows{"2026-05-05T00:00:00Z"});
  EXPECT_EQ(property("A", "name"), Value("Acme"));
  // The same with a key of its own.
  record(order("B", "P1", "2026-05-10"));
  record(FactInput{
      .account = "B", .kind = "account.created", .key = "import-7", .at = at("2026-05-01")});
  record(order("B", "P0", "2026-04-20"));
  EXPECT_EQ(property("B", "created_at"), Value(at("2026-04-20")));
  expect_sound();
}

TEST_F(ServiceTest, KeysMadeHereAreUniqueAndInOrder) {
  FactInput fact = order("A", "", "2026-05-01");
  record({fact, fact, fact});
  record(order("A", "~000000000006", "2026-05-02"));  // somebody's own, in the way
  record(fact);
  std::vector<std::string> keys;
  (void)service_->facts("default", {}, [&](const Service::FactRow& row) {
    if (row.kind == "order.placed" && row.at == at("2026-05-01")) keys.emplace_back(row.key);
  });
  ASSERT_EQ(keys.size(), 4u);
  EXPECT_TRUE(std::ranges::is_sorted(keys));
  expect_sound();
}

TEST_F(ServiceTest, TimersFireAtTheirInstantWhenTheServerNotices) {
  record(order("A", "O1", "2026-05-01"));
  EXPECT_EQ(service_->tick("default")->moves, 0);
  clock_.set(at("2026-12-24"));
  const auto ticked = service_->tick("default");
  EXPECT_EQ(ticked->accounts, 1);
  EXPECT_EQ(ticked->moves, 1);
  EXPECT_EQ(log()[1], "A buyer>churned 2026-08-09 churn");
  EXPECT_EQ(service_->tick("default")->moves, 0);
  EXPECT_EQ(board(), "suspect=0 buyer=0 customer=0 churned=1 closed=0");
  EXPECT_EQ(board({.at = at("2026-08-08")}), "suspect=0 buyer=1 customer=0 churned=0 closed=0");
  // A late order pushes the deadline: it never churned then.
  record(order("A", "O2", "2026-08-01"));
  EXPECT_EQ(log(), (Rows{"A suspect>buyer 2026-05-01 first-order O1",
                         "A buyer>churned 2026-11-09 churn"}));
  expect_sound();
}

TEST_F(ServiceTest, ATimerMovedByLaterFactsIsNeitherEarlyNorLost) {
  record(order("A", "O1", "2026-05-01"));
  clock_.set(at("2026-07-01"));
  record(order("A", "O2", "2026-07-01"));
  clock_.set(at("2026-08-10"));  // the first deadline, were it not for the second order
  EXPECT_EQ(service_->tick("default")->moves, 0);
  expect_sound();
  clock_.set(at("2026-10-09"));
  EXPECT_EQ(service_->tick("default")->moves, 1);
  EXPECT_EQ(log()[1], "A buyer>churned 2026-10-09 churn");
  expect_sound();
}

TEST_F(ServiceTest, TheSecondOfTwoWorkspacesIsAnother) {
  record(order("A", "O1", "2026-05-01"));
  ASSERT_TRUE(service_->create_workspace(
      {.name = "other", .pack = folder_ + "/shop", .parameters = {{"churn_days", "5"}}}));
  EXPECT_EQ(service_->create_workspace({.name = "other", .pack = folder_ + "/shop"}).error().code,
            "workspace-exists");
  EXPECT_EQ(service_->record("other", {order("A", "O1", "2026-05-01")})->front().outcome,
            Outcome::recorded);
  EXPECT_EQ(service_->record("ohter", {order("A", "O1", "2026-05-01")}).error().arguments[1].second,
            "other");
  expect_sound();
  EXPECT_TRUE(service_->verify("other")->empty());
}

TEST_F(ServiceTest, WorkspacesAreRefusedWithTheReason) {
  const auto code = [&](const WorkspaceOptions& options) {
    const Result<void> made = service_->create_workspace(options);
    return made ? "" : made.error().code;
  };
  EXPECT_EQ(code({.name = "x", .pack = "no-such-pack"}), "unknown-pack");
  EXPECT_EQ(code({.name = "x", .pack = folder_ + "/shop", .time_zone = "Mars/Base"}),
            "unknown-time-zone");
  EXPECT_EQ(code({.name = "x", .pack = folder_ + "/shop", .parameters = {{"chrun_days", "5"}}}),
            "unknown-parameter");
  std::ofstream(folder_ + "/shop/status.yaml", std::ios::app) << "nonsense: 1\n";
  EXPECT_EQ(code({.name = "x", .pack = folder_ + "/shop"}), "invalid-definition");
  // A workspace keeps the definition that it was made with.
  open();
  EXPECT_EQ(record(order("A", "O1", "2026-05-01")).outcome, Outcome::recorded);
}

// G24: run under the thread sanitizer.
TEST_F(ServiceTest, EightCallersRecordAtOnce) {
  std::vector<std::thread> callers;
  for (int c = 0; c < 8; ++c) {
    callers.emplace_back([&, c] {
      for (int i = 0; i < 25; ++i) {
        const std::string account = "A" + std::to_string(i % 5);
        const std::string key = std::to_string(c) + "-" + std::to_string(i);
        FactInput fact = order(account, key, "2026-05-01");
        fact.at = Instant{at("2026-05-01").micros + (i * 8 + c) * kMicrosPerSecond};
        const auto verdicts = service_->record("default", {fact});
        EXPECT_EQ(verdicts->front().outcome, Outcome::recorded);
        (void)service_->board("default", {});
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  for (int a = 0; a < 5; ++a)
    EXPECT_EQ(property("A" + std::to_string(a), "order_count"), Value(40));
  expect_sound();
}

}  // namespace
}  // namespace tenure::service
