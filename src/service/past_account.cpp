#include "service/past_account.h"

#include <algorithm>

#include "service/account_row.h"
#include "service/realm_then.h"

namespace tenure::service {

using lifecycle::kNone;
using lifecycle::kNoStage;
using lifecycle::SlotRole;
using query::Entity;
using query::Field;
using query::Place;

void PastAccount::load(store::AccountId id) {
  id_ = id;
  key_ = reader_.account_key(realm_.id, id);
  exists_ = merged_ = false;
  first_at_ = kMaxInstant;
  changed_at_ = kMinInstant;
  documents_.reset();
  history_.clear();
  history_.load(reader_, id);
  fold();
  if (exists_) follow_log();
}

void PastAccount::fold() {
  // Whether it was merged into another is a matter of belief, not of when: its documents are the other's throughout.
  for (const uint32_t index : facts_.effective(known_at_)) {
    const AccountFacts::Row& row = facts_.rows()[index];
    if (row.kind != believed_.changed) continue;
    for (const auto& entry : facts_.fact(row, "").properties) {
      if (entry.property == believed_.merged_into) merged_ = !entry.value.is_null();
    }
  }
  state_ = engine::State(*history_.parts().front().realm.definition);
  for (History::Part& part : history_.parts()) {
    if (part.from > at_) break;
    if (part.crossing) state_ = history_.enter(part, std::move(state_), known_at_, nullptr);
    fold_part(part);
  }
  engine::Fold fold(*then_->definition, std::move(state_));
  fold.settle(settled_until(realm_, reader_, id_, at_, known_at_));
  state_ = fold.take();
  remember_new_measures();
}

void PastAccount::fold_part(History::Part& part) {
  then_ = &part.realm;
  engine::Fold fold(*part.realm.definition, std::move(state_));
  for (const uint32_t index : part.facts.effective(known_at_)) {
    const AccountFacts::Row& row = part.facts.rows()[index];
    if (row.at < part.from) continue;
    if (row.at > at_ || row.at >= part.until) break;
    fold.add(part.facts.fact(row, reader_.text(realm_.id, row.actor)));
    exists_ = true;
    first_at_ = std::min(first_at_, row.at);
    changed_at_ = std::max(changed_at_, row.recorded_at);
  }
  if (part.until <= at_) fold.advance(part.until);
  state_ = fold.take();
}

// Nobody asked for them then: all that is said of them is what the definitions since say.
void PastAccount::remember_new_measures() {
  memory_.reset();
  const auto is_there = [&](const lifecycle::Measure& measure) {
    return then_->definition->find_slot(measure.name).has_value();
  };
  if (then_ == &believed_ || std::ranges::all_of(believed_.definition->measures, is_there)) return;
  engine::Fold fold(*believed_.definition);
  for (const uint32_t index : facts_.effective(known_at_)) {
    const AccountFacts::Row& row = facts_.rows()[index];
    if (row.at > at_) break;
    fold.remember(facts_.fact(row, ""));
  }
  memory_ = fold.take();
}

// Where it stood is what the log says, whatever a definition would make of the facts.
void PastAccount::follow_log() {
  standing_.clear();
  for (const store::Name stage : unmoved(*then_, first_at_, at_)) standing_.push_back({stage, std::nullopt});
  std::vector<HistoryMove> moves;
  reader_.transitions(realm_.id, id_, [&](const store::Transition& move) {
    const bool believed = known_at_ ? move.recorded_at <= *known_at_ &&
                                          (!move.superseded_at || *move.superseded_at > *known_at_)
                                    : !move.superseded_at;
    if (!believed || move.at > at_) return;
    const uint16_t l = then_->find_lifecycle(move.lifecycle);
    if (l != kNone) standing_[l] = {move.to, move.at};
    changed_at_ = std::max(changed_at_, move.recorded_at);
    moves.push_back({.lifecycle = move.lifecycle, .from = move.from, .to = move.to, .at = move.at});
  });
  spells_ = account_spells(*then_, id_, first_at_, moves);
  std::ranges::sort(spells_, {}, [](const store::Spell& spell) { return std::pair(spell.lifecycle, spell.stage); });
}

// ---- rows
// -----------------------------------------------------------------------------------------------

namespace {

Value instant_or_null(std::optional<Instant> at) { return at ? Value(*at) : Value(Null{}); }

}  // namespace

Value PastAccount::spell_value(const store::Spell& spell, std::string_view column) const {
  if (column == "first_entered_at") return instant_or_null(spell.first_entered_at);
  if (column == "entered_at") return instant_or_null(spell.entered_at);
  if (column == "left_at") return instant_or_null(spell.left_at);
  if (column == "times") return spell.times;
  const Standing* standing = find_standing(spell.lifecycle);
  const bool lasts = standing && standing->stage == spell.stage && spell.entered_at && *spell.entered_at <= at_;
  return (spell.micros + (lasts ? at_.micros - spell.entered_at->micros : 0)) / 1'000'000;
}

const store::Spell* PastAccount::find_spell(std::string_view lifecycle, std::string_view stage) const {
  for (const store::Spell& spell : spells_) {
    if (reader_.text(realm_.id, spell.lifecycle) == lifecycle && reader_.text(realm_.id, spell.stage) == stage) return &spell;
  }
  return nullptr;
}

const PastAccount::Standing* PastAccount::find_standing(store::Name lifecycle) const {
  const uint16_t l = then_->find_lifecycle(lifecycle);
  return l == kNone ? nullptr : &standing_[l];
}

// Of a slot of today's account what the one of its name said then; null where that was something else.
Value PastAccount::slot_value(size_t slot) const {
  const lifecycle::Definition& today = *realm_.definition;
  const lifecycle::Slot& about = today.slots[slot];
  if (about.role == SlotRole::stage || about.role == SlotRole::since) {
    const Standing* standing = find_standing(realm_.lifecycles[about.index].name);
    if (!standing) return {};
    const std::string_view stage = reader_.text(realm_.id, standing->stage);
    if (about.role == SlotRole::stage) return stage.empty() ? Value() : Value(stage);
    if (standing->since) return *standing->since;
  }
  const auto said_by = [&](const Realm& realm, const engine::State& state) -> std::optional<Value> {
    const lifecycle::Definition& definition = *realm.definition;
    const auto there = definition.find_slot(today.account.fields[slot].name);
    if (!there || definition.slots[*there].role != about.role ||
        definition.account.fields[*there].type.kind != today.account.fields[slot].type.kind)
      return std::nullopt;
    const bool is_other = about.role == SlotRole::property &&
                          realm.properties[definition.slots[*there].index] != realm_.properties[about.index];
    return is_other ? Value() : account_value(realm, state, first_at_, *there);
  };
  std::optional<Value> said = said_by(*then_, state_);
  if (!said && memory_ && about.role == SlotRole::measure) said = said_by(believed_, *memory_);
  return said.value_or(Value());
}

std::vector<Value> PastAccount::row(const Entity& entity) const {
  const lifecycle::Definition& definition = *realm_.definition;
  std::vector<Value> row(entity.fields.size());
  for (size_t f = 0; f < row.size(); ++f) {
    const Field& field = entity.fields[f];
    if (field.place.kind == Place::Kind::spell) {
      const store::Spell* spell = find_spell(field.place.lifecycle, field.place.stage);
      if (spell) row[f] = spell_value(*spell, field.place.name);
      continue;
    }
    if (field.place.name == "_id") row[f] = id_;
    else if (field.name == "key") row[f] = key_;
    else if (field.name == "version") row[f] = int64_t{0};
    else if (field.name == "changed_at") row[f] = changed_at_;
    if (!row[f].is_null()) continue;
    const int slot = definition.account.find(field.name);
    if (slot < 0) continue;
    row[f] = slot_value(static_cast<size_t>(slot));
  }
  return row;
}

std::vector<Value> PastAccount::spell_row(const Entity& entity, const store::Spell& spell) const {
  std::vector<Value> row(entity.fields.size());
  for (size_t f = 0; f < row.size(); ++f) {
    const Field& field = entity.fields[f];
    const std::string& column = field.place.name;
    if (field.place.kind == Place::Kind::account) row[f] = key_;
    else if (field.place.kind == Place::Kind::interned)
      row[f] = Value(reader_.text(realm_.id, column == "lifecycle" ? spell.lifecycle : spell.stage));
    else if (column == "account") row[f] = id_;
    else if (column == "lifecycle") row[f] = spell.lifecycle;
    else if (column == "stage") row[f] = spell.stage;
    else row[f] = spell_value(spell, column);
  }
  return row;
}

std::vector<Document> PastAccount::documents(std::string_view record) {
  if (!documents_) {
    documents_ = documents_of(believed_, facts_, at_, known_at_);
    if (merged_) documents_->clear();  // they are listed under the account that it was merged into
  }
  std::vector<Document> out;
  for (const Document& document : *documents_) {
    if (document.record->name == record) out.push_back(document);
  }
  return out;
}

std::vector<Value> PastAccount::document_row(const Entity& entity, const Document& document) {
  std::vector<Value> row(entity.fields.size());
  store::RecordRow today;
  const bool is_there = reader_.find_record(realm_.id, *document.record, document.key, today);
  const auto receipts = records::receipt_fields();
  for (size_t f = 0; f < row.size(); ++f) {
    const Field& field = entity.fields[f];
    const uint16_t place = place_of(*document.record, field.name);
    const auto receipt = std::ranges::find(receipts, std::string_view(field.name), &records::Field::name);
    if (field.place.name == "_id") row[f] = is_there ? today.id : --made_ids_;
    else if (field.place.kind == Place::Kind::account) row[f] = key_;
    else if (field.place.name == "_account") row[f] = id_;
    else if (place != kNone) row[f] = document.row.cells[place];
    else if (field.name == "version") row[f] = int64_t{0};
    else if (field.name == "changed_at") row[f] = document.row.changed_at;
    else if (receipt != receipts.end() && is_there && !today.receipt.empty())
      row[f] = today.receipt[static_cast<size_t>(receipt - receipts.begin())];
  }
  return row;
}

}  // namespace tenure::service
