#pragma once
// The OData API as OpenAPI 3.1 says it: what goes over every set and verb, made of the model of what the caller may
// see, the table of verbs and the definition, as the metadata is. The routes beside it stand in http.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/shape.h"
#include "base/text.h"
#include "lifecycle/definition.h"
#include "query/model.h"
#include "service/access.h"

namespace tenure::odata {

struct Described {
  const query::Model& model;
  const service::Access& access;
  const lifecycle::Definition& definition;
  Language language = Language::english;
  // Of no workspace: packs have more properties of the account, fields of facts and kinds of them.
  bool any_pack = false;
};

inline constexpr std::string_view kSchemas = "#/components/schemas/";

// Members of "paths".
void write_paths(json::Writer&, const Described&);
// Members of "components/schemas". Their names are those of $metadata, "tenure.account"; what is written of it is
// "tenure.account-create", "tenure.account-update", a page of it "tenure.account-page", a line of …/facts "fact-line".
void write_schemas(json::Writer&, const Described&);
// What tags the paths have, beside those of the routes.
std::vector<std::string> tags(const Described&);

// What goes along with requests, in address and head: a row each of "components/parameters".
struct ApiParameter {
  std::string_view component, name, in, shape;
  std::string_view code;  // in the catalogue: what it does
};
std::span<const ApiParameter> api_parameters();
// Shapes of bodies that are the same in every workspace: refusals, batches.
std::span<const NamedShape> body_shapes();

}  // namespace tenure::odata
