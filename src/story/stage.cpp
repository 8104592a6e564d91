#include "story/stage.h"

#include <algorithm>

namespace tenure::story {

using engine::Decision;
using engine::Fact;
using engine::FactViews;
using engine::OwnedFact;
using engine::State;
using engine::Transition;

namespace {

// The kind and key of facts that a later fact has made void.
bool voided(const lifecycle::Definition& definition, const std::vector<OwnedFact>& facts, const OwnedFact& fact) {
  return std::ranges::any_of(facts, [&](const OwnedFact& other) {
    return definition.kinds[other.kind].voids == fact.kind && other.key == fact.key;
  });
}

}  // namespace

Stage::Stage(lifecycle::DefinitionPtr definition)
    : definition_(std::move(definition)), state_(*definition_) {}

void Stage::append(const std::vector<Transition>& moves) {
  for (const Transition& move : moves) log_.push_back({move});
}

void Stage::settle(Happened& happened) {
  engine::Fold fold(*definition_, std::move(state_));
  std::vector<Transition> moves;
  fold.settle(now_, {&moves, &happened.stays, &happened.effects});
  state_ = fold.take();
  append(moves);
}

Happened Stage::record(std::vector<OwnedFact> fresh, Instant now, std::string_view role) {
  now_ = std::max(now_, now);
  // A fact with a kind and key that are known already is a retry: it changes nothing.
  std::erase_if(fresh, [&](const OwnedFact& fact) {
    return std::ranges::any_of(
        facts_, [&](const OwnedFact& known) { return known.kind == fact.kind && known.key == fact.key; });
  });
  const FactViews views(*definition_, fresh);
  const bool in_order = std::ranges::all_of(views.facts(), [&](const Fact& fact) {
    return after_position(fact, state_.position()) && definition_->kinds[fact.kind].voids == lifecycle::kNone;
  });
  if (!in_order) return refold(std::move(fresh), role);
  Happened happened;
  State state = state_;
  std::vector<Transition> moves;
  for (const Fact& fact : views.facts()) {
    Decision decision = engine::decide(*definition_, state, fact, {.role = role});
    if (!decision.accepted) return {.refusals = std::move(decision.refusals)};
    moves.insert(moves.end(), decision.moves.begin(), decision.moves.end());
    std::ranges::move(decision.warnings, std::back_inserter(happened.warnings));
    std::ranges::move(decision.effects, std::back_inserter(happened.effects));
    std::ranges::move(decision.stays, std::back_inserter(happened.stays));
  }
  state_ = std::move(state);
  append(moves);
  std::ranges::move(fresh, std::back_inserter(facts_));
  settle(happened);
  return happened;
}

// The whole history anew: `fresh` facts are asked at the gates in their place, the others are history.
// What no longer holds is superseded, what is new is added, what holds stays as it was. A rewritten past
// asks for no effects.
Happened Stage::refold(std::vector<OwnedFact> fresh, std::string_view role) {
  Happened happened;
  std::vector<OwnedFact> all = facts_;
  const int64_t first_fresh = fresh.empty() ? last_id_ + 1 : fresh.front().id;
  std::ranges::copy(fresh, std::back_inserter(all));
  std::vector<OwnedFact> effective;
  for (const OwnedFact& fact : all) {
    if (!voided(*definition_, all, fact)) effective.push_back(fact);
  }
  const FactViews views(*definition_, effective);
  std::vector<Fact> sorted(views.facts().begin(), views.facts().end());
  std::ranges::sort(sorted, engine::before);
  State state(*definition_);
  std::vector<Transition> timeline;
  for (const Fact& fact : sorted) {
    const bool is_fresh = std::ranges::any_of(fresh, [&](const OwnedFact& f) { return f.id == fact.id; });
    Decision decision = engine::decide(*definition_, state, fact, {.gates = is_fresh, .role = role});
    std::ranges::move(decision.refusals, std::back_inserter(happened.refusals));
    std::ranges::move(decision.warnings, std::back_inserter(happened.warnings));
    if (fact.id >= first_fresh) std::ranges::move(decision.stays, std::back_inserter(happened.stays));
    timeline.insert(timeline.end(), decision.moves.begin(), decision.moves.end());
  }
  if (!happened.refusals.empty()) return happened;
  engine::Fold fold(*definition_, std::move(state));
  fold.settle(now_, {&timeline, nullptr, nullptr});
  state_ = fold.take();
  facts_ = std::move(all);
  for (Logged& logged : log_) {
    if (logged.superseded) continue;
    const auto still = std::ranges::find(timeline, logged.transition);
    if (still == timeline.end()) {
      logged.superseded = true;
    } else {
      timeline.erase(still);
    }
  }
  append(timeline);
  return happened;
}

Happened Stage::correct(size_t index, OwnedFact fact, Instant now) {
  now_ = std::max(now_, now);
  facts_[index] = std::move(fact);
  return refold({}, "admin");
}

Happened Stage::retract(size_t index, Instant now) {
  now_ = std::max(now_, now);
  facts_.erase(facts_.begin() + static_cast<std::ptrdiff_t>(index));
  return refold({}, "admin");
}

Happened Stage::pass(Instant now) {
  now_ = std::max(now_, now);
  Happened happened;
  settle(happened);
  return happened;
}

std::vector<Transition> Stage::believed(size_t lifecycle) const {
  std::vector<Transition> moves;
  for (const Logged& logged : log_) {
    if (!logged.superseded && logged.transition.lifecycle == lifecycle) moves.push_back(logged.transition);
  }
  std::ranges::stable_sort(moves, {}, &Transition::at);
  return moves;
}

std::optional<Instant> Stage::created_at() const {
  for (const OwnedFact& fact : facts_) {
    if (definition_->kinds[fact.kind].builtin == lifecycle::Builtin::account_created) return fact.at;
  }
  return std::nullopt;
}

}  // namespace tenure::story
