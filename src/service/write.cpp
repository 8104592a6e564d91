// The recorder's last step: what was decided about one account becomes rows.
#include <algorithm>

#include "base/assert.h"
#include "service/account_row.h"
#include "service/recorder.h"

namespace tenure::service {

using lifecycle::EffectKind;

store::Sequence Recorder::real(store::Sequence fact) const {
  return fact < 0 ? numbers_[static_cast<size_t>(-fact - 1)] : fact;
}

void Recorder::write() {
  find_beginning();
  ++account_.version;
  if (is_new_) {
    account_.id = transaction_.add_account(realm_.id, account_key_, now_, account_columns());
    ++accounts_created_;
  }
  write_facts();
  write_documents();
  write_moves();
  if (!options_.history) write_effects();
  write_stages();
  write_spells();
  if (!is_new_) transaction_.set_columns(realm_.id, account_.id, account_columns());
  write_account();
}

// A refold has found it already.
void Recorder::find_beginning() {
  if (before_) return;
  for (size_t i = 0; i < count_; ++i) {
    if (candidates_[i].refused) continue;
    account_.first_at = std::min(account_.first_at, candidates_[i].row.at);
  }
}

void Recorder::write_facts() {
  numbers_.assign(count_, 0);
  for (size_t i = 0; i < count_; ++i) {
    Candidate& candidate = candidates_[i];
    if (candidate.refused) continue;
    if (candidate.row.account == 0) candidate.row.account = account_.id;
    numbers_[i] = transaction_.add(realm_.id, candidate.row);
    if (candidate.lines) {
      transaction_.put_document(realm_.id, candidate.row.kind, candidate.key, *candidate.lines);
    }
  }
}

void Recorder::write_documents() {
  for (size_t i = 0; i < count_; ++i) {
    const Candidate& candidate = candidates_[i];
    const Projector& projector = realm_.projectors[candidate.kind];
    if (candidate.refused || candidate.gates.empty() || candidate.outcome != Outcome::recorded ||
        !projector.record || !projector.creates) {
      continue;
    }
    documents_.set_receipt(*projector.record, projector.key(fact_of(candidate)),
                           receipt_of(candidate));
  }
  documents_.write(facts_, account_.id, account_.version, now_);
}

// By place in records::receipt_fields(). Of several gates the one that was hardest to pass; of the
// present before those of the fact's instant.
std::vector<Value> Recorder::receipt_of(const Candidate& candidate) const {
  const engine::GateAnswer* hardest = &candidate.gates.front();
  std::string gates;
  std::vector<std::string_view> named;
  for (const engine::GateAnswer& answer : candidate.gates) {
    if (answer.verdict > hardest->verdict) hardest = &answer;
    const std::string& id = definition_.lifecycles[answer.lifecycle].gates[answer.gate].id;
    if (std::ranges::find(named, id) != named.end()) continue;
    named.push_back(id);
    gates += (gates.empty() ? "" : ",") + id;
  }
  const lifecycle::Lifecycle& cycle = definition_.lifecycles[hardest->lifecycle];
  const bool excepted = hardest->verdict == lifecycle::Verdict::no;
  const char* verdict = excepted                                          ? "excepted"
                        : hardest->verdict == lifecycle::Verdict::warn ? "warned"
                                                                          : "allowed";
  const bool in_none = hardest->stage == lifecycle::kNoStage;
  return {std::move(gates),
          verdict,
          cycle.name,
          in_none ? Value{} : Value(cycle.stages[hardest->stage].id),
          seen_version_,
          realm_.number,
          excepted ? Value(candidate.exception) : Value{},
          reads_.text(realm_.id, candidate.row.actor)};
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
    HistoryMove& move = fresh.said;
    const store::Sequence said = move.fact;
    move.fact = real(said);
    const store::Sequence sequence =
        transaction_.add(realm_.id, store::Transition{.account = account_.id,
                                                      .lifecycle = move.lifecycle,
                                                      .from = move.from,
                                                      .to = move.to,
                                                      .at = move.at,
                                                      .recorded_at = now_,
                                                      .cause = static_cast<uint8_t>(move.cause),
                                                      .rule = move.rule,
                                                      .fact = move.fact,
                                                      .definition = move.definition,
                                                      .trace = fresh.trace});
    put_outbox(store::OutboxType::stage_changed, sequence);
    ++moves_;
    uint32_t input = said < 0 ? candidates_[static_cast<size_t>(-said - 1)].input : last_input;
    if (input == kNoInput) input = last_input;
    if (input >= verdicts_.size()) continue;
    if (const auto told = in_words_of(realm_, move)) verdicts_[input].moves.push_back(*told);
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
    const store::Name stage = realm_.stage(l, state_.standing(l).stage);
    if (stood_[l].counted && stage == stood_[l].stage) continue;
    transaction_.move(realm_.id, realm_.lifecycles[l].name, stood_[l].stage, stage, stood_[l].counted);
  }
}

void Recorder::write_spells() {
  if (!is_new_ && !before_) {
    if (fresh_.empty()) return;
    std::vector<store::Spell> spells;
    reads_.spells(realm_.id, account_.id,
                  [&](const store::Spell& spell) { spells.push_back(spell); });
    const std::vector<store::Spell> known = spells;
    for (const Move& fresh : fresh_) add_move(fresh.said, account_.id, spells);
    for (size_t i = 0; i < spells.size(); ++i) {
      if (i >= known.size() || known[i] != spells[i]) transaction_.put_spell(realm_.id, spells[i]);
    }
    return;
  }
  if (!before_) {
    believed_.clear();
    for (const Move& fresh : fresh_) believed_.push_back(fresh.said);
  }
  if (!is_new_) transaction_.remove_spells(realm_.id, account_.id);
  for (const store::Spell& spell :
       account_spells(realm_, account_.id, account_.first_at, believed_)) {
    transaction_.put_spell(realm_.id, spell);
  }
}

// Of the account's row, what is or may be another than before.
std::span<const store::ColumnValue> Recorder::account_columns() {
  const auto slot_of = [&](uint16_t property) {
    if (property != lifecycle::kNone) changed_.push_back(definition_.properties[property].slot);
  };
  for (const engine::EffectCall& effect : effects_) {
    for (const auto& [property, value] : effect.set) {
      if (const auto index = definition_.find_property(property)) slot_of(*index);
    }
  }
  for (const Move& fresh : fresh_) {
    const uint16_t l = realm_.find_lifecycle(fresh.said.lifecycle);
    if (l == lifecycle::kNone) continue;
    const lifecycle::Lifecycle& cycle = definition_.lifecycles[l];
    changed_.insert(changed_.end(), {cycle.stage_slot, cycle.since_slot});
  }
  if (is_new_ || before_) {
    for (size_t slot = 0; slot < definition_.slots.size(); ++slot) {
      const bool same = whole_    ? false
                        : is_new_ ? state_.row()[slot].is_null()
                                  : expression::same(before_->row()[slot], state_.row()[slot]);
      if (!same) changed_.push_back(static_cast<uint16_t>(slot));
    }
  }
  if (is_new_ || account_.first_at != began_) slot_of(realm_.created_at);
  if (is_new_ || whole_ || state_.archived() != was_archived_) slot_of(realm_.archived);
  std::ranges::sort(changed_);
  changed_.erase(std::unique(changed_.begin(), changed_.end()), changed_.end());
  columns_.clear();
  columns_.push_back({"version", account_.version});
  columns_.push_back({"changed_at", now_});
  for (uint16_t slot : changed_) {
    const lifecycle::Slot& about = definition_.slots[slot];
    if (about.role == lifecycle::SlotRole::property && about.index == realm_.key) continue;
    columns_.push_back({definition_.account.fields[slot].name,
                        account_value(realm_, state_, account_.first_at, slot)});
  }
  return columns_;
}

void Recorder::write_account() {
  // `wake` may be too early but never too late; to move it later on every fact would cost an index
  // entry each. A tick that finds nothing to do moves it.
  if (account_.wake && *account_.wake <= now_) account_.wake.reset();
  if (due_ && (!account_.wake || *due_ < *account_.wake)) account_.wake = due_;
  account_.state = state_.encode(definition_);
  account_.definition = realm_.number;
  transaction_.save_account(realm_.id, account_);
}

}  // namespace tenure::service
