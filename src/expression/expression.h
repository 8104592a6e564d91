#pragma once
// The condition language: the common expressions of OData 4.01. One parser, one type-checker, one
// evaluator that can say why. Knows no SQL, no clock, no noun of any business.
//
//   parse(text)            -> Ast         | error with position
//   compile(ast, scope)    -> Program     | error with position: every name known, every type right
//   program.evaluate(frame) -> Cell       total: no throw, no overflow; what has no answer is null
//   program.explain(frame)  -> Reasons    each sub-expression with the value it had
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time_zone.h"
#include "expression/cell.h"
#include "expression/type.h"

namespace tenure::expression {

// ---- parse -----------------------------------------------------------------------------------
enum class Op : uint8_t {
  literal, path, parameter_alias, list,  // leaves and ( 'a', 'b' )
  or_, and_, not_, negate,
  eq, ne, gt, ge, lt, le, in, has,
  add, sub, mul, div, divby, mod,
  call,    // name + arguments: contains, year, now, case, cast …
  any, all, count  // over the collection in arguments[0]; any/all bind `name`
};

struct Ast {
  Op op;
  size_t position = 0, end = 0;     // bytes in the source text
  std::string name;                 // path segment joined by '/', alias without '@', function, lambda variable
  Value literal;                    // op == literal
  Type literal_type;
  std::vector<std::unique_ptr<Ast>> arguments;
};
using AstPtr = std::unique_ptr<Ast>;

// Reads decoded text. `in ()` is refused, as is what needs a model ("not-supported" {what}: bound
// functions, annotations, $root, geo and object literals). Where the grammar wants a blank behind an
// operator, an opening parenthesis will do: not(a), in('x').
// Errors, all with position: "expression-syntax" {expected, found}, "expression-too-complex",
// "invalid-literal" {text, type}, "invalid-text" (not UTF-8), "not-supported".
Result<AstPtr> parse(std::string_view text);

// Any rule of the OASIS grammar that has to do with queries ("commonExpr", "boolCommonExpr",
// "filter", "orderby", "primitiveLiteral", "expand", …), for `tenure eval --parse`. It is the
// grammar and no more: percent-encoded or decoded text, any names, `in ()` as well. The position of
// an error is the end of the longest beginning that some text of the rule has.
// Errors: "unknown-rule" {rule, nearest}; "expression-syntax", "expression-too-complex",
// "invalid-text" as parse().
Result<void> recognise(std::string_view rule, std::string_view input);

// One item of an $orderby.
struct OrderItem {
  AstPtr expression;
  bool descending = false;
};
Result<std::vector<OrderItem>> parse_orderby(std::string_view text);

std::string to_text(const Ast&);  // canonical spelling; parses to the same tree

// ---- compile ---------------------------------------------------------------------------------
// What names mean. A frame is an array of records ("sources"), each an array of cells; a scope
// says which source and slot a name is. Paths go through records: `fact/amount`, `parent/name`.
struct Binding {
  uint16_t source = 0;
  uint16_t slot = 0;
  Type type;
};
class Scope {
 public:
  virtual ~Scope() = default;
  // `first` is the path's first segment: a property of the implicit subject or a named source. The
  // compiler walks any further segments through record types by itself.
  virtual std::optional<Binding> find(std::string_view first) const = 0;
  virtual std::optional<Binding> find_parameter(std::string_view alias) const = 0;  // @alias
  virtual std::vector<std::string> names() const = 0;  // for "did you mean"
};
// A scope made of record types: `self`'s fields by bare name (source 0), `$it` for self itself,
// other records by name (`fact` → source 1, …), parameters from a record whose fields are aliases.
class RecordScope final : public Scope {
 public:
  RecordScope(const RecordType* self, std::vector<std::pair<std::string, const RecordType*>> sources,
              const RecordType* parameters);
  std::optional<Binding> find(std::string_view) const override;
  std::optional<Binding> find_parameter(std::string_view) const override;
  std::vector<std::string> names() const override;
  // Sources: 0 = self, 1.. = `sources` in order, the last = parameters.
 private:
  const RecordType* self_;
  std::vector<std::pair<std::string, const RecordType*>> sources_;
  const RecordType* parameters_;
};
// NOTE for implementers: a named source `fact` is found as Binding{source, kWholeSource, record}.
inline constexpr uint16_t kWholeSource = 0xffff;

struct Frame {
  std::span<const Cell* const> sources;  // sources[binding.source][binding.slot]
  Instant now;                           // what now() answers: handed in, never asked of a clock
  const TimeZone* zone = nullptr;        // for date(), hour() … of an instant; null = UTC
  Arena* arena = nullptr;                // needed where text is made; never null when evaluating
};

// Why: one node per sub-expression, in source order.
struct Reason {
  size_t position, end;  // in the source text
  Value value;
  std::string text;      // the sub-expression as written
  bool evaluated;        // false: and/or/case were decided before it
  std::vector<Reason> parts;
};

struct Mismatch;  // program.h

class Program {  // immutable, shared freely between threads
 public:
  Program();
  Program(Program&&) noexcept;
  Program& operator=(Program&&) noexcept;
  ~Program();

  const Type& type() const;
  const std::string& source() const;
  // Never fails. Arithmetic without an answer (overflow, division by zero of integers and
  // decimals, dates out of range) is null; eq, ne and in know null, gt … with null are false, and/
  // or/not are three-valued, as OData 4.01 §5.1.1.1 says. Texts are compared by code point.
  Cell evaluate(const Frame&) const;
  // evaluate() is true; null counts as false. The hot path.
  bool holds(const Frame&) const;
  // With `every`, and/or look at all their operands, also at those that could not change the answer.
  Reason explain(const Frame&, bool every = false) const;
  // Every (source, slot) it reads, each once.
  const std::vector<Binding>& reads() const;
  bool uses_now() const;
  const Ast& ast() const;

  struct Impl;
  const Impl& impl() const { return *impl_; }  // program.h: for who turns it into something else

 private:
  friend Result<Program> compile(AstPtr, const Scope&, std::string_view);
  friend Cell evaluate_checked(const Program&, const Frame&, Mismatch&);
  std::unique_ptr<Impl> impl_;
};

// Errors, all with position: "unknown-name" {name, nearest}, "unknown-function" {name, nearest},
// "wrong-type" {expected, found}, "wrong-arguments" {function, expected}, "unknown-choice" {value,
// nearest}, "unknown-type" {type, nearest}, "not-ordered" {type} (gt … on choices, records, lists),
// "invalid-pattern" {pattern}, "invalid-literal" {text, type}, "not-supported" {what}.
Result<Program> compile(AstPtr, const Scope&, std::string_view source);
Result<Program> compile(std::string_view text, const Scope&);            // parse + compile
Result<Program> compile_condition(std::string_view text, const Scope&);  // and it is Edm.Boolean

}  // namespace tenure::expression
