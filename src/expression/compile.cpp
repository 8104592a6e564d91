#include "expression/compile.h"

#include <algorithm>
#include <cmath>

#include "expression/lexer.h"
#include "expression/literals.h"

namespace tenure::expression {

std::string names_of(uint32_t mask) {
  if (mask == kCollection) return "Collection";
  if (mask == kTexts) return "Edm.String";
  std::string names;
  for (int kind = 0; kind < 31; ++kind) {
    if ((mask >> kind & 1) == 0) continue;
    if (!names.empty()) names += ", ";
    names += to_string({static_cast<Kind>(kind)});
  }
  return names;
}

std::nullptr_t Compiler::refuse(std::string code,
                                std::vector<std::pair<std::string, std::string>> arguments,
                                size_t position) {
  if (!error_) {
    error_ = Error{std::move(code), std::move(arguments), static_cast<int64_t>(position)};
  }
  return nullptr;
}

std::nullptr_t Compiler::wrong_type(const Node& found, std::string expected) {
  return refuse("wrong-type", {{"expected", std::move(expected)}, {"found", to_string(found.type)}},
                found.ast->position);
}

Node* Compiler::make(const Ast& ast, Op op, Node::Eval eval, Type type,
                     std::vector<const Node*> parts) {
  Node& node = impl_.nodes.emplace_back();
  node.eval = eval;
  node.ast = &ast;
  node.type = type;
  node.op = op;
  node.parts = std::move(parts);
  return &node;
}

Node* Compiler::convert(Node* operand, uint32_t mask) {
  if (operand->type.kind != Kind::unknown || operand->type.collection || operand->is_constant()) {
    return operand;
  }
  Type type{Kind::unknown};
  if (mask == kTexts) type.kind = Kind::string;
  for (int kind = 0; kind < 31; ++kind) {
    if (mask == 1U << kind) type.kind = static_cast<Kind>(kind);
  }
  Node* node = make(*operand->ast, Op::call, &eval_convert, type, {operand});
  node->mask = mask;
  return node;
}

Node* Compiler::visit(const Ast& ast) {
  Node* node = nullptr;
  switch (ast.op) {
    case Op::literal: node = literal(ast); break;
    case Op::path:
    case Op::parameter_alias: node = path(ast); break;
    case Op::list: node = list(ast); break;
    case Op::and_:
    case Op::or_: {
      Node* left = condition(*ast.arguments[0]);
      Node* right = left != nullptr ? condition(*ast.arguments[1]) : nullptr;
      if (right != nullptr) {
        node = make(ast, ast.op, ast.op == Op::and_ ? &eval_and : &eval_or, {Kind::boolean},
                    {left, right});
      }
      break;
    }
    case Op::not_: {
      Node* operand = condition(*ast.arguments[0]);
      if (operand != nullptr) node = make(ast, ast.op, &eval_not, {Kind::boolean}, {operand});
      break;
    }
    case Op::negate: node = negation(ast); break;
    case Op::eq:
    case Op::ne:
    case Op::gt:
    case Op::ge:
    case Op::lt:
    case Op::le: node = comparison(ast); break;
    case Op::in: node = membership(ast); break;
    case Op::has: node = has(ast); break;
    case Op::add:
    case Op::sub:
    case Op::mul:
    case Op::div:
    case Op::divby:
    case Op::mod: node = sum(ast); break;
    case Op::call: node = call(ast); break;
    case Op::any:
    case Op::all: node = quantifier(ast); break;
    case Op::count: node = count(ast); break;
  }
  if (node != nullptr) impl_.node_of[&ast] = node;
  return node;
}

Node* Compiler::as_condition(Node* node) {
  if (node == nullptr) return nullptr;
  node = convert(node, bit(Kind::boolean));
  bool fits = node->type.kind == Kind::boolean || node->type.kind == Kind::null ||
              node->type.kind == Kind::unknown;
  if (node->type.collection || !fits) return wrong_type(*node, "Edm.Boolean");
  return node;
}

Node* Compiler::condition(const Ast& ast) { return as_condition(visit(ast)); }

Node* Compiler::literal(const Ast& ast) {
  Node* node = make(ast, Op::literal, &eval_constant, ast.literal_type);
  node->constant = to_cell(ast.literal, ast.literal_type, unused_);
  return node;
}

Node* Compiler::list(const Ast& ast) {
  Type type{.kind = Kind::null};
  std::vector<const Node*> parts;
  for (const AstPtr& item : ast.arguments) {
    Node* node = visit(*item);
    if (node == nullptr) return nullptr;
    if (node->type.collection) return refuse("not-supported", {{"what", "[[]]"}}, item->position);
    if (node->type.kind == Kind::record) {
      return refuse("not-supported", {{"what", "[{}]"}}, item->position);
    }
    if (!unify(*node, type)) return nullptr;
    parts.push_back(node);
  }
  type.collection = true;
  return make(ast, Op::list, &eval_list, type, std::move(parts));
}

bool Compiler::known_choice(const Node& literal, std::string_view id, const Type& choice) {
  if (choice.choices == nullptr) return true;
  if (std::find(choice.choices->begin(), choice.choices->end(), id) != choice.choices->end()) {
    return true;
  }
  refuse("unknown-choice", unknown_word("value", id, *choice.choices), literal.ast->position);
  return false;
}

// A literal text becomes what it meets: the id of a choice, a duration (4.01 needs no prefix).
bool Compiler::adapt(Node* literal, const Type& target) {
  if (!literal->is_constant() || !is_text(literal->constant.kind)) return true;
  std::string_view text = literal->constant.as_text();
  if (target.kind == Kind::choice) {
    literal->type = target;
    literal->type.collection = false;
    literal->constant.kind = Kind::choice;
    return known_choice(*literal, text, target);
  }
  if (target.kind == Kind::duration && literal->type.kind == Kind::string) {
    auto duration = parse_duration(text);
    if (!duration) {
      refuse("invalid-literal",
             {{"text", "'" + std::string(text) + "'"}, {"type", "Edm.Duration"}},
             literal->ast->position);
      return false;
    }
    literal->type = {Kind::duration};
    literal->constant = Cell::duration(*duration);
  }
  return true;
}

// Refuses what can never be compared; turns literals and variables into what they meet.
bool Compiler::comparable(Op op, Node*& left, Node*& right) {
  bool equality = op == Op::eq || op == Op::ne;
  if (!adapt(right, left->type) || !adapt(left, right->type)) return false;
  auto wanted = [](const Type& type) { return is_number(type.kind) ? kNumbers : is_text(type.kind) ? kTexts : bit(type.kind); };
  auto open = [](const Type& type) {
    return type.kind == Kind::unknown || (type.kind == Kind::null && !type.collection);
  };
  if (!open(left->type) && !left->type.collection) right = convert(right, wanted(left->type));
  if (!open(right->type) && !right->type.collection) left = convert(left, wanted(right->type));
  if (!equality) {
    for (Node* side : {left, right}) {
      Kind kind = side->type.kind;
      if (side->type.collection || kind == Kind::choice || kind == Kind::binary ||
          kind == Kind::record) {
        refuse("not-ordered", {{"type", to_string(side->type)}}, side->ast->position);
        return false;
      }
    }
  }
  const Type &a = left->type, &b = right->type;
  if (open(a) || open(b)) return true;
  bool fits = a.collection == b.collection &&
              (a.kind == b.kind || (is_number(a.kind) && is_number(b.kind)) ||
               (is_text(a.kind) && is_text(b.kind)) ||
               (a.collection && (a.kind == Kind::null || b.kind == Kind::null)));
  if (fits && a.kind == Kind::record) fits = a.record == b.record;
  if (!fits) wrong_type(*right, to_string(a));
  return fits;
}

Node* Compiler::comparison(const Ast& ast) {
  Node* left = visit(*ast.arguments[0]);
  Node* right = left != nullptr ? visit(*ast.arguments[1]) : nullptr;
  if (right == nullptr || !comparable(ast.op, left, right)) return nullptr;
  return make(ast, ast.op, &eval_comparison, {Kind::boolean}, {left, right});
}

const Members* Compiler::members(const Node& list) {
  Members set;
  for (const Node* item : list.parts) {
    if (!item->is_constant()) return nullptr;
    const Cell& cell = item->constant;
    if (cell.is_null()) {
      set.has_null = true;
    } else if (cell.kind != Kind::double_ || !std::isnan(cell.as_double())) {
      set.sorted.push_back(cell);
    }
  }
  std::sort(set.sorted.begin(), set.sorted.end(), [](const Cell& a, const Cell& b) {
    auto ordering = compare(a, b);
    return ordering && *ordering < 0;
  });
  if (!set.sorted.empty()) {
    set.kind = set.sorted[0].kind;
    bool one = std::all_of(set.sorted.begin(), set.sorted.end(),
                           [&](const Cell& cell) { return cell.kind == set.kind; });
    if (one && is_word(set.kind)) {
      set.form = Members::Form::words;
      for (const Cell& cell : set.sorted) set.words.push_back(cell.low);
    } else if (is_text(set.kind)) {  // strings and choices do not mix with others
      set.form = Members::Form::texts;
      for (const Cell& cell : set.sorted) set.texts.push_back(cell.as_text());
    }
  }
  return &impl_.sets.emplace_back(std::move(set));
}

Node* Compiler::membership(const Ast& ast) {
  Node* left = visit(*ast.arguments[0]);
  Node* right = left != nullptr ? visit(*ast.arguments[1]) : nullptr;
  if (right == nullptr) return nullptr;
  if (left->type.collection) return refuse("not-supported", {{"what", "[…] in"}}, ast.position);
  bool open = right->type.kind == Kind::unknown || right->type.kind == Kind::null;
  if (!right->type.collection && !open) {
    return wrong_type(*right, "Collection(" + to_string(left->type) + ")");
  }
  Node* node = make(ast, Op::in, &eval_in, {Kind::boolean});
  if (right->op == Op::list) {
    Node* list = right;
    for (const Node*& part : list->parts) {
      auto* item = const_cast<Node*>(part);  // the compiler made it
      if (!comparable(Op::eq, left, item)) return nullptr;
      part = item;
    }
    node->members = members(*list);
  } else if (right->type.collection && right->type.kind != Kind::null) {
    Type element = right->type;
    element.collection = false;
    Node probe{.ast = right->ast, .type = element};
    Node* item = &probe;
    if (!comparable(Op::eq, left, item)) return nullptr;
  }
  node->parts = {left, right};
  return node;
}

Node* Compiler::has(const Ast& ast) {
  Node* left = visit(*ast.arguments[0]);
  Node* right = left != nullptr ? visit(*ast.arguments[1]) : nullptr;
  if (right == nullptr) return nullptr;
  left = convert(left, kTexts);
  bool fits = is_text(left->type.kind) || left->type.kind == Kind::null ||
              left->type.kind == Kind::unknown;
  if (left->type.collection || !fits) return wrong_type(*left, "choice");
  if (left->type.kind == Kind::choice) {
    std::string_view ids = right->constant.as_text();
    for (;;) {
      size_t comma = ids.find(',');
      if (!known_choice(*right, ids.substr(0, comma), left->type)) return nullptr;
      if (comma == std::string_view::npos) break;
      ids.remove_prefix(comma + 1);
    }
  }
  return make(ast, Op::has, &eval_has, {Kind::boolean}, {left, right});
}

namespace {

// What the arithmetic of two kinds gives; null where there is none, or where one is always null.
Kind sum_of(Op op, Kind a, Kind b) {
  if (a == Kind::null || b == Kind::null) return Kind::null;
  if (a == Kind::unknown || b == Kind::unknown) return Kind::unknown;
  if (is_number(a) && is_number(b)) {
    if (a == Kind::double_ || b == Kind::double_) return Kind::double_;
    return a == Kind::int64 && b == Kind::int64 && op != Op::divby ? Kind::int64 : Kind::decimal;
  }
  switch (op) {
    case Op::add:
    case Op::sub:
      if (b == Kind::duration && (a == Kind::instant || a == Kind::duration || a == Kind::date)) {
        return a;
      }
      if (op == Op::sub && a == b && (a == Kind::instant || a == Kind::date)) return Kind::duration;
      return Kind::null;
    case Op::mul:
      if (is_number(a) && b == Kind::duration) return b;
      [[fallthrough]];
    case Op::div:
    case Op::divby: return a == Kind::duration && is_number(b) ? a : Kind::null;
    default: return Kind::null;
  }
}

constexpr uint32_t kMoments = bit(Kind::instant) | bit(Kind::date);

}  // namespace

Node* Compiler::sum(const Ast& ast) {
  Node* left = visit(*ast.arguments[0]);
  Node* right = left != nullptr ? visit(*ast.arguments[1]) : nullptr;
  if (right == nullptr) return nullptr;
  bool additive = ast.op == Op::add || ast.op == Op::sub;
  // 4.01: a duration needs no prefix.
  if (additive && ((bit(left->type.kind) & kMoments) != 0 || left->type.kind == Kind::duration)) {
    if (!adapt(right, {Kind::duration})) return nullptr;
  }
  uint32_t takes = kNumbers | bit(Kind::duration);
  if (ast.op == Op::mod) takes = kNumbers;
  left = convert(left, additive ? takes | kMoments : takes);
  right = convert(right, ast.op == Op::sub ? takes | kMoments : takes);
  for (Node* side : {left, right}) {
    Kind kind = side->type.kind;
    bool fits = kind == Kind::null || kind == Kind::unknown ||
                (bit(kind) & (additive ? takes | kMoments : takes)) != 0;
    if (side->type.collection || !fits) return wrong_type(*side, names_of(kNumbers));
  }
  Kind kind = sum_of(ast.op, left->type.kind, right->type.kind);
  bool known = left->type.kind != Kind::null && right->type.kind != Kind::null;
  if (kind == Kind::null && known) {
    bool moment = (bit(left->type.kind) & kMoments) != 0;
    return wrong_type(*right, moment ? "Edm.Duration" : to_string(left->type));
  }
  return make(ast, ast.op, &eval_arithmetic, {kind}, {left, right});
}

Node* Compiler::negation(const Ast& ast) {
  Node* operand = visit(*ast.arguments[0]);
  if (operand == nullptr) return nullptr;
  uint32_t takes = kNumbers | bit(Kind::duration);
  operand = convert(operand, takes);
  Kind kind = operand->type.kind;
  bool fits = kind == Kind::null || kind == Kind::unknown || (bit(kind) & takes) != 0;
  if (operand->type.collection || !fits) return wrong_type(*operand, names_of(kNumbers));
  return make(ast, Op::negate, &eval_negate, {kind}, {operand});
}

}  // namespace tenure::expression
