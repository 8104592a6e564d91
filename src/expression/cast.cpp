// cast(value, type): what can be said in the other type, and null for what cannot.
#include <cmath>

#include "expression/literals.h"
#include "expression/program.h"

namespace tenure::expression {
namespace {

// Whole numbers: to the nearest, halves away from zero, and only within the type's range.
Cell whole(const Node& node, const Cell& cell) {
  int64_t value = 0;
  if (cell.kind == Kind::int64) {
    value = cell.as_int64();
  } else if (cell.kind == Kind::decimal) {
    auto rounded = cell.as_decimal().rounded().to_int64();
    if (!rounded) return Cell::null();
    value = *rounded;
  } else {
    double rounded = std::round(cell.as_double());
    if (!(rounded >= -9223372036854775808.0 && rounded < 9223372036854775808.0)) return Cell::null();
    value = static_cast<int64_t>(rounded);
  }
  return value < node.low || value > node.high ? Cell::null() : Cell::int64(value);
}

Cell number(const Node& node, const Cell& cell) {
  if (node.type.kind == Kind::int64) return whole(node, cell);
  if (node.type.kind == Kind::decimal) {
    if (cell.kind == Kind::decimal) return cell;
    if (cell.kind == Kind::int64) return Cell::decimal(Decimal(cell.as_int64()));
    auto exact = Decimal::from_double(cell.as_double());
    return exact ? Cell::decimal(*exact) : Cell::null();
  }
  double value = cell.kind == Kind::double_  ? cell.as_double()
                 : cell.kind == Kind::int64 ? static_cast<double>(cell.as_int64())
                                            : cell.as_decimal().to_double();
  // Edm.Single has fewer digits than it is held in.
  return Cell::double_(node.low != 0 ? static_cast<double>(static_cast<float>(value)) : value);
}

}  // namespace

Cell cast_cell(const Node& node, const Cell& cell, Context& context) {
  if (cell.is_null() || cell.collection) return Cell::null();
  Kind to = node.type.kind;
  if (is_number(cell.kind) && is_number(to)) return number(node, cell);
  if (to == Kind::string) {
    if (is_text(cell.kind)) return Cell::text(cell.as_text());
    Value value = to_value(cell, {cell.kind});
    if (const auto* binary = value.get<Binary>()) {
      return Cell::text(context.frame.arena->copy(encode_base64url(binary->bytes)));
    }
    if (const auto* real = value.get<double>()) {
      return Cell::text(context.frame.arena->copy(double_to_text(*real)));
    }
    return Cell::text(context.frame.arena->copy(to_text(value)));
  }
  if (is_text(cell.kind)) {
    auto value = parse_as(cell.as_text(), to);
    if (!value) return Cell::null();
    if (const auto* binary = value->get<Binary>()) {
      return Cell::text(context.frame.arena->copy(binary->bytes), Kind::binary);
    }
    Cell parsed = to_cell(*value, {to}, *context.frame.arena);
    return is_number(to) ? number(node, parsed) : parsed;
  }
  return cell.kind == to ? cell : Cell::null();
}

}  // namespace tenure::expression
