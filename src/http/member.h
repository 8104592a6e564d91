#pragma once
// A member of the JSON that a route takes: all else is refused, and the API's description says the same.
#include <cstdint>
#include <string_view>

namespace tenure::http {

struct Member {
  enum class Type : uint8_t { text, flag, number, texts, object, any } type = Type::text;
  std::string_view name;
  bool required = false;  // refused where it is not there: "member-missing"
};

}  // namespace tenure::http
