#pragma once
// The stage on which a story plays: one account's history under one definition, believed anew with each
// line. What the service does with a store, done in memory with the same engine.
#include <map>
#include <string>
#include <vector>

#include "engine/owned_fact.h"

namespace tenure::story {

struct Logged {
  engine::Transition transition;
  bool superseded = false;
};

// What came of the last line.
struct Happened {
  std::vector<engine::Refusal> refusals, warnings;
  std::vector<engine::EffectCall> effects;
  std::vector<engine::NoMove> stays;
};

class Stage {
 public:
  explicit Stage(lifecycle::DefinitionPtr definition);

  // Records facts together, all or none, at the story's moment `now` (never earlier than before).
  Happened record(std::vector<engine::OwnedFact> facts, Instant now, std::string_view role);
  // The fact was wrong: replaced by `fact`, or never happened. Kind and key name it.
  Happened correct(size_t fact_index, engine::OwnedFact fact, Instant now);
  Happened retract(size_t fact_index, Instant now);
  Happened pass(Instant now);  // time passes

  const engine::State& state() const { return state_; }
  const std::vector<Logged>& log() const { return log_; }
  const std::vector<engine::OwnedFact>& facts() const { return facts_; }
  std::vector<engine::Transition> believed(size_t lifecycle) const;
  Instant now() const { return now_; }
  int64_t next_id() { return ++last_id_; }
  std::optional<Instant> created_at() const;

 private:
  Happened refold(std::vector<engine::OwnedFact> fresh, std::string_view role);
  void settle(Happened& happened);
  void append(const std::vector<engine::Transition>& moves);

  lifecycle::DefinitionPtr definition_;
  std::vector<engine::OwnedFact> facts_;
  engine::State state_;
  std::vector<Logged> log_;
  Instant now_ = engine::kAlways;
  int64_t last_id_ = 0;
};

}  // namespace tenure::story
