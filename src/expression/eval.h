#pragma once
// `tenure eval` as a library: one JSON line in, one JSON line out. For trying expressions, and for
// running the test suites of others against the language.
#include <string>
#include <string_view>

#include "base/instant.h"

namespace tenure::expression {

// {"expr": text, "vars": {name: value, …}}, and where wanted:
//   "types": {name: "Edm.Date"}    what a variable is; "name@odata.type": "#Date" among the vars
//                                  says the same. A path names a field of objects: "lines/price".
//   "now": RFC 3339, "zone": IANA name, "explain": true
// A variable called "@name" is the parameter alias @name. One without a type is what its JSON is;
// a string becomes a date, a time, a GUID … where it meets one.
// Answers {"value": …, "type": "Edm.Int64"} or {"error": {"code", "message", "position"}}; position
// is in the expression, null where there is none. With "explain", also "canonical" and "reasons".
// `now` is what now() answers when the line does not say.
std::string eval_line(std::string_view json_line, Instant now = {});

// {"rule": name, "input": text} -> {"ok": true} or {"ok": false, "error": {…}}: does the text
// follow this rule of the OData grammar?
std::string eval_parse_line(std::string_view json_line);

}  // namespace tenure::expression
