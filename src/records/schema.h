#pragma once
// The one description of every record: fields, types, keys, links. The vocabulary, the store, and later
// the API's metadata and permissions read this and nothing else.
#include <span>
#include <string_view>

#include "expression/type.h"

namespace tenure::records {

enum FieldFlag : uint8_t {
  kPlain = 0,
  kKey = 1,       // the record's own key
  kRequired = 2,  // never null
  kReadOnly = 4,  // written by the engine or the service, not by users
  kUnique = 8,    // an alternate key within the workspace
  kSearch = 16,   // found by $search
};
struct Field {
  std::string_view name;  // snake_case; the same in YAML, API, SQL, CSV
  expression::Kind type;
  uint8_t flags = kPlain;
  std::string_view link = "";  // the record it points to: "account"
  std::string_view english = "", hebrew = "";
};
struct Record {
  std::string_view name;  // "account"
  std::string_view set;   // "accounts"
  std::span<const Field> fields;
  std::string_view english, hebrew;
};

std::span<const Record> schema();
const Record* find_record(std::string_view name);
const Field* find_field(const Record&, std::string_view name);

}  // namespace tenure::records
