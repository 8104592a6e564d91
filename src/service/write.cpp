// The recorder's last step: what was decided about one account becomes rows.
#include <algorithm>

#include "base/assert.h"
#include "service/recorder.h"

namespace tenure::service {

using engine::Cause;
using lifecycle::EffectKind;

store::Name Recorder::rule_name(const engine::Transition& move) const {
  const Realm::CycleNames& names = realm_.lifecycles[move.lifecycle];
  switch (move.cause) {
    case Cause::rule:
      return names.rules[move.index];
    case Cause::timer:
      return names.timers[move.index];
    case Cause::declaration:
      return names.declarations[move.index];
    case Cause::hand:
      return realm_.by_hand;
    case Cause::script:
      return realm_.script;
  }
  TENURE_ASSERT(false);
}

store::Sequence Recorder::real(store::Sequence fact) const {
  return fact < 0 ? numbers_[static_cast<size_t>(-fact - 1)] : fact;
}

void Recorder::write() {
  if (is_new_) {
    account_.id = transaction_.add_account(realm_.id, account_key_, now_);
    ++accounts_created_;
  }
  write_facts();
  write_moves();
  if (!options_.history) write_effects();
  write_stages();
  write_properties();
  write_account();
}

void Recorder::write_facts() {
  numbers_.assign(count_, 0);
  for (size_t i = 0; i < count_; ++i) {
    Candidate& candidate = candidates_[i];
    if (candidate.refused) continue;
    candidate.row.account = account_.id;
    numbers_[i] = transaction_.add(realm_.id, candidate.row);
    if (!before_) account_.first_at = std::min(account_.first_at, candidate.row.at);
    if (candidate.lines) {
      transaction_.put_document(realm_.id, candidate.row.kind, candidate.key, *candidate.lines);
    }
  }
}

void Recorder::put_outbox(store::OutboxType type, store::Sequence transition) {
  transaction_.add(realm_.id, store::Outbox{.account = account_.id,
                                            .number = ++account_.outbox,
                                            .type = type,
                                            .transition = transition,
                                            .recorded_at = now_});
}

void Recorder::write_moves() {
  uint32_t last_input = kNoInput;
  store::Sequence last_fact = 0;
  for (size_t i = 0; i < count_; ++i) {
    if (candidates_[i].refused) continue;
    last_fact = numbers_[i];
    if (candidates_[i].input != kNoInput) last_input = candidates_[i].input;
  }
  if (!gone_.empty()) {
    for (const store::Transition& row : gone_) {
      transaction_.supersede(realm_.id, row, now_, last_fact);
    }
    put_outbox(store::OutboxType::history_corrected, 0);
  }
  for (Move& fresh : fresh_) {
    engine::Transition& move = fresh.transition;
    const store::Sequence said = move.fact;
    move.fact = real(said);
    const store::Sequence sequence = transaction_.add(
        realm_.id, store::Transition{.account = account_.id,
                                     .lifecycle = realm_.lifecycles[move.lifecycle].name,
                                     .from = realm_.stage(move.lifecycle, move.from),
                                     .to = realm_.stage(move.lifecycle, move.to),
                                     .at = move.at,
                                     .recorded_at = now_,
                                     .cause = static_cast<uint8_t>(move.cause),
                                     .rule = rule_name(move),
                                     .fact = move.fact,
                                     .definition = realm_.number,
                                     .trace = fresh.trace});
    put_outbox(store::OutboxType::stage_changed, sequence);
    ++moves_;
    uint32_t input = said < 0 ? candidates_[static_cast<size_t>(-said - 1)].input : last_input;
    if (input == kNoInput) input = last_input;
    if (input < verdicts_.size()) verdicts_[input].moves.push_back(move);
  }
}

// Notices and tasks wait for whoever delivers them. `set`, `archive` and `restore` are done: they
// are part of the state.
void Recorder::write_effects() {
  for (const engine::EffectCall& effect : effects_) {
    if (effect.kind != EffectKind::notify && effect.kind != EffectKind::task) continue;
    transaction_.add(realm_.id, store::Effect{.account = account_.id,
                                              .kind = static_cast<uint8_t>(effect.kind),
                                              .lifecycle = realm_.lifecycles[effect.lifecycle].name,
                                              .id = effect.id,
                                              .at = effect.at,
                                              .recorded_at = now_,
                                              .fact = real(effect.fact)});
  }
}

void Recorder::write_stages() {
  for (size_t l = 0; l < definition_.lifecycles.size(); ++l) {
    const lifecycle::StageId stage = state_.standing(l).stage;
    if (!is_new_ && stage == stood_[l]) continue;
    transaction_.move(realm_.id, account_.id, realm_.lifecycles[l].name, realm_.stage(l, stood_[l]),
                      realm_.stage(l, stage), !is_new_);
  }
}

void Recorder::write_properties() {
  for (const engine::EffectCall& effect : effects_) {
    for (const auto& [property, value] : effect.set) {
      if (const auto index = definition_.find_property(property)) changed_.push_back(*index);
    }
  }
  if (before_) {
    for (size_t i = 0; i < definition_.properties.size(); ++i) {
      const uint16_t slot = definition_.properties[i].slot;
      if (!expression::same(before_->row()[slot], state_.row()[slot]))
        changed_.push_back(static_cast<uint16_t>(i));
    }
  }
  std::ranges::sort(changed_);
  changed_.erase(std::unique(changed_.begin(), changed_.end()), changed_.end());
  for (uint16_t index : changed_) {
    const lifecycle::Property& property = definition_.properties[index];
    if (realm_.read_only[index]) continue;
    transaction_.set_property(realm_.id, account_.id, property.name,
                              expression::to_value(state_.row()[property.slot], property.type));
  }
}

void Recorder::write_account() {
  // `wake` may be too early but never too late; to move it later on every fact would cost an index
  // entry each. A tick that finds nothing to do moves it.
  if (account_.wake && *account_.wake <= now_) account_.wake.reset();
  if (due_ && (!account_.wake || *due_ < *account_.wake)) account_.wake = due_;
  account_.state = state_.encode(definition_);
  account_.definition = realm_.number;
  ++account_.version;
  transaction_.save_account(realm_.id, account_);
}

}  // namespace tenure::service
