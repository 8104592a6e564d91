#include <array>

#include "odata/csdl.h"

namespace tenure::odata::csdl {

namespace {

class Xml {
 public:
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

  Xml& open(std::string_view name) {
    close_tag(false);
    text.append(depth_ * 2, ' ');
    text += '<';
    text += name;
    names_.emplace_back(name);
    ++depth_;
    in_tag_ = true;
    return *this;
  }
  Xml& attribute(std::string_view name, std::string_view value) {
    text += ' ';
    text += name;
    text += "=\"";
    escape(value);
    text += '"';
    return *this;
  }
  Xml& close() {
    --depth_;
    if (in_tag_) {
      text += "/>\n";
      in_tag_ = false;
    } else {
      text.append(depth_ * 2, ' ');
      text += "</" + names_.back() + ">\n";
    }
    names_.pop_back();
    return *this;
  }
  void leaf(std::string_view name, std::string_view content) {
    close_tag(false);
    text.append(depth_ * 2, ' ');
    text += '<';
    text += name;
    text += '>';
    escape(content);
    text += "</";
    text += name;
    text += ">\n";
  }

 private:
  void close_tag(bool) {
    if (!in_tag_) return;
    text += ">\n";
    in_tag_ = false;
  }
  void escape(std::string_view value) {
    for (const char c : value) {
      switch (c) {
        case '&': text += "&amp;"; break;
        case '<': text += "&lt;"; break;
        case '>': text += "&gt;"; break;
        case '"': text += "&quot;"; break;
        case '\n': text += "&#10;"; break;
        case '\t': text += "&#9;"; break;
        default:  // what XML 1.0 cannot hold is left out
          if (static_cast<unsigned char>(c) >= 0x20 || c == '\r') text += c;
      }
    }
  }

  std::vector<std::string> names_;
  size_t depth_ = 0;
  bool in_tag_ = false;
};

void write_node(Xml& xml, const Node& node);

void write_record(Xml& xml, const Record& record) {
  xml.open("Record");
  for (const auto& [name, value] : record) {
    xml.open("PropertyValue").attribute("Property", name);
    write_node(xml, value);
    xml.close();
  }
  xml.close();
}

void write_collection(Xml& xml, const std::vector<Node>& nodes) {
  xml.open("Collection");
  for (const Node& item : nodes) {
    if (const auto* record = std::get_if<Record>(&item)) write_record(xml, *record);
    if (const auto* path = std::get_if<Path>(&item)) xml.leaf("PropertyPath", path->path);
    if (const auto* text = std::get_if<std::string>(&item)) xml.leaf("String", *text);
  }
  xml.close();
}

// A scalar is an attribute of the element that is open, anything else an element inside it.
void write_node(Xml& xml, const Node& node) {
  if (const auto* yes = std::get_if<bool>(&node)) {
    xml.attribute("Bool", *yes ? "true" : "false");
  } else if (const auto* number = std::get_if<int64_t>(&node)) {
    xml.attribute("Int", std::to_string(*number));
  } else if (const auto* text = std::get_if<std::string>(&node)) {
    const bool is_member = text->starts_with("Org.OData.");  // an enumeration's member
    xml.attribute(is_member ? "EnumMember" : "String", *text);
  } else if (const auto* path = std::get_if<Path>(&node)) {
    xml.attribute("PropertyPath", path->path);
  } else if (const auto* record = std::get_if<Record>(&node)) {
    write_record(xml, *record);
  } else {
    write_collection(xml, std::get<std::vector<Node>>(node));
  }
}

void write_annotations(Xml& xml, const Annotations& annotations) {
  for (const Annotation& it : annotations) {
    xml.open("Annotation").attribute("Term", it.term);
    write_node(xml, it.value);
    xml.close();
  }
}

std::string typed(std::string_view type, bool collection) {
  return collection ? "Collection(" + std::string(type) + ")" : std::string(type);
}

std::string qualified(std::string_view name) { return std::string(kNamespace) + "." + std::string(name); }

void write_type(Xml& xml, const StructuredType& type) {
  xml.open(type.is_entity ? "EntityType" : "ComplexType").attribute("Name", type.name);
  if (type.open) xml.attribute("OpenType", "true");
  if (!type.key.empty()) {
    xml.open("Key");
    for (const std::string& name : type.key) xml.open("PropertyRef").attribute("Name", name).close();
    xml.close();
  }
  for (const Property& property : type.properties) {
    xml.open("Property").attribute("Name", property.name);
    xml.attribute("Type", typed(property.type, property.collection));
    if (!property.nullable) xml.attribute("Nullable", "false");
    if (property.precision >= 0) xml.attribute("Precision", std::to_string(property.precision));
    if (!property.scale.empty()) xml.attribute("Scale", property.scale);
    write_annotations(xml, property.annotations);
    xml.close();
  }
  for (const Navigation& link : type.navigations) {
    xml.open("NavigationProperty").attribute("Name", link.name);
    xml.attribute("Type", typed(qualified(link.target), link.collection));
    if (!link.collection && !link.nullable) xml.attribute("Nullable", "false");
    if (!link.constraint.first.empty()) {
      xml.open("ReferentialConstraint").attribute("Property", link.constraint.first);
      xml.attribute("ReferencedProperty", link.constraint.second).close();
    }
    write_annotations(xml, link.annotations);
    xml.close();
  }
  write_annotations(xml, type.annotations);
  xml.close();
}

void write_operation(Xml& xml, const Operation& operation) {
  xml.open(operation.is_function ? "Function" : "Action").attribute("Name", operation.name);
  if (operation.bound) xml.attribute("IsBound", "true");
  for (const Operation::Parameter& parameter : operation.parameters) {
    xml.open("Parameter").attribute("Name", parameter.name);
    xml.attribute("Type", typed(parameter.type, parameter.collection));
    if (!parameter.nullable) xml.attribute("Nullable", "false");
    write_annotations(xml, parameter.annotations);
    xml.close();
  }
  xml.open("ReturnType").attribute("Type", operation.returns).attribute("Nullable", "false").close();
  write_annotations(xml, operation.annotations);
  xml.close();
}

}  // namespace

std::string to_xml(const Document& document) {
  Xml xml;
  xml.open("edmx:Edmx").attribute("Version", "4.0");
  xml.attribute("xmlns:edmx", "http://docs.oasis-open.org/odata/ns/edmx");
  static constexpr std::array<std::string_view, 3> vocabularies{"Core", "Capabilities", "Validation"};
  for (const std::string_view name : vocabularies) {
    const std::string word(name);
    xml.open("edmx:Reference");
    xml.attribute("Uri", "https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData." + word + ".V1.xml");
    xml.open("edmx:Include").attribute("Namespace", "Org.OData." + word + ".V1").close();
    xml.close();
  }
  xml.open("edmx:DataServices").open("Schema");
  xml.attribute("Namespace", kNamespace).attribute("xmlns", "http://docs.oasis-open.org/odata/ns/edm");
  for (const StructuredType& type : document.types) write_type(xml, type);
  for (const Operation& operation : document.operations) write_operation(xml, operation);
  xml.open("EntityContainer").attribute("Name", kContainer);
  for (const EntitySet& set : document.sets) {
    xml.open("EntitySet").attribute("Name", set.name).attribute("EntityType", qualified(set.type));
    for (const auto& [path, target] : set.bindings) {
      xml.open("NavigationPropertyBinding").attribute("Path", path).attribute("Target", target).close();
    }
    write_annotations(xml, set.annotations);
    xml.close();
  }
  for (const Import& import : document.imports) {
    xml.open(import.is_function ? "FunctionImport" : "ActionImport").attribute("Name", import.name);
    xml.attribute(import.is_function ? "Function" : "Action", qualified(import.name)).close();
  }
  write_annotations(xml, document.container);
  xml.close();
  xml.close().close().close();
  return std::move(xml.text);
}

}  // namespace tenure::odata::csdl
