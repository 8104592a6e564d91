#include "lifecycle/check/question.h"

#include <z3++.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/assert.h"

namespace tenure::lifecycle::check_detail {

using expression::Ast;
using expression::Kind;
using expression::Op;
using expression::Program;
using expression::Type;

namespace {

// A bound on the solver's work per answer, counted in its steps and not in seconds: the same
// everywhere. The shipped packs need a few thousand.
constexpr unsigned kSteps = 2'000'000;

enum class Sort : uint8_t { open, nothing, boolean, integer, real, text, date, instant, time, duration };

struct Term {
  Sort sort;
  z3::expr value, null;  // open: neither has a meaning
};

Sort sort_of(Kind kind) {
  switch (kind) {
    case Kind::boolean: return Sort::boolean;
    case Kind::int64: return Sort::integer;
    case Kind::decimal: return Sort::real;
    case Kind::string:
    case Kind::choice: return Sort::text;
    case Kind::date: return Sort::date;
    case Kind::instant: return Sort::instant;
    case Kind::time_of_day: return Sort::time;
    case Kind::duration: return Sort::duration;
    case Kind::null: return Sort::nothing;
    default: return Sort::open;  // doubles have NaN and round
  }
}
bool is_number(Sort sort) { return sort == Sort::integer || sort == Sort::real; }

void collect_texts(const Ast& ast, std::set<std::string>& out) {
  if (const std::string* text = ast.literal.get<std::string>()) out.insert(*text);
  for (const auto& argument : ast.arguments) collect_texts(*argument, out);
}

template <typename F>
void for_each_condition(const Definition& d, F&& f) {
  auto maybe = [&](const std::optional<Program>& program) {
    if (program) f(*program);
  };
  for (const Measure& measure : d.measures)
    for (const Measure::Input& input : measure.inputs) maybe(input.where);
  for (const Lifecycle& lifecycle : d.lifecycles) {
    for (const Rule& rule : lifecycle.rules)
      for (const auto& when : rule.when) maybe(when);
    for (const Timer& timer : lifecycle.timers) maybe(timer.when);
    for (const Declaration& declaration : lifecycle.declarations)
      for (const Requirement& requirement : declaration.requires_) maybe(requirement.when);
  }
}

}  // namespace

struct Solver::Impl {
  const Definition& definition;
  z3::context context;
  std::vector<std::string> texts;  // every text in sight, sorted

  explicit Impl(const Definition& d) : definition(d) {
    std::set<std::string> all;
    for (const Lifecycle& lifecycle : d.lifecycles)
      all.insert(lifecycle.stage_ids.begin(), lifecycle.stage_ids.end());
    for (const ChoiceList& list : d.lists) all.insert(list.ids.begin(), list.ids.end());
    for (const Parameter& parameter : d.parameters)
      for (const Value* value : {&parameter.value, &parameter.default_value})
        if (const std::string* text = value->get<std::string>()) all.insert(*text);
    for_each_condition(d, [&](const Program& program) { collect_texts(program.ast(), all); });
    texts.assign(all.begin(), all.end());
  }

  // Texts are points on a line, in their order, the known ones at the whole numbers: between and
  // beside them there is room for every other text.
  z3::expr text(const std::string& value) {
    auto found = std::lower_bound(texts.begin(), texts.end(), value);
    TENURE_ASSERT(found != texts.end() && *found == value);
    return context.real_val(static_cast<int>(found - texts.begin()), 1);
  }
  // A word that is none of them has the half point of its place.
  static constexpr const char* kAnyWord = "something";
  int any_word_halves() const {
    auto place = std::lower_bound(texts.begin(), texts.end(), kAnyWord) - texts.begin();
    return static_cast<int>(2 * place - 1);
  }
  std::string text_at(const Decimal& point) const {
    auto below = point.floored().to_int64();
    if (below && *below * 2 + 1 == any_word_halves() && point != Decimal(*below)) return kAnyWord;
    if (!below || *below < 0) return "";
    size_t index = std::min(static_cast<size_t>(*below), texts.size() - 1);
    return point == Decimal(*below) ? texts[index] : texts[index] + " ";
  }
};

Solver::Solver(const Definition& definition) : impl_(std::make_unique<Impl>(definition)) {}
Solver::~Solver() = default;
const Definition& Solver::definition() const { return impl_->definition; }

struct Question::Impl {
  Solver::Impl& home;
  z3::context& c;
  const Definition& d;
  uint16_t lifecycle, kind;
  z3::solver solver;
  std::map<std::pair<uint16_t, uint16_t>, Term> variables;
  std::vector<std::pair<uint16_t, uint16_t>> order;  // of their making
  std::map<std::string, Term> open_truths;           // by text: the same words have the same answer
  std::map<std::string, z3::expr> open_nulls;
  std::set<uint16_t> fed, fixed;
  std::vector<std::pair<size_t, z3::expr>> labels;
  std::vector<size_t> core;
  std::optional<z3::model> model;
  bool exact = true;
  int names = 0;

  Impl(Solver::Impl& h, uint16_t l, uint16_t k)
      : home(h), c(h.context), d(h.definition), lifecycle(l), kind(k),
        solver(h.context, z3::solver::simple()) {
    z3::params p(c);
    p.set("rlimit", kSteps);
    p.set("random_seed", 0U);
    solver.set(p);
  }

  // ---- variables -----------------------------------------------------------------------------
  std::string name(const char* what) { return what + std::to_string(names++); }
  z3::expr yes() { return c.bool_val(true); }
  z3::expr no() { return c.bool_val(false); }

  Term make(Sort sort) {
    z3::expr null = c.bool_const(name("n").c_str());
    switch (sort) {
      case Sort::open:
      case Sort::nothing: return {sort, no(), yes()};
      case Sort::boolean: return {sort, c.bool_const(name("b").c_str()), null};
      case Sort::real:
      case Sort::text: return {sort, c.real_const(name("r").c_str()), null};
      default: return {sort, c.int_const(name("i").c_str()), null};
    }
  }

  z3::expr among(const Term& term, const std::vector<std::string>& ids) {
    z3::expr any = no();
    for (const std::string& id : ids) any = any || term.value == home.text(id);
    return any;
  }

  const Term& variable(uint16_t source, uint16_t slot) {
    auto key = std::pair{source, slot};
    if (auto found = variables.find(key); found != variables.end()) return found->second;
    const Type& type = source == 0   ? d.account.fields[slot].type
                       : source == 1 ? d.kinds[kind].fields.fields[slot].type
                                     : d.parameter_type.fields[slot].type;
    Term term = make(type.collection ? Sort::open : sort_of(type.kind));
    if (term.sort == Sort::integer) solver.add(in_range(term.value));
    if (type.kind == Kind::choice && type.choices != nullptr)
      solver.add(term.null || among(term, *type.choices));
    if (source == 0) {
      const Slot& role = d.slots[slot];
      if (role.role == SlotRole::stage && d.lifecycles[role.index].initial != kNoStage)
        solver.add(!term.null);  // nothing moves to no stage
      if (role.role == SlotRole::measure) {
        Form form = d.measures[role.index].form;
        if (form == Form::count || form == Form::open) solver.add(!term.null && term.value >= 0);
        if (form == Form::sum) solver.add(!term.null);
      }
    } else if (source == 1) {
      uint16_t body = d.kinds[kind].body_fields;
      if (slot == body || slot == body + 1) solver.add(!term.null);  // at, key
    } else {
      const Parameter& parameter = d.parameters[slot];
      solver.add(!term.null);
      if (term.sort != Sort::open) {
        if (parameter.min) solver.add(term.value >= constant(*parameter.min).value);
        if (parameter.max) solver.add(term.value <= constant(*parameter.max).value);
      }
    }
    order.push_back(key);
    return variables.emplace(key, std::move(term)).first->second;
  }

  z3::expr in_range(const z3::expr& value) {
    return value >= c.int_val(INT64_MIN) && value <= c.int_val(INT64_MAX);
  }

  Term constant(const Value& value) {
    if (value.is_null()) return {Sort::nothing, no(), yes()};
    if (const bool* b = value.get<bool>()) return {Sort::boolean, c.bool_val(*b), no()};
    if (const int64_t* i = value.get<int64_t>()) return {Sort::integer, c.int_val(*i), no()};
    if (const Decimal* decimal = value.get<Decimal>())
      return {Sort::real, c.real_val(to_string(*decimal).c_str()), no()};
    if (const std::string* text = value.get<std::string>())
      return {Sort::text, home.text(*text), no()};
    if (const Date* date = value.get<Date>()) return {Sort::date, c.int_val(date->days), no()};
    if (const Instant* at = value.get<Instant>())
      return {Sort::instant, c.int_val(at->micros), no()};
    if (const TimeOfDay* time = value.get<TimeOfDay>())
      return {Sort::time, c.int_val(time->micros), no()};
    if (const Duration* duration = value.get<Duration>())
      return {Sort::duration, c.int_val(duration->micros), no()};
    return open();
  }

  Term open() {
    exact = false;
    return {Sort::open, no(), no()};
  }

  // ---- expressions ---------------------------------------------------------------------------
  Term encode(const Ast& ast) {
    switch (ast.op) {
      case Op::literal: return constant(ast.literal);
      case Op::path: return path(ast);
      case Op::parameter_alias: {
        int slot = d.parameter_type.find(ast.name);
        return slot < 0 ? open() : variable(2, static_cast<uint16_t>(slot));
      }
      case Op::and_:
      case Op::or_: {
        Term a = truth(*ast.arguments[0]), b = truth(*ast.arguments[1]);
        bool both = ast.op == Op::and_;
        z3::expr is_true = both ? yes_of(a) && yes_of(b) : yes_of(a) || yes_of(b);
        z3::expr is_false = both ? no_of(a) || no_of(b) : no_of(a) && no_of(b);
        return {Sort::boolean, is_true, !is_true && !is_false};
      }
      case Op::not_: {
        Term a = truth(*ast.arguments[0]);
        return {Sort::boolean, !a.value, a.null};
      }
      case Op::eq: case Op::ne: case Op::gt: case Op::ge: case Op::lt: case Op::le:
        return compare(ast, ast.op, encode(*ast.arguments[0]), encode(*ast.arguments[1]));
      case Op::in: return member(ast);
      case Op::negate: case Op::add: case Op::sub: case Op::mul: return arithmetic(ast);
      case Op::call:
        if (ast.name == "case") return choice(ast);
        return open();
      default: return open();
    }
  }

  Term path(const Ast& ast) {
    if (!ast.arguments.empty()) return open();
    constexpr std::string_view fact = "fact/";
    if (ast.name.starts_with(fact)) {
      int slot = kind == kNone ? -1 : d.kinds[kind].fields.find(ast.name.substr(fact.size()));
      return slot < 0 ? open() : variable(1, static_cast<uint16_t>(slot));
    }
    int slot = d.account.find(ast.name);
    return slot < 0 ? open() : variable(0, static_cast<uint16_t>(slot));
  }

  static z3::expr yes_of(const Term& term) { return term.value && !term.null; }
  static z3::expr no_of(const Term& term) { return !term.value && !term.null; }

  Term open_truth(const Ast& ast, bool nullable) {
    exact = false;
    std::string text = expression::to_text(ast);
    auto found = open_truths.find(text);
    if (found == open_truths.end())
      found = open_truths.emplace(text, make(Sort::boolean)).first;
    Term term = found->second;
    if (!nullable) term.null = no();
    return term;
  }

  Term truth(const Ast& ast) {
    Term term = encode(ast);
    if (term.sort == Sort::boolean) return term;
    if (term.sort == Sort::nothing) return {Sort::boolean, no(), yes()};
    return open_truth(ast, true);
  }

  Term compare(const Ast& ast, Op op, Term a, Term b) {
    auto truth_of = [&](z3::expr value) { return Term{Sort::boolean, std::move(value), no()}; };
    if (a.sort == Sort::open || b.sort == Sort::open) return open_truth(ast, false);
    z3::expr equal = no();
    if (a.sort == Sort::nothing || b.sort == Sort::nothing) {
      equal = a.null && b.null;
    } else {
      if (is_number(a.sort) && is_number(b.sort) && a.sort != b.sort) {
        if (a.sort == Sort::integer) a.value = z3::to_real(a.value);
        if (b.sort == Sort::integer) b.value = z3::to_real(b.value);
      } else if (a.sort != b.sort) {
        return open_truth(ast, false);
      }
      equal = (a.null && b.null) || (!a.null && !b.null && a.value == b.value);
    }
    if (op == Op::eq) return truth_of(equal);
    if (op == Op::ne) return truth_of(!equal);
    if (a.sort == Sort::nothing || b.sort == Sort::nothing) return truth_of(no());
    if (a.sort == Sort::boolean) return open_truth(ast, false);
    if (a.sort == Sort::text) exact = false;  // not between every two texts is there a third
    z3::expr both = !a.null && !b.null;
    switch (op) {
      case Op::gt: return truth_of(both && a.value > b.value);
      case Op::ge: return truth_of(both && a.value >= b.value);
      case Op::lt: return truth_of(both && a.value < b.value);
      default: return truth_of(both && a.value <= b.value);
    }
  }

  Term member(const Ast& ast) {
    const Ast& list = *ast.arguments[1];
    if (list.op != Op::list) return open_truth(ast, false);
    Term left = encode(*ast.arguments[0]);
    z3::expr any = no();
    for (const auto& item : list.arguments) {
      Term equal = compare(ast, Op::eq, left, encode(*item));
      any = any || equal.value;
    }
    return {Sort::boolean, any, no()};
  }

  // Null where an operand is, where a whole number does not fit, and perhaps where a decimal does not.
  Term arithmetic(const Ast& ast) {
    Term a = encode(*ast.arguments[0]);
    if (ast.op == Op::negate) {
      if (a.sort == Sort::integer) {
        z3::expr value = -a.value;
        return {a.sort, value, a.null || !in_range(value)};
      }
      if (a.sort == Sort::real) return {a.sort, -a.value, a.null};
      return open();
    }
    Term b = encode(*ast.arguments[1]);
    if (ast.op == Op::mul) {
      bool linear = ast.arguments[0]->op == Op::literal || ast.arguments[1]->op == Op::literal;
      if (a.sort != Sort::integer || b.sort != Sort::integer || !linear) return open();
      z3::expr value = a.value * b.value;
      return {Sort::integer, value, a.null || b.null || !in_range(value)};
    }
    if (!is_number(a.sort) || !is_number(b.sort)) return open();
    if (a.sort != b.sort) {
      if (a.sort == Sort::integer) a.value = z3::to_real(a.value);
      if (b.sort == Sort::integer) b.value = z3::to_real(b.value);
    }
    z3::expr value = ast.op == Op::add ? a.value + b.value : a.value - b.value;
    z3::expr null = a.null || b.null;
    if (a.sort == Sort::integer && b.sort == Sort::integer)
      return {Sort::integer, value, null || !in_range(value)};
    exact = false;
    std::string text = expression::to_text(ast);
    auto found = open_nulls.find(text);
    if (found == open_nulls.end())
      found = open_nulls.emplace(text, c.bool_const(name("n").c_str())).first;
    return {Sort::real, value, null || found->second};
  }

  Term choice(const Ast& ast) {
    std::optional<Term> result;
    for (size_t i = ast.arguments.size() / 2; i-- > 0;) {
      Term answer = encode(*ast.arguments[2 * i + 1]);
      z3::expr when = yes_of(truth(*ast.arguments[2 * i]));
      if (answer.sort == Sort::open) return open();
      if (!result) {
        result = Term{answer.sort, answer.value, !when || answer.null};
        continue;
      }
      if (answer.sort == Sort::nothing) {
        result->null = when || result->null;
        continue;
      }
      if (result->sort == Sort::nothing) {
        result = Term{answer.sort, answer.value, z3::ite(when, answer.null, result->null)};
        continue;
      }
      if (answer.sort != result->sort) return open();
      result = Term{answer.sort, z3::ite(when, answer.value, result->value),
                    z3::ite(when, answer.null, result->null)};
    }
    return result ? *result : open();
  }

  // ---- what is always true -------------------------------------------------------------------
  z3::expr stages(StageSet set) {
    const Term& stage = variable(0, d.lifecycles[lifecycle].stage_slot);
    z3::expr any = no();
    if ((set & bit(kNoStage)) != 0) any = stage.null;
    const auto& ids = d.lifecycles[lifecycle].stage_ids;
    for (size_t i = 0; i < ids.size(); ++i)
      if ((set & bit(static_cast<StageId>(i))) != 0)
        any = any || (!stage.null && stage.value == home.text(ids[i]));
    return any;
  }

  z3::expr fits(StageSet from, const std::optional<Program>& when) {
    z3::expr in = stages(from);
    return when ? in && yes_of(truth(when->ast())) : in;
  }

  // What this very fact does to the measures that are asked about: it was folded into them before.
  void feed() {
    for (bool more = true; more;) {
      more = false;
      auto known = order;  // conditions of measures may read further variables
      for (auto [source, slot] : known) {
        if (source != 0 || d.slots[slot].role != SlotRole::measure || !fed.insert(slot).second)
          continue;
        more = true;
        feed_one(d.measures[d.slots[slot].index], slot);
      }
    }
    link_measures();
  }

  void feed_one(const Measure& measure, uint16_t slot) {
    if (kind == kNone) return;
    bool closes = std::any_of(measure.inputs.begin(), measure.inputs.end(), [&](const auto& input) {
      return input.kind == kind && input.closes;
    });
    if (closes) return;
    for (const Measure::Input& input : measure.inputs) {
      if (input.kind != kind) continue;
      bool was = exact;
      z3::expr taken = input.where ? yes_of(truth(input.where->ast())) : yes();
      exact = was;  // a loose premise only says less
      const Term value = variable(0, slot);
      switch (measure.form) {
        case Form::count: solver.add(z3::implies(taken, value.value >= 1)); break;
        case Form::open:
          solver.add(z3::implies(taken && !variable(1, input.field).null, value.value >= 1));
          break;
        case Form::first:
        case Form::last: {
          if (input.field != kNone) break;
          const Term at = variable(1, d.kinds[kind].body_fields);
          solver.add(z3::implies(taken, !value.null && (measure.form == Form::last
                                                            ? value.value == at.value
                                                            : value.value <= at.value)));
          break;
        }
        default: break;
      }
    }
  }

  static bool same_facts(const Measure& a, const Measure& b) {
    if (a.inputs.size() != b.inputs.size()) return false;
    for (size_t i = 0; i < a.inputs.size(); ++i) {
      const auto &x = a.inputs[i], &y = b.inputs[i];
      if (x.kind != y.kind || x.where.has_value() != y.where.has_value()) return false;
      if (x.where && x.where->source() != y.where->source()) return false;
    }
    return true;
  }

  // There is a first and a last one when there is one at all.
  void link_measures() {
    for (auto [source, slot] : order) {
      if (source != 0 || d.slots[slot].role != SlotRole::measure) continue;
      const Measure& count = d.measures[d.slots[slot].index];
      if (count.form != Form::count) continue;
      for (auto [other_source, other] : order) {
        if (other_source != 0 || d.slots[other].role != SlotRole::measure) continue;
        const Measure& at = d.measures[d.slots[other].index];
        if ((at.form != Form::first && at.form != Form::last) || !same_facts(count, at)) continue;
        bool of_field = std::any_of(at.inputs.begin(), at.inputs.end(),
                                    [](const auto& input) { return input.field != kNone; });
        if (!of_field)
          solver.add((variables.at({0, slot}).value >= 1) == !variables.at({0, other}).null);
      }
    }
  }

  Answer answer(z3::check_result result) {
    return result == z3::sat ? Answer::yes : result == z3::unsat ? Answer::no : Answer::unknown;
  }

  Answer ask() {
    feed();
    z3::expr_vector assumptions(c);
    for (const auto& [label, literal] : labels) assumptions.push_back(literal);
    Answer result = answer(solver.check(assumptions));
    core.clear();
    if (result == Answer::yes) model = solver.get_model();
    if (result != Answer::no) return result;
    z3::expr_vector needed = solver.unsat_core();
    for (const auto& [label, literal] : labels)
      for (unsigned i = 0; i < needed.size(); ++i)
        if (z3::eq(needed[static_cast<int>(i)], literal)) core.push_back(label);
    return result;
  }

  Answer ask_with(const std::vector<size_t>& wanted) {
    z3::expr_vector assumptions(c);
    for (const auto& [label, literal] : labels)
      if (std::find(wanted.begin(), wanted.end(), label) != wanted.end())
        assumptions.push_back(literal);
    return answer(solver.check(assumptions));
  }

  // Narrows the moment to this, when it can be.
  bool narrow(const z3::expr& more) {
    solver.push();
    solver.add(more);
    z3::expr_vector assumptions(c);
    for (const auto& [label, literal] : labels) assumptions.push_back(literal);
    if (solver.check(assumptions) == z3::sat) {
      model = solver.get_model();  // stays pushed: what was chosen is chosen
      return true;
    }
    solver.pop();
    return false;
  }

  Value value_of(const Term& term) {
    if (term.sort == Sort::open || term.sort == Sort::nothing) return Null{};
    if (model->eval(term.null, true).is_true()) return Null{};
    z3::expr value = model->eval(term.value, true);
    if (term.sort == Sort::boolean) return value.is_true();
    if (term.sort == Sort::real || term.sort == Sort::text) {
      std::string digits = value.get_decimal_string(6);
      if (digits.ends_with('?')) digits.pop_back();
      auto decimal = Decimal::parse(digits);
      if (!decimal) return Null{};
      if (term.sort == Sort::real) return *decimal;
      return home.text_at(*decimal);
    }
    int64_t number = 0;
    if (!value.is_numeral_i64(number)) return Null{};
    switch (term.sort) {
      case Sort::date: return Date{static_cast<int32_t>(number)};
      case Sort::instant: return Instant{number};
      case Sort::time: return TimeOfDay{number};
      case Sort::duration: return Duration{number};
      default: return number;
    }
  }

  void choose(const Term& term) {
    if (term.sort == Sort::open || term.sort == Sort::nothing) return;
    if (narrow(term.null)) return;
    if (is_number(term.sort))
      for (int small : {0, 1, 2, 3, 4, 5, 10, 100, 1000})
        if (narrow(!term.null && term.value == small)) return;
    if (term.sort == Sort::text &&
        narrow(!term.null && term.value == c.real_val(home.any_word_halves(), 2)))
      return;
    if (term.sort == Sort::boolean && narrow(!term.null && !term.value)) return;
    z3::expr value = model->eval(term.value, true);
    narrow(!term.null && term.value == value);
  }
};

Question::Question(Solver& solver, uint16_t lifecycle, uint16_t kind)
    : impl_(std::make_unique<Impl>(*solver.impl_, lifecycle, kind)) {}
Question::~Question() = default;

void Question::stage_in(StageSet set) { impl_->solver.add(impl_->stages(set)); }

void Question::holds(const std::optional<Program>& program) {
  if (program) impl_->solver.add(Impl::yes_of(impl_->truth(program->ast())));
}

void Question::consider(const std::optional<Program>& program) {
  if (program) impl_->truth(program->ast());
}

void Question::not_null(uint16_t slot) {
  const Term& term = impl_->variable(0, slot);
  if (term.sort != Sort::open) impl_->solver.add(!term.null);
}

void Question::passed_over(StageSet from, const std::optional<Program>& when, size_t label) {
  z3::expr literal = impl_->c.bool_const(impl_->name("l").c_str());
  impl_->solver.add(z3::implies(literal, !impl_->fits(from, when)));
  impl_->labels.emplace_back(label, literal);
}

void Question::parameter_is(uint16_t slot, const Value& value) {
  const Term& term = impl_->variable(2, slot);
  impl_->fixed.insert(slot);
  if (term.sort != Sort::open) impl_->solver.add(term.value == impl_->constant(value).value);
}

void Question::parameters_as_set() {
  auto known = impl_->order;
  for (auto [source, slot] : known)
    if (source == 2 && !impl_->fixed.contains(slot))
      parameter_is(slot, impl_->d.parameters[slot].value);
}

// The solver's own troubles (out of memory, out of steps) are an answer: it cannot say.
Answer Question::ask() {
  try {
    return impl_->ask();
  } catch (const z3::exception&) {
    return Answer::unknown;
  }
}

bool Question::exact() const { return impl_->exact; }

std::vector<size_t> Question::blamed() {
  std::vector<size_t> needed = impl_->core;
  try {
    for (size_t label : impl_->core) {
      std::vector<size_t> fewer = needed;
      std::erase(fewer, label);
      if (impl_->ask_with(fewer) == Answer::no) needed = std::move(fewer);
    }
  } catch (const z3::exception&) {
    return needed;
  }
  return needed;
}

std::vector<Question::Chosen> Question::moment() {
  std::vector<Chosen> out;
  if (!impl_->model) return out;
  try {
    for (auto key : impl_->order) impl_->choose(impl_->variables.at(key));
    for (auto key : impl_->order)
      out.push_back({key.first, key.second, impl_->value_of(impl_->variables.at(key))});
  } catch (const z3::exception&) {
    out.clear();
  }
  return out;
}

bool Question::holds_there(StageSet from, const std::optional<Program>& when) {
  if (!impl_->model) return false;
  return impl_->model->eval(impl_->fits(from, when), true).is_true();
}

}  // namespace tenure::lifecycle::check_detail
