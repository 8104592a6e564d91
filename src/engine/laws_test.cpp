// The laws of the fold, as properties over random histories of the shipped packs.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "engine/owned_fact.h"

namespace tenure::engine {
namespace {

using lifecycle::DefinitionPtr;

DefinitionPtr pack(const std::string& name, const std::string& zone = "UTC") {
  const auto files = lifecycle::read_pack(name);
  if (!files) return nullptr;
  lifecycle::Settings settings;
  settings.zone = *TimeZone::load(zone);
  const lifecycle::Loaded loaded = lifecycle::load(*files, settings);
  for (const auto& fault : loaded.faults) ADD_FAILURE() << to_string(fault, Language::english);
  return loaded.definition;
}

const std::vector<DefinitionPtr>& packs() {
  static const std::vector<DefinitionPtr> all = {pack("prospectsoft"), pack("prospectsoft", "Asia/Jerusalem"),
                                                 pack("hyper"), pack("tempworks"),
                                                 pack("leanscale", "America/New_York")};
  return all;
}

// A believable body: few ids so that opportunities close and reopen, some nulls.
Value random_value(const expression::Type& type, const std::string& name, const Definition& definition) {
  if (name == "lifecycle") return definition.lifecycles[*rc::gen::inRange<size_t>(0, definition.lifecycles.size())].name;
  if (name == "stage" || name == "declaration") {
    const auto& cycle = definition.lifecycles[0];
    if (name == "stage") return cycle.stages[*rc::gen::inRange<size_t>(0, cycle.stages.size())].id;
    if (!cycle.declarations.empty()) {
      return cycle.declarations[*rc::gen::inRange<size_t>(0, cycle.declarations.size())].id;
    }
  }
  if (*rc::gen::inRange(0, 4) == 0) return Null{};
  switch (type.kind) {
    case expression::Kind::boolean: return *rc::gen::arbitrary<bool>();
    case expression::Kind::int64: return static_cast<int64_t>(*rc::gen::inRange(0, 6));
    case expression::Kind::decimal: return Decimal::from_parts(*rc::gen::inRange(-50, 100000), 2);
    case expression::Kind::string: return "id" + std::to_string(*rc::gen::inRange(0, 4));
    case expression::Kind::instant: return Instant{*rc::gen::inRange<int64_t>(0, 2'000) * kMicrosPerDay};
    case expression::Kind::date: return Date{*rc::gen::inRange(10'000, 20'000)};
    default: return Null{};
  }
}

std::vector<OwnedFact> random_history(const Definition& definition) {
  std::vector<OwnedFact> facts;
  const int count = *rc::gen::inRange(0, 40);
  for (int i = 0; i < count; ++i) {
    OwnedFact fact;
    fact.kind = *rc::gen::inRange<uint16_t>(0, static_cast<uint16_t>(definition.kinds.size()));
    // Half-days over six years: equal instants happen, and so do years of silence.
    fact.at = Instant{(*rc::gen::inRange<int64_t>(0, 4'400)) * (kMicrosPerDay / 2)};
    fact.key = "k" + std::to_string(i);
    fact.actor = "someone";
    fact.id = i + 1;
    const auto& kind = definition.kinds[fact.kind];
    for (size_t f = 0; f < kind.body_fields; ++f) {
      fact.body.push_back(random_value(kind.fields.fields[f].type, kind.fields.fields[f].name, definition));
    }
    facts.push_back(std::move(fact));
  }
  return facts;
}

std::vector<Fact> in_order(const FactViews& views) {
  std::vector<Fact> facts(views.facts().begin(), views.facts().end());
  std::ranges::sort(facts, before);
  return facts;
}

DefinitionPtr any_pack() {
  const DefinitionPtr definition = packs()[*rc::gen::inRange<size_t>(0, packs().size())];
  RC_ASSERT(definition.get() != nullptr);
  return definition;
}

const Instant kUntil{4'000 * kMicrosPerDay};

RC_GTEST_PROP(Laws, FoldIsRepeatedDecide, ()) {
  const DefinitionPtr definition = any_pack();
  const std::vector<OwnedFact> history = random_history(*definition);
  const FactViews views(*definition, history);
  const std::vector<Fact> facts = in_order(views);
  const Timeline timeline = fold(*definition, facts, kUntil);
  State state(*definition);
  std::vector<Transition> moves;
  for (const Fact& fact : facts) {
    const Decision decision = decide(*definition, state, fact, {.gates = false});
    RC_ASSERT(decision.accepted);
    moves.insert(moves.end(), decision.moves.begin(), decision.moves.end());
  }
  Fold rest(*definition, state);
  rest.settle(kUntil, {&moves, nullptr, nullptr});
  RC_ASSERT(moves == timeline.transitions);
  RC_ASSERT(rest.state() == timeline.state);
}

RC_GTEST_PROP(Laws, SplittingAFoldAnywhereChangesNothing, ()) {
  const DefinitionPtr definition = any_pack();
  const std::vector<OwnedFact> history = random_history(*definition);
  const FactViews views(*definition, history);
  const std::vector<Fact> facts = in_order(views);
  const Timeline whole = fold(*definition, facts, kUntil);
  std::vector<Transition> moves;
  State state(*definition);
  size_t done = 0;
  while (done < facts.size()) {
    const size_t take = *rc::gen::inRange<size_t>(1, facts.size() - done + 1);
    Fold part(*definition, state);
    for (size_t i = 0; i < take; ++i) part.add(facts[done + i], {&moves, nullptr, nullptr});
    // Noticing timers early, between two facts, is a split too: whenever the server looked.
    if (done + take < facts.size() && *rc::gen::arbitrary<bool>()) {
      const Instant next = facts[done + take].at, last = facts[done + take - 1].at;
      if (next.micros - last.micros > 1) {
        part.settle(Instant{last.micros + (next.micros - last.micros) / 2}, {&moves, nullptr, nullptr});
      }
    }
    // And so is a store in between.
    const auto stored = State::decode(*definition, part.state().encode(*definition));
    RC_ASSERT(stored.has_value());
    RC_ASSERT(*stored == part.state());
    state = *stored;
    done += take;
  }
  Fold rest(*definition, state);
  rest.settle(kUntil, {&moves, nullptr, nullptr});
  RC_ASSERT(moves == whole.transitions);
  RC_ASSERT(rest.state() == whole.state);
}

RC_GTEST_PROP(Laws, ArrivalOrderChangesNothing, ()) {
  const DefinitionPtr definition = any_pack();
  std::vector<OwnedFact> history = random_history(*definition);
  const FactViews views(*definition, history);
  const Timeline once = fold(*definition, in_order(views), kUntil);
  const std::vector<OwnedFact> shuffled = *rc::gen::exec([&] {
    std::vector<OwnedFact> copy = history;
    for (size_t i = copy.size(); i > 1; --i) std::swap(copy[i - 1], copy[*rc::gen::inRange<size_t>(0, i)]);
    return copy;
  });
  const FactViews other(*definition, shuffled);
  const Timeline again = fold(*definition, in_order(other), kUntil);
  RC_ASSERT(again.transitions == once.transitions);
  RC_ASSERT(again.state == once.state);
}

RC_GTEST_PROP(Laws, EveryMoveIsFromWhereTheAccountStood, ()) {
  const DefinitionPtr definition = any_pack();
  const std::vector<OwnedFact> history = random_history(*definition);
  const FactViews views(*definition, history);
  const Timeline timeline = fold(*definition, in_order(views), kUntil);
  std::vector<StageId> stands;
  for (const auto& cycle : definition->lifecycles) stands.push_back(cycle.initial);
  Instant last = kAlways;
  for (const Transition& move : timeline.transitions) {
    RC_ASSERT(move.from == stands[move.lifecycle]);
    RC_ASSERT(move.to != move.from);
    RC_ASSERT(move.at >= last);
    stands[move.lifecycle] = move.to;
    last = move.at;
  }
  for (size_t l = 0; l < stands.size(); ++l) RC_ASSERT(timeline.state.standing(l).stage == stands[l]);
}

RC_GTEST_PROP(Laws, NextDueIsWhenTheNextTimerFires, ()) {
  const DefinitionPtr definition = any_pack();
  const std::vector<OwnedFact> history = random_history(*definition);
  const FactViews views(*definition, history);
  Fold fold(*definition);
  for (const Fact& fact : in_order(views)) fold.add(fact);
  const std::optional<Instant> due = next_due(*definition, fold.state());
  const State before_it = fold.state();
  if (!due) {
    fold.settle(kMaxInstant);
    RC_ASSERT(fold.state() == before_it);
    return;
  }
  fold.settle(Instant{due->micros - 1});
  RC_ASSERT(fold.state() == before_it);
  fold.settle(*due);
  RC_ASSERT(!(fold.state() == before_it));
}

RC_GTEST_PROP(Laws, ARefusalChangesNothing, ()) {
  const DefinitionPtr definition = any_pack();
  const std::vector<OwnedFact> history = random_history(*definition);
  const FactViews views(*definition, history);
  State state(*definition);
  for (const Fact& fact : in_order(views)) {
    const State before_it = state;
    const Decision decision = decide(*definition, state, fact, {.role = "rep"});
    RC_ASSERT(decision.accepted == decision.refusals.empty());
    if (!decision.accepted) {
      RC_ASSERT(state == before_it);
      RC_ASSERT(decision.moves.empty() && decision.effects.empty() && decision.stays.empty());
    }
  }
}

}  // namespace
}  // namespace tenure::engine
