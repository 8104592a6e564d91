// What each kind of node computes.
#include "expression/program.h"

#include <algorithm>

#include "base/assert.h"
#include "expression/literals.h"

namespace tenure::expression {
namespace {

// true, false or null of a condition's cell.
enum class Truth : uint8_t { no, yes, unknown };
Truth truth(const Cell& cell) {
  if (cell.kind != Kind::boolean) return Truth::unknown;
  return cell.low != 0 ? Truth::yes : Truth::no;
}

void report(const Node& node, const Cell& cell, std::string expected, Context& context) {
  if (context.mismatch == nullptr || context.mismatch->where != nullptr) return;
  *context.mismatch = {node.ast, std::move(expected), {cell.kind, cell.collection}};
}

Rows* make_rows(Context& context, const Cell* cells, uint32_t count, uint32_t width) {
  TENURE_ASSERT(context.frame.arena != nullptr);
  return std::construct_at(reinterpret_cast<Rows*>(context.frame.arena->bytes(sizeof(Rows))),
                           Rows{cells, count, width});
}

bool ordered(Op op, std::strong_ordering ordering) {
  switch (op) {
    case Op::gt: return ordering > 0;
    case Op::ge: return ordering >= 0;
    case Op::lt: return ordering < 0;
    default: return ordering <= 0;
  }
}

// Can the two be compared at all? Only asked where types are not declared.
bool go_together(const Cell& a, const Cell& b) {
  if (a.is_null() || b.is_null()) return true;
  if (a.collection != b.collection) return false;
  return a.kind == b.kind || (is_number(a.kind) && is_number(b.kind)) ||
         (is_text(a.kind) && is_text(b.kind));
}

}  // namespace

bool decide(Op op, const Cell& a, const Cell& b) {
  if (a.kind == b.kind && is_word(a.kind) && !a.collection && !b.collection) {
    switch (op) {
      case Op::eq: return a.low == b.low;
      case Op::ne: return a.low != b.low;
      default: return ordered(op, a.low <=> b.low);
    }
  }
  if (op == Op::eq) return same(a, b);
  if (op == Op::ne) return !same(a, b);
  auto ordering = compare(a, b);
  return ordering && ordered(op, *ordering);
}

bool Members::contains(const Cell& cell) const {
  if (cell.is_null()) return has_null;
  constexpr size_t kFew = 16;  // a walk beats a search
  if (form == Form::words && cell.kind == kind) {
    if (words.size() <= kFew) return std::find(words.begin(), words.end(), cell.low) != words.end();
    return std::binary_search(words.begin(), words.end(), cell.low);
  }
  if (form == Form::texts && is_text(cell.kind)) {
    std::string_view text = cell.as_text();
    if (texts.size() > kFew) return std::binary_search(texts.begin(), texts.end(), text);
    for (std::string_view member : texts) {
      if (member.size() == text.size() && std::memcmp(member.data(), text.data(), text.size()) == 0) {
        return true;
      }
    }
    return false;
  }
  auto at = std::lower_bound(sorted.begin(), sorted.end(), cell, [](const Cell& a, const Cell& b) {
    auto ordering = compare(a, b);
    return ordering && *ordering < 0;
  });
  return at != sorted.end() && same(*at, cell);
}

Cell eval_constant(const Node& node, Context&) { return node.constant; }

Cell eval_slot(const Node& node, Context& context) {
  return context.frame.sources[node.source][node.slot];
}

Cell eval_source(const Node& node, Context& context) {
  const Cell* cells = context.frame.sources[node.source];
  if (cells == nullptr) return Cell::null();
  auto width = static_cast<uint32_t>(node.type.record->fields.size());
  return Cell::rows(make_rows(context, cells, 1, width), Kind::record, false);
}

Cell eval_row_field(const Node& node, Context& context) {
  return context.rows[node.lambda][node.slot];
}

Cell eval_row(const Node& node, Context& context) {
  auto width = static_cast<uint32_t>(node.type.record->fields.size());
  return Cell::rows(make_rows(context, context.rows[node.lambda], 1, width), Kind::record, false);
}

Cell eval_member(const Node& node, Context& context) {
  Cell record = (*node.parts[0])(context);
  if (record.kind != Kind::record || record.collection) return Cell::null();
  const Rows* rows = record.as_rows();
  return rows->count > 0 && node.slot < rows->width ? rows->cells[node.slot] : Cell::null();
}

Cell eval_not(const Node& node, Context& context) {
  switch (truth((*node.parts[0])(context))) {
    case Truth::no: return Cell::boolean(true);
    case Truth::yes: return Cell::boolean(false);
    default: return Cell::null();
  }
}

Cell eval_and(const Node& node, Context& context) {
  Truth left = truth((*node.parts[0])(context));
  if (left == Truth::no) return Cell::boolean(false);
  Truth right = truth((*node.parts[1])(context));
  if (right == Truth::no) return Cell::boolean(false);
  return left == Truth::yes && right == Truth::yes ? Cell::boolean(true) : Cell::null();
}

Cell eval_or(const Node& node, Context& context) {
  Truth left = truth((*node.parts[0])(context));
  if (left == Truth::yes) return Cell::boolean(true);
  Truth right = truth((*node.parts[1])(context));
  if (right == Truth::yes) return Cell::boolean(true);
  return left == Truth::no && right == Truth::no ? Cell::boolean(false) : Cell::null();
}

Cell eval_comparison(const Node& node, Context& context) {
  Cell left = (*node.parts[0])(context), right = (*node.parts[1])(context);
  if (context.mismatch != nullptr && !go_together(left, right)) {
    report(*node.parts[1], right, to_string({left.kind, left.collection}), context);
  }
  return Cell::boolean(decide(node.op, left, right));
}

Cell eval_in(const Node& node, Context& context) {
  Cell left = (*node.parts[0])(context);
  if (node.members != nullptr) return Cell::boolean(node.members->contains(left));
  const Node& right = *node.parts[1];
  if (right.op == Op::list) {  // no need to build it
    for (const Node* item : right.parts) {
      Cell cell = (*item)(context);
      if (context.mismatch != nullptr && !go_together(left, cell)) {
        report(*item, cell, to_string({left.kind, left.collection}), context);
      }
      if (same(left, cell)) return Cell::boolean(true);
    }
    return Cell::boolean(false);
  }
  Cell collection = right(context);
  if (!collection.collection) {
    if (!collection.is_null()) report(right, collection, "Collection", context);
    return Cell::boolean(false);
  }
  const Rows* rows = collection.as_rows();
  for (uint32_t i = 0; i < rows->count; ++i) {
    if (collection.kind == Kind::record) {
      Rows one{rows->cells + static_cast<size_t>(i) * rows->width, 1, rows->width};
      if (same(left, Cell::rows(&one, Kind::record, false))) return Cell::boolean(true);
    } else if (same(left, rows->cells[i])) {
      return Cell::boolean(true);
    }
  }
  return Cell::boolean(false);
}

// Every id of the right, comma separated, is among those of the left.
Cell eval_has(const Node& node, Context& context) {
  Cell left = (*node.parts[0])(context), right = (*node.parts[1])(context);
  if (!is_text(left.kind) || !is_text(right.kind)) return Cell::null();
  auto listed = [](std::string_view list, std::string_view id) {
    for (;;) {
      size_t comma = list.find(',');
      if (list.substr(0, comma) == id) return true;
      if (comma == std::string_view::npos) return false;
      list.remove_prefix(comma + 1);
    }
  };
  std::string_view wanted = right.as_text();
  for (;;) {
    size_t comma = wanted.find(',');
    if (!listed(left.as_text(), wanted.substr(0, comma))) return Cell::boolean(false);
    if (comma == std::string_view::npos) return Cell::boolean(true);
    wanted.remove_prefix(comma + 1);
  }
}

Cell eval_arithmetic(const Node& node, Context& context) {
  Cell left = (*node.parts[0])(context), right = (*node.parts[1])(context);
  bool fits = true;
  Cell result = arithmetic(node.op, left, right, fits);
  if (!fits) report(*node.parts[1], right, to_string({left.kind, left.collection}), context);
  return result;
}

Cell eval_negate(const Node& node, Context& context) {
  Cell operand = (*node.parts[0])(context);
  bool fits = true;
  Cell result = negated(operand, fits);
  if (!fits) report(*node.parts[0], operand, "Edm.Decimal", context);
  return result;
}

Cell eval_list(const Node& node, Context& context) {
  TENURE_ASSERT(context.frame.arena != nullptr);
  size_t count = node.parts.size();
  auto* cells = reinterpret_cast<Cell*>(context.frame.arena->bytes(count * sizeof(Cell)));
  std::uninitialized_fill_n(cells, count, Cell{});
  for (size_t i = 0; i < count; ++i) cells[i] = (*node.parts[i])(context);
  return Cell::rows(make_rows(context, cells, static_cast<uint32_t>(count), 1), node.type.kind, true);
}

namespace {

// The rows of a collection; null for one that is not there, which is as good as empty.
const Rows* rows_of(const Node& node, Context& context) {
  Cell collection = node(context);
  if (collection.collection) return collection.as_rows();
  if (!collection.is_null()) report(node, collection, "Collection", context);
  return nullptr;
}

}  // namespace

Cell eval_any(const Node& node, Context& context) {
  const Rows* rows = rows_of(*node.parts[0], context);
  if (rows == nullptr) return Cell::boolean(false);
  if (node.parts.size() == 1) return Cell::boolean(rows->count > 0);
  for (uint32_t i = 0; i < rows->count; ++i) {
    context.rows[node.lambda] = rows->cells + static_cast<size_t>(i) * rows->width;
    if (truth((*node.parts[1])(context)) == Truth::yes) return Cell::boolean(true);
  }
  return Cell::boolean(false);
}

Cell eval_all(const Node& node, Context& context) {
  const Rows* rows = rows_of(*node.parts[0], context);
  if (rows == nullptr) return Cell::boolean(true);
  for (uint32_t i = 0; i < rows->count; ++i) {
    context.rows[node.lambda] = rows->cells + static_cast<size_t>(i) * rows->width;
    if (truth((*node.parts[1])(context)) != Truth::yes) return Cell::boolean(false);
  }
  return Cell::boolean(true);
}

Cell eval_count(const Node& node, Context& context) {
  const Rows* rows = rows_of(*node.parts[0], context);
  return Cell::int64(rows == nullptr ? 0 : rows->count);
}

Cell eval_filter(const Node& node, Context& context) {
  const Rows* rows = rows_of(*node.parts[0], context);
  if (rows == nullptr) return Cell::null();
  size_t width = rows->width;
  auto* kept = reinterpret_cast<Cell*>(context.frame.arena->bytes(rows->count * width * sizeof(Cell)));
  uint32_t count = 0;
  for (uint32_t i = 0; i < rows->count; ++i) {
    const Cell* row = rows->cells + i * width;
    context.rows[node.lambda] = row;
    if (truth((*node.parts[1])(context)) == Truth::yes) {
      std::uninitialized_copy_n(row, width, kept + count++ * width);
    }
  }
  return Cell::rows(make_rows(context, kept, count, rows->width), node.type.kind, true);
}

Cell eval_case(const Node& node, Context& context) {
  for (size_t i = 0; i + 1 < node.parts.size(); i += 2) {
    if (truth((*node.parts[i])(context)) == Truth::yes) return (*node.parts[i + 1])(context);
  }
  return Cell::null();
}

Cell eval_call(const Node& node, Context& context) {
  Cell arguments[3];
  size_t count = node.parts.size();
  for (size_t i = 0; i < count; ++i) {
    arguments[i] = (*node.parts[i])(context);
    if (arguments[i].is_null()) return Cell::null();
  }
  return node.function(node, {arguments, count}, context);
}

Cell eval_convert(const Node& node, Context& context) {
  Cell cell = (*node.parts[0])(context);
  if (cell.is_null()) return cell;
  if (!cell.collection && (bit(cell.kind) & node.mask) != 0) return cell;
  if (!cell.collection && cell.kind == Kind::string) {
    for (Kind kind : {Kind::instant, Kind::date, Kind::time_of_day, Kind::duration, Kind::guid,
                      Kind::binary}) {
      if ((node.mask & bit(kind)) == 0) continue;
      if (auto value = parse_as(cell.as_text(), kind)) {
        Cell converted = to_cell(*value, {kind}, *context.frame.arena);
        return kind == Kind::binary
                   ? Cell::text(context.frame.arena->copy(converted.as_text()), Kind::binary)
                   : converted;
      }
    }
  }
  for (int kind = 0; kind < 32; ++kind) {
    if ((node.mask >> kind & 1) == 0) continue;
    report(node, cell, to_string({static_cast<Kind>(kind)}), context);
    break;
  }
  return Cell::null();
}

Cell eval_cast(const Node& node, Context& context) {
  return cast_cell(node, (*node.parts[0])(context), context);
}

// "Assignable by the rules of cast": null is, and so is what cast() makes a value of. parts[1] is
// that cast.
Cell eval_isof(const Node& node, Context& context) {
  Cell cell = (*node.parts[0])(context);
  return Cell::boolean(cell.is_null() || !cast_cell(*node.parts[1], cell, context).is_null());
}

}  // namespace tenure::expression
