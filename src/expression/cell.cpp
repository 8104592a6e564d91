#include "expression/cell.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace tenure::expression {

namespace {

bool is_number(Kind kind) {
  return kind == Kind::int64 || kind == Kind::decimal || kind == Kind::double_;
}
bool is_text(Kind kind) { return kind == Kind::string || kind == Kind::choice; }

double number_as_double(const Cell& cell) {
  if (cell.kind == Kind::double_) return cell.as_double();
  if (cell.kind == Kind::int64) return static_cast<double>(cell.as_int64());
  return cell.as_decimal().to_double();
}
Decimal number_as_decimal(const Cell& cell) {
  return cell.kind == Kind::int64 ? Decimal(cell.as_int64()) : cell.as_decimal();
}

std::strong_ordering order(std::string_view a, std::string_view b) {
  return a.compare(b) <=> 0;
}

Cell list_cell(const List& list, const Type& type, Arena& arena);
Cell object_cell(const Object& object, const Type& type, Arena& arena);

Cell* cells_in(Arena& arena, size_t count) {
  auto* cells = reinterpret_cast<Cell*>(arena.bytes(count * sizeof(Cell)));
  std::uninitialized_fill_n(cells, count, Cell{});
  return cells;
}

Rows* rows_in(Arena& arena, Rows rows) {
  return std::construct_at(reinterpret_cast<Rows*>(arena.bytes(sizeof(Rows))), rows);
}

void fill_record(Cell* out, const Object& object, const RecordType& record, Arena& arena) {
  for (const auto& [name, value] : object.members) {
    int slot = record.find(name);
    if (slot >= 0) out[slot] = to_cell(value, record.fields[static_cast<size_t>(slot)].type, arena);
  }
}

Cell list_cell(const List& list, const Type& type, Arena& arena) {
  Type element = type;
  element.collection = false;
  size_t width = 1;
  if (element.kind == Kind::record && element.record != nullptr) width = element.record->fields.size();
  Cell* cells = cells_in(arena, list.items.size() * width);
  for (size_t i = 0; i < list.items.size(); ++i) {
    if (element.kind == Kind::record && element.record != nullptr) {
      if (const auto* object = list.items[i].get<std::shared_ptr<const Object>>()) {
        fill_record(cells + i * width, **object, *element.record, arena);
      }
    } else {
      cells[i] = to_cell(list.items[i], element, arena);
    }
  }
  return Cell::rows(rows_in(arena, {cells, static_cast<uint32_t>(list.items.size()),
                                    static_cast<uint32_t>(width)}),
                    element.kind, true);
}

Cell object_cell(const Object& object, const Type& type, Arena& arena) {
  if (type.kind != Kind::record || type.record == nullptr) return Cell::null();
  size_t width = type.record->fields.size();
  Cell* cells = cells_in(arena, width);
  fill_record(cells, object, *type.record, arena);
  return Cell::rows(rows_in(arena, {cells, 1, static_cast<uint32_t>(width)}), Kind::record, false);
}

// A number in the kind that its slot is declared with, so that programs can rely on it.
Cell numeric_cell(Cell cell, Kind kind) {
  if (kind == Kind::double_ && cell.kind != Kind::double_) return Cell::double_(number_as_double(cell));
  if (kind == Kind::decimal && cell.kind == Kind::int64) return Cell::decimal(Decimal(cell.as_int64()));
  if (kind == Kind::decimal && cell.kind == Kind::double_) {
    auto exact = Decimal::from_double(cell.as_double());
    return exact ? Cell::decimal(*exact) : Cell::null();
  }
  if (kind == Kind::int64 && cell.kind == Kind::decimal) {
    auto whole = cell.as_decimal().to_int64();
    return whole ? Cell::int64(*whole) : Cell::null();
  }
  if (kind == Kind::int64 && cell.kind == Kind::double_) {
    auto exact = Decimal::from_double(cell.as_double());
    auto whole = exact ? exact->to_int64() : std::nullopt;
    return whole ? Cell::int64(*whole) : Cell::null();
  }
  return cell;
}

}  // namespace

char* Arena::bytes(size_t size) {
  constexpr size_t kAlign = alignof(std::max_align_t), kFirst = 4096;
  used_ = (used_ + kAlign - 1) & ~(kAlign - 1);
  while (block_ < blocks_.size() && used_ + size > sizes_[block_]) {
    ++block_;
    used_ = 0;
  }
  if (block_ == blocks_.size()) {
    size_t next = std::max(size, sizes_.empty() ? kFirst : sizes_.back() * 2);
    blocks_.push_back(std::make_unique<char[]>(next));
    sizes_.push_back(next);
    used_ = 0;
  }
  char* result = blocks_[block_].get() + used_;
  used_ += size;
  return result;
}

std::string_view Arena::copy(std::string_view text) {
  char* to = bytes(text.size());
  std::copy(text.begin(), text.end(), to);
  return {to, text.size()};
}

void Arena::reset() { block_ = used_ = 0; }

Cell to_cell(const Value& value, const Type& type, Arena& arena) {
  struct Visitor {
    const Type& type;
    Arena& arena;
    Cell operator()(Null) const { return Cell::null(); }
    Cell operator()(bool b) const { return Cell::boolean(b); }
    Cell operator()(int64_t v) const { return numeric_cell(Cell::int64(v), type.kind); }
    Cell operator()(const Decimal& d) const { return numeric_cell(Cell::decimal(d), type.kind); }
    Cell operator()(double d) const { return numeric_cell(Cell::double_(d), type.kind); }
    Cell operator()(const std::string& s) const {
      return Cell::text(s, type.kind == Kind::choice ? Kind::choice : Kind::string);
    }
    Cell operator()(const Guid& guid) const {
      Cell cell{.kind = Kind::guid};
      std::memcpy(&cell.low, guid.bytes.data(), 8);
      std::memcpy(&cell.high, guid.bytes.data() + 8, 8);
      return cell;
    }
    Cell operator()(Date d) const { return Cell::date(d); }
    Cell operator()(Instant t) const { return Cell::instant(t); }
    Cell operator()(TimeOfDay t) const { return Cell::time_of_day(t); }
    Cell operator()(Duration d) const { return Cell::duration(d); }
    Cell operator()(const Binary& b) const { return Cell::text(b.bytes, Kind::binary); }
    Cell operator()(const std::shared_ptr<const List>& list) const {
      return list ? list_cell(*list, type, arena) : Cell::null();
    }
    Cell operator()(const std::shared_ptr<const Object>& object) const {
      return object ? object_cell(*object, type, arena) : Cell::null();
    }
  };
  return std::visit(Visitor{type, arena},
                    static_cast<const std::variant<Null, bool, int64_t, Decimal, double, std::string,
                                                   Guid, Date, Instant, TimeOfDay, Duration, Binary,
                                                   std::shared_ptr<const List>,
                                                   std::shared_ptr<const Object>>&>(value));
}

Value to_value(const Cell& cell, const Type& type) {
  if (cell.collection) {
    auto list = std::make_shared<List>();
    const Rows* rows = cell.as_rows();
    Type element = type;
    element.collection = false;
    for (uint32_t i = 0; i < rows->count; ++i) {
      if (cell.kind == Kind::record) {
        Rows one{rows->cells + static_cast<size_t>(i) * rows->width, 1, rows->width};
        list->items.push_back(to_value(Cell::rows(&one, Kind::record, false), element));
      } else {
        list->items.push_back(to_value(rows->cells[i], element));
      }
    }
    return Value(std::shared_ptr<const List>(std::move(list)));
  }
  switch (cell.kind) {
    case Kind::null:
    case Kind::unknown: return Null{};
    case Kind::boolean: return cell.as_bool();
    case Kind::int64: return cell.as_int64();
    case Kind::decimal: return cell.as_decimal();
    case Kind::double_: return cell.as_double();
    case Kind::string:
    case Kind::choice: return std::string(cell.as_text());
    case Kind::guid: {
      Guid guid;
      std::memcpy(guid.bytes.data(), &cell.low, 8);
      std::memcpy(guid.bytes.data() + 8, &cell.high, 8);
      return guid;
    }
    case Kind::date: return cell.as_date();
    case Kind::instant: return cell.as_instant();
    case Kind::time_of_day: return cell.as_time_of_day();
    case Kind::duration: return cell.as_duration();
    case Kind::binary: return Binary{std::string(cell.as_text())};
    case Kind::record: {
      auto object = std::make_shared<Object>();
      const Rows* rows = cell.as_rows();
      if (type.record != nullptr) {
        for (uint32_t i = 0; i < rows->width && i < type.record->fields.size(); ++i) {
          const auto& field = type.record->fields[i];
          object->members.emplace_back(field.name, to_value(rows->cells[i], field.type));
        }
      }
      return Value(std::shared_ptr<const Object>(std::move(object)));
    }
  }
  return Null{};
}

std::optional<std::strong_ordering> compare(const Cell& a, const Cell& b) {
  if (a.collection || b.collection || a.kind == Kind::null || b.kind == Kind::null) {
    return std::nullopt;
  }
  if (is_number(a.kind) && is_number(b.kind)) {
    if (a.kind == Kind::int64 && b.kind == Kind::int64) return a.low <=> b.low;
    if (a.kind == Kind::double_ || b.kind == Kind::double_) {
      double x = number_as_double(a), y = number_as_double(b);
      if (std::isnan(x) || std::isnan(y)) return std::nullopt;
      return x < y ? std::strong_ordering::less
                   : (x > y ? std::strong_ordering::greater : std::strong_ordering::equal);
    }
    return number_as_decimal(a) <=> number_as_decimal(b);
  }
  if (is_text(a.kind) && is_text(b.kind)) return order(a.as_text(), b.as_text());
  if (a.kind != b.kind) return std::nullopt;
  switch (a.kind) {
    case Kind::boolean:
    case Kind::date:
    case Kind::instant:
    case Kind::time_of_day:
    case Kind::duration: return a.low <=> b.low;
    case Kind::binary: return order(a.as_text(), b.as_text());
    case Kind::guid: {
      int low = std::memcmp(&a.low, &b.low, 8);
      return (low != 0 ? low : std::memcmp(&a.high, &b.high, 8)) <=> 0;
    }
    default: return std::nullopt;
  }
}

bool same(const Cell& a, const Cell& b) {
  if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
  if (a.collection != b.collection) return false;
  if (a.collection || (a.kind == Kind::record && b.kind == Kind::record)) {
    const Rows *x = a.as_rows(), *y = b.as_rows();
    if (x == y) return true;
    if (x->count != y->count || x->width != y->width) return false;
    size_t cells = static_cast<size_t>(x->count) * x->width;
    for (size_t i = 0; i < cells; ++i) {
      if (!same(x->cells[i], y->cells[i])) return false;
    }
    return true;
  }
  auto ordering = compare(a, b);
  return ordering && *ordering == 0;
}

}  // namespace tenure::expression
