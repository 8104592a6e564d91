#pragma once
// Inside a compiled program. Values flow through nodes, one per sub-expression, each with the
// function that computes it; conditions also have a list of tests, and/or/not turned into jumps,
// that holds() runs without building a single cell.
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/limits.h"
#include "expression/expression.h"

namespace re2 {
class RE2;
}

namespace tenure::expression {

struct Node;

// A variable without a declared type met an operator that cannot take its value.
struct Mismatch {
  const Ast* where = nullptr;
  std::string expected;
  Type found;
};

struct Context {
  const Frame& frame;
  Mismatch* mismatch = nullptr;  // null: nobody asks
  // The member that each enclosing any/all/$filter is at.
  const Cell* rows[limits::kLambdaDepth + 1];
};

// The constants of `x in (…)`, sorted where they can be.
struct Members {
  bool has_null = false;
  enum class Form : uint8_t { mixed, words, texts } form = Form::mixed;
  Kind kind = Kind::null;
  std::vector<Cell> sorted;
  std::vector<int64_t> words;           // all of one kind whose value is `low`
  std::vector<std::string_view> texts;  // all texts
  bool contains(const Cell&) const;
};

using Function = Cell (*)(const Node&, std::span<const Cell>, Context&);

struct Node {
  using Eval = Cell (*)(const Node&, Context&);
  Eval eval = nullptr;
  const Ast* ast = nullptr;
  Type type;
  uint16_t source = 0, slot = 0;  // where a name's value stands
  uint8_t lambda = 0;             // which of Context::rows
  Op op = Op::literal;
  uint32_t mask = 0;  // conversion: the kinds that are taken
  int64_t low = 0, high = 0;  // cast: the range of the integer type
  Cell constant;
  Function function = nullptr;
  std::vector<const Node*> parts;
  const Members* members = nullptr;
  const re2::RE2* pattern = nullptr;

  Cell operator()(Context& context) const { return eval(*this, context); }
  bool is_constant() const { return op == Op::literal; }
};

enum class TestOp : uint8_t {
  low_eq, low_ne, low_gt, low_ge, low_lt, low_le,        // slot against constant: one word
  text_eq, text_ne,                                      // … text
  decimal_eq, decimal_ne, decimal_gt, decimal_ge, decimal_lt, decimal_le,
  double_eq, double_ne, double_gt, double_ge, double_lt, double_le,
  slot_eq, slot_ne, slot_gt, slot_ge, slot_lt, slot_le,  // slot against slot: one word
  slot_text_eq, slot_text_ne,                            // … text
  is_null, not_null,
  is_true, is_false,                                     // a boolean slot
  member,                                                // slot in constants
  node_true, node_false,                                 // anything else
};

struct Test {
  TestOp op;
  Kind kind = Kind::null;
  uint16_t source = 0, slot = 0, source2 = 0, slot2 = 0;
  int16_t next[2] = {0, 0};  // on no, on yes: the next test, or kTrue / kFalse
  Cell constant;
  const Node* node = nullptr;
};
inline constexpr int16_t kTrue = -1, kFalse = -2;

struct Program::Impl {
  AstPtr root;
  std::string source;
  std::deque<Node> nodes;
  std::deque<Members> sets;
  std::deque<std::shared_ptr<const re2::RE2>> patterns;
  const Node* start = nullptr;
  std::vector<Test> tests;  // empty unless the type is boolean
  std::vector<Binding> reads;
  std::unordered_map<const Ast*, const Node*> node_of;
  bool uses_now = false;
};

constexpr uint32_t bit(Kind kind) { return 1U << static_cast<uint32_t>(kind); }
inline constexpr uint32_t kNumbers = bit(Kind::int64) | bit(Kind::decimal) | bit(Kind::double_);
inline constexpr uint32_t kTexts = bit(Kind::string) | bit(Kind::choice);
// Kinds whose whole value is Cell::low.
inline constexpr uint32_t kWords = bit(Kind::boolean) | bit(Kind::int64) | bit(Kind::date) |
                                   bit(Kind::instant) | bit(Kind::time_of_day) |
                                   bit(Kind::duration);
inline bool is_number(Kind kind) { return (bit(kind) & kNumbers) != 0; }
inline bool is_text(Kind kind) { return (bit(kind) & kTexts) != 0; }
inline bool is_word(Kind kind) { return (bit(kind) & kWords) != 0; }

// A comparison as the standard has it: eq and ne know null, the others are false with it.
bool decide(Op, const Cell&, const Cell&);

// Arithmetic by the kinds of the operands. `fits` is false when the kinds do not go together; the
// result is then null, as it is on overflow, division by zero and null operands.
Cell arithmetic(Op, const Cell&, const Cell&, bool& fits);
Cell negated(const Cell&, bool& fits);

// eval functions of nodes (evaluate.cpp)
Cell eval_constant(const Node&, Context&);
Cell eval_slot(const Node&, Context&);
Cell eval_source(const Node&, Context&);         // a whole source as a record
Cell eval_row_field(const Node&, Context&);      // a lambda variable's field
Cell eval_row(const Node&, Context&);            // a lambda variable that is a record
Cell eval_member(const Node&, Context&);         // parts[0]'s field `slot`
Cell eval_not(const Node&, Context&);
Cell eval_and(const Node&, Context&);
Cell eval_or(const Node&, Context&);
Cell eval_comparison(const Node&, Context&);
Cell eval_in(const Node&, Context&);
Cell eval_has(const Node&, Context&);
Cell eval_arithmetic(const Node&, Context&);
Cell eval_negate(const Node&, Context&);
Cell eval_list(const Node&, Context&);
Cell eval_any(const Node&, Context&);
Cell eval_all(const Node&, Context&);
Cell eval_count(const Node&, Context&);
Cell eval_filter(const Node&, Context&);
Cell eval_case(const Node&, Context&);
Cell eval_call(const Node&, Context&);           // every part evaluated; null in, null out
Cell eval_convert(const Node&, Context&);        // a variable without a type into `mask`
Cell eval_cast(const Node&, Context&);
Cell eval_isof(const Node&, Context&);

// What a function takes and gives (functions.cpp).
struct Signature {
  std::string_view name;
  uint8_t least, most;       // arguments
  bool collections;          // the first argument is a collection
  uint32_t takes[3];         // kinds; for collection arguments kCollection
  Kind gives;                // Kind::unknown: the type of the first argument
  Function function;
  std::string_view usage;    // "substring(text, start[, length])"
};
inline constexpr uint32_t kCollection = 0x8000'0000;
std::span<const Signature> signatures();

Cell cast_cell(const Node&, const Cell&, Context&);

// Patterns (pattern.cpp, the only place that knows RE2).
Result<std::shared_ptr<const re2::RE2>> compile_pattern(std::string_view ecma);
bool matches(const re2::RE2&, std::string_view);
// Letter case and blanks by Unicode's rules (unicode.cpp, the only place that knows ICU).
std::string_view to_upper(std::string_view, Arena&);
std::string_view to_lower(std::string_view, Arena&);
std::string_view trimmed(std::string_view);

std::vector<Test> compile_tests(const Node& condition);
bool run_tests(const std::vector<Test>&, const Frame&);

// evaluate() that also says when a variable without a type did not fit.
Cell evaluate_checked(const Program&, const Frame&, Mismatch&);

}  // namespace tenure::expression
