// A `task` effect is a fact: task.opened, of the same account, in the same transaction.
#include "service/recorder.h"
#include "service/task_fact.h"

namespace tenure::service {

using lifecycle::EffectKind;

// What a task's own fact asks for opens no further task: there would be no end to it. The past that is
// brought as history asks for nothing.
void Recorder::open_tasks() {
  if (options_.history || realm_.task_opened == lifecycle::kNone) return;
  const size_t asked = effects_.size();
  for (size_t i = 0; i < asked; ++i) {
    if (effects_[i].kind == EffectKind::task) open_task(engine::EffectCall(effects_[i]));
  }
}

std::string Recorder::task_key(const engine::EffectCall& effect) {
  std::string because;
  if (effect.fact == 0) because = because_timer(realm_, effect, account_key_);
  if (effect.fact < 0) {
    const Candidate& candidate = candidates_[static_cast<size_t>(-effect.fact - 1)];
    because = because_fact(definition_.kinds[candidate.kind].name, candidate.key);
  }
  for (const AccountFacts::Row& row : facts_.rows()) {  // of a history that was folded again
    if (effect.fact > 0 && row.sequence == effect.fact)
      because = because_fact(definition_.kinds[row.kind].name, facts_.key(row));
  }
  return service::task_key(effect, because);
}

void Recorder::open_task(const engine::EffectCall& effect) {
  const std::string key = task_key(effect);
  for (size_t i = 0; i < count_; ++i) {
    if (candidates_[i].kind == realm_.task_opened && candidates_[i].key == key && !candidates_[i].refused) return;
  }
  store::Fact known;
  if (reads_.find_fact(realm_.id, realm_.kinds[realm_.task_opened], key, known)) return;
  NewFact fact;
  fact.input = kNoInput;
  fact.actor = "tenure";
  Candidate& candidate = add_candidate(fact, realm_.task_opened, key, task_at(realm_, key, state_, now_),
                                       task_body(realm_, effect, key, state_), Properties{});
  const engine::Fact opened = fact_of(candidate);
  engine::Decision decision = engine::decide(definition_, state_, opened, {.gates = false});
  for (const engine::Transition& move : decision.moves) {
    keep(move);
    if (before_) believed_.push_back(to_move(realm_, move));
  }
  for (engine::EffectCall& more : decision.effects) effects_.push_back(std::move(more));
  for (const auto& input : definition_.measures_by_kind[realm_.task_opened])
    changed_.push_back(definition_.measures[input.measure].slot);
  documents_.add(realm_.task_opened, opened);
  due_ = engine::next_due(definition_, state_);
  if (due_ && *due_ <= now_) due_.reset();
}

}  // namespace tenure::service
