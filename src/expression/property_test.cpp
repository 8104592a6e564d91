// What must be so for every expression: the program says what a naive walk over the tree says, the
// canonical text is the tree, and no text whatever breaks anything.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "expression/expression.h"
#include "expression/random_expression.h"
#include "expression/reference_evaluator.h"

namespace tenure::expression {
namespace {

using testing_support::Draws;
using testing_support::RandomTree;
using testing_support::ReferenceEvaluator;
using testing_support::World;

bool same_value(const Value& a, const Value& b) {
  if (a.index() != b.index()) return false;
  const auto *x = a.get<double>(), *y = b.get<double>();
  if (x != nullptr && std::isnan(*x) && std::isnan(*y)) return true;
  const auto *d = a.get<Decimal>(), *e = b.get<Decimal>();
  if (d != nullptr) return *d == *e;
  return a == b;
}

bool same_tree(const Ast& a, const Ast& b) {
  if (a.op != b.op || a.name != b.name || a.arguments.size() != b.arguments.size()) return false;
  if (a.op == Op::literal && (!same_value(a.literal, b.literal) || a.literal_type != b.literal_type)) {
    return false;
  }
  for (size_t i = 0; i < a.arguments.size(); ++i) {
    if (!same_tree(*a.arguments[i], *b.arguments[i])) return false;
  }
  return true;
}

std::vector<uint32_t> numbers() {
  return *rc::gen::scale(3.0, rc::gen::container<std::vector<uint32_t>>(rc::gen::inRange(0U, 5'040U)));
}

// A frame of random values, as cells and by name.
struct RandomFrame {
  RandomFrame(const World& world, Draws& draws) {
    fill(world.subject, draws, values, names, cells);
    fill(world.parameters, draws, parameter_values, aliases, parameter_cells);
    sources = {cells.data(), parameter_cells.data()};
  }
  void fill(const RecordType& record, Draws& draws, std::vector<Value>& into,
            std::map<std::string, Value>& by_name, std::vector<Cell>& out) {
    for (const auto& field : record.fields) {
      into.push_back(testing_support::random_field(field.type, draws));
      by_name[field.name] = into.back();
    }
    for (size_t i = 0; i < into.size(); ++i) {
      out.push_back(to_cell(into[i], record.fields[i].type, data));
    }
  }
  Frame frame() { return {.sources = sources, .now = {}, .arena = &arena}; }

  std::vector<Value> values, parameter_values;
  std::map<std::string, Value> names, aliases;
  std::vector<Cell> cells, parameter_cells;
  std::vector<const Cell*> sources;
  Arena data, arena;
};

RC_GTEST_PROP(ExpressionProperty, programs_agree_with_the_reference, ()) {
  static const World world;
  Draws tree_draws(numbers()), frame_draws(numbers());
  AstPtr tree = RandomTree(world, tree_draws).condition(5);
  std::string text = to_text(*tree);
  RC_LOG() << text << '\n';
  auto program = compile(text, world.scope());
  if (!program) RC_LOG() << program.error().code << " at " << program.error().position << '\n';
  RC_ASSERT(program.has_value());
  for (int i = 0; i < 3; ++i) {
    RandomFrame random(world, frame_draws);
    Value expected = ReferenceEvaluator(random.names, random.aliases)(*tree);
    Value found = to_value(program->evaluate(random.frame()), program->type());
    RC_ASSERT(same_value(found, expected));
    RC_ASSERT(program->holds(random.frame()) == (expected == Value(true)));
    RC_ASSERT(same_value(program->explain(random.frame()).value, expected));
  }
}

RC_GTEST_PROP(ExpressionProperty, values_agree_with_the_reference, ()) {
  static const World world;
  Draws tree_draws(numbers()), frame_draws(numbers());
  Kind kind = *rc::gen::element(Kind::int64, Kind::decimal, Kind::double_, Kind::string, Kind::date,
                                Kind::instant, Kind::duration, Kind::time_of_day);
  AstPtr tree = RandomTree(world, tree_draws).value(kind, 5);
  std::string text = to_text(*tree);
  RC_LOG() << text << '\n';
  auto program = compile(text, world.scope());
  if (!program) RC_LOG() << program.error().code << " at " << program.error().position << '\n';
  RC_ASSERT(program.has_value());
  RandomFrame random(world, frame_draws);
  Value expected = ReferenceEvaluator(random.names, random.aliases)(*tree);
  Value found = to_value(program->evaluate(random.frame()), program->type());
  RC_LOG() << to_text(found) << " instead of " << to_text(expected) << '\n';
  RC_ASSERT(same_value(found, expected));
}

RC_GTEST_PROP(ExpressionProperty, canonical_text_is_the_tree, ()) {
  static const World world;
  Draws draws(numbers());
  AstPtr tree = RandomTree(world, draws).condition(6);
  std::string text = to_text(*tree);
  RC_LOG() << text << '\n';
  auto parsed = parse(text);
  RC_ASSERT(parsed.has_value());
  RC_ASSERT(same_tree(**parsed, *tree));
  RC_ASSERT(to_text(**parsed) == text);
  RC_ASSERT(recognise("boolCommonExpr", text).has_value());
}

// Whatever the text: an answer or an error inside it, and a tree that survives its own spelling.
void survives(const std::string& text) {
  static const World world;
  auto parsed = parse(text);
  if (!parsed) {
    RC_ASSERT(parsed.error().position >= 0);
    RC_ASSERT(static_cast<size_t>(parsed.error().position) <= text.size());
    return;
  }
  auto again = parse(to_text(**parsed));
  RC_LOG() << to_text(**parsed) << '\n';
  RC_ASSERT(again.has_value());
  RC_ASSERT(same_tree(**parsed, **again));
  auto program = compile(text, world.scope());
  if (!program) {
    RC_ASSERT(program.error().position >= 0);
    RC_ASSERT(static_cast<size_t>(program.error().position) <= text.size());
    return;
  }
  Draws draws({7, 3, 9, 4, 1, 8, 2, 6, 5});
  RandomFrame random(world, draws);
  program->holds(random.frame());
  program->evaluate(random.frame());
  program->explain(random.frame());
}

RC_GTEST_PROP(ExpressionProperty, no_text_breaks_it, ()) {
  survives(*rc::gen::container<std::string>(rc::gen::arbitrary<char>()));
  survives(*rc::gen::container<std::string>(
      rc::gen::elementOf(std::string("'()[]{},:/$@-+.e0127TZab xin\t\"\\%é"))));
}

RC_GTEST_PROP(ExpressionProperty, no_slip_of_the_pen_breaks_it, ()) {
  static const World world;
  Draws draws(numbers());
  std::string text = to_text(*RandomTree(world, draws).condition(4));
  int slips = *rc::gen::inRange(1, 4);
  for (int i = 0; i < slips && !text.empty(); ++i) {
    auto at = *rc::gen::inRange<size_t>(0, text.size());
    char c = *rc::gen::elementOf(std::string("'()[],:/ -.0aeT"));
    switch (*rc::gen::inRange(0, 3)) {
      case 0: text.erase(at, 1); break;
      case 1: text.insert(at, 1, c); break;
      default: text[at] = c;
    }
  }
  RC_LOG() << text << '\n';
  survives(text);
}

}  // namespace
}  // namespace tenure::expression
