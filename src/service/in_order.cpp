// New facts behind everything that is known: the engine decides them one after the other, then the timers that
// are due fire. Any other facts go by refold.cpp.
#include <algorithm>

#include "service/recorder.h"

namespace tenure::service {

using engine::Decision;
using engine::Refusal;
using engine::State;
using lifecycle::kNone;

engine::Fact Recorder::fact_of(const Candidate& candidate) {
  cells_.clear();
  cell_properties_.clear();
  decode_body(candidate.body, realm_, candidate.kind, cells_, cell_properties_);
  return {.at = candidate.row.at,
          .kind = candidate.kind,
          .key = candidate.key,
          .actor = reads_.text(realm_.id, candidate.row.actor),
          .body = cells_,
          .properties = cell_properties_,
          .id = candidate.row.sequence};
}

// Are all of them new, behind everything that is known, and nobody's void? Then they are put in
// order.
bool Recorder::in_order() {
  if (duplicates_) return false;
  store::Fact other;
  for (size_t i = 0; i < count_; ++i) {
    const Candidate& candidate = candidates_[i];
    if (candidate.row.revision > 1 || candidate.row.flags & store::kRetracted) return false;
    if (candidate.kind == realm_.merged) return false;  // brings a history with it
    const uint16_t voids = definition_.kinds[candidate.kind].voids;
    if (voids != kNone) {
      if (count_ > 1 || reads_.find_fact(realm_.id, realm_.kinds[voids], candidate.key, other))
        return false;
    }
    for (uint16_t by : realm_.about[candidate.kind].voided_by) {
      if (reads_.find_fact(realm_.id, realm_.kinds[by], candidate.key, other)) return false;
    }
  }
  const auto before = [](const Candidate& a, const Candidate& b) {
    if (a.row.at != b.row.at) return a.row.at < b.row.at;
    if (a.kind != b.kind) return a.kind < b.kind;
    return a.key < b.key;
  };
  order_.resize(count_);
  for (size_t i = 0; i < count_; ++i) order_[i] = static_cast<uint32_t>(i);
  std::ranges::stable_sort(
      order_, [&](uint32_t a, uint32_t b) { return before(candidates_[a], candidates_[b]); });
  // What stands or falls together must stand together.
  for (size_t i = 0; i < count_; ++i) {
    if (!candidates_[order_[i]].prelude) continue;
    if (i + 1 == count_ || candidates_[order_[i + 1]].input != candidates_[order_[i]].input)
      return false;
  }
  const Candidate& first = candidates_[order_[0]];
  if (realm_.earlier && first.row.at < realm_.earlier->until) return false;  // another decides it
  const engine::Fact probe{.at = first.row.at, .kind = first.kind, .key = first.key};
  return is_new_ || after_position(probe, state_.position());
}

void Recorder::decide_in_order() {
  std::optional<State> snapshot;
  size_t moves_before = 0, effects_before = 0, changed_before = 0;
  for (uint32_t index : order_) {
    Candidate& candidate = candidates_[index];
    if (candidate.refused) continue;  // its prelude was
    if (candidate.prelude) {
      snapshot = state_;
      moves_before = fresh_.size();
      effects_before = effects_.size();
      changed_before = changed_.size();
    }
    const bool is_said = candidate.input != kNoInput;
    service::Verdict unsaid;
    service::Verdict& verdict = is_said ? verdicts_[candidate.input] : unsaid;
    if (is_said) ask_present(candidate);
    std::vector<Refusal> asked = std::move(verdict.refusals);
    verdict.refusals.clear();
    const engine::Fact fact = fact_of(candidate);
    std::optional<State> untouched;
    if (!asked.empty()) untouched = state_;  // decide all the same: a refusal is complete
    Decision decision = engine::decide(definition_, state_, fact,
                                       {.gates = is_said,
                                        .except_gates = !candidate.exception.empty(),
                                        .role = candidate.role});
    for (Refusal& refusal : decision.refusals) {
      const auto same = [&](const Refusal& r) {
        return r.code == refusal.code && r.id == refusal.id;
      };
      if (std::ranges::none_of(asked, same)) asked.push_back(std::move(refusal));
    }
    if (!asked.empty()) {
      if (untouched) state_ = std::move(*untouched);
      if (snapshot && !candidate.prelude) {
        state_ = std::move(*snapshot);
        fresh_.resize(moves_before);
        effects_.resize(effects_before);
        changed_.resize(changed_before);
      }
      snapshot.reset();
      verdict.refusals = std::move(asked);
      verdict.outcome = Outcome::refused;
      drop_input(candidate.input);
      continue;
    }
    if (!candidate.prelude) snapshot.reset();
    for (const engine::Transition& move : decision.moves) {
      keep(move, move.cause == engine::Cause::rule && move.fact == fact.id
                     ? encode_trace(decision.trace)
                     : std::string());
    }
    for (engine::EffectCall& effect : decision.effects) effects_.push_back(std::move(effect));
    for (const auto& entry : fact.properties)
      changed_.push_back(definition_.properties[entry.property].slot);
    for (const auto& input : definition_.measures_by_kind[candidate.kind])
      changed_.push_back(definition_.measures[input.measure].slot);
    if (candidate.kind == realm_.created) {
      for (const lifecycle::Lifecycle& cycle : definition_.lifecycles)
        changed_.push_back(cycle.since_slot);
    }
    documents_.add(candidate.kind, fact);
    note_gates(candidate, decision, verdict.warnings);
    verdict.outcome = candidate.outcome;
  }
  if (!anything_left()) return;
  settle_now();
  open_tasks();
}

// Was anything accepted that somebody said? What was only made for it is not reason enough to
// write.
bool Recorder::anything_left() {
  for (size_t i = 0; i < count_; ++i) {
    if (!candidates_[i].refused && candidates_[i].input != kNoInput) return true;
  }
  count_ = 0;
  return false;
}

void Recorder::keep(const engine::Transition& move, std::string trace) {
  fresh_.push_back({to_move(realm_, move), std::move(trace)});
}

void Recorder::settle_now() {
  due_ = engine::next_due(definition_, state_);
  if (!due_ || *due_ > now_) return;
  engine::Fold fold(definition_, std::move(state_));
  std::vector<engine::Transition> moves;
  fold.settle(now_, {&moves, nullptr, &effects_});
  state_ = fold.take();
  for (const engine::Transition& move : moves) keep(move);
  due_ = engine::next_due(definition_, state_);
  // Timers that feed each other without end stop until the next fact: none waits.
  if (due_ && *due_ <= now_) due_.reset();
}

}  // namespace tenure::service
