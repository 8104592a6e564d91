// One definition followed by another: what goes over, and what a fold across both makes of it.
#include "engine/crossing.h"

#include "engine/random_history.h"

namespace tenure::engine {
namespace {

using lifecycle::kNoStage;

// A pack of one lifecycle, and the same changed.
DefinitionPtr shop(const std::string& lifecycle, const std::string& more = "") {
  const std::string pack = R"(pack: shop
title: {en: Shop, he: חנות}
languages: [en, he]
measures:
  big_count: {count: order.placed, where: fact/amount ge 100}
)" + more;
  const lifecycle::Loaded loaded =
      lifecycle::load({{"shop/pack.yaml", pack}, {"shop/status.yaml", lifecycle}});
  for (const auto& fault : loaded.faults) ADD_FAILURE() << to_string(fault, Language::english);
  return loaded.definition;
}
std::string status(const std::string& days, const std::string& middle = "buyer", const std::string& last = "loyal") {
  return R"(lifecycle: status
title: {en: Status, he: סטטוס}
stages:
  lead: {title: {en: Lead, he: ליד}}
  )" + middle + R"(: {title: {en: Buyer, he: קונה}}
  )" + last + R"(: {title: {en: Loyal, he: נאמן}}
  gone: {title: {en: Gone, he: עזב}}
initial: lead
by_hand: anyone
rules:
  - {id: first, on: order.placed, from: [lead, gone], to: )" + middle + R"(}
  - {id: big, on: order.placed, when: big_count ge 1, to: )" + last + R"(}
timers:
  - {id: silence, from: [)" + middle + ", " + last + R"(], at: {since: last_order_at, days: )" + days + R"(}, to: gone}
)";
}

OwnedFact order(const Definition& definition, int day, const std::string& key, int amount = 10) {
  const std::vector<std::pair<std::string, Value>> values{{"amount", Value(int64_t{amount})},
                                                          {"order", Value(key)}};
  Built built = build_fact(definition, {"order.placed", values});
  EXPECT_TRUE(built.faults.empty());
  built.fact.at = Instant{day * kMicrosPerDay};
  built.fact.key = key;
  return built.fact;
}

TEST(Crossing, StaysWhereItStandsAndTheNextDefinitionDecides) {
  const DefinitionPtr before = shop(status("365")), after = shop(status("30"));
  const Crossing crossing(*before, *after);
  EXPECT_TRUE(crossing.same_memory());
  EXPECT_FALSE(crossing.same_decisions());
  const std::vector<OwnedFact> facts{order(*before, 100, "A")};
  const FactViews views(*before, facts);
  Fold fold(*before);
  fold.add(views.facts()[0]);
  const Instant at{200 * kMicrosPerDay};
  fold.advance(at);
  std::vector<Crossing::Move> moved;
  Fold next(*after, crossing.carry(fold.state(), at, nullptr, &moved));
  EXPECT_TRUE(moved.empty());
  EXPECT_EQ(next.state().standing(0).since, Instant{100 * kMicrosPerDay});
  // Thirty days passed long ago; what the new rules decide, they decide from now on.
  std::vector<Transition> moves;
  next.settle(at, {&moves, nullptr, nullptr});
  ASSERT_EQ(moves.size(), 1u);
  EXPECT_EQ(moves[0].at, at);
  EXPECT_EQ(moves[0].cause, Cause::timer);
  EXPECT_EQ(after->lifecycles[0].stage_id(next.state().standing(0).stage), "gone");
}

TEST(Crossing, AVanishedStageGoesToItsSuccessorOrBeginsAnew) {
  const DefinitionPtr before = shop(status("365")), after = shop(status("365", "customer"));
  const std::vector<OwnedFact> facts{order(*before, 100, "A")};
  const FactViews views(*before, facts);
  Fold fold(*before);
  fold.add(views.facts()[0]);
  const Instant at{200 * kMicrosPerDay};
  std::vector<Crossing::Move> moved;
  State state = Crossing(*before, *after).carry(fold.state(), at, nullptr, &moved);
  ASSERT_EQ(moved.size(), 1u);
  EXPECT_EQ(before->lifecycles[0].stage_id(moved[0].from), "buyer");
  EXPECT_EQ(after->lifecycles[0].stage_id(moved[0].stage), "lead");
  EXPECT_EQ(state.standing(0).since, at);
  moved.clear();
  const Successor successor{"status", "buyer", "customer"};
  state = Crossing(*before, *after, std::span(&successor, 1)).carry(fold.state(), at, nullptr, &moved);
  ASSERT_EQ(moved.size(), 1u);
  EXPECT_EQ(after->lifecycles[0].stage_id(moved[0].stage), "customer");
}

TEST(Crossing, ANewMeasureIsFoldedFromWhatHappenedBefore) {
  const DefinitionPtr before = shop(status("365")), after = shop(status("365"), "  small_count: {count: order.placed, where: fact/amount lt 100}\n");
  const Crossing crossing(*before, *after);
  EXPECT_FALSE(crossing.same_memory());
  EXPECT_TRUE(crossing.same_decisions());  // no rule reads it
  const std::vector<OwnedFact> facts{order(*before, 100, "A"), order(*before, 101, "B"), order(*before, 102, "C", 500)};
  const FactViews views(*before, facts);
  Fold fold(*before), memory(*after);
  for (const Fact& fact : views.facts()) {
    fold.add(fact);
    memory.remember(fact);
  }
  const State state = crossing.carry(fold.state(), Instant{200 * kMicrosPerDay}, &memory.state());
  EXPECT_EQ(state.row()[*after->find_slot("small_count")].as_int64(), 2);
  EXPECT_EQ(state.row()[*after->find_slot("big_count")].as_int64(), 1);
  EXPECT_EQ(after->lifecycles[0].stage_id(state.standing(0).stage), "loyal");
}

TEST(Crossing, PropertiesGoOverByNameAndType) {
  const DefinitionPtr before = shop(status("365"), "properties:\n  score: {type: int, title: {en: S, he: ס}}\n  kept: {type: string, title: {en: K, he: ק}}\n");
  const DefinitionPtr after = shop(status("365"), "properties:\n  kept: {type: string, title: {en: K, he: ק}}\n  score: {type: decimal, title: {en: S, he: ס}}\n  fresh: {type: date, title: {en: F, he: ח}}\n");
  const std::vector<std::pair<std::string, Value>> values{{"score", Value(int64_t{7})},
                                                          {"kept", Value("as it was")}};
  Built built = build_fact(*before, {"account.created", values});
  built.fact.at = Instant{kMicrosPerDay};
  built.fact.key = "A";
  const FactViews views(*before, std::span(&built.fact, 1));
  Fold fold(*before);
  fold.add(views.facts()[0]);
  const State state = Crossing(*before, *after).carry(fold.state(), Instant{2 * kMicrosPerDay}, nullptr);
  EXPECT_EQ(state.row()[*after->find_slot("kept")].as_text(), "as it was");
  EXPECT_EQ(state.row()[*after->find_slot("score")].as_decimal(), Decimal(7));
  EXPECT_TRUE(state.row()[*after->find_slot("fresh")].is_null());
}

// ---- laws ------------------------------------------------------------------------------------------------

RC_GTEST_PROP(CrossingLaws, ToTheSameDefinitionChangesNothing, ()) {
  const DefinitionPtr definition = any_pack();
  const Crossing crossing(*definition, *definition);
  RC_ASSERT(crossing.same_memory() && crossing.same_decisions());
  const std::vector<OwnedFact> history = random_history(*definition);
  const FactViews views(*definition, history);
  const std::vector<Fact> facts = in_order(views);
  const Timeline whole = fold(*definition, facts, kUntil);
  const Instant at{*rc::gen::inRange<int64_t>(0, 4'400) * (kMicrosPerDay / 2)};
  std::vector<Transition> moves;
  const Sink sink{&moves, nullptr, nullptr};
  Fold before(*definition);
  size_t i = 0;
  for (; i < facts.size() && facts[i].at < at; ++i) before.add(facts[i], sink);
  before.advance(at, sink);
  RC_ASSERT(crossing.translate(before.state()) == before.state());
  Fold after(*definition, crossing.carry(before.state(), at, nullptr));
  for (; i < facts.size(); ++i) after.add(facts[i], sink);
  after.settle(kUntil, sink);
  RC_ASSERT(moves == whole.transitions);
  for (size_t slot = 0; slot < definition->slots.size(); ++slot) {
    RC_ASSERT(expression::same(after.state().row()[slot], whole.state.row()[slot]));
  }
}

// What is said to decide alike, does; and a measure that is said to be the same is.
RC_GTEST_PROP(CrossingLaws, WhatDecidesAlikeFoldsAlike, ()) {
  static const std::vector<DefinitionPtr> versions = {
      pack("prospectsoft"), pack("prospectsoft", "UTC", {{"churn_days", "90"}}),
      pack("prospectsoft", "UTC", {{"customer_after", "2"}}), pack("prospectsoft", "UTC", {{"strict_placement", "false"}})};
  const DefinitionPtr one = versions[*rc::gen::inRange<size_t>(0, versions.size())];
  const DefinitionPtr other = versions[*rc::gen::inRange<size_t>(0, versions.size())];
  const Crossing crossing(*one, *other);
  RC_ASSERT(crossing.same_decisions() == (one == other));
  RC_ASSERT(crossing.same_memory());
  const std::vector<OwnedFact> history = random_history(*one);
  const FactViews views(*one, history);
  const std::vector<Fact> facts = in_order(views);
  const Timeline first = fold(*one, facts, kUntil), second = fold(*other, facts, kUntil);
  for (size_t m = 0; m < one->measures.size(); ++m) {
    RC_ASSERT(expression::same(first.state.row()[one->measures[m].slot], second.state.row()[other->measures[m].slot]));
  }
}

}  // namespace
}  // namespace tenure::engine
