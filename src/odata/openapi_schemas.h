#pragma once
// How OpenAPI says a value: JSON schemas of draft 2020-12, written into an object that is open.
#include <string>
#include <string_view>

#include "base/json.h"
#include "odata/openapi.h"
#include "service/verb.h"

namespace tenure::odata {

std::string type_name(std::string_view entity, std::string_view end = "");  // "tenure.account-create"
void write_reference(json::Writer&, std::string_view schema);               // {"$ref": …}, whole
// The members of an object that describes one value.
struct ValueSchema {
  std::string_view edm;  // "Edm.Int64", "tenure.fact_field"
  bool collection = false, or_null = false;
  const std::vector<std::string>* choices = nullptr;
  size_t most = 0;  // characters of a text; 0: there is no limit but the body's
};
void write_value_schema(json::Writer&, const ValueSchema&);
void write_parameter_schema(json::Writer&, const service::VerbParameter&, Language);  // whole
// May the caller make, change, remove its records by the API?
bool may_write(const Described&, const query::Entity&, service::Grant);

}  // namespace tenure::odata
