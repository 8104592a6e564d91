#include "service/projector.h"

#include "records/projection.h"

namespace tenure::service {

using expression::Cell;
using expression::Kind;
using lifecycle::Definition;
using lifecycle::FactKind;
using lifecycle::kNone;
using records::Field;
using records::Record;

namespace {

uint16_t body_field(const FactKind& kind, std::string_view name) {
  const int field = name.empty() ? -1 : kind.fields.find(name);
  return field >= 0 && field < kind.body_fields ? static_cast<uint16_t>(field) : kNone;
}

bool fits(Kind from, Kind to) {
  return from == to || (from == Kind::string && to == Kind::choice) ||
         (from == Kind::choice && to == Kind::string) ||
         (from == Kind::int64 && to == Kind::decimal);
}

bool is_text(const Cell& cell) {
  return cell.kind == Kind::string || cell.kind == Kind::choice;
}

Projector make_projector(const FactKind& kind) {
  Projector made;
  made.record = kind.record.empty() ? nullptr : records::find_record(kind.record);
  if (!made.record) return made;
  const Record& record = *made.record;
  made.creates = kind.creates;
  made.key_field = body_field(kind, record.name);
  made.at_place = kind.at_field.empty() ? kNone : place_of(record, kind.at_field);
  const records::Projection* built_in = records::find_projection(kind.name);
  for (uint16_t field = 0; field < kind.body_fields; ++field) {
    std::string_view name = kind.fields.fields[field].name;
    if (built_in) {
      for (const auto& rename : built_in->renames) {
        if (rename.from == name) name = rename.to;
      }
    }
    const uint16_t place = place_of(record, name);
    if (field == made.key_field || place == kNone || name == "account") continue;
    if (record.fields[place].flags & records::kKey) continue;
    if (fits(kind.fields.fields[field].type.kind, record.fields[place].type))
      made.copies.push_back({field, place});
  }
  if (!built_in) return made;
  for (const auto& constant : built_in->constants)
    made.constants.emplace_back(place_of(record, constant.field), Value(constant.value));
  made.which = body_field(kind, built_in->which);
  made.target = body_field(kind, built_in->target);
  if (kind.name == records::change_kind(record.name))
    made.cleared = body_field(kind, records::kCleared);
  return made;
}

}  // namespace

uint16_t place_of(const Record& record, std::string_view field) {
  const Field* found = records::find_field(record, field);
  return found ? static_cast<uint16_t>(found - record.fields.data()) : kNone;
}

std::vector<Projector> make_projectors(const Definition& definition) {
  std::vector<Projector> projectors;
  for (const FactKind& kind : definition.kinds) projectors.push_back(make_projector(kind));
  // What makes a document's fact void, and tells of no document itself, cancels that document.
  for (size_t k = 0; k < definition.kinds.size(); ++k) {
    const FactKind& kind = definition.kinds[k];
    if (projectors[k].record || kind.voids == kNone) continue;
    const Projector& voided = projectors[kind.voids];
    if (!voided.record || !voided.creates) continue;
    const uint16_t place = place_of(*voided.record, "cancelled_at");
    if (place == kNone) continue;
    projectors[k].record = voided.record;
    projectors[k].key_field = body_field(kind, voided.record->name);
    projectors[k].at_place = place;
  }
  return projectors;
}

std::string_view Projector::key(const engine::Fact& fact) const {
  if (key_field < fact.body.size() && is_text(fact.body[key_field])) {
    const std::string_view said = fact.body[key_field].as_text();
    if (!said.empty()) return said;
  }
  return fact.key;
}

void Projector::apply(const engine::Fact& fact, bool created, std::vector<Value>& cells) const {
  const bool once = creates && created;
  if (at_place != kNone && !once) cells[at_place] = fact.at;
  if (!once) {
    for (const auto& [place, value] : constants) cells[place] = value;
  }
  for (const Copy& copy : copies) {
    const Cell& cell = fact.body[copy.field];
    if (cell.is_null()) continue;
    const Kind type = record->fields[copy.place].type;
    if (cell.kind == Kind::int64 && type == Kind::decimal)
      cells[copy.place] = Decimal(cell.as_int64());
    else
      cells[copy.place] = expression::to_value(cell, {type});
  }
  if (cleared != kNone && is_text(fact.body[cleared])) {
    std::string_view names = fact.body[cleared].as_text();
    while (!names.empty()) {
      const size_t comma = std::min(names.find(','), names.size());
      const uint16_t place = place_of(*record, names.substr(0, comma));
      if (place != kNone && records::is_changeable(*record, record->fields[place]))
        cells[place] = Null{};
      names.remove_prefix(std::min(comma + 1, names.size()));
    }
  }
  if (which == kNone || target == kNone || !is_text(fact.body[which])) return;
  const uint16_t place = place_of(*record, fact.body[which].as_text());
  if (place == kNone || !is_text(fact.body[target])) return;
  const Field& field = record->fields[place];
  if (!field.link.empty() && field.link != "account")
    cells[place] = Value(fact.body[target].as_text());
}

}  // namespace tenure::service
