#pragma once
// The metadata document as a tree, and its two spellings: CSDL XML and CSDL JSON 4.01. What stands in it comes
// from a Model, so that a caller's metadata has what that caller may see and no more.
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "query/model.h"
#include "base/text.h"
#include "service/access.h"
#include "service/verb.h"

namespace tenure::odata::csdl {

// The value of an annotation.
struct Node;
using Record = std::vector<std::pair<std::string, Node>>;
struct Path {
  std::string path;
};
struct Node : std::variant<bool, int64_t, std::string, Path, Record, std::vector<Node>> {
  using variant::variant;
  Node(const char* text) : variant(std::string(text)) {}  // NOLINT
};
struct Annotation {
  std::string term;  // "Org.OData.Core.V1.Description"
  Node value;
};
using Annotations = std::vector<Annotation>;

struct Property {
  std::string name, type;  // "Edm.String", "tenure.move"
  bool collection = false, nullable = true;
  int precision = -1;  // DateTimeOffset, Duration, TimeOfDay: digits of a second
  std::string scale;   // Decimal: "variable"
  Annotations annotations;
};
struct Navigation {
  std::string name, target;  // entity type without its namespace
  bool collection = false, nullable = true;
  std::pair<std::string, std::string> constraint;  // property here → property there; "" = none
  Annotations annotations;
};
struct StructuredType {
  std::string name;
  bool is_entity = true, open = false;
  std::vector<std::string> key;
  std::vector<Property> properties;
  std::vector<Navigation> navigations;
  Annotations annotations;
};
struct Operation {
  std::string name;
  bool is_function = false;
  // The first is the one it is bound to; `type` names a type of this schema or a primitive.
  struct Parameter {
    std::string name, type;
    bool collection = false, nullable = true;
    Annotations annotations;
  };
  bool bound = true;
  std::vector<Parameter> parameters;
  std::string returns;
  Annotations annotations;
};
struct EntitySet {
  std::string name, type;
  std::vector<std::pair<std::string, std::string>> bindings;  // navigation property → entity set
  Annotations annotations;
};
struct Import {
  std::string name;
  bool is_function = false;
};
struct Document {
  std::vector<StructuredType> types;
  std::vector<Operation> operations;
  std::vector<EntitySet> sets;
  std::vector<Import> imports;  // operations bound to nothing, by their own names
  Annotations container;        // of the entity container
};

inline constexpr std::string_view kNamespace = "tenure";
inline constexpr std::string_view kContainer = "workspace";

// `verbs`: those that the caller may use.
Document describe(const query::Model&, const service::Access&, Language);

// What every action answers with: outcome, and what it is made of.
std::vector<StructuredType> outcome_types();

std::string to_xml(const Document&);
std::string to_json(const Document&);

}  // namespace tenure::odata::csdl
