// Functions, case, cast, and what goes over collections.
#include "base/text.h"
#include "expression/compile.h"
#include "expression/lexer.h"

namespace tenure::expression {

// The type that holds both; refused when there is none.
bool Compiler::unify(const Node& node, Type& type) {
  const Type& other = node.type;
  if (other == type || other.kind == Kind::null) return true;
  if (type.kind == Kind::null) {
    type = other;
    return true;
  }
  if (type.kind == Kind::unknown || other.kind == Kind::unknown) {
    type = {Kind::unknown};
    return true;
  }
  if (type.collection == other.collection) {
    if (is_number(type.kind) && is_number(other.kind)) {
      bool real = type.kind == Kind::double_ || other.kind == Kind::double_;
      type.kind = real ? Kind::double_ : Kind::decimal;
      return true;
    }
    if (is_text(type.kind) && is_text(other.kind)) {
      type = {.kind = Kind::string, .collection = type.collection};
      return true;
    }
  }
  wrong_type(node, to_string(type));
  return false;
}

Node* Compiler::call(const Ast& ast) {
  if (ast.name == "case") return cases(ast);
  if (ast.name == "cast" || ast.name == "isof") return cast(ast);
  if (ast.name == "$filter") return filter(ast);
  return function(ast);
}

Node* Compiler::cases(const Ast& ast) {
  std::vector<const Node*> parts;
  Type type{.kind = Kind::null};
  for (size_t i = 0; i + 1 < ast.arguments.size(); i += 2) {
    Node* when = condition(*ast.arguments[i]);
    Node* then = when != nullptr ? visit(*ast.arguments[i + 1]) : nullptr;
    if (then == nullptr || !unify(*then, type)) return nullptr;
    parts.push_back(when);
    parts.push_back(then);
  }
  return make(ast, Op::call, &eval_case, type, std::move(parts));
}

namespace {

struct Range {
  std::string_view name;
  int64_t low, high;
};
constexpr Range kRanges[] = {{"edm.byte", 0, 255},
                             {"edm.sbyte", -128, 127},
                             {"edm.int16", -32768, 32767},
                             {"edm.int32", INT32_MIN, INT32_MAX}};

}  // namespace

Node* Compiler::cast(const Ast& ast) {
  if (ast.arguments.size() == 1 && ast.arguments[0]->op == Op::path)  // isof(Edm.String): of the row itself
    return refuse("not-supported", {{"what", ast.name + "(type)"}}, ast.position);
  if (ast.arguments.size() != 2 || ast.arguments[1]->op != Op::path) {
    return refuse("wrong-arguments",
                  {{"function", ast.name}, {"expected", ast.name + "(value, Edm.Int64)"}},
                  ast.position);
  }
  Node* operand = visit(*ast.arguments[0]);
  if (operand == nullptr) return nullptr;
  const Ast& name = *ast.arguments[1];
  auto target = parse_type(name.name);
  if (!target) {
    Error error = std::move(target).error();
    return refuse(error.code, error.arguments, name.position);
  }
  if (target->collection || target->kind == Kind::choice || target->kind == Kind::unknown) {
    return refuse("not-supported", {{"what", ast.name + "(…, " + name.name + ")"}}, name.position);
  }
  Kind from = operand->type.kind;
  bool fits = from == Kind::null || from == Kind::unknown || from == target->kind ||
              is_text(from) || target->kind == Kind::string ||
              (is_number(from) && is_number(target->kind));
  if (operand->type.collection || from == Kind::record || !fits) {
    return wrong_type(*operand, to_string(*target));
  }
  Node* node = make(ast, Op::call, &eval_cast, *target, {operand});
  std::string lower = lower_ascii(name.name);
  if (target->kind == Kind::int64) {
    node->low = INT64_MIN;
    node->high = INT64_MAX;
    for (const Range& range : kRanges) {
      if (range.name == lower) node->low = range.low, node->high = range.high;
    }
  } else if (lower == "edm.single") {
    node->low = 1;
  }
  if (ast.name == "cast") return node;
  return make(ast, Op::call, &eval_isof, {Kind::boolean}, {operand, node});
}

Node* Compiler::function(const Ast& ast) {
  std::vector<Node*> arguments;
  bool known = false;
  std::vector<std::string> names = {"case", "cast", "isof"};
  for (const Signature& signature : signatures()) {
    known = known || signature.name == ast.name;
    names.emplace_back(signature.name);
  }
  if (!known) {
    if (ast.name.starts_with("geo.") || ast.name == "isdefined") {
      return refuse("not-supported", {{"what", ast.name}}, ast.position);
    }
    return refuse("unknown-function", unknown_word("name", ast.name, names), ast.position);
  }
  for (const AstPtr& argument : ast.arguments) {
    Node* node = visit(*argument);
    if (node == nullptr) return nullptr;
    arguments.push_back(node);
  }
  bool over_list = !arguments.empty() && arguments[0]->type.collection;
  const Signature* found = nullptr;
  for (const Signature& signature : signatures()) {
    if (signature.name != ast.name) continue;
    if (found == nullptr || signature.collections == over_list) found = &signature;
  }
  if (arguments.size() < found->least || arguments.size() > found->most) {
    return refuse("wrong-arguments",
                  {{"function", ast.name}, {"expected", std::string(found->usage)}}, ast.position);
  }
  std::vector<const Node*> parts;
  for (size_t i = 0; i < arguments.size(); ++i) {
    uint32_t takes = found->takes[i];
    Node* argument = takes == kCollection ? arguments[i] : convert(arguments[i], takes);
    const Type& type = argument->type;
    bool open = (type.kind == Kind::null || type.kind == Kind::unknown) && !type.collection;
    bool fits = takes == kCollection ? type.collection
                                     : !type.collection && (bit(type.kind) & takes) != 0;
    if (!open && !fits) return wrong_type(*argument, names_of(takes));
    if (found->collections && i == 1 && takes == kCollection && type.collection) {
      Type both = arguments[0]->type;
      if (!unify(*argument, both)) return nullptr;
    }
    parts.push_back(argument);
  }
  Type type{found->gives};
  if (found->gives == Kind::unknown) {
    type = arguments[0]->type;
    if (type.kind == Kind::null && arguments.size() > 1) type = arguments[1]->type;
  }
  Node* node = make(ast, Op::call, &eval_call, type, std::move(parts));
  node->function = found->function;
  if (ast.name == "now") impl_.uses_now = true;
  if (ast.name == "matchespattern" && node->parts[1]->is_constant() &&
      is_text(node->parts[1]->constant.kind)) {
    auto pattern = compile_pattern(node->parts[1]->constant.as_text());
    if (!pattern) {
      Error error = std::move(pattern).error();
      return refuse(error.code, error.arguments, ast.arguments[1]->position);
    }
    node->pattern = impl_.patterns.emplace_back(*std::move(pattern)).get();
  }
  return node;
}

Node* Compiler::collection(const Ast& ast) {
  Node* node = visit(ast);
  if (node == nullptr) return nullptr;
  bool open = node->type.kind == Kind::null || node->type.kind == Kind::unknown;
  if (!node->type.collection && !open) return wrong_type(*node, "Collection");
  return node;
}

Node* Compiler::filter(const Ast& ast) {
  Node* members = collection(*ast.arguments[0]);
  if (members == nullptr) return nullptr;
  Type element = members->type;
  element.collection = false;
  variables_.push_back({"", element});
  Node* predicate = condition(*ast.arguments[1]);
  variables_.pop_back();
  if (predicate == nullptr) return nullptr;
  Node* node = make(ast, Op::call, &eval_filter, members->type, {members, predicate});
  node->lambda = static_cast<uint8_t>(variables_.size());
  return node;
}

Node* Compiler::quantifier(const Ast& ast) {
  Node* members = collection(*ast.arguments[0]);
  if (members == nullptr) return nullptr;
  std::vector<const Node*> parts{members};
  if (ast.arguments.size() > 1) {
    Type element = members->type;
    element.collection = false;
    variables_.push_back({ast.name, element});
    Node* predicate = condition(*ast.arguments[1]);
    variables_.pop_back();
    if (predicate == nullptr) return nullptr;
    parts.push_back(predicate);
  }
  Node* node = make(ast, ast.op, ast.op == Op::any ? &eval_any : &eval_all, {Kind::boolean},
                    std::move(parts));
  node->lambda = static_cast<uint8_t>(variables_.size());
  return node;
}

Node* Compiler::count(const Ast& ast) {
  Node* members = collection(*ast.arguments[0]);
  if (members == nullptr) return nullptr;
  return make(ast, Op::count, &eval_count, {Kind::int64}, {members});
}

}  // namespace tenure::expression
