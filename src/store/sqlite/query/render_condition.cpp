// Conditions: what SQL says exactly, in forms that let indexes be used.
#include <cmath>

#include "base/assert.h"
#include "store/sqlite/query/renderer.h"

namespace tenure::store::sqlite {

using expression::Cell;
using expression::Kind;
using expression::Node;
using expression::Op;

namespace {

Sql word(Op op) {
  switch (op) {
    case Op::eq: return "=";
    case Op::ne: return " IS NOT ";
    case Op::gt: return ">";
    case Op::ge: return ">=";
    case Op::lt: return "<";
    default: return "<=";
  }
}

Op flipped(Op op) {
  switch (op) {
    case Op::gt: return Op::lt;
    case Op::ge: return Op::le;
    case Op::lt: return Op::gt;
    case Op::le: return Op::ge;
    default: return op;
  }
}

bool is_written(Kind kind) { return kind == Kind::string || kind == Kind::choice; }

// The constant in the kind of the column, so that SQL compares like with like; nothing where that would not
// be the same comparison.
std::optional<Cell> in_kind(const Cell& cell, Kind kind) {
  if (cell.kind == Kind::double_ && !std::isfinite(cell.as_double())) return std::nullopt;
  if (cell.kind == kind || (is_written(cell.kind) && is_written(kind))) return cell;
  if (kind == Kind::decimal && cell.kind == Kind::int64) return Cell::decimal(Decimal(cell.as_int64()));
  if (kind == Kind::int64 && cell.kind == Kind::decimal) {
    const auto whole = cell.as_decimal().to_int64();
    return whole ? std::optional(Cell::int64(*whole)) : std::nullopt;
  }
  if (kind != Kind::double_) return std::nullopt;
  if (cell.kind == Kind::int64) return Cell::double_(static_cast<double>(cell.as_int64()));
  if (cell.kind == Kind::decimal) return Cell::double_(cell.as_decimal().to_double());
  return std::nullopt;
}

}  // namespace

bool Renderer::Operand::is_word() const { return name.empty() && account.empty(); }

// ---- and, or, not
// --------------------------------------------------------------------------------------

namespace {

void gather(const Node& node, Op op, std::vector<const Node*>& parts) {
  if (node.op == op && node.parts.size() == 2) {
    gather(*node.parts[0], op, parts);
    gather(*node.parts[1], op, parts);
  } else {
    parts.push_back(&node);
  }
}

// a, b, c → (a and b and c); very many in groups, for SQLite bounds how deep a tree may be, and a chain is one.
Fragment chained(std::span<const Fragment> parts, Sql between) {
  constexpr size_t kGroup = 50;
  Joined all(between);
  if (parts.size() <= kGroup) {
    for (const Fragment& part : parts) all.add(part);
  } else {
    for (size_t i = 0; i < parts.size(); i += kGroup) {
      all.add(chained(parts.subspan(i, std::min(kGroup, parts.size() - i)), between));
    }
  }
  return Fragment("(") << all.text() << ")";
}

}  // namespace

Fragment Renderer::chain(const View& view, const Node& node, Mode mode) {
  std::vector<const Node*> nodes;
  gather(node, node.op, nodes);
  std::vector<Fragment> parts;
  for (const Node* part : nodes) parts.push_back(condition(view, *part, mode));
  return chained(parts, node.op == Op::and_ ? Sql(" AND ") : Sql(" OR "));
}

Fragment Renderer::condition(const View& view, const Node& node, Mode mode) {
  if (query::is_constant(node)) return parameter(constant(node));
  // SQLite's parser takes so many parentheses inside each other and no more; the evaluator takes the rest.
  if (depth_ >= kMostNested) return residual(view, node);
  ++depth_;
  Fragment text = condition_of(view, node, mode);
  --depth_;
  return text;
}

Fragment Renderer::condition_of(const View& view, const Node& node, Mode mode) {
  switch (node.op) {
    case Op::and_:
    case Op::or_: return chain(view, node, mode);
    case Op::not_:
      return Fragment("(NOT ") << condition(view, *node.parts[0], Mode::exact) << ")";
    case Op::eq:
    case Op::ne:
    case Op::gt:
    case Op::ge:
    case Op::lt:
    case Op::le: return comparison(view, node, mode);
    case Op::in: return membership(view, node, mode);
    case Op::any:
    case Op::all: return quantifier(view, node);
    case Op::call: return text_test(view, node, mode);
    default: break;
  }
  if (const auto found = operand(view, node)) return found->value;
  return residual(view, node);
}

// ---- comparisons
// ---------------------------------------------------------------------------------------

Fragment Renderer::with_constant(const Operand& operand, Op op, const Cell& cell, Mode mode) {
  const bool equality = op == Op::eq || op == Op::ne;
  const Sql is = op == Op::eq ? Sql(" IS NULL)") : Sql(" IS NOT NULL)");
  if (cell.is_null()) {
    // Bound: a number standing alone would mean a column where it sorts.
    if (!equality) return parameter(Cell::boolean(false));
    return Fragment("(") << operand.value << is;
  }
  if (equality && !operand.is_word()) {
    // By number: the column may have an index, the text behind it has not.
    Fragment id = operand.account.empty()
                      ? interned(cell.as_text())
                      : Fragment("(SELECT a._id FROM account a WHERE a._workspace=?1 AND a.key=")
                            << parameter(cell) << ")";
    const Fragment& column = operand.account.empty() ? operand.name : operand.account;
    if (op == Op::eq && mode == Mode::where) return Fragment("(") << column << "=" << id << ")";
    // A text that nobody ever used has no number, and neither has what is not there: not the same.
    if (op == Op::eq) return Fragment("ifnull(") << column << "=" << id << ",0)";
    return Fragment("(NOT ifnull(") << column << "=" << id << ",0))";
  }
  const Fragment left = sortable(operand.value, operand.type), right = parameter(cell);
  if (op == Op::eq && mode == Mode::exact) return Fragment("(") << left << " IS " << right << ")";
  if (mode == Mode::where || equality) return Fragment("(") << left << word(op) << right << ")";
  return Fragment("ifnull(") << left << word(op) << right << ",0)";
}

Fragment Renderer::of_two(const Operand& left, Op op, const Operand& right, Mode mode) const {
  const Fragment a = sortable(left.value, left.type);
  if (op == Op::eq) return Fragment("(") << a << " IS " << right.value << ")";
  if (op == Op::ne || mode == Mode::where) return Fragment("(") << a << word(op) << right.value << ")";
  return Fragment("ifnull(") << a << word(op) << right.value << ",0)";
}

Fragment Renderer::comparison(const View& view, const Node& node, Mode mode) {
  const Node* left = node.parts[0];
  const Node* right = node.parts[1];
  Op op = node.op;
  if (query::is_constant(*left)) {
    std::swap(left, right);
    op = flipped(op);
  }
  if (left->type.kind == Kind::record) return existence(view, *left, op == Op::ne);
  const auto a = operand(view, *left);
  if (!a) return residual(view, node);
  if (query::is_constant(*right)) {
    const Cell cell = constant(*right);
    if (cell.is_null()) return with_constant(*a, op, cell, mode);
    const auto same_kind = in_kind(cell, a->type.kind);
    return same_kind ? with_constant(*a, op, *same_kind, mode) : residual(view, node);
  }
  const auto b = operand(view, *right);
  const bool alike =
      b && (a->type.kind == b->type.kind || (is_written(a->type.kind) && is_written(b->type.kind)));
  return alike ? of_two(*a, op, *b, mode) : residual(view, node);
}

Fragment Renderer::membership(const View& view, const Node& node, Mode mode) {
  const auto left = operand(view, *node.parts[0]);
  if (!left || node.members == nullptr) return residual(view, node);
  Joined items(",");
  for (const Cell& cell : node.members->sorted) {
    const auto same_kind = in_kind(cell, left->type.kind);
    // A whole number is never 2.5; what else does not fit is not for SQL to compare.
    if (!same_kind && left->type.kind == Kind::int64 && cell.kind == Kind::decimal) continue;
    if (!same_kind) return residual(view, node);
    items.add(left->name.empty() ? parameter(*same_kind) : interned(same_kind->as_text()));
  }
  const Fragment column = left->name.empty() ? sortable(left->value, left->type) : left->name;
  Fragment found("(");
  if (items.empty()) {
    found << parameter(Cell::boolean(false)) << ")";
  } else if (mode == Mode::where && !node.members->has_null) {
    return found << column << " IN (" << items.text() << "))";
  } else {
    found << "ifnull(" << column << " IN (" << items.text() << "),0))";
  }
  if (!node.members->has_null) return found;
  return Fragment("(") << found << " OR " << left->value << " IS NULL)";
}

// ---- texts
// ---------------------------------------------------------------------------------------------

namespace {

// The first text behind all that begin with this one. Bytes of UTF-8 never are 0xff.
std::string next_text(std::string prefix) {
  prefix.back() = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
  return prefix;
}

}  // namespace

Fragment Renderer::text_test(const View& view, const Node& node, Mode) {
  const std::string& name = node.ast->name;
  const bool test = node.parts.size() == 2 && (name == "startswith" || name == "contains");
  if (!test || !query::is_constant(*node.parts[1])) return residual(view, node);
  const auto text = operand(view, *node.parts[0]);
  const Cell part = constant(*node.parts[1]);
  if (!text || !is_written(text->type.kind) || !is_written(part.kind)) return residual(view, node);
  if (name == "contains") {
    return Fragment("(instr(") << text->value << "," << parameter(part) << ")>0)";
  }
  if (part.size == 0) return residual(view, node);
  const Cell end = Cell::text(plan_.arena.copy(next_text(std::string(part.as_text()))));
  return Fragment("(") << text->value << ">=" << parameter(part) << " AND " << text->value << "<"
                       << parameter(end) << ")";
}

// ---- any, all
// -------------------------------------------------------------------------------------------

Fragment Renderer::quantifier(const View& view, const Node& node) {
  const auto found = query::members_of(view.sight, *node.parts[0]);
  TENURE_ASSERT(found.has_value());
  View inside;
  Fragment where;
  const Fragment from = members(view, *found, inside, where);
  const bool any = node.op == Op::any;
  Fragment text(any ? Sql("(EXISTS(SELECT 1 FROM ") : Sql("(NOT EXISTS(SELECT 1 FROM "));
  text << from << " WHERE " << where;
  if (node.parts.size() > 1) {
    // The member that every $filter sees and the one that any sees are one row.
    const Fragment test = condition(inside, *node.parts[1], any ? Mode::where : Mode::exact);
    text << " AND " << test << (any ? Sql("") : Sql(" IS NOT TRUE"));
  }
  return text << "))";
}

}  // namespace tenure::store::sqlite
