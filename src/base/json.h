#pragma once
// JSON in and out. Reading keeps numbers exact (decimals stay decimals) and refuses duplicate keys,
// lone surrogates, invalid UTF-8 and depth over limits::kJsonDepth.
#include <string>
#include <string_view>

#include "base/value.h"

namespace tenure::json {

// A whole document to a Value: integers that fit become int64_t, other numbers Decimal where exact
// (else double), strings stay strings. Also refused: U+0000 in a string, numbers beyond a double
// (1e400), texts over limits::kJsonBytes. Errors: "invalid-json" {reason}, with position; the
// reason is a code of the catalogue ("json-duplicate-key").
Result<Value> parse(std::string_view text);

// Appends JSON text. Instants, dates, guids … as strings; binary as base64url; decimals as number
// tokens; doubles that JSON has no token for as "NaN", "INF", "-INF" (OData).
void write(std::string& out, const Value&);
std::string write(const Value&);
void write_string(std::string& out, std::string_view);

// Streaming writer for objects and arrays by hand:  Writer w(out); w.begin_object().key("a")…
class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}
  Writer& begin_object();
  Writer& end_object();
  Writer& begin_array();
  Writer& end_array();
  Writer& key(std::string_view);
  Writer& value(const Value&);
  Writer& value(std::string_view text);
  Writer& value(const char* text) { return value(std::string_view(text)); }
  Writer& value(const std::string& text) { return value(std::string_view(text)); }
  Writer& value(Instant);
  Writer& value(double number) { return value(Value(number)); }
  Writer& value(int64_t);
  Writer& value(uint64_t);
  Writer& value(uint32_t number) { return value(static_cast<uint64_t>(number)); }
  Writer& value(int number) { return value(static_cast<int64_t>(number)); }
  Writer& value(bool);
  Writer& null();
  template <typename T>
  Writer& field(std::string_view name, const T& v) {
    return key(name).value(v);
  }

 private:
  void separate();
  std::string& out_;
  bool first_ = true;
};

}  // namespace tenure::json
