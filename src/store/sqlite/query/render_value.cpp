// Values: columns and counts as SQL has them, everything else through the expression room.
#include "base/assert.h"
#include "store/sqlite/query/functions.h"
#include "store/sqlite/query/renderer.h"

namespace tenure::store::sqlite {

using expression::Cell;
using expression::Kind;
using expression::Node;
using expression::Op;

namespace {

// SQLite takes 127 arguments.
constexpr size_t kMostSlots = 100;

}  // namespace

// ---- parameters
// ----------------------------------------------------------------------------------------

int Renderer::bind(const Cell& cell) {
  plan_.bounds.push_back({cell});
  return static_cast<int>(plan_.bounds.size());
}

int Renderer::bind_pointer(void* pointer, const char* type) {
  plan_.bounds.push_back({{}, pointer, type});
  return static_cast<int>(plan_.bounds.size());
}

expression::Frame Renderer::frame() {
  return {.now = query_.now, .zone = query_.zone, .arena = &plan_.arena};
}

Cell Renderer::constant(const Node& node) {
  const expression::Frame now = frame();
  expression::Context context{.frame = now, .mismatch = nullptr, .rows = {}};
  return node(context);
}

// ---- operands
// ------------------------------------------------------------------------------------------

// Decimals are text: their order is that of numbers, not of letters.
Fragment Renderer::sortable(Fragment value, const expression::Type& type) const {
  if (type.kind == Kind::decimal) value << " COLLATE decimal";
  return value;
}

std::optional<Renderer::Operand> Renderer::operand(const View& view, const Node& node) {
  if (query_.grouping && view.sight.model == nullptr) {
    const std::string name = query::grouped_name(*query_.grouping->type, node);
    if (name.empty()) return std::nullopt;
    const query::Grouping& grouping = *query_.grouping;
    for (size_t i = 0; i < grouping.by.size(); ++i) {
      if (grouping.by[i].path == name) return Operand{Fragment::result(i), node.type, {}, {}};
    }
    for (size_t i = 0; i < grouping.aggregates.size(); ++i) {
      if (grouping.aggregates[i].alias != name) continue;
      return Operand{Fragment::result(grouping.by.size() + i), node.type, {}, {}};
    }
    return std::nullopt;
  }
  if (node.op == Op::count && !query::is_constant(node)) {
    return Operand{count(view, node), {Kind::int64}, {}, {}};
  }
  const auto path = query::path_of(view.sight, node);
  if (!path || path->end != query::Path::End::field) return std::nullopt;
  return operand_of(view, *path);
}

Fragment Renderer::count(const View& view, const Node& node) {
  const auto found = query::members_of(view.sight, *node.parts[0]);
  TENURE_ASSERT(found.has_value());
  View inside;
  Fragment where;
  const Fragment from = members(view, *found, inside, where);
  return Fragment("(SELECT count(*) FROM ") << from << " WHERE " << where << ")";
}

Fragment Renderer::value(const View& view, const Node& node) {
  if (query::is_constant(node)) return parameter(constant(node));
  if (const auto found = operand(view, node)) return found->value;
  if (node.type.kind == Kind::boolean) return condition(view, node, Mode::exact);
  return residual(view, node);
}

// ---- what SQL cannot say
// --------------------------------------------------------------------------------

const Node* Renderer::copy(const View& view, const Node& node, Residual& residual,
                           std::vector<Fragment>& slots) {
  if (query::is_constant(node)) return &node;
  const bool quantified = node.op == Op::any || node.op == Op::all;
  const bool of_rows = (node.op == Op::eq || node.op == Op::ne) &&
                       (node.parts[0]->type.kind == Kind::record ||
                        node.parts[1]->type.kind == Kind::record);
  std::optional<Fragment> text;
  if (quantified || of_rows) {
    text = condition(view, node, Mode::exact);
  } else if (const auto found = operand(view, node)) {
    text = found->value;
  }
  if (text) {
    size_t slot = 0;
    while (slot < slots.size() && slots[slot].text() != text->text()) ++slot;
    if (slot == slots.size()) slots.push_back(*text);
    if (slots.size() > kMostSlots) {
      overflow_ = true;
      slots.resize(kMostSlots);
      slot = 0;
    }
    return residual.slot(node, node.type, static_cast<uint16_t>(slot));
  }
  std::vector<const Node*> parts;
  for (const Node* part : node.parts) parts.push_back(copy(view, *part, residual, slots));
  return residual.with_parts(node, std::move(parts));
}

Fragment Renderer::residual(const View& view, const Node& node) {
  Residual& residual = plan_.residuals.emplace_back();
  std::vector<Fragment> slots;
  residual.start(copy(view, node, residual, slots), frame());
  Fragment text("tenure_value(");
  text << Fragment::parameter(bind_pointer(&residual, kResidual));
  for (const Fragment& slot : slots) text << "," << slot;
  return text << ")";
}

}  // namespace tenure::store::sqlite
