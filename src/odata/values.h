#pragma once
// Primitive values in OData JSON (OData JSON Format 4.01 §7.1).
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "expression/type.h"

namespace tenure::odata {

// How the caller reads and writes JSON: from Accept and Content-Type.
struct JsonFormat {
  enum class Metadata : uint8_t { none, minimal, full } metadata = Metadata::minimal;
  bool ieee754 = false;  // Int64 and Decimal as strings
  bool streaming = false;
  std::string content_type() const;  // "application/json;odata.metadata=minimal"
};
// The best of an Accept header (or of $format) that can be served: JSON in one of its forms, or "xml" where
// `xml` says so. Errors: "not-acceptable" {accept}, "unsupported-format" {format}.
struct Accepted {
  bool xml = false;
  JsonFormat json;
};
Result<Accepted> accepted(std::string_view accept_header, std::string_view format_option, bool xml);

// "Edm.Int64": choices are strings.
std::string_view edm_name(expression::Kind);

void write_value(json::Writer&, const Value&, const JsonFormat&);

// A member of a request's body as a value of the type; null stays null. Numbers may be strings (IEEE754Compatible).
// Errors: "not-a" {type, text}, "unknown-choice" {value, nearest}; the caller adds {field}.
Result<Value> read_value(const expression::Type&, const Value& json);

}  // namespace tenure::odata
