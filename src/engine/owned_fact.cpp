#include "engine/owned_fact.h"

#include "lifecycle/coerce.h"

namespace tenure::engine {

using expression::Cell;
using lifecycle::Builtin;
using lifecycle::FactKind;

FactViews::FactViews(const Definition& definition, std::span<const OwnedFact> owned) {
  size_t cells = 0, properties = 0;
  for (const OwnedFact& fact : owned) {
    cells += definition.kinds[fact.kind].body_fields;
    properties += fact.properties.size();
  }
  cells_.reserve(cells);  // spans into it must not move
  properties_.reserve(properties);
  facts_.reserve(owned.size());
  for (const OwnedFact& fact : owned) {
    const FactKind& kind = definition.kinds[fact.kind];
    const size_t first_cell = cells_.size(), first_property = properties_.size();
    for (size_t field = 0; field < kind.body_fields; ++field) {
      cells_.push_back(field < fact.body.size()
                           ? expression::to_cell(fact.body[field], kind.fields.fields[field].type, arena_)
                           : Cell::null());
    }
    for (const auto& [property, value] : fact.properties) {
      properties_.push_back(
          {property, expression::to_cell(value, definition.properties[property].type, arena_)});
    }
    facts_.push_back({.at = fact.at,
                      .kind = fact.kind,
                      .key = fact.key,
                      .actor = fact.actor,
                      .body = std::span(cells_).subspan(first_cell),
                      .properties = std::span(properties_).subspan(first_property),
                      .id = fact.id});
  }
}

namespace {

std::vector<std::string> field_names(const Definition& definition, const FactKind* kind) {
  std::vector<std::string> names;
  if (kind) {
    for (size_t i = 0; i < kind->body_fields; ++i) names.push_back(kind->fields.fields[i].name);
  }
  for (const lifecycle::Property& property : definition.properties) names.push_back(property.name);
  return names;
}

Error about_field(Error error, const std::string& field) {
  error.arguments.emplace_back("field", field);
  return error;
}

}  // namespace

Built build_fact(const Definition& definition, const NamedValues& named) {
  Built built;
  const std::optional<uint16_t> kind_index = definition.find_kind(named.kind);
  const FactKind* kind = kind_index ? &definition.kinds[*kind_index] : nullptr;
  if (!kind) {
    std::vector<std::string> kinds;
    for (const FactKind& known : definition.kinds) kinds.push_back(known.name);
    built.faults.push_back({"unknown-kind",
                            {{"kind", std::string(named.kind)}, {"nearest", nearest(named.kind, kinds)}}});
    return built;
  }
  built.fact.kind = *kind_index;
  built.fact.body.resize(kind->body_fields);
  const bool about_account =
      kind->builtin == Builtin::account_created || kind->builtin == Builtin::account_changed;
  auto& properties = about_account ? built.fact.properties : built.on_the_account;
  for (const auto& [name, value] : named.values) {
    const int slot = kind->fields.find(name);
    const bool in_body = slot >= 0 && slot < kind->body_fields;
    const std::optional<uint16_t> property = in_body ? std::nullopt : definition.find_property(name);
    if (!in_body && !property) {
      const bool computed = definition.find_slot(name).has_value();
      built.faults.push_back({computed ? "read-only-field" : "unknown-field",
                              {{"field", name},
                               {"kind", kind->name},
                               {"nearest", nearest(name, field_names(definition, kind))}}});
      continue;
    }
    const expression::Type& type =
        in_body ? kind->fields.fields[slot].type : definition.properties[*property].type;
    Result<Value> coerced = lifecycle::coerce(type, value, definition.zone);
    if (!coerced) {
      built.faults.push_back(about_field(std::move(coerced).error(), name));
    } else if (in_body) {
      built.fact.body[slot] = std::move(*coerced);
    } else {
      properties.emplace_back(*property, std::move(*coerced));
    }
  }
  return built;
}

}  // namespace tenure::engine
