#include "transfer/convert.h"

#include <algorithm>

#include "base/text.h"
#include "lifecycle/coerce.h"

namespace tenure::transfer {

using expression::Arena;
using expression::Cell;
using expression::Kind;
using expression::Type;

namespace {

bool is_text(Kind kind) {
  return kind == Kind::string || kind == Kind::choice;
}
bool is_number(Kind kind) {
  return kind == Kind::int64 || kind == Kind::decimal || kind == Kind::double_;
}
bool is_single(const Type& type) {
  return !type.collection && type.kind != Kind::record && type.kind != Kind::unknown;
}

}  // namespace

bool can_become(const Type& from, const Type& to) {
  if (!is_single(from) || !is_single(to)) return false;
  if (from.kind == Kind::null || from.kind == to.kind || to.kind == Kind::string) return true;
  if (is_text(from.kind)) return to.kind != Kind::binary;
  if (is_number(from.kind)) return is_number(to.kind);
  return from.kind == Kind::date && to.kind == Kind::instant;
}

Result<Cell> convert(const Cell& cell, const Type& to, const TimeZone& zone, Arena& arena) {
  if (cell.is_null()) return Cell::null();
  if (cell.kind == to.kind && (to.kind != Kind::choice || !to.choices)) return cell;
  if (cell.kind == Kind::int64 && to.kind == Kind::decimal) {
    return Cell::decimal(Decimal(cell.as_int64()));
  }
  if (cell.kind == Kind::date && to.kind == Kind::instant) {
    return Cell::instant(zone.from_local(cell.as_date(), TimeOfDay{}));
  }
  if (to.kind == Kind::string) {
    if (is_text(cell.kind)) return Cell::text(cell.as_text());
    return Cell::text(arena.copy(to_text(to_value(cell, {.kind = cell.kind}))));
  }
  Result<Value> value = lifecycle::coerce(to, to_value(cell, {.kind = cell.kind}), zone);
  if (!value) {
    Error error = std::move(value).error();
    const auto unguessed =
        std::ranges::find(error.arguments, std::pair<std::string, std::string>("nearest", ""));
    if (unguessed != error.arguments.end())
      error = {"unknown-choice-set", {error.arguments.front()}};
    return std::unexpected(std::move(error));
  }
  Cell made = to_cell(*value, to, arena);
  if (is_text(made.kind)) made = Cell::text(arena.copy(made.as_text()), made.kind);
  return made;
}

}  // namespace tenure::transfer
