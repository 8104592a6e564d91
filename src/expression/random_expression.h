#pragma once
// For tests: well-typed trees and frames out of a list of numbers, so that a failing one shrinks.
#include <random>
#include <string>
#include <vector>

#include "expression/expression.h"

namespace tenure::expression::testing_support {

// Draws from a list; when it is used up, always the simplest.
class Draws {
 public:
  explicit Draws(std::vector<uint32_t> numbers) : numbers_(std::move(numbers)) {}
  uint32_t below(uint32_t n) { return next_ < numbers_.size() ? numbers_[next_++] % n : 0; }
  bool used_up() const { return next_ >= numbers_.size(); }
  template <typename T>
  const T& of(const std::vector<T>& items) {
    return items[below(static_cast<uint32_t>(items.size()))];
  }

 private:
  std::vector<uint32_t> numbers_;
  size_t next_ = 0;
};

inline const std::vector<std::string> kColours = {"red", "green", "blue"};

// What the trees speak of.
struct World {
  RecordType line{"line", {{"q", {Kind::int64}}, {"s", {Kind::string}}}};
  RecordType subject{"subject",
                     {{"b1", {Kind::boolean}},
                      {"b2", {Kind::boolean}},
                      {"i1", {Kind::int64}},
                      {"i2", {Kind::int64}},
                      {"d1", {Kind::decimal}},
                      {"d2", {Kind::decimal}},
                      {"f1", {Kind::double_}},
                      {"f2", {Kind::double_}},
                      {"s1", {Kind::string}},
                      {"s2", {Kind::string}},
                      {"dt1", {Kind::date}},
                      {"t1", {Kind::instant}},
                      {"u1", {Kind::duration}},
                      {"o1", {Kind::time_of_day}},
                      {"g1", {Kind::guid}},
                      {"c1", {.kind = Kind::choice, .choices = &kColours}},
                      {"is", {.kind = Kind::int64, .collection = true}},
                      {"ls", {.kind = Kind::record, .collection = true, .record = &line}}}};
  RecordType parameters{"parameters", {{"p", {Kind::int64}}, {"q", {Kind::string}}}};

  RecordScope scope() const { return RecordScope(&subject, {}, &parameters); }
};

inline Value random_value(Kind kind, Draws& draws) {
  static const std::vector<int64_t> integers = {0, 1, -1, 2, 3, 7, 10, 100, INT64_MAX, INT64_MIN, -3};
  static const std::vector<double> reals = {0.0, 1.0, -1.5, 2.5, 1e10, 1e300, -1e300, 0.1,
                                            std::numeric_limits<double>::infinity(),
                                            -std::numeric_limits<double>::infinity(),
                                            std::numeric_limits<double>::quiet_NaN()};
  static const std::vector<std::string> texts = {"", "a", "abc", "b", "O'Neil", "שלום", "Straße", " x ",
                                                 "%_", "\xF0\x9F\x98\x80z"};
  switch (kind) {
    case Kind::boolean: return draws.below(2) == 1;
    case Kind::int64: return draws.of(integers);
    case Kind::decimal:
      return Decimal::from_parts(draws.of(integers), static_cast<int>(1 + draws.below(4)));
    case Kind::double_: return draws.of(reals);
    case Kind::string: return draws.of(texts);
    case Kind::date: return Date{static_cast<int32_t>(draws.below(80'000)) - 30'000};
    case Kind::instant:
      return Instant{(static_cast<int64_t>(draws.below(4'000'000)) * 1000 - 1'000'000'000) * 1'000'000 +
                     draws.below(1'000'000)};
    case Kind::duration:
      return Duration{(static_cast<int64_t>(draws.below(2'000'000)) - 1'000'000) * 1'000'000 +
                      draws.below(3) * 500'000};
    case Kind::time_of_day:
      return TimeOfDay{static_cast<int64_t>(draws.below(86'400)) * 1'000'000 + draws.below(2) * 250'000};
    case Kind::guid: {
      Guid guid;
      for (uint8_t& byte : guid.bytes) byte = static_cast<uint8_t>(draws.below(3) * 100);
      return guid;
    }
    case Kind::choice: return draws.of(kColours);
    default: return Null{};
  }
}

// A value for a field; null one time in five.
inline Value random_field(const Type& type, Draws& draws) {
  if (type.collection) {
    auto list = std::make_shared<List>();
    for (uint32_t i = draws.below(4); i > 0; --i) {
      if (type.kind == Kind::record) {
        auto object = std::make_shared<Object>();
        for (const auto& field : type.record->fields) {
          object->members.emplace_back(field.name, random_field(field.type, draws));
        }
        list->items.emplace_back(std::shared_ptr<const Object>(object));
      } else {
        list->items.push_back(random_field({type.kind}, draws));
      }
    }
    return std::shared_ptr<const List>(list);
  }
  return draws.below(5) == 4 ? Value(Null{}) : random_value(type.kind, draws);
}

class RandomTree {
 public:
  RandomTree(const World& world, Draws& draws) : world_(world), draws_(draws) {}

  AstPtr condition(int depth) {
    if (depth <= 0 || draws_.used_up()) return leaf(Kind::boolean);
    switch (draws_.below(16)) {
      case 0: return leaf(Kind::boolean);
      case 1: return node(Op::and_, condition(depth - 1), condition(depth - 1));
      case 2: return node(Op::or_, condition(depth - 1), condition(depth - 1));
      case 3: return node(Op::not_, condition(depth - 1));
      case 4: return membership(depth);
      case 5: return node(Op::has, path("c1"), literal(draws_.of(kColours), Kind::string));
      case 6:
        return call(draws_.of(std::vector<std::string>{"contains", "startswith", "endswith"}),
                    value(Kind::string, depth - 1), value(Kind::string, depth - 1));
      case 7: return quantifier(depth);
      case 8: return cases(Kind::boolean, depth);
      default: return comparison(depth);
    }
  }

  AstPtr value(Kind kind, int depth) {
    if (depth <= 0 || draws_.used_up()) return leaf(kind);
    if (kind == Kind::boolean) return condition(depth);
    if (draws_.below(12) == 11) return cases(kind, depth);
    static const std::vector<Op> sums = {Op::add, Op::sub, Op::mul, Op::div, Op::divby, Op::mod};
    switch (kind) {
      case Kind::int64:
        switch (draws_.below(9)) {
          case 0: return leaf(kind);
          case 1: return node(Op::negate, value(kind, depth - 1));
          case 2: return call("length", value(Kind::string, depth - 1));
          case 3: return call("indexof", value(Kind::string, depth - 1), value(Kind::string, depth - 1));
          case 4:
            return call(draws_.of(std::vector<std::string>{"year", "month", "day"}),
                        value(draws_.below(2) == 0 ? Kind::date : Kind::instant, depth - 1));
          case 5:
            return call(draws_.of(std::vector<std::string>{"hour", "minute", "second"}),
                        value(draws_.below(2) == 0 ? Kind::time_of_day : Kind::instant, depth - 1));
          case 6: return node(Op::count, path(draws_.below(2) == 0 ? "is" : "ls"));
          default: {
            Op op = draws_.of(sums);
            if (op == Op::divby) op = Op::div;
            return node(op, value(kind, depth - 1), value(kind, depth - 1));
          }
        }
      case Kind::decimal:
        switch (draws_.below(6)) {
          case 0: return leaf(kind);
          case 1: return node(Op::negate, value(kind, depth - 1));
          case 2:
            return call(draws_.of(std::vector<std::string>{"round", "floor", "ceiling"}),
                        value(kind, depth - 1));
          case 3: return node(Op::divby, value(Kind::int64, depth - 1), value(Kind::int64, depth - 1));
          case 4: return call("totalseconds", value(Kind::duration, depth - 1));
          default: return node(draws_.of(sums), value(kind, depth - 1), value(Kind::int64, depth - 1));
        }
      case Kind::double_:
        if (draws_.below(4) == 0) {
          return call(draws_.of(std::vector<std::string>{"round", "floor", "ceiling"}),
                      value(kind, depth - 1));
        }
        return node(draws_.of(sums), value(kind, depth - 1),
                    value(draws_.of(std::vector<Kind>{Kind::double_, Kind::int64, Kind::decimal}),
                          depth - 1));
      case Kind::string:
        switch (draws_.below(5)) {
          case 0: return leaf(kind);
          case 1: return call("concat", value(kind, depth - 1), value(kind, depth - 1));
          case 2: return call("substring", value(kind, depth - 1), value(Kind::int64, depth - 1));
          case 3: {
            AstPtr ast = call("substring", value(kind, depth - 1), value(Kind::int64, depth - 1));
            ast->arguments.push_back(value(Kind::int64, depth - 1));
            return ast;
          }
          default: return call("trim", value(kind, depth - 1));
        }
      case Kind::date:
        if (draws_.below(3) == 0) return call("date", value(Kind::instant, depth - 1));
        return node(draws_.below(2) == 0 ? Op::add : Op::sub, value(kind, depth - 1),
                    value(Kind::duration, depth - 1));
      case Kind::instant:
        return node(draws_.below(2) == 0 ? Op::add : Op::sub, value(kind, depth - 1),
                    value(Kind::duration, depth - 1));
      case Kind::duration:
        switch (draws_.below(5)) {
          case 0: return node(Op::negate, value(kind, depth - 1));
          case 1: return node(Op::sub, value(Kind::instant, depth - 1), value(Kind::instant, depth - 1));
          case 2: return node(Op::mul, value(kind, depth - 1), value(Kind::int64, depth - 1));
          case 3: return node(Op::sub, value(Kind::date, depth - 1), value(Kind::date, depth - 1));
          default: return node(Op::add, value(kind, depth - 1), value(kind, depth - 1));
        }
      case Kind::time_of_day:
        if (draws_.below(2) == 0) return call("time", value(Kind::instant, depth - 1));
        return leaf(kind);
      default: return leaf(kind);
    }
  }

 private:
  static AstPtr make(Op op) {
    auto ast = std::make_unique<Ast>();
    ast->op = op;
    return ast;
  }
  template <typename... Arguments>
  static AstPtr node(Op op, Arguments... arguments) {
    AstPtr ast = make(op);
    (ast->arguments.push_back(std::move(arguments)), ...);
    return ast;
  }
  template <typename... Arguments>
  static AstPtr call(std::string name, Arguments... arguments) {
    AstPtr ast = node(Op::call, std::move(arguments)...);
    ast->name = std::move(name);
    return ast;
  }
  static AstPtr path(std::string name) {
    AstPtr ast = make(Op::path);
    ast->name = std::move(name);
    return ast;
  }
  static AstPtr literal(Value value, Kind kind) {
    AstPtr ast = make(Op::literal);
    ast->literal = std::move(value);
    ast->literal_type = {kind};
    return ast;
  }

  AstPtr leaf(Kind kind) {
    if (draws_.below(8) == 7) return literal(Null{}, Kind::null);
    if (draws_.below(3) == 2) return literal_of(kind);
    if (kind == Kind::int64 && draws_.below(4) == 3) {
      AstPtr alias = make(Op::parameter_alias);
      alias->name = "p";
      return alias;
    }
    if (variable_ && (kind == Kind::int64 || kind == Kind::string) && draws_.below(2) == 1) {
      return path(kind == Kind::int64 ? "x/q" : "x/s");
    }
    std::vector<std::string> names;
    for (const auto& field : world_.subject.fields) {
      if (field.type.kind == kind && !field.type.collection) names.push_back(field.name);
    }
    return path(draws_.of(names));
  }

  AstPtr literal_of(Kind kind) {
    Value value = random_value(kind, draws_);
    return literal(std::move(value), kind == Kind::choice ? Kind::string : kind);
  }

  AstPtr comparison(int depth) {
    static const std::vector<Op> ops = {Op::eq, Op::ne, Op::gt, Op::ge, Op::lt, Op::le};
    static const std::vector<Kind> kinds = {Kind::int64,   Kind::decimal,  Kind::double_, Kind::string,
                                            Kind::date,    Kind::instant,  Kind::duration,
                                            Kind::time_of_day, Kind::guid, Kind::boolean, Kind::choice};
    Op op = draws_.of(ops);
    Kind left = draws_.of(kinds), right = left;
    if (left == Kind::choice) {
      if (op != Op::eq) op = Op::ne;
      return node(op, path("c1"), leaf(Kind::choice));
    }
    if (left == Kind::int64 || left == Kind::decimal || left == Kind::double_) {
      right = draws_.of(std::vector<Kind>{Kind::int64, Kind::decimal, Kind::double_});
    }
    // Often the forms that holds() has tests of its own for.
    int below = draws_.below(2) == 0 ? 0 : depth - 1;
    return node(op, value(left, below), value(right, below));
  }

  AstPtr membership(int depth) {
    Kind kind = draws_.of(std::vector<Kind>{Kind::int64, Kind::string, Kind::decimal, Kind::choice,
                                            Kind::date, Kind::double_});
    AstPtr left = kind == Kind::choice ? path("c1") : value(kind, depth - 1);
    if (kind == Kind::int64 && draws_.below(4) == 3) return node(Op::in, std::move(left), path("is"));
    AstPtr list = make(Op::list);
    for (uint32_t i = 1 + draws_.below(20) * draws_.below(2) + draws_.below(3); i > 0; --i) {
      list->arguments.push_back(draws_.below(9) == 8 ? literal(Null{}, Kind::null) : literal_of(kind));
    }
    return node(Op::in, std::move(left), std::move(list));
  }

  AstPtr quantifier(int depth) {
    if (variable_) return leaf(Kind::boolean);
    Op op = draws_.below(2) == 0 ? Op::any : Op::all;
    variable_ = true;
    AstPtr predicate = condition(depth - 1);
    variable_ = false;
    AstPtr ast = node(op, path("ls"), std::move(predicate));
    ast->name = "x";
    return ast;
  }

  AstPtr cases(Kind kind, int depth) {
    AstPtr ast = call("case");
    for (uint32_t i = 1 + draws_.below(2); i > 0; --i) {
      ast->arguments.push_back(condition(depth - 1));
      ast->arguments.push_back(kind == Kind::boolean ? condition(depth - 1) : value(kind, depth - 1));
    }
    return ast;
  }

  const World& world_;
  Draws& draws_;
  bool variable_ = false;
};

}  // namespace tenure::expression::testing_support
