#pragma once
// The JSON of a write: an entity's properties, what it is bound to, and the entities inside it.
#include <string>
#include <utility>
#include <vector>

#include "base/value.h"
#include "query/model.h"

namespace tenure::odata {

struct EntityBody {
  std::vector<std::pair<std::string, Value>> values;  // by field, typed; read-only ones are left out
  struct Inside {
    uint16_t link;
    std::vector<EntityBody> rows;
  };
  std::vector<Inside> inside;
};

// Declared properties that the caller may not write are ignored, as OData wants it of updates (§11.4.3); what
// is not declared is refused. Links: "account_record@odata.bind": "accounts('A-1')", or an object inside that has
// only "@odata.id". `base`: of absolute addresses.
// Errors: "invalid-json", "not-an-object" {what}, "unknown-property" {property, nearest}, "not-a" {field, type,
// text}, "unknown-choice" {field, value, nearest}, "invalid-bind" {property}, "too-deep" {limit},
// "too-many-inside" {limit}.
Result<EntityBody> read_entity(const query::Model&, uint16_t entity, std::string_view json,
                               const std::string& base);
// The value of {"value": …}, or of a bare literal, for one property.
Result<Value> read_single(const query::Field&, std::string_view json);
// What a reference says, {"@odata.id": …} or {"@id": …}; empty: it is none.
Result<std::vector<std::pair<std::string, Value>>> read_reference(std::string_view json);
// The parameters of an action: names and values as they stand.
Result<std::vector<std::pair<std::string, Value>>> read_parameters(std::string_view json);

}  // namespace tenure::odata
