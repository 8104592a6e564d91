// Text to tree. Recursive descent with a counted depth, so that hostile nesting is refused long
// before it costs stack, and with one node budget, so that it is refused before it costs time.
#include <algorithm>
#include <array>
#include <cmath>

#include "base/limits.h"
#include "base/text.h"
#include "expression/expression.h"
#include "expression/lexer.h"

namespace tenure::expression {
namespace {

struct Operator {
  std::string_view word;
  Op op;
  int precedence;  // higher binds tighter (OData 4.01 URL conventions, operator precedence)
};
constexpr int kLowest = 1, kPrimary = 8;
constexpr std::array<Operator, 15> kOperators = {{
    {"or", Op::or_, 1},
    {"and", Op::and_, 2},
    {"eq", Op::eq, 3},
    {"ne", Op::ne, 3},
    {"gt", Op::gt, 4},
    {"ge", Op::ge, 4},
    {"lt", Op::lt, 4},
    {"le", Op::le, 4},
    {"add", Op::add, 5},
    {"sub", Op::sub, 5},
    {"mul", Op::mul, 6},
    {"div", Op::div, 6},
    {"divby", Op::divby, 6},
    {"mod", Op::mod, 6},
    {"in", Op::in, kPrimary},
}};
constexpr Operator kHas = {"has", Op::has, kPrimary};

constexpr std::string_view kValueExpected = "name, 'text', 1, (";
constexpr std::string_view kOperatorExpected = "and, or, eq, )";

class Parser {
 public:
  Parser(std::string_view text, bool split_times) : lexer_(text, split_times) { advance(); }

  Result<AstPtr> whole() {
    AstPtr root = failed() ? nullptr : expression(kLowest);
    if (root && current_.token != Token::end) root = syntax(kOperatorExpected);
    if (!root) return std::unexpected(*std::move(error_));
    return root;
  }

  Result<std::vector<OrderItem>> orderby() {
    std::vector<OrderItem> items;
    for (;;) {
      OrderItem item;
      item.expression = failed() ? nullptr : expression(kLowest);
      if (!item.expression) break;
      if (current_.token == Token::name && current_.blank_before) {
        item.descending = same_word(current_.text, "desc");
        if (item.descending || same_word(current_.text, "asc")) advance();
      }
      items.push_back(std::move(item));
      if (failed()) break;
      if (current_.token == Token::end) return items;
      if (!expect(Token::comma, ", asc, desc")) break;
    }
    return std::unexpected(*std::move(error_));
  }

 private:
  bool failed() const { return error_.has_value(); }

  void advance() {
    last_end_ = current_.end;
    auto next = lexer_.next();
    if (!next) {
      if (!error_) error_ = std::move(next).error();
      current_ = {};
      current_.begin = current_.end = lexer_.text().size();
      return;
    }
    current_ = *std::move(next);
  }

  std::nullptr_t fail(Error error) {
    if (!error_) error_ = std::move(error);
    return nullptr;
  }
  std::nullptr_t syntax(std::string_view expected) {
    return fail(lexer_.syntax_error(current_.begin, std::string(expected)));
  }
  std::nullptr_t too_complex() {
    return fail({"expression-too-complex",
                 {{"depth", std::to_string(limits::kExpressionDepth)},
                  {"nodes", std::to_string(limits::kExpressionNodes)}},
                 static_cast<int64_t>(current_.begin)});
  }
  bool expect(Token token, std::string_view shown) {
    if (failed()) return false;
    if (current_.token != token) {
      syntax(shown);
      return false;
    }
    advance();
    return !failed();
  }

  // OData has it, conditions here do not.
  std::nullptr_t unsupported(std::string what) {
    return fail({"not-supported", {{"what", std::move(what)}}, static_cast<int64_t>(current_.begin)});
  }

  AstPtr node(Op op, size_t position) {
    if (++nodes_ > limits::kExpressionNodes) return too_complex();
    auto ast = std::make_unique<Ast>();
    ast->op = op;
    ast->position = position;
    ast->end = last_end_;
    return ast;
  }
  // A node over what was read since `position`.
  template <typename... Arguments>
  AstPtr build(Op op, size_t position, Arguments... arguments) {
    if (failed() || (!arguments || ...)) return nullptr;
    AstPtr ast = node(op, position);
    if (ast) (ast->arguments.push_back(std::move(arguments)), ...);
    return ast;
  }

  struct Deeper {
    explicit Deeper(int& depth) : depth_(depth) { ++depth_; }
    ~Deeper() { --depth_; }
    int& depth_;
  };

  bool directly_before_open() const {
    return current_.end < lexer_.text().size() && lexer_.text()[current_.end] == '(';
  }

  // Namespace.name
  bool qualified() const { return current_.text.find('.') != std::string_view::npos; }

  // After an operator stands a blank; an opening parenthesis is as clear, and often written.
  bool blank_after_operator() {
    if (current_.blank_before || current_.token == Token::open || failed()) return !failed();
    syntax(" ");
    return false;
  }

  const Operator* binary_operator() const {
    if (current_.token != Token::name || !current_.blank_before) return nullptr;
    for (const Operator& candidate : kOperators) {
      if (same_word(current_.text, candidate.word)) return &candidate;
    }
    return same_word(current_.text, kHas.word) ? &kHas : nullptr;
  }

  AstPtr expression(int lowest) {
    size_t begin = current_.begin;
    AstPtr left = unary();
    while (left && !failed()) {
      const Operator* found = binary_operator();
      if (found == nullptr || found->precedence < lowest || found->precedence >= kPrimary) break;
      advance();
      if (!blank_after_operator()) return nullptr;
      AstPtr right = expression(found->precedence + 1);
      left = build(found->op, begin, std::move(left), std::move(right));
    }
    return failed() ? nullptr : std::move(left);
  }

  AstPtr unary() {
    size_t begin = current_.begin;
    if (current_.token == Token::minus) {
      Deeper deeper(depth_);
      if (depth_ > limits::kExpressionDepth) return too_complex();
      advance();
      AstPtr operand = failed() ? nullptr : unary();
      return build(Op::negate, begin, std::move(operand));
    }
    if (current_.token == Token::name && same_word(current_.text, "not")) {
      Deeper deeper(depth_);
      if (depth_ > limits::kExpressionDepth) return too_complex();
      advance();
      if (!blank_after_operator()) return nullptr;
      AstPtr operand = unary();
      return build(Op::not_, begin, std::move(operand));
    }
    AstPtr left = primary();
    while (left && !failed()) {
      const Operator* found = binary_operator();
      if (found == nullptr || found->precedence != kPrimary) break;
      advance();
      if (!blank_after_operator()) return nullptr;
      AstPtr right = found->op == Op::in ? membership() : enumeration();
      left = build(found->op, begin, std::move(left), std::move(right));
    }
    return failed() ? nullptr : std::move(left);
  }

  // What stands right of `has`.
  AstPtr enumeration() {
    if (current_.token != Token::literal ||
        (current_.type.kind != Kind::choice && current_.type.kind != Kind::string)) {
      return syntax("'a'");
    }
    return literal();
  }

  // What stands right of `in`: ( 1, 2 ), or a collection. An empty list is refused: it is nearly
  // always a program that forgot to fill it.
  AstPtr membership() {
    size_t begin = current_.begin;
    bool prefixed = current_.token == Token::minus ||
                    (current_.token == Token::name && same_word(current_.text, "not"));
    if (current_.token != Token::open) return prefixed ? unary() : primary();
    Deeper deeper(depth_);
    if (depth_ > limits::kExpressionDepth) return too_complex();
    advance();
    if (failed()) return nullptr;
    AstPtr first = expression(kLowest);
    if (!first) return nullptr;
    if (first->op != Op::literal) {
      if (!expect(Token::close, ")")) return nullptr;
      return first;
    }
    std::vector<AstPtr> items;
    items.push_back(std::move(first));
    while (!failed() && current_.token == Token::comma) {
      advance();
      if (failed()) return nullptr;
      size_t at = current_.begin;
      AstPtr item = expression(kLowest);
      if (!item) return nullptr;
      if (item->op != Op::literal) {
        return fail(lexer_.syntax_error(at, "'text', 1"));
      }
      items.push_back(std::move(item));
    }
    if (!expect(Token::close, ", )")) return nullptr;
    AstPtr list = node(Op::list, begin);
    if (list) list->arguments = std::move(items);
    return list;
  }

  AstPtr literal() {
    size_t begin = current_.begin;
    Value value = std::move(current_.value);
    Type type = current_.type;
    std::string qualifier = std::move(current_.qualifier);
    advance();
    AstPtr ast = failed() ? nullptr : node(Op::literal, begin);
    if (!ast) return nullptr;
    ast->literal = std::move(value);
    ast->literal_type = type;
    ast->name = std::move(qualifier);
    return ast;
  }
  AstPtr literal(Value value, Kind kind) {
    current_.value = std::move(value);
    current_.type = {kind};
    return literal();
  }

  AstPtr primary() {
    switch (current_.token) {
      case Token::literal: return literal();
      case Token::open: return parenthesis();
      case Token::open_array: return array();
      case Token::open_object: return unsupported("{}");
      case Token::alias: return segments(named(Op::parameter_alias));
      case Token::dollar:
        if (current_.text == "$root" || current_.text == "$these") return unsupported(std::string(current_.text));
        if (current_.text != "$it" && current_.text != "$this") return syntax("$it, $this");
        return segments(named(Op::path));
      case Token::name: break;
      default: return syntax(kValueExpected);
    }
    if (directly_before_open()) return segments(call());
    if (qualified() && current_.end < lexer_.text().size() && lexer_.text()[current_.end] == '/')
      return unsupported(std::string(current_.text));  // tenure.account/name: a cast
    if (same_word(current_.text, "true")) return literal(true, Kind::boolean);
    if (same_word(current_.text, "false")) return literal(false, Kind::boolean);
    if (current_.text == "null") return literal(Null{}, Kind::null);
    if (current_.text == "INF") return literal(static_cast<double>(INFINITY), Kind::double_);
    if (current_.text == "NaN") return literal(static_cast<double>(NAN), Kind::double_);
    return segments(named(Op::path));
  }

  AstPtr named(Op op) {
    size_t begin = current_.begin;
    std::string name(current_.text);
    advance();
    AstPtr ast = failed() ? nullptr : node(op, begin);
    if (ast) ast->name = std::move(name);
    return ast;
  }

  AstPtr parenthesis() {
    Deeper deeper(depth_);
    if (depth_ > limits::kExpressionDepth) return too_complex();
    advance();
    AstPtr inner = failed() ? nullptr : expression(kLowest);
    if (!inner || !expect(Token::close, kOperatorExpected)) return nullptr;
    return inner;
  }

  AstPtr array() {
    Deeper deeper(depth_);
    if (depth_ > limits::kExpressionDepth) return too_complex();
    size_t begin = current_.begin;
    std::vector<AstPtr> items;
    advance();
    if (failed()) return nullptr;
    if (current_.token != Token::close_array) {
      for (;;) {
        AstPtr item = current_.token == Token::json_string ? literal() : expression(kLowest);
        if (!item) return nullptr;
        items.push_back(std::move(item));
        if (failed() || current_.token != Token::comma) break;
        advance();
        if (failed()) return nullptr;
      }
    }
    if (!expect(Token::close_array, ", ]")) return nullptr;
    AstPtr list = node(Op::list, begin);
    if (list) list->arguments = std::move(items);
    return list;
  }

  // name(…). Which functions there are, and what they take, is the compiler's business.
  AstPtr call() {
    Deeper deeper(depth_);
    if (depth_ > limits::kExpressionDepth) return too_complex();
    size_t begin = current_.begin;
    std::string name = lower_ascii(current_.text);
    bool is_case = name == "case", has_type = name == "cast" || name == "isof";
    advance();
    if (!expect(Token::open, "(")) return nullptr;
    std::vector<AstPtr> arguments;
    if (current_.token != Token::close || is_case) {
      for (;;) {
        bool type_next = has_type && type_ahead();
        AstPtr argument = type_next ? type_name() : expression(kLowest);
        if (!argument) return nullptr;
        arguments.push_back(std::move(argument));
        if (is_case) {
          if (!expect(Token::colon, ":")) return nullptr;
          argument = expression(kLowest);
          if (!argument) return nullptr;
          arguments.push_back(std::move(argument));
        }
        if (!failed() && current_.token == Token::equals) return unsupported(name + "(name=…)");
        if (failed() || current_.token != Token::comma) break;
        advance();
        if (failed()) return nullptr;
      }
    }
    if (!expect(Token::close, ", )")) return nullptr;
    AstPtr ast = node(Op::call, begin);
    if (!ast) return nullptr;
    ast->name = std::move(name);
    ast->arguments = std::move(arguments);
    return ast;
  }

  // In cast() and isof() the last argument is a type: Edm.Int64, Collection(Edm.String).
  bool type_ahead() const {
    if (current_.token != Token::name) return false;
    if (directly_before_open()) return current_.text == "Collection";
    std::string_view text = lexer_.text();
    size_t next = text.find_first_not_of(" \t\r\n", current_.end);
    return next != std::string_view::npos && text[next] == ')' &&
           current_.text.find('.') != std::string_view::npos;
  }
  AstPtr type_name() {
    AstPtr type = named(Op::path);
    if (type && type->name == "Collection" && current_.token == Token::open) {
      advance();
      if (failed()) return nullptr;
      if (current_.token != Token::name) return syntax("Edm.String");
      type->name += "(" + std::string(current_.text) + ")";
      advance();
      if (!expect(Token::close, ")")) return nullptr;
      type->end = last_end_;
    }
    return type;
  }

  // What follows a name: /member, /$count, /any(x:…), /all(x:…), /$filter(…).
  AstPtr segments(AstPtr left) {
    while (left && !failed() && current_.token == Token::slash && !current_.blank_before) {
      size_t begin = left->position;
      advance();
      if (failed()) return nullptr;
      if (current_.token == Token::alias) return unsupported("@" + std::string(current_.text));
      bool name = current_.token == Token::name, dollar = current_.token == Token::dollar;
      if ((!name && !dollar) || current_.blank_before) return syntax("name, any(, $count");
      if (name && qualified()) return unsupported(std::string(current_.text));  // a cast, or a bound function
      if (name && directly_before_open()) {
        bool any = same_word(current_.text, "any");
        if (!any && !same_word(current_.text, "all")) {
          return fail({"unknown-function", unknown_word("name", current_.text, {"any", "all"}),
                       static_cast<int64_t>(current_.begin)});
        }
        left = lambda(any ? Op::any : Op::all, begin, std::move(left));
      } else if (dollar && current_.text == "$count") {
        advance();
        if (failed()) return nullptr;
        if (current_.token == Token::open && !current_.blank_before) {
          left = counted_filter(begin, std::move(left));
        }
        left = build(Op::count, begin, std::move(left));
        break;
      } else if (dollar && current_.text == "$filter" && directly_before_open()) {
        advance();
        left = filtered(begin, std::move(left));
      } else if (name && (left->op == Op::path || left->op == Op::parameter_alias)) {
        left->name += '/';
        left->name += current_.text;
        advance();
        left->end = last_end_;
      } else if (name && left->op == Op::call && left->name != "$filter") {
        return unsupported("/" + std::string(current_.text));  // orders('O')/key: a row by its key, or what a function answers
      } else {
        return syntax("any(, all(, $count");
      }
    }
    return failed() ? nullptr : std::move(left);
  }

  struct Lambda : Deeper {
    Lambda(int& lambdas, int& depth) : Deeper(lambdas), outer(depth) {}
    Deeper outer;
  };

  AstPtr lambda(Op op, size_t begin, AstPtr collection) {
    Lambda deeper(lambdas_, depth_);
    if (lambdas_ > limits::kLambdaDepth || depth_ > limits::kExpressionDepth) return too_complex();
    advance();
    if (!expect(Token::open, "(")) return nullptr;
    std::string variable;
    AstPtr predicate;
    if (current_.token != Token::close || op == Op::all) {
      if (current_.token != Token::name || current_.text.find('.') != std::string_view::npos) {
        return syntax(op == Op::any ? "x:, )" : "x:");
      }
      variable = current_.text;
      advance();
      if (!expect(Token::colon, ":")) return nullptr;
      predicate = expression(kLowest);
      if (!predicate) return nullptr;
    }
    if (!expect(Token::close, ")")) return nullptr;
    AstPtr ast = build(op, begin, std::move(collection));
    if (!ast) return nullptr;
    ast->name = std::move(variable);
    if (predicate) ast->arguments.push_back(std::move(predicate));
    return ast;
  }

  // …/$filter(…): the members of a collection that fit; names mean the member's fields first.
  AstPtr filtered(size_t begin, AstPtr collection) {
    Lambda deeper(lambdas_, depth_);
    if (lambdas_ > limits::kLambdaDepth || depth_ > limits::kExpressionDepth) return too_complex();
    if (!expect(Token::open, "(")) return nullptr;
    AstPtr predicate = expression(kLowest);
    if (!predicate || !expect(Token::close, ")")) return nullptr;
    if (current_.token == Token::open && !current_.blank_before) return unsupported("$filter(…)(…)");
    AstPtr ast = build(Op::call, begin, std::move(collection), std::move(predicate));
    if (ast) ast->name = "$filter";
    return ast;
  }

  // …/$count($filter=…) is …/$filter(…)/$count.
  AstPtr counted_filter(size_t begin, AstPtr collection) {
    Lambda deeper(lambdas_, depth_);
    if (lambdas_ > limits::kLambdaDepth || depth_ > limits::kExpressionDepth) return too_complex();
    advance();
    if (failed()) return nullptr;
    std::string_view word = current_.text;
    if (word.starts_with('$')) word.remove_prefix(1);
    if ((current_.token != Token::name && current_.token != Token::dollar) ||
        !same_word(word, "filter")) {
      return same_word(word, "search") ? unsupported("$search") : syntax("$filter=");
    }
    advance();
    if (!expect(Token::equals, "=")) return nullptr;
    AstPtr predicate = expression(kLowest);
    if (predicate && current_.token == Token::semicolon) return unsupported(";");
    if (!predicate || !expect(Token::close, ")")) return nullptr;
    AstPtr ast = build(Op::call, begin, std::move(collection), std::move(predicate));
    if (ast) ast->name = "$filter";
    return ast;
  }

  Lexer lexer_;
  Lexeme current_;
  size_t last_end_ = 0;
  int depth_ = 0, lambdas_ = 0, nodes_ = 0;
  std::optional<Error> error_;
};

Result<void> readable(std::string_view text) {
  if (text.size() > limits::kExpressionBytes) {
    return refuse("expression-too-complex",
                  {{"depth", std::to_string(limits::kExpressionDepth)},
                   {"nodes", std::to_string(limits::kExpressionNodes)}},
                  static_cast<int64_t>(limits::kExpressionBytes));
  }
  size_t bad = std::min(invalid_utf8_at(text), text.find('\0'));
  if (bad != std::string_view::npos) return refuse("invalid-text", {}, static_cast<int64_t>(bad));
  return {};
}

// case(x eq 10:20,…) can be read as the time 10:20, or as the branch 20 of x eq 10. The first
// reading is tried first; the second only where the first makes no sense.
bool could_split_times(std::string_view text) {
  for (size_t i = text.find('('); i != std::string_view::npos; i = text.find('(', i + 1)) {
    if (i >= 4 && same_word(text.substr(i - 4, 4), "case")) return true;
  }
  return false;
}

}  // namespace

Result<AstPtr> parse(std::string_view text) {
  TENURE_CHECK_OK(readable(text));
  auto parsed = Parser(text, false).whole();
  if (!parsed && could_split_times(text)) {
    if (auto split = Parser(text, true).whole()) return split;
  }
  return parsed;
}

Result<std::vector<OrderItem>> parse_orderby(std::string_view text) {
  TENURE_CHECK_OK(readable(text));
  auto parsed = Parser(text, false).orderby();
  if (!parsed && could_split_times(text)) {
    if (auto split = Parser(text, true).orderby()) return split;
  }
  return parsed;
}

}  // namespace tenure::expression
