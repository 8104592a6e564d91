#pragma once
// A typed value that owns what it holds: fields of facts and records, cells of files, JSON.
// Hot paths use expression/cell.h, a view of the same.
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/decimal.h"
#include "base/instant.h"

namespace tenure {

struct Guid {
  std::array<uint8_t, 16> bytes{};
  auto operator<=>(const Guid&) const = default;
};
struct Binary {
  std::string bytes;
  auto operator<=>(const Binary&) const = default;
};
struct Null {
  auto operator<=>(const Null&) const = default;
};

struct Value;
struct List {  // a collection
  std::vector<Value> items;
  bool operator==(const List&) const;
};
struct Object {  // a complex value; names in order of appearance, unique
  std::vector<std::pair<std::string, Value>> members;
  bool operator==(const Object&) const;
};

struct Value : std::variant<Null, bool, int64_t, Decimal, double, std::string, Guid, Date, Instant,
                            TimeOfDay, Duration, Binary, std::shared_ptr<const List>,
                            std::shared_ptr<const Object>> {
  using variant::variant;
  Value(int v) : variant(static_cast<int64_t>(v)) {}            // NOLINT
  Value(const char* text) : variant(std::string(text)) {}       // NOLINT
  Value(std::string_view text) : variant(std::string(text)) {}  // NOLINT
  bool is_null() const { return std::holds_alternative<Null>(*this); }
  template <typename T>
  const T* get() const {
    return std::get_if<T>(static_cast<const variant*>(this));
  }
};
bool operator==(const Value&, const Value&);  // lists and objects by content

// How a person would write it in a file: "2026-11-21", "1.50", "true", "" for null.
std::string to_text(const Value&);

// RFC 4648 section 5 without padding, as OData writes Edm.Binary.
std::string base64url(std::string_view bytes);

Result<Guid> parse_guid(std::string_view);  // "invalid-guid"
std::string to_string(const Guid&);

}  // namespace tenure
