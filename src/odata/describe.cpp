// A Model and the verbs a caller may use, as the metadata document says them.
#include <algorithm>

#include "odata/csdl.h"
#include "odata/values.h"

namespace tenure::odata::csdl {

namespace {

using expression::Kind;
using query::Entity;
using query::Field;
using query::Link;
using query::Model;

constexpr std::string_view kCore = "Org.OData.Core.V1.";
constexpr std::string_view kCapabilities = "Org.OData.Capabilities.V1.";

Annotation note(std::string_view vocabulary, std::string_view term, Node value) {
  return {std::string(vocabulary) + std::string(term), std::move(value)};
}

void add_title(Annotations& out, const std::string& english, const std::string& hebrew,
               Language language) {
  const std::string& title = language == Language::hebrew && !hebrew.empty() ? hebrew : english;
  if (!title.empty()) out.push_back(note(kCore, "Description", title));
}

void add_precision(Property& out, Kind kind) {
  if (kind == Kind::instant || kind == Kind::time_of_day || kind == Kind::duration) out.precision = 6;
  if (kind == Kind::decimal) out.scale = "variable";
}

std::string type_name(const Model& model, const expression::Type& type) {
  if (type.kind == Kind::record && type.record) {
    for (const expression::RecordType& complex : model.complex_types) {
      if (&complex == type.record) return std::string(kNamespace) + "." + complex.name;
    }
  }
  return std::string(edm_name(type.kind));
}

Property describe_field(const Model& model, const Field& field, Language language) {
  Property out{.name = field.name,
               .type = type_name(model, field.type),
               .collection = field.type.collection,
               .nullable = !field.is(query::kRequired) && !field.is(query::kKey)};
  add_precision(out, field.type.kind);
  add_title(out.annotations, field.english, field.hebrew, language);
  if (field.is(query::kReadOnly)) {
    const bool computed = field.place.kind != query::Place::Kind::column;
    out.annotations.push_back(computed ? note(kCore, "Computed", true)
                                       : note(kCore, "Permissions", "Org.OData.Core.V1.Permission/Read"));
  }
  if (field.type.kind == Kind::choice && field.type.choices && !field.type.choices->empty()) {
    std::vector<Node> values;
    for (const std::string& id : *field.type.choices) values.emplace_back(Record{{"Value", Node(id)}});
    out.annotations.push_back({"Org.OData.Validation.V1.AllowedValues", std::move(values)});
  }
  return out;
}

StructuredType describe_entity(const Model& model, const Entity& entity, Language language) {
  StructuredType out{.name = entity.name};
  for (const uint16_t field : entity.key) out.key.push_back(entity.fields[field].name);
  std::vector<Node> alternates;
  for (const Field& field : entity.fields) {
    if (field.is(query::kHidden)) continue;
    out.properties.push_back(describe_field(model, field, language));
    if (field.is(query::kUnique) && !field.is(query::kKey)) {
      const Record reference{{"Name", Path{field.name}}, {"Alias", Node(field.name)}};
      alternates.emplace_back(Record{{"Key", std::vector<Node>{Node(reference)}}});
    }
  }
  for (const Link& link : entity.links) {
    const Entity& target = model.entities[link.target];
    if (target.hidden) continue;
    Navigation navigation{.name = link.name, .target = target.name, .collection = link.many};
    const Field &from = entity.fields[link.from], &to = target.fields[link.to];
    if (!link.many && !from.is(query::kHidden) && !to.is(query::kHidden))
      navigation.constraint = {from.name, to.name};
    add_title(navigation.annotations, link.english, link.hebrew, language);
    out.navigations.push_back(std::move(navigation));
  }
  add_title(out.annotations, entity.english, entity.hebrew, language);
  if (!alternates.empty()) {
    // The names in an alternate key are paths of the type, as the vocabulary wants them.
    out.annotations.push_back(note(kCore, "AlternateKeys", std::move(alternates)));
  }
  return out;
}

std::vector<Operation> describe_verbs(const Model& model, const service::Access& access, Language language,
                                      std::vector<Import>& imports) {
  std::vector<Operation> out;
  for (const service::Verb& verb : service::verbs()) {
    const bool bound = verb.bound != service::Bound::nothing;
    if (!access.may(verb) || (bound && !model.find(verb.record))) continue;
    Operation operation{.name = std::string(verb.name), .is_function = !verb.is_action(), .bound = bound};
    operation.returns = "tenure.outcome";
    if (bound) {
      operation.parameters.push_back({.name = std::string(verb.record),
                                      .type = std::string(kNamespace) + "." + std::string(verb.record),
                                      .collection = verb.bound == service::Bound::set,
                                      .nullable = false});
    }
    for (const service::VerbParameter& it : verb.parameters) {
      Operation::Parameter parameter{.name = std::string(it.name),
                                     .type = std::string(edm_name(it.type)),
                                     .collection = it.collection,
                                     .nullable = !it.required};
      add_title(parameter.annotations, std::string(it.english), std::string(it.hebrew), language);
      operation.parameters.push_back(std::move(parameter));
    }
    add_title(operation.annotations, std::string(verb.english), std::string(verb.hebrew), language);
    if (!bound) imports.push_back({operation.name, operation.is_function});
    out.push_back(std::move(operation));
  }
  std::ranges::stable_sort(out, {}, &Operation::name);
  return out;
}

EntitySet describe_set(const Model& model, const Entity& entity, const service::Access& access) {
  EntitySet out{.name = entity.set, .type = entity.name};
  for (const Link& link : entity.links) {
    const Entity& target = model.entities[link.target];
    if (!target.hidden) out.bindings.emplace_back(link.name, target.set);
  }
  std::vector<Node> fetched;
  for (const Field& field : entity.fields) {
    if (field.is(query::kFetched) && !field.is(query::kHidden)) fetched.emplace_back(Path{field.name});
  }
  const auto allow = [&](std::string_view term, std::string_view name, service::Grant grant) {
    out.annotations.push_back(
        note(kCapabilities, term, Record{{std::string(name), Node(access.may(grant, entity.name))}}));
  };
  allow("InsertRestrictions", "Insertable", service::kMayCreate);
  allow("UpdateRestrictions", "Updatable", service::kMayChange);
  allow("DeleteRestrictions", "Deletable", service::kMayRemove);
  Record filter{{"Filterable", Node(true)}}, sort{{"Sortable", Node(true)}};
  if (!fetched.empty()) {
    filter.emplace_back("NonFilterableProperties", fetched);
    sort.emplace_back("NonSortableProperties", fetched);
  }
  out.annotations.push_back(note(kCapabilities, "FilterRestrictions", std::move(filter)));
  out.annotations.push_back(note(kCapabilities, "SortRestrictions", std::move(sort)));
  const bool searched = std::ranges::any_of(
      entity.fields, [](const Field& field) { return field.is(query::kSearch) && !field.is(query::kHidden); });
  out.annotations.push_back(note(kCapabilities, "SearchRestrictions", Record{{"Searchable", Node(searched)}}));
  out.annotations.push_back(note(kCapabilities, "ExpandRestrictions",
                                 Record{{"Expandable", Node(true)}, {"MaxLevels", Node(int64_t{3})}}));
  if (entity.version_field != Entity::kNoField) {
    out.annotations.push_back(note(kCore, "OptimisticConcurrency", std::vector<Node>{}));
    out.annotations.push_back(note(kCapabilities, "ChangeTracking", Record{{"Supported", Node(true)}}));
  }
  return out;
}

Annotations describe_container() {
  return {
      note(kCore, "ODataVersions", "4.0 4.01"),
      note(kCapabilities, "ConformanceLevel", "Org.OData.Capabilities.V1.ConformanceLevelType/Intermediate"),
      note(kCapabilities, "AsynchronousRequestsSupported", false),
      note(kCapabilities, "BatchSupport",
           Record{{"Supported", Node(true)},
                  {"ContinueOnErrorSupported", Node(true)},
                  {"ReferencesAcrossChangeSetsSupported", Node(true)},
                  {"SupportedFormats", std::vector<Node>{Node("application/json"), Node("multipart/mixed")}}}),
      note(kCapabilities, "CrossJoinSupported", false),
      note(kCapabilities, "KeyAsSegmentSupported", false),
      note(kCapabilities, "QuerySegmentSupported", true),
      note(kCapabilities, "SupportedFormats",
           std::vector<Node>{Node("application/json;odata.metadata=minimal;IEEE754Compatible=false"),
                             Node("application/json;odata.metadata=full"),
                             Node("application/json;odata.metadata=none")}),
  };
}

}  // namespace

std::vector<StructuredType> outcome_types() {
  StructuredType move{.name = "stage_move", .is_entity = false};
  for (const std::string_view name : {"account", "lifecycle", "from", "to", "rule"})
    move.properties.push_back({.name = std::string(name), .type = "Edm.String"});
  move.properties.push_back({.name = "at", .type = "Edm.DateTimeOffset", .precision = 6});
  StructuredType reason{.name = "refusal", .is_entity = false};
  for (const std::string_view name : {"code", "id", "lifecycle", "message"})
    reason.properties.push_back({.name = std::string(name), .type = "Edm.String"});
  StructuredType outcome{.name = "outcome", .is_entity = false};
  outcome.properties = {
      {.name = "record", .type = "Edm.String"},
      {.name = "key", .type = "Edm.String"},
      {.name = "version", .type = "Edm.Int64"},
      {.name = "created", .type = "Edm.Boolean", .nullable = false},
      {.name = "replayed", .type = "Edm.Boolean", .nullable = false},
      {.name = "moves", .type = "tenure.stage_move", .collection = true, .nullable = false},
      {.name = "warnings", .type = "tenure.refusal", .collection = true, .nullable = false},
      {.name = "allowed", .type = "Edm.String", .collection = true, .nullable = false},
      {.name = "result", .type = "tenure.verb_result"},
  };
  // What a verb answers beside that is its own: an open type, as clients that know no Edm.Untyped take it.
  StructuredType result{.name = "verb_result", .is_entity = false, .open = true};
  return {std::move(move), std::move(reason), std::move(outcome), std::move(result)};
}

Document describe(const Model& model, const service::Access& access, Language language) {
  Document out;
  for (const Entity& entity : model.entities) {
    if (!entity.hidden) out.types.push_back(describe_entity(model, entity, language));
  }
  for (const expression::RecordType& complex : model.complex_types) {
    StructuredType type{.name = complex.name, .is_entity = false};
    for (const auto& field : complex.fields) {
      Property property{.name = field.name, .type = type_name(model, field.type), .collection = field.type.collection};
      add_precision(property, field.type.kind);
      type.properties.push_back(std::move(property));
    }
    out.types.push_back(std::move(type));
  }
  for (StructuredType& type : outcome_types()) out.types.push_back(std::move(type));
  out.operations = describe_verbs(model, access, language, out.imports);
  for (const Entity& entity : model.entities) {
    if (!entity.hidden) out.sets.push_back(describe_set(model, entity, access));
  }
  out.container = describe_container();
  return out;
}

}  // namespace tenure::odata::csdl
