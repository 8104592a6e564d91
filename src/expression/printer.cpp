// The canonical spelling of a tree: lower-case words, one blank, no parenthesis too many.
#include "expression/expression.h"
#include "expression/literals.h"

namespace tenure::expression {
namespace {

constexpr int kUnary = 7, kPrimary = 8;

std::string_view word_of(Op op) {
  switch (op) {
    case Op::or_: return "or";
    case Op::and_: return "and";
    case Op::eq: return "eq";
    case Op::ne: return "ne";
    case Op::gt: return "gt";
    case Op::ge: return "ge";
    case Op::lt: return "lt";
    case Op::le: return "le";
    case Op::in: return "in";
    case Op::has: return "has";
    case Op::add: return "add";
    case Op::sub: return "sub";
    case Op::mul: return "mul";
    case Op::div: return "div";
    case Op::divby: return "divby";
    case Op::mod: return "mod";
    default: return "";
  }
}

int precedence_of(Op op) {
  switch (op) {
    case Op::or_: return 1;
    case Op::and_: return 2;
    case Op::eq:
    case Op::ne: return 3;
    case Op::gt:
    case Op::ge:
    case Op::lt:
    case Op::le: return 4;
    case Op::add:
    case Op::sub: return 5;
    case Op::mul:
    case Op::div:
    case Op::divby:
    case Op::mod: return 6;
    case Op::not_:
    case Op::negate: return kUnary;
    case Op::in:
    case Op::has: return kPrimary;
    default: return kPrimary + 1;
  }
}

class Printer {
 public:
  explicit Printer(std::string& out) : out_(out) {}

  void print(const Ast& ast, int lowest = 0) {
    bool parenthesis = precedence_of(ast.op) < lowest;
    if (parenthesis) out_ += '(';
    bare(ast);
    if (parenthesis) out_ += ')';
  }

 private:
  void bare(const Ast& ast) {
    const auto& arguments = ast.arguments;
    switch (ast.op) {
      case Op::literal: out_ += literal_to_text(ast.literal, ast.literal_type, ast.name); return;
      case Op::path: out_ += ast.name; return;
      case Op::parameter_alias:
        out_ += '@';
        out_ += ast.name;
        return;
      case Op::list: list(arguments, '[', ']'); return;
      case Op::negate: {
        // -5 and -INF are literals; the negation of 5 is -(5).
        std::string operand;
        Printer(operand).print(*arguments[0], kUnary);
        bool number = (operand[0] >= '0' && operand[0] <= '9') || operand.starts_with("INF");
        out_ += number ? "-(" + operand + ")" : "-" + operand;
        return;
      }
      case Op::not_:
        out_ += "not ";
        print(*arguments[0], kUnary);
        return;
      case Op::call: call(ast); return;
      case Op::any:
      case Op::all:
        print(*arguments[0]);
        out_ += ast.op == Op::any ? "/any(" : "/all(";
        if (arguments.size() > 1) {
          out_ += ast.name;
          out_ += ':';
          print(*arguments[1]);
        }
        out_ += ')';
        return;
      case Op::count:
        print(*arguments[0]);
        out_ += "/$count";
        return;
      default: break;
    }
    int precedence = precedence_of(ast.op);
    print(*arguments[0], closed(ast, *arguments[0], precedence));
    out_ += ' ';
    out_ += word_of(ast.op);
    out_ += ' ';
    if (ast.op == Op::in) {
      membership(*arguments[1]);
    } else {
      print(*arguments[1], closed(ast, *arguments[1], precedence + 1));
    }
  }

  // By precedence `a has 'x' eq b` would do, but the standard's grammar lets only and/or follow
  // what stands right of `has` and `in`.
  static int closed(const Ast& parent, const Ast& child, int precedence) {
    bool logical = parent.op == Op::and_ || parent.op == Op::or_;
    bool ends = child.op == Op::has || child.op == Op::in;
    return ends && !logical ? kPrimary + 1 : precedence;
  }

  // (1, 2) where it can be; an empty list or one of expressions keeps its brackets.
  void membership(const Ast& right) {
    bool literals = right.op == Op::list && !right.arguments.empty();
    for (const AstPtr& item : right.arguments) literals = literals && item->op == Op::literal;
    if (literals) {
      list(right.arguments, '(', ')');
    } else {
      print(right, kPrimary + 1);
    }
  }

  void list(const std::vector<AstPtr>& items, char open, char close) {
    out_ += open;
    for (size_t i = 0; i < items.size(); ++i) {
      if (i > 0) out_ += ", ";
      print(*items[i]);
    }
    out_ += close;
  }

  void call(const Ast& ast) {
    const auto& arguments = ast.arguments;
    if (ast.name == "$filter") {
      print(*arguments[0]);
      out_ += "/$filter(";
      print(*arguments[1]);
      out_ += ')';
      return;
    }
    out_ += ast.name;
    out_ += '(';
    for (size_t i = 0; i < arguments.size(); ++i) {
      // The blank behind the colon keeps 10: 20 from being a time.
      if (i > 0) out_ += ast.name == "case" && i % 2 == 1 ? ": " : ", ";
      print(*arguments[i]);
    }
    out_ += ')';
  }

  std::string& out_;
};

}  // namespace

std::string to_text(const Ast& ast) {
  std::string out;
  Printer(out).print(ast);
  return out;
}

}  // namespace tenure::expression
