// The laws of the fold, as properties over random histories of the shipped packs.
#include <set>

#include "engine/random_history.h"

namespace tenure::engine {
namespace {

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

RC_GTEST_PROP(Laws, AFactMovesALifecycleAtMostOnce, ()) {
  const DefinitionPtr definition = any_pack();
  const std::vector<OwnedFact> history = random_history(*definition);
  const FactViews views(*definition, history);
  std::set<std::pair<int64_t, uint8_t>> moved;
  for (const Transition& move : fold(*definition, in_order(views), kUntil).transitions) {
    RC_ASSERT((move.fact == 0) == (move.cause == Cause::timer));
    if (move.fact != 0) RC_ASSERT(moved.emplace(move.fact, move.lifecycle).second);
  }
}

RC_GTEST_PROP(Laws, AtOneInstantFactsGoBeforeTimers, ()) {
  const DefinitionPtr definition = any_pack();
  std::vector<OwnedFact> history = random_history(*definition);
  const FactViews views(*definition, history);
  // A move by hand at the very instant at which a timer moved the account.
  for (const Transition& move : fold(*definition, in_order(views), kUntil).transitions) {
    if (move.cause != Cause::timer) continue;
    OwnedFact fact = random_fact(*definition, static_cast<int>(history.size()), definition->find_kind("stage.set"));
    fact.at = move.at;
    history.push_back(std::move(fact));
    break;
  }
  const FactViews all(*definition, history);
  const std::vector<Transition> moves = fold(*definition, in_order(all), kUntil).transitions;
  for (size_t i = 1; i < moves.size(); ++i) {
    if (moves[i].at == moves[i - 1].at && moves[i].cause != Cause::timer) RC_ASSERT(moves[i - 1].cause != Cause::timer);
  }
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
