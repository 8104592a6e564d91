#pragma once
// A value as the evaluator sees it: 24 bytes, trivially copyable, owning nothing. What it points to
// (text, lists, records) is owned by whoever made it: a fact, a row, the evaluator's Arena.
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "expression/type.h"

namespace tenure::expression {

struct Rows;

struct Cell {
  // int64, boolean (0/1), micros, days: `low`. double: bits in `low`. decimal: coefficient in
  // low (unsigned low word) and high. string/choice/binary: pointer in `low`, bytes in `size`.
  // guid: both words. record/collection: pointer to Rows in `low`.
  int64_t low = 0;
  int64_t high = 0;
  uint32_t size = 0;
  Kind kind = Kind::null;  // null = no value, whatever the type
  int8_t scale = 0;        // decimal
  bool collection = false;

  bool is_null() const { return kind == Kind::null && !collection; }
  static Cell null() { return {}; }
  static Cell boolean(bool b) { return {.low = b, .kind = Kind::boolean}; }
  static Cell int64(int64_t v) { return {.low = v, .kind = Kind::int64}; }
  static Cell instant(Instant t) { return {.low = t.micros, .kind = Kind::instant}; }
  static Cell date(Date d) { return {.low = d.days, .kind = Kind::date}; }
  static Cell time_of_day(TimeOfDay t) { return {.low = t.micros, .kind = Kind::time_of_day}; }
  static Cell duration(Duration d) { return {.low = d.micros, .kind = Kind::duration}; }
  static Cell double_(double d) {
    Cell c{.kind = Kind::double_};
    std::memcpy(&c.low, &d, sizeof d);
    return c;
  }
  static Cell decimal(const Decimal& d) {
    return {.low = static_cast<int64_t>(static_cast<uint64_t>(d.coefficient())),
            .high = static_cast<int64_t>(d.coefficient() >> 64),
            .kind = Kind::decimal,
            .scale = static_cast<int8_t>(d.scale())};
  }
  static Cell text(std::string_view s, Kind kind = Kind::string) {
    return {.low = reinterpret_cast<int64_t>(s.data()), .size = static_cast<uint32_t>(s.size()), .kind = kind};
  }
  static Cell rows(const Rows* r, Kind kind, bool is_collection) {
    return {.low = reinterpret_cast<int64_t>(r), .kind = kind, .collection = is_collection};
  }

  bool as_bool() const { return low != 0; }
  int64_t as_int64() const { return low; }
  Instant as_instant() const { return {low}; }
  Date as_date() const { return {static_cast<int32_t>(low)}; }
  Duration as_duration() const { return {low}; }
  TimeOfDay as_time_of_day() const { return {low}; }
  double as_double() const {
    double d;
    std::memcpy(&d, &low, sizeof d);
    return d;
  }
  Decimal as_decimal() const {
    return Decimal::from_parts(
        (static_cast<__int128>(high) << 64) | static_cast<uint64_t>(low), scale);
  }
  std::string_view as_text() const { return {reinterpret_cast<const char*>(low), size}; }
  const Rows* as_rows() const { return reinterpret_cast<const Rows*>(low); }
};
static_assert(sizeof(Cell) == 24);

// A list: `count` rows of `width` cells each (width 1 for lists of primitives, and the number of
// the record type's fields for records). A single record is one row.
struct Rows {
  const Cell* cells = nullptr;
  uint32_t count = 0;
  uint32_t width = 1;
};

// Memory for what an evaluation makes (concat, toupper …). Reused: reset() keeps its blocks.
class Arena {
 public:
  char* bytes(size_t size);
  std::string_view copy(std::string_view);
  void reset();

 private:
  std::vector<std::unique_ptr<char[]>> blocks_;
  std::vector<size_t> sizes_;
  size_t block_ = 0, used_ = 0;
};

// A view of the value; its text stays the value's. Lists and objects become Rows in the arena.
// `type` says what an object's fields are; fields it does not name are dropped.
Cell to_cell(const Value&, const Type& type, Arena&);
Value to_value(const Cell&, const Type& type);
// Three-way by type: both not null and of one kind (numbers may mix). nullopt where the two cannot
// be ordered (NaN).
std::optional<std::strong_ordering> compare(const Cell&, const Cell&);
bool same(const Cell&, const Cell&);  // null equals null

}  // namespace tenure::expression
