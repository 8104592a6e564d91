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
enum class RecordSort : uint8_t {
  account,
  document,  // of an account: what its facts say of it
  house,     // the workspace's own: written as it is, no fact tells of it
  log        // of the workspace, only ever appended
};
struct Record {
  std::string_view name;  // "account"
  std::string_view set;   // "accounts"
  std::span<const Field> fields;
  std::string_view english, hebrew;
  RecordSort sort = RecordSort::document;
};

std::span<const Record> schema();
const Record* find_record(std::string_view name);
const Field* find_field(const Record&, std::string_view name);
const Field& key_field(const Record&);

// What every row has beside the fields of its noun: `version` (grows with each change) and
// `changed_at`.
std::span<const Field> row_fields();
// What every document has besides: why the gates let it in. Null where no gate asks.
std::span<const Field> receipt_fields();

}  // namespace tenure::records
