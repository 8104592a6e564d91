#include <array>

#include "base/json.h"
#include "odata/csdl.h"

namespace tenure::odata::csdl {

namespace {

using json::Writer;

std::string qualified(std::string_view name) { return std::string(kNamespace) + "." + std::string(name); }

void write_node(Writer& out, const Node& node) {
  if (const auto* yes = std::get_if<bool>(&node)) {
    out.value(*yes);
  } else if (const auto* number = std::get_if<int64_t>(&node)) {
    out.value(*number);
  } else if (const auto* text = std::get_if<std::string>(&node)) {
    // Of an enumeration's member the JSON spelling is the member's name alone.
    const bool is_member = text->starts_with("Org.OData.");
    out.value(is_member ? std::string_view(*text).substr(text->rfind('/') + 1) : std::string_view(*text));
  } else if (const auto* path = std::get_if<Path>(&node)) {
    out.value(path->path);
  } else if (const auto* record = std::get_if<Record>(&node)) {
    out.begin_object();
    for (const auto& [name, value] : *record) {
      out.key(name);
      write_node(out, value);
    }
    out.end_object();
  } else {
    out.begin_array();
    for (const Node& item : std::get<std::vector<Node>>(node)) write_node(out, item);
    out.end_array();
  }
}

void write_annotations(Writer& out, const Annotations& annotations) {
  for (const Annotation& it : annotations) {
    out.key("@" + it.term);
    write_node(out, it.value);
  }
}

// String is the default type and is not said.
void write_type_name(Writer& out, std::string_view type, bool collection) {
  if (collection) out.field("$Collection", true);
  if (type != "Edm.String") out.field("$Type", std::string(type));
}

void write_type(Writer& out, const StructuredType& type) {
  out.key(type.name).begin_object();
  out.field("$Kind", type.is_entity ? "EntityType" : "ComplexType");
  if (type.open) out.field("$OpenType", true);
  if (!type.key.empty()) {
    out.key("$Key").begin_array();
    for (const std::string& name : type.key) out.value(name);
    out.end_array();
  }
  for (const Property& property : type.properties) {
    out.key(property.name).begin_object();
    write_type_name(out, property.type, property.collection);
    if (property.nullable && !property.collection) out.field("$Nullable", true);
    if (property.precision >= 0) out.field("$Precision", property.precision);
    if (!property.scale.empty()) out.field("$Scale", property.scale);
    write_annotations(out, property.annotations);
    out.end_object();
  }
  for (const Navigation& link : type.navigations) {
    out.key(link.name).begin_object().field("$Kind", "NavigationProperty");
    if (link.collection) out.field("$Collection", true);
    out.field("$Type", qualified(link.target));
    if (link.nullable && !link.collection) out.field("$Nullable", true);
    if (!link.constraint.first.empty()) {
      out.key("$ReferentialConstraint").begin_object();
      out.field(link.constraint.first, link.constraint.second).end_object();
    }
    write_annotations(out, link.annotations);
    out.end_object();
  }
  write_annotations(out, type.annotations);
  out.end_object();
}

void write_operation(Writer& out, const Operation& operation) {
  out.begin_object().field("$Kind", operation.is_function ? "Function" : "Action");
  if (operation.bound) out.field("$IsBound", true);
  if (!operation.parameters.empty()) {
    out.key("$Parameter").begin_array();
    for (const Operation::Parameter& parameter : operation.parameters) {
      out.begin_object().field("$Name", parameter.name);
      write_type_name(out, parameter.type, parameter.collection);
      if (parameter.nullable && !parameter.collection) out.field("$Nullable", true);
      write_annotations(out, parameter.annotations);
      out.end_object();
    }
    out.end_array();
  }
  out.key("$ReturnType").begin_object().field("$Type", operation.returns).end_object();
  write_annotations(out, operation.annotations);
  out.end_object();
}

void write_container(Writer& out, const Document& document) {
  out.key(kContainer).begin_object().field("$Kind", "EntityContainer");
  for (const EntitySet& set : document.sets) {
    out.key(set.name).begin_object().field("$Collection", true).field("$Type", qualified(set.type));
    if (!set.bindings.empty()) {
      out.key("$NavigationPropertyBinding").begin_object();
      for (const auto& [path, target] : set.bindings) out.field(path, target);
      out.end_object();
    }
    write_annotations(out, set.annotations);
    out.end_object();
  }
  for (const Import& import : document.imports) {
    out.key(import.name).begin_object();
    out.field(import.is_function ? "$Function" : "$Action", qualified(import.name)).end_object();
  }
  write_annotations(out, document.container);
  out.end_object();
}

}  // namespace

std::string to_json(const Document& document) {
  std::string text;
  Writer out(text);
  out.begin_object().field("$Version", "4.01");
  out.field("$EntityContainer", qualified(kContainer));
  out.key("$Reference").begin_object();
  static constexpr std::array<std::string_view, 3> vocabularies{"Core", "Capabilities", "Validation"};
  for (const std::string_view name : vocabularies) {
    const std::string word = "Org.OData." + std::string(name) + ".V1";
    out.key("https://oasis-tcs.github.io/odata-vocabularies/vocabularies/" + word + ".json").begin_object();
    out.key("$Include").begin_array().begin_object().field("$Namespace", word).end_object().end_array();
    out.end_object();
  }
  out.end_object();
  out.key(kNamespace).begin_object();
  for (const StructuredType& type : document.types) write_type(out, type);
  // Operations of one name are its overloads.
  for (size_t i = 0; i < document.operations.size();) {
    const std::string& name = document.operations[i].name;
    out.key(name).begin_array();
    for (; i < document.operations.size() && document.operations[i].name == name; ++i)
      write_operation(out, document.operations[i]);
    out.end_array();
  }
  write_container(out, document);
  out.end_object().end_object();
  return text;
}

}  // namespace tenure::odata::csdl
