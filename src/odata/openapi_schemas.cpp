#include "odata/openapi_schemas.h"

#include <algorithm>

#include "base/limits.h"
#include "odata/csdl.h"
#include "odata/values.h"
#include "records/projection.h"
#include "records/schema.h"
#include "service/perform.h"
#include "service/verbs/answers.h"

namespace tenure::odata {

using expression::Kind;
using query::Entity;
using query::Field;
using query::Link;

namespace {

struct JsonType {
  std::string_view edm, type, format;
};
constexpr JsonType kTypes[] = {
    {"Edm.Boolean", "boolean", ""},        {"Edm.Int64", "integer", "int64"},
    {"Edm.Decimal", "number", "decimal"},  {"Edm.Double", "number", "double"},
    {"Edm.Guid", "string", "uuid"},        {"Edm.Date", "string", "date"},
    {"Edm.DateTimeOffset", "string", "date-time"}, {"Edm.TimeOfDay", "string", ""},
    {"Edm.Duration", "string", "duration"}, {"Edm.Binary", "string", ""},
    {"Edm.String", "string", ""},
};

constexpr NamedShape kShapes[] = {
    {"refusal", "{code: text, message: text, target?: text, @tenure.lifecycle?: text}"},
    {"odata-error",
     "{error: {code: text, message: text, target?: text, details?: [refusal],"
     " innererror?: {position?: int, allowed?: [text]}}}"},
    {"batch-part",
     "{id: text, method: text, url: text, atomicityGroup?: text?, dependsOn?: [text]?, headers?: {*: text}?, body?: any}"},
    {"batch-request", "{requests: [batch-part]}"},
    {"batch-response", "{responses: [{id: text, status: int, atomicityGroup?: text, headers?: {*: text}, body?: any}]}"},
};

void write_title(json::Writer& out, const std::string& english, const std::string& hebrew, Language language) {
  const std::string& title = language == Language::hebrew && !hebrew.empty() ? hebrew : english;
  if (!title.empty()) out.field("description", title);
}

// One value: a type, or what a type of the metadata is.
void write_one(json::Writer& out, const ValueSchema& schema) {
  const auto* known = std::ranges::find(kTypes, schema.edm, &JsonType::edm);
  if (known == std::end(kTypes)) {
    if (schema.edm == "Edm.Untyped") return;
    const std::string reference = std::string(kSchemas) + std::string(schema.edm);
    if (!schema.or_null) {
      out.field("$ref", reference);
      return;
    }
    out.key("anyOf").begin_array().begin_object().field("$ref", reference).end_object();
    out.begin_object().field("type", "null").end_object().end_array();
    return;
  }
  if (schema.or_null) out.key("type").begin_array().value(known->type).value("null").end_array();
  else out.field("type", known->type);
  if (!known->format.empty()) out.field("format", known->format);
  if (schema.choices && !schema.choices->empty()) {
    out.key("enum").begin_array();
    for (const std::string& choice : *schema.choices) out.value(choice);
    if (schema.or_null) out.null();
    out.end_array();
  } else if (schema.most > 0 && known->edm == "Edm.String") {
    out.field("maxLength", static_cast<uint64_t>(schema.most));
  }
}

std::string edm_of(const Described& about, const expression::Type& type) {
  for (const expression::RecordType& complex : about.model.complex_types) {
    if (&complex == type.record) return type_name(complex.name);
  }
  return std::string(edm_name(type.kind));
}

// Of a list of the pack, or those that facts write.
std::vector<std::string> choices_of(const Entity& entity, const Field& field) {
  if (field.type.kind != Kind::choice) return {};
  if (field.type.choices) return *field.type.choices;
  const records::Record* record = records::find_record(entity.name);
  const records::Field* known = record ? records::find_field(*record, field.name) : nullptr;
  if (!known) return {};
  const std::vector<std::string_view> choices = records::choices_of(*record, *known);
  return {choices.begin(), choices.end()};
}

void write_field(json::Writer& out, const Described& about, const Entity& entity, const Field& field) {
  const std::vector<std::string> choices = choices_of(entity, field);
  out.key(field.name).begin_object();
  write_value_schema(out, {.edm = edm_of(about, field.type),
                           .collection = field.type.collection,
                           .or_null = !field.is(query::kRequired) && !field.is(query::kKey),
                           .choices = &choices,
                           .most = field.is(query::kKey) ? limits::kKeyBytes : limits::kTextBytes});
  write_title(out, field.english, field.hebrew, about.language);
  if (field.is(query::kReadOnly)) out.field("readOnly", true);
  out.end_object();
}

void write_link(json::Writer& out, const Described& about, const Link& link) {
  out.key(link.name).begin_object();
  write_value_schema(out, {.edm = type_name(about.model.entities[link.target].name),
                           .collection = link.many,
                           .or_null = !link.many});
  out.end_object();
}

// Annotations of the JSON format, of the row or of a member: "@odata.etag", "account_record@odata.bind".
void write_annotations(json::Writer& out) {
  out.key("patternProperties").begin_object().key("@").begin_object().end_object().end_object();
}

void write_entity(json::Writer& out, const Described& about, const Entity& entity) {
  out.key(type_name(entity.name)).begin_object().field("type", "object");
  write_title(out, entity.english, entity.hebrew, about.language);
  out.key("properties").begin_object();
  for (const Field& field : entity.fields) {
    if (!field.is(query::kHidden)) write_field(out, about, entity, field);
  }
  for (const Link& link : entity.links) {
    if (!about.model.entities[link.target].hidden) write_link(out, about, link);
  }
  out.end_object();
  write_annotations(out);
  out.end_object();
}

// Of a new record: what must be said of it. A link says the same as the field that it sets.
void write_needed(json::Writer& out, const Entity& entity, std::string_view field) {
  const auto required = [&](const std::string& name) {
    out.begin_object().key("required").begin_array().value(name).end_array().end_object();
  };
  const auto link = std::ranges::find(entity.links, field, &Link::field);
  if (link == entity.links.end()) {
    required(std::string(field));
    return;
  }
  out.begin_object().key("anyOf").begin_array();
  for (const std::string& name : {std::string(field), link->name, link->name + "@odata.bind"}) required(name);
  out.end_array().end_object();
}

// What the row takes, and what is said of the write itself; nothing else, where it is known what there is.
void write_body(json::Writer& out, const Described& about, const Entity& entity, std::string_view end,
                const std::vector<std::string_view>& needed) {
  out.key(type_name(entity.name, end)).begin_object().key("allOf").begin_array();
  write_reference(out, type_name(entity.name));
  for (const std::string_view field : needed) write_needed(out, entity, field);
  out.end_array().key("properties").begin_object();
  for (const service::VerbParameter& it : service::about_the_call()) {
    if (!entity.find_field(it.name)) write_parameter_schema(out.key(it.name), it, about.language);
  }
  out.end_object();
  if (!about.any_pack || entity.name != "account") out.field("unevaluatedProperties", false);
  out.end_object();
}

void write_page(json::Writer& out, const Entity& entity) {
  out.key(type_name(entity.name, "page")).begin_object().field("type", "object").key("properties").begin_object();
  for (const std::string_view name : {"@odata.context", "@odata.nextLink", "@odata.deltaLink"})
    out.key(name).begin_object().field("type", "string").end_object();
  out.key("@odata.count").begin_object();
  write_value_schema(out, {.edm = "Edm.Int64"});
  out.end_object().key("value").begin_object();
  write_value_schema(out, {.edm = type_name(entity.name), .collection = true});
  out.end_object().end_object().key("required").begin_array().value("value").end_array().end_object();
}

void write_structured(json::Writer& out, const csdl::StructuredType& type) {
  out.key(type_name(type.name)).begin_object().field("type", "object").key("properties").begin_object();
  for (const csdl::Property& property : type.properties) {
    out.key(property.name).begin_object();
    write_value_schema(out, {.edm = property.type, .collection = property.collection, .or_null = property.nullable});
    out.end_object();
  }
  out.end_object();
  if (!type.properties.empty()) {
    out.key("required").begin_array();
    for (const csdl::Property& property : type.properties) out.value(property.name);
    out.end_array();
  }
  out.end_object();
}

void write_complex(json::Writer& out, const Described& about, const expression::RecordType& complex) {
  out.key(type_name(complex.name)).begin_object().field("type", "object").key("properties").begin_object();
  for (const auto& field : complex.fields) {
    out.key(field.name).begin_object();
    write_value_schema(out, {.edm = edm_of(about, field.type), .collection = field.type.collection, .or_null = true});
    out.end_object();
  }
  out.end_object().end_object();
}

// ---- facts

bool may_tell(const Described& about, const lifecycle::FactKind& kind) {
  return about.access.may(service::kMayRead, kind.record.empty() ? std::string_view("account") : kind.record);
}

void write_fact_fields(json::Writer& out, const Described& about, const lifecycle::FactKind& kind) {
  const std::string_view record = kind.record.empty() ? std::string_view("account") : kind.record;
  out.key("fact." + kind.name).begin_object().field("type", "object");
  write_title(out, kind.title.english, kind.title.hebrew, about.language);
  out.key("properties").begin_object();
  for (size_t i = 0; i < kind.body_fields; ++i) {
    const auto& field = kind.fields.fields[i];
    if (!about.access.may_read(record, field.name)) continue;
    out.key(field.name).begin_object();
    write_value_schema(out, {.edm = edm_name(field.type.kind), .or_null = true, .most = limits::kTextBytes});
    out.end_object();
  }
  out.end_object().end_object();
}

// What is said of every fact, and of each kind the fields that it has. They may stand beside the others too.
void write_fact_line(json::Writer& out, const Described& about) {
  out.key("fact-line").begin_object().field("type", "object").key("properties").begin_object();
  const auto member = [&](std::string_view name, const ValueSchema& schema) {
    out.key(name).begin_object();
    write_value_schema(out, schema);
    out.end_object();
  };
  std::vector<std::string> kinds;
  for (const lifecycle::FactKind& kind : about.definition.kinds) {
    if (may_tell(about, kind)) kinds.push_back(kind.name);
  }
  member("account", {.edm = "Edm.String", .most = limits::kKeyBytes});
  member("kind", {.edm = "Edm.String", .choices = about.any_pack ? nullptr : &kinds});
  member("key", {.edm = "Edm.String", .most = limits::kKeyBytes});
  member("at", {.edm = "Edm.DateTimeOffset"});
  member("retract", {.edm = "Edm.Boolean"});
  member("create_account", {.edm = "Edm.Boolean"});
  out.key("fields").begin_object().field("type", "object").end_object().end_object();
  out.key("required").begin_array().value("account").value("kind").end_array();
  out.key("allOf").begin_array();
  for (const std::string& kind : kinds) {
    out.begin_object().key("if").begin_object().key("properties").begin_object().key("kind").begin_object();
    out.field("const", kind).end_object().end_object().end_object();
    out.key("then").begin_object().key("properties").begin_object().key("fields");
    write_reference(out, "fact." + kind);
    out.end_object().end_object().end_object();
  }
  out.end_array().end_object();
}

}  // namespace

std::string type_name(std::string_view entity, std::string_view end) {
  std::string name = std::string(csdl::kNamespace) + "." + std::string(entity);
  if (!end.empty()) name += "-" + std::string(end);
  return name;
}

void write_reference(json::Writer& out, std::string_view schema) {
  out.begin_object().field("$ref", std::string(kSchemas) + std::string(schema)).end_object();
}

void write_value_schema(json::Writer& out, const ValueSchema& schema) {
  if (!schema.collection) {
    write_one(out, schema);
    return;
  }
  if (schema.or_null) out.key("type").begin_array().value("array").value("null").end_array();
  else out.field("type", "array");
  ValueSchema item = schema;
  item.collection = item.or_null = false;
  out.key("items").begin_object();
  write_one(out, item);
  out.end_object();
}

void write_parameter_schema(json::Writer& out, const service::VerbParameter& parameter, Language language) {
  out.begin_object();
  write_value_schema(out, {.edm = edm_name(parameter.type),
                           .collection = parameter.collection,
                           .or_null = !parameter.required});
  write_title(out, std::string(parameter.english), std::string(parameter.hebrew), language);
  out.end_object();
}

bool may_write(const Described& about, const Entity& entity, service::Grant grant) {
  const records::Record* record = records::find_record(entity.name);
  return record && record->sort != records::RecordSort::log && about.access.may(grant, entity.name);
}

std::span<const NamedShape> body_shapes() { return kShapes; }

void write_schemas(json::Writer& out, const Described& about) {
  for (const Entity& entity : about.model.entities) {
    if (entity.hidden) continue;
    write_entity(out, about, entity);
    write_page(out, entity);
    if (may_write(about, entity, service::kMayCreate)) {
      write_body(out, about, entity, "create", service::needed_to_create(*records::find_record(entity.name)));
    }
    if (may_write(about, entity, service::kMayChange)) write_body(out, about, entity, "update", {});
  }
  for (const expression::RecordType& complex : about.model.complex_types) write_complex(out, about, complex);
  for (const csdl::StructuredType& type : csdl::outcome_types()) write_structured(out, type);
  for (const lifecycle::FactKind& kind : about.definition.kinds) {
    if (may_tell(about, kind)) write_fact_fields(out, about, kind);
  }
  write_fact_line(out, about);
}

}  // namespace tenure::odata
