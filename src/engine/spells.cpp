#include <algorithm>

#include "engine/engine.h"

namespace tenure::engine {

std::vector<Spell> spells(StageId initial, Instant began, std::span<const Transition> transitions,
                          Instant until) {
  std::vector<Spell> result;
  const auto of = [&](StageId stage) -> Spell& {
    const auto found = std::ranges::find(result, stage, &Spell::stage);
    if (found != result.end()) return *found;
    return result.emplace_back(Spell{.stage = stage});
  };
  const auto enter = [&](StageId stage, Instant at) {
    if (stage == lifecycle::kNoStage) return;
    Spell& spell = of(stage);
    if (spell.times++ == 0) spell.first_entered = at;
    spell.latest_entered = at;
  };
  const auto lasted = [](Instant from, Instant to) { return from == kAlways ? 0 : to.micros - from.micros; };
  StageId stage = initial;
  Instant since = began;
  enter(stage, since);
  for (const Transition& transition : transitions) {
    if (transition.at > until) break;
    if (stage != lifecycle::kNoStage) {
      Spell& left = of(stage);
      left.latest_left = transition.at;
      left.micros += lasted(since, transition.at);
    }
    stage = transition.to;
    since = transition.at;
    enter(stage, since);
  }
  if (stage != lifecycle::kNoStage) of(stage).micros += lasted(since, until);
  return result;
}

}  // namespace tenure::engine
