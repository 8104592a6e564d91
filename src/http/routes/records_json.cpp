// The records that somebody may read, their fields and links: what the metadata says, for people, in both languages.
#include "http/routes/definition_json.h"

#include <algorithm>

namespace tenure::http {

namespace {

using query::Entity;
using query::Field;
using query::Model;

// Where a field of the account comes from; "" where the record has it by itself.
std::string_view origin(const lifecycle::Definition& definition, const Entity& entity, const Field& field) {
  if (entity.name != "account") return "";
  if (field.place.kind == query::Place::Kind::spell) return "spell";
  const auto slot = definition.find_slot(field.name);
  if (!slot) return "";
  const lifecycle::Slot& about = definition.slots[*slot];
  switch (about.role) {
    case lifecycle::SlotRole::measure: return "measure";
    case lifecycle::SlotRole::stage: return "stage";
    case lifecycle::SlotRole::since: return "since";
    case lifecycle::SlotRole::property: break;
  }
  const lifecycle::Property& property = definition.properties[about.index];
  return property.administrators ? "workspace" : property.extra ? "pack" : "";
}

bool knows_list(const lifecycle::Definition& definition, std::string_view name) {
  return std::ranges::find(definition.lists, name, &lifecycle::ChoiceList::name) != definition.lists.end();
}

void write_field(json::Writer& out, const lifecycle::Definition& definition, const Entity& entity, const Field& field) {
  out.begin_object().field("name", field.name);
  write_title(out, "title", field.english, field.hebrew);
  out.field("type", type_word(field.type.kind)).field("many", field.type.collection);
  if (field.type.kind == expression::Kind::choice) {
    out.field("list", field.list).key("choices").begin_array();
    if (field.type.choices) {
      for (const std::string& choice : *field.type.choices) out.value(choice);
    }
    out.end_array();
  } else if (const std::string list = entity.name + "_" + field.name + "s"; knows_list(definition, list)) {
    out.field("list", list);  // what forms offer; other values are let in
  }
  out.field("required", field.is(query::kRequired) || field.is(query::kKey));
  out.field("read_only", field.is(query::kReadOnly)).field("unique", field.is(query::kUnique));
  out.field("searched", field.is(query::kSearch)).field("filterable", !field.is(query::kFetched));
  out.field("on_request", field.is(query::kOnRequest));
  if (const std::string_view from = origin(definition, entity, field); !from.empty()) out.field("origin", from);
  out.end_object();
}

void write_links(json::Writer& out, const Model& model, const Entity& entity) {
  out.key("links").begin_array();
  for (const query::Link& link : entity.links) {
    const Entity& target = model.entities[link.target];
    if (target.hidden) continue;
    out.begin_object().field("name", link.name);
    write_title(out, "title", link.english, link.hebrew);
    out.field("record", target.name).field("many", link.many).field("field", link.field).end_object();
  }
  out.end_array();
}

}  // namespace

void write_records(json::Writer& out, const service::Reading& reading) {
  out.key("records").begin_array();
  for (const Entity& entity : reading.model->entities) {
    if (entity.hidden) continue;
    out.begin_object().field("name", entity.name).field("set", entity.set);
    write_title(out, "title", entity.english, entity.hebrew);
    out.key("key").begin_array();
    for (const uint16_t field : entity.key) out.value(entity.fields[field].name);
    out.end_array().field("has_version", entity.version_field != Entity::kNoField);
    out.key("may").begin_object();
    out.field("create", reading.access->may(service::kMayCreate, entity.name));
    out.field("change", reading.access->may(service::kMayChange, entity.name));
    out.field("remove", reading.access->may(service::kMayRemove, entity.name)).end_object();
    out.key("fields").begin_array();
    for (const Field& field : entity.fields) {
      if (!field.is(query::kHidden)) write_field(out, *reading.realm->definition, entity, field);
    }
    out.end_array();
    write_links(out, *reading.model, entity);
    out.end_object();
  }
  out.end_array();
}

}  // namespace tenure::http
