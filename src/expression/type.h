#pragma once
// The types of the condition language: OData's primitive types, collections and records.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tenure::expression {

enum class Kind : uint8_t {
  null,  // the literal null alone: fits every type
  boolean,
  int64,    // Edm.SByte, Byte, Int16, Int32, Int64 are one type here
  decimal,
  double_,  // Edm.Single, Edm.Double
  string,
  guid,
  date,
  instant,  // Edm.DateTimeOffset
  time_of_day,
  duration,
  binary,
  choice,  // an enumeration: a declared list of ids; held and compared as its string id
  record,  // a complex or entity value
  unknown  // `tenure eval` without declared types: decided when evaluated, refused elsewhere
};

struct RecordType;

struct Type {
  Kind kind = Kind::null;
  bool collection = false;
  const RecordType* record = nullptr;                  // kind == record
  const std::vector<std::string>* choices = nullptr;   // kind == choice; may be null = any id
  bool operator==(const Type&) const = default;
};

std::string to_string(const Type&);  // "Edm.Int64", "Collection(Edm.String)", "contact"
Result<Type> parse_type(std::string_view);  // "int", "Edm.Int64", "string", …: "unknown-type"

// A record's fields in slot order. Lives as long as every program compiled against it.
struct RecordType {
  std::string name;
  struct Field {
    std::string name;
    Type type;
  };
  std::vector<Field> fields;
  int find(std::string_view field) const;  // slot, or -1
};

}  // namespace tenure::expression
