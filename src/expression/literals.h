#pragma once
// Literals as they are written in the condition language.
#include <optional>
#include <string>
#include <string_view>

#include "base/value.h"
#include "expression/type.h"

namespace tenure::expression {

// RFC 4648 §5 without line breaks, padding optional. nullopt when it is not.
std::optional<std::string> decode_base64url(std::string_view);
std::string encode_base64url(std::string_view bytes);

// A JSON string with its quotes. nullopt when it is not one.
std::optional<std::string> decode_json_string(std::string_view);

// The canonical spelling of a literal; reads back to the same value and type.
std::string literal_to_text(const Value&, const Type&, std::string_view qualifier = {});

// A text as a value of the type, as cast() and variables without a type read it. nullopt when the
// text is not one.
std::optional<Value> parse_as(std::string_view text, Kind);

// A double, shortest digits that read back: "0.1", "1e+300", "INF", "NaN".
std::string double_to_text(double);

}  // namespace tenure::expression
