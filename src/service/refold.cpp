// A rewritten past: the account's whole history is folded once more, with the new facts at their
// place, and what is believed since is compared with what was believed before.
#include <algorithm>
#include <set>

#include "base/assert.h"
#include "service/beliefs.h"
#include "service/bring_over.h"
#include "service/recorder.h"

namespace tenure::service {

using engine::Decision;
using engine::EffectCall;
using engine::State;
using lifecycle::EffectKind;

void Recorder::load_history() {
  history_.clear();
  if (!is_new_) history_.load(reads_, account_.id);
  for (size_t i = 0; i < count_; ++i) {
    if (!candidates_[i].refused) history_.add(candidates_[i].row);
  }
  history_.follow(reads_);
}

void Recorder::refold() {
  before_ = state_;
  for (size_t i = 0; i < count_; ++i) {
    Candidate& candidate = candidates_[i];
    if (candidate.input == kNoInput) continue;
    ask_present(candidate);
    if (!verdicts_[candidate.input].refusals.empty()) drop_input(candidate.input);
  }
  load_history();
  Timeline timeline;
  // A refused correction leaves what it would have corrected: fold again without it. Each round
  // refuses at least one more fact, so the rounds end.
  while (anything_left() && !fold_once(timeline)) load_history();
  for (size_t i = 0; i < count_; ++i) {
    if (candidates_[i].input == kNoInput) continue;
    service::Verdict& verdict = verdicts_[candidates_[i].input];
    verdict.outcome = candidates_[i].refused ? Outcome::refused : candidates_[i].outcome;
  }
  if (count_ == 0) return;
  compare_beliefs(timeline);
  keep_present_effects(timeline);
  believed_ = std::move(timeline.moves);
  make_documents_again();
  open_tasks();
}

// False: a fact was refused that others depend on; the fold must begin anew without it.
bool Recorder::fold_once(Timeline& timeline) {
  timeline = {};
  bool again = false;
  const auto decide = [&](History::Part& part, const AccountFacts::Row& row, const engine::Fact& fact,
                          engine::Fold& fold, const History::Sinks& sinks) {
    return decide_again(timeline, row, part, fact, fold, sinks, again);
  };
  // Timers that had fired by a later clock than this one keep their place.
  const auto settle = [&](const State&) -> std::optional<Instant> {
    return settle_at_.value_or(std::max(now_, before_->position().at));
  };
  history_.fold(reads_, settle, timeline, decide);
  if (again) return false;
  account_.first_at = timeline.first_at;
  state_ = timeline.state;
  due_ = engine::next_due(definition_, state_);
  return true;
}

// The new facts are asked of their gates; the others are part of history.
bool Recorder::decide_again(Timeline& timeline, const AccountFacts::Row& row, const History::Part& part,
                            const engine::Fact& fact, engine::Fold& fold, const History::Sinks& sinks,
                            bool& again) {
  if (again) return true;
  Candidate* candidate =
      row.sequence < 0 ? &candidates_[static_cast<size_t>(-row.sequence - 1)] : nullptr;
  if (!candidate || candidate->input == kNoInput) return false;
  if (candidate->refused) return true;
  Decision decision = engine::decide(*part.realm.definition, fold.borrow(), fact,
                                     {.gates = true,
                                      .except_gates = !candidate->exception.empty(),
                                      .role = candidate->role});
  service::Verdict& verdict = verdicts_[candidate->input];
  if (!decision.accepted) {
    verdict.refusals = std::move(decision.refusals);
    verdict.warnings.clear();
    const bool alone = row.revision == 1 &&
                       part.realm.definition->kinds[row.kind].voids == lifecycle::kNone &&
                       candidate_is_single(*candidate);
    drop_input(candidate->input);
    again = !alone;
    return true;
  }
  verdict.warnings.clear();
  // What another definition's gates said is in its own words; the receipt is of the one in force.
  if (!history_.is_present(part)) decision.gates.clear();
  note_gates(*candidate, decision, verdict.warnings);
  timeline.first_at = std::min(timeline.first_at, fact.at);
  sinks.moves.insert(sinks.moves.end(), decision.moves.begin(), decision.moves.end());
  std::ranges::move(decision.effects, std::back_inserter(sinks.effects));
  if (!decision.moves.empty()) timeline.traces[row.sequence] = encode_trace(decision.trace);
  return true;
}

void Recorder::remake(store::AccountId id) {
  verdicts_ = {};
  open(reads_.account_key(realm_.id, id));
  TENURE_ASSERT(!is_new_);
  // The state that is kept may be of another shape: where the account stood is in the log.
  state_ = State(definition_);
  before_ = state_;
  stood_.clear();
  for (size_t l = 0; l < definition_.lifecycles.size(); ++l)
    stood_.push_back({realm_.stage(l, state_.standing(l).stage), true});
  settle_at_ = kMinInstant;
  reads_.transitions(realm_.id, account_.id, [&](const store::Transition& row) {
    if (row.superseded_at) return;
    const uint16_t l = realm_.find_lifecycle(row.lifecycle);
    if (l != lifecycle::kNone) stood_[l].stage = row.to;
    if (row.cause == static_cast<uint8_t>(engine::Cause::timer))
      settle_at_ = std::max(*settle_at_, row.at);
  });
  whole_ = true;
  load_history();
  Timeline timeline;
  fold_once(timeline);
  compare_beliefs(timeline);
  believed_ = std::move(timeline.moves);
  documents_.write_all();
  make_all_documents_again();
  write();
}

void Recorder::bring_over(store::AccountId id) {
  verdicts_ = {};
  open(reads_.account_key(realm_.id, id));
  if (account_.definition == realm_.number) return;
  TENURE_ASSERT(realm_.leaving && realm_.leaving->number == account_.definition);
  const State stood = decode_state(*realm_.leaving, reads_, account_, account_key_);
  const std::vector<store::Name> stages = stood_in(*realm_.leaving, realm_, stood);
  stood_.clear();
  for (size_t l = 0; l < stages.size(); ++l) {
    const bool is_new = realm_.leaving->find_lifecycle(realm_.lifecycles[l].name) == lifecycle::kNone;
    stood_.push_back({stages[l], !is_new});
  }
  History::Folded carried;
  if (carry_over(realm_, stood, carried)) {
    take_carried(std::move(carried));
  } else {
    fold_over();
  }
  if (!realm_.rewrites) open_tasks();
  write();
}

void Recorder::take_carried(History::Folded carried) {
  for (HistoryMove& move : carried.moves) fresh_.push_back({move, {}});
  if (!realm_.rewrites) {
    std::vector<store::Name> stood;
    for (const Stood& each : stood_) stood.push_back(each.stage);
    present_effects(realm_, stood, carried, effects_);
  }
  state_ = std::move(carried.state);
  due_ = engine::next_due(definition_, state_);
  changed_ = changed_slots(realm_);
}

void Recorder::fold_over() {
  state_ = State(definition_);
  before_ = state_;
  settle_at_ = realm_.took_over;
  whole_ = true;
  load_history();
  Timeline timeline;
  fold_once(timeline);
  compare_beliefs(timeline);
  if (!realm_.rewrites) keep_present_effects(timeline);
  believed_ = std::move(timeline.moves);
  make_all_documents_again();
}

void Recorder::make_all_documents_again() {
  for (uint32_t index : facts_.told()) {
    const AccountFacts::Row& row = facts_.rows()[index];
    if (realm_.projectors[row.kind].record)
      documents_.make_again(*realm_.projectors[row.kind].record, facts_.document(row));
  }
}

// The documents that the new facts tell of, or told of before they were corrected.
void Recorder::make_documents_again() {
  std::set<std::pair<uint16_t, std::string_view>> touched;
  for (size_t i = 0; i < count_; ++i) {
    if (candidates_[i].refused) {
      history_.drop(candidates_[i].row.sequence);
    } else if (realm_.projectors[candidates_[i].kind].record) {
      touched.emplace(candidates_[i].kind, candidates_[i].key);
    }
  }
  if (touched.empty()) return;
  for (const AccountFacts::Row& row : facts_.rows()) {
    if (!touched.contains({row.kind, facts_.key(row)})) continue;
    documents_.make_again(*realm_.projectors[row.kind].record, facts_.document(row));
  }
}

bool Recorder::candidate_is_single(const Candidate& candidate) const {
  size_t together = 0;
  for (size_t i = 0; i < count_; ++i) together += candidates_[i].input == candidate.input;
  return together == 1 && !duplicates_;
}

void Recorder::compare_beliefs(const Timeline& timeline) {
  std::vector<store::Transition> believed;
  if (!is_new_) believed = believed_now(realm_, reads_, account_.id);
  std::vector<HistoryMove> fresh;
  compare(history_, believed, timeline.moves, fresh, gone_);
  for (const HistoryMove& move : fresh) {
    const auto trace = timeline.traces.find(move.fact);
    const bool explained = trace != timeline.traces.end() && move.cause == engine::Cause::rule;
    fresh_.push_back({move, explained ? trace->second : std::string()});
  }
}

// A new fact that kept the stage may ask for a task all the same (a credited invoice to be reviewed).
void Recorder::keep_new_tasks(const Timeline& timeline) {
  for (const EffectCall& effect : timeline.effects) {
    if (effect.kind != EffectKind::task || effect.fact >= 0) continue;
    const store::Name lifecycle = realm_.lifecycles[effect.lifecycle].name;
    const auto moved = [&](const HistoryMove& move) {
      return move.fact == effect.fact && move.lifecycle == lifecycle;
    };
    if (std::ranges::none_of(timeline.moves, moved)) effects_.push_back(effect);
  }
}

// Effects belong to a new belief about the present: those of the last move of a lifecycle whose
// stage is another than before. What is only learned of the past asks for nothing.
void Recorder::keep_present_effects(const Timeline& timeline) {
  keep_new_tasks(timeline);
  std::vector<store::Name> stood;
  for (const Stood& each : stood_) stood.push_back(each.stage);
  present_effects(realm_, stood, timeline, effects_);
}

}  // namespace tenure::service
