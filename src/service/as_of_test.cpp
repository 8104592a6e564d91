// What was true at an instant, and what was believed then: the answers of the time itself are kept while a history
// is made, and must be given again long after.
#include "service/as_of.h"

#include <random>

#include "service/asking_test_support.h"

namespace tenure::service {
namespace {

using query::Options;
using Then = query::When;

class AsOfTest : public AskingTest {
 protected:
  void run_timers() { (void)service_->tick("default"); }
};

TEST_F(AsOfTest, TW_32_an_account_stands_where_it_stood) {
  record(created("A", "Acme", "2025-12-01", "ann"));
  record(created("B", "Beta", "2026-01-10", "bob"));
  record({order("A", "A-1", "2026-01-01", "10"), order("A", "A-2", "2026-01-02", "20"), order("A", "A-3", "2026-01-03", "30")});
  record({.account = "A", .kind = "account.changed", .key = "rename", .at = at("2026-02-01"), .values = {{"name", Value("Acme Ltd")}}});
  const Options what{.select = "key,name,status,order_count,order_total,status_since", .orderby = "key"};
  EXPECT_EQ(ask("accounts", what, {at("2025-11-30"), {}}), Lines{});
  EXPECT_EQ(ask("accounts", what, {at("2026-01-02"), {}}), (Lines{"A|Acme|buyer|2|30|2026-01-01T00:00:00Z"}));
  EXPECT_EQ(ask("accounts", what, {at("2026-01-15"), {}}),
            (Lines{"A|Acme|customer|3|60|2026-01-03T00:00:00Z", "B|Beta|suspect|0|0|2026-01-10T00:00:00Z"}));
  // A timer moved it; and its time in a stage is counted until then.
  EXPECT_EQ(ask("accounts", {.select = "name,status,status_churned_seconds", .filter = "key eq 'A'"}, {at("2026-04-14"), {}}),
            (Lines{"Acme Ltd|churned|86400"}));
  EXPECT_EQ(ask("stage_spells", {.select = "stage,times,seconds", .filter = "account eq 'A' and times gt 0", .orderby = "entered_at"},
                {at("2026-01-02T12:00:00Z"), {}}),
            (Lines{"suspect|1|2678400", "buyer|1|129600"}));
  EXPECT_EQ(ask("orders", {.select = "key,amount", .filter = "account eq 'A'"}, {at("2026-01-02"), {}}), (Lines{"A-1|10", "A-2|20"}));
  EXPECT_EQ(ask("orders", {.apply = "groupby((account),aggregate(amount with sum as total))"}, {at("2026-01-02"), {}}), (Lines{"A|30"}));
}

TEST_F(AsOfTest, every_clause_is_of_that_instant) {
  record(created("A", "Acme", "2025-12-01"));
  record(created("B", "Beta", "2025-12-02"));
  record(created("C", "Ceta", "2026-03-01"));
  record({order("A", "A-1", "2026-01-01", "10"), order("B", "B-1", "2026-01-05", "50"), order("A", "A-2", "2026-02-01", "90")});
  const Then then{at("2026-01-31"), {}};
  EXPECT_EQ(ask("accounts", {.select = "key", .filter = "order_total gt 20"}, then), (Lines{"B"}));
  EXPECT_EQ(ask("accounts", {.select = "key", .orderby = "order_total desc"}, then), (Lines{"B", "A"}));
  EXPECT_EQ(ask("accounts", {.select = "key", .search = "eta"}, then), (Lines{"B"}));
  EXPECT_EQ(ask("accounts", {.count = true, .rows = false}, then), (Lines{"count 2"}));
  EXPECT_EQ(ask("accounts", {.select = "key", .top = 1, .skip = 1, .count = true}, then), (Lines{"B", "count 2"}));
  EXPECT_EQ(ask("accounts", {.apply = "groupby((status),aggregate($count as n))"}, then), (Lines{"buyer|2"}));
  EXPECT_EQ(ask("accounts", {.select = "key", .filter = "orders/any(o:o/amount gt 40)"}, then), (Lines{"B"}));
  EXPECT_EQ(ask("accounts", {.select = "key", .filter = "orders/$count eq 1", .expand = "orders($select=key)"}, then),
            (Lines{"A {A-1}", "B {B-1}"}));
  EXPECT_EQ(ask("orders", {.select = "key", .filter = "account_record/order_count eq 1", .expand = "account_record($select=name,order_count)"}, then),
            (Lines{"A-1 {Acme|1}", "B-1 {Beta|1}"}));
  // Facts and moves with the accounts that they are of are of that instant too, not with those of today.
  EXPECT_EQ(ask("transitions", {.select = "account,to", .filter = "account_record/order_count eq 1"}, then), (Lines{"A|buyer", "B|buyer"}));
  EXPECT_EQ(ask("facts", {.select = "key,fact_fields", .filter = "account_record/order_total eq 50 and kind eq 'order.placed'"}, then).size(), 1U);
  EXPECT_EQ(ask("accounts", {.select = "key", .expand = "facts($select=kind;$filter=kind eq 'order.placed'),transitions($select=to)"}, then),
            (Lines{"A {order.placed} {buyer}", "B {order.placed} {buyer}"}));
}

TEST_F(AsOfTest, what_was_believed_is_told_apart_from_what_was_true) {
  record(created("A", "Acme", "2025-12-01"));
  record(order("A", "A-1", "2026-01-01", "10"));
  const Instant then = clock_.now();
  clock_.set(at("2026-06-02"));
  record(order("A", "A-2", "2026-03-01", "5"));   // late
  record(order("A", "A-1", "2026-01-01", "11"));  // corrected
  const Options orders{.select = "key,amount"};
  EXPECT_EQ(ask("orders", orders), (Lines{"A-1|11", "A-2|5"}));
  EXPECT_EQ(ask("orders", orders, {{}, then}), (Lines{"A-1|10"}));
  EXPECT_EQ(ask("orders", orders, {at("2026-02-01"), {}}), (Lines{"A-1|11"}));
  const Options account{.select = "status,order_total,last_order_at"};
  EXPECT_EQ(ask("accounts", account), (Lines{"buyer|16|2026-03-01T00:00:00Z"}));
  EXPECT_EQ(ask("accounts", account, {{}, then}), (Lines{"churned|10|2026-01-01T00:00:00Z"}));
  EXPECT_EQ(ask("accounts", account, {at("2026-04-20"), then}), (Lines{"churned|10|2026-01-01T00:00:00Z"}));
  EXPECT_EQ(ask("accounts", account, {at("2026-04-20"), {}}), (Lines{"buyer|16|2026-03-01T00:00:00Z"}));
  // Retracted since: it was there.
  FactInput gone = order("A", "A-2", "2026-03-01", "5");
  gone.retract = true;
  clock_.set(at("2026-06-03"));
  record(gone);
  EXPECT_EQ(ask("orders", orders), (Lines{"A-1|11"}));
  EXPECT_EQ(ask("orders", orders, {{}, at("2026-06-02")}), (Lines{"A-1|11", "A-2|5"}));
  EXPECT_EQ(ask("orders", {.select = "key", .filter = "key eq 'A-2'"}, {{}, at("2026-06-02")}), (Lines{"A-2"}));
}

TEST_F(AsOfTest, own_accounts_only_is_todays_question) {
  record(created("A", "Acme", "2025-12-01", "ann"));
  record(created("B", "Beta", "2025-12-01", "bob"));
  record({order("A", "A-1", "2026-01-01"), order("B", "B-1", "2026-01-01")});
  record({.account = "B", .kind = "account.changed", .key = "give", .at = at("2026-02-01"), .values = {{"owner", Value("ann")}}});
  record({.account = "A", .kind = "account.changed", .key = "take", .at = at("2026-02-01"), .values = {{"owner", Value("bob")}}});
  const Caller ann{.actor = "ann", .role = "rep", .own_only = true};
  for (const Then& then : {Then{}, Then{at("2026-01-15"), {}}}) {
    EXPECT_EQ(ask("accounts", {.select = "key", .count = true}, then, ann), (Lines{"B", "count 1"}));
    EXPECT_EQ(ask("orders", {.select = "key"}, then, ann), (Lines{"B-1"}));
    EXPECT_EQ(ask("accounts", {.select = "key", .filter = "key eq 'A'"}, then, ann), Lines{});
    EXPECT_EQ(ask("orders", {.select = "key", .filter = "key eq 'A-1'"}, then, ann), Lines{});
    EXPECT_EQ(ask("accounts", {.apply = "aggregate($count as n)"}, then, ann), (Lines{"1"}));
    EXPECT_EQ(ask("stage_spells", {.select = "account", .filter = "account eq 'A'"}, then, ann), Lines{});
  }
}

TEST_F(AsOfTest, O12_a_hidden_field_is_unknown_in_the_past_too) {
  record(created("A", "Acme", "2025-12-01"));
  store_->write([&](store::Transaction& transaction) {
    transaction.directory().put_field_permission(1, {.role = "rep", .record = "account", .field = "status", .read = false, .write = false});
  });
  open();
  const Caller rep{.actor = "ann", .role = "rep"};
  const Then then{at("2026-01-31"), {}};
  EXPECT_EQ(ask("accounts", {.filter = "status eq 'buyer'"}, then, rep).front().substr(0, 12), "unknown-name");
  EXPECT_EQ(ask("stage_spells", {.select = "stage"}, then, rep), Lines{});
  EXPECT_EQ(ask("accounts", {.select = "key", .filter = "stage_spells/any()"}, then, rep), Lines{});
}

TEST_F(AsOfTest, records_of_the_house_have_no_past) {
  EXPECT_EQ(ask("segments", {.select = "key"}, {at("2026-01-01"), {}}), (Lines{"not-supported what=as_of, segments"}));
  EXPECT_EQ(ask("segments", {.select = "key"}, {{}, at("2026-01-01")}), (Lines{"not-supported what=known_at, segments"}));
}

// The proof: whatever happens, late, corrected, retracted or merged, an answer that was given at some instant is given
// again by as_of and known_at of that instant, in every field.
class AsOfHistory : public AsOfTest, public testing::WithParamInterface<int> {};

TEST_P(AsOfHistory, G21_an_answer_given_then_is_given_again) {
  std::mt19937 random(static_cast<unsigned>(GetParam()));
  const auto pick = [&](int most) { return static_cast<int>(random() % static_cast<unsigned>(most)); };
  const Lines sets{"accounts", "orders", "stage_spells", "invoices", "contacts"};
  std::vector<Options> questions;
  for (const std::string& set : sets) questions.push_back({.select = all_fields(set)});
  std::vector<std::pair<Instant, std::vector<Lines>>> given;
  Instant now = at("2026-01-01");
  const Lines names{"A", "B", "C", "D"};
  for (const std::string& name : names) {
    clock_.set(now);
    record(created(name, "Name " + name, "2025-12-01", name == "A" ? "ann" : "bob"));
  }
  for (int step = 0; step < 60; ++step) {
    now.micros += int64_t{86'400'000'000} * (1 + pick(9)) + 1'000'000;
    clock_.set(now);
    run_timers();
    const std::string account = names[static_cast<size_t>(pick(4))];
    const Instant when{now.micros - int64_t{86'400'000'000} * pick(40)};
    const std::string key = account + "-" + std::to_string(pick(12));
    FactInput fact{.account = account, .kind = "order.placed", .key = key, .at = when,
                   .values = {{"amount", Value(std::to_string(pick(90) + 1))}}};
    switch (pick(8)) {
      case 0: fact.retract = true; break;
      case 1: fact.kind = "order.cancelled", fact.values.clear(); break;
      case 2: fact.kind = "account.changed", fact.key = "n" + std::to_string(step), fact.values = {{"name", Value("Name " + std::to_string(step))}}; break;
      case 3: fact.kind = "invoice.issued", fact.key = "I" + key; break;
      case 4: fact.kind = "contact.created", fact.key = "c" + key, fact.values = {{"name", Value("Person " + key)}}; break;
      default: break;
    }
    record(fact);
    std::vector<Lines> answers;
    for (size_t i = 0; i < sets.size(); ++i) answers.push_back(ask(sets[i], questions[i]));
    given.emplace_back(now, std::move(answers));
    for (size_t i = 0; i < sets.size(); ++i) {
      EXPECT_EQ(ask(sets[i], questions[i], {now, {}}), given.back().second[i]) << sets[i] << " at its own instant, step " << step;
    }
  }
  int differences = 0;
  for (const auto& [instant, answers] : given) {
    for (size_t i = 0; i < sets.size() && differences < 3; ++i) {
      const Lines again = ask(sets[i], questions[i], {instant, instant});
      if (again == answers[i]) continue;
      ++differences;
      EXPECT_EQ(again, answers[i]) << sets[i] << " as of " << to_string(instant);
    }
  }
}
INSTANTIATE_TEST_SUITE_P(Seeds, AsOfHistory, testing::Range(1, 9));

}  // namespace
}  // namespace tenure::service
