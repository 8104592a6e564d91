// Rules that cannot fire, and parameters that keep them from it.
#include <algorithm>
#include <set>

#include "lifecycle/check/examiner.h"

namespace tenure::lifecycle::check_detail {

using expression::Ast;
using expression::Op;
using expression::Program;

void Examiner::rules_that_never_fire() {
  for (size_t r = 0; r < cycle_.rules.size(); ++r) {
    const Rule& rule = cycle_.rules[r];
    if ((rule.from & reach_.stages()) == 0) {
      report("rule-never-fires", {{"rule", rule.id}, {"reason", "never-in-its-stages"}}, rule.place);
      continue;
    }
    if (!can_hold(rule, nullptr, kNone)) {
      report("rule-never-fires", {{"rule", rule.id}, {"reason", "never-true"}}, rule.place);
      continue;
    }
    shadowed(static_cast<uint16_t>(r));
  }
}

bool Examiner::can_hold(const Rule& rule, const Value* value, uint16_t parameter) {
  for (size_t k = 0; k < rule.kinds.size(); ++k) {
    if (!rule.when[k]) return true;
    Question question(solver_, l_, rule.kinds[k]);
    question.stage_in(rule.from & reach_.stages());
    question.holds(rule.when[k]);
    if (value != nullptr) {
      question.parameter_is(parameter, *value);
      question.parameters_as_set();
    }
    if (question.ask() != Answer::no) return true;
  }
  return rule.kinds.empty();
}

// An earlier rule decides whenever this one fits.
void Examiner::shadowed(uint16_t r) {
  const Rule& rule = cycle_.rules[r];
  StageSet stages = rule.from & reach_.stages();
  std::set<size_t> blamed;
  for (size_t k = 0; k < rule.kinds.size(); ++k) {
    Question question(solver_, l_, rule.kinds[k]);
    question.stage_in(stages);
    question.holds(rule.when[k]);
    pass_earlier_rules(question, d_, l_, r, rule.kinds[k], stages);
    if (question.ask() != Answer::no) return;
    for (size_t label : question.blamed()) blamed.insert(label);
  }
  if (blamed.empty()) return;
  std::string names;
  for (size_t label : blamed) names += (names.empty() ? "" : ", ") + cycle_.rules[label].id;

  // The rule fits, and another answers: which one, in the moment that is told.
  uint16_t kind = rule.kinds.front();
  StageId stage = *reach_.nearest_of(stages);
  History told = history();
  told.walk(reach_.way(stage));
  std::vector<std::pair<const Rule*, const std::optional<Program>*>> earlier;
  for (const Lifecycle::Candidate& candidate : cycle_.by_kind[kind]) {
    const Rule& other = cycle_.rules[candidate.rule];
    if (blamed.contains(candidate.rule)) earlier.emplace_back(&other, &other.when[candidate.position]);
  }
  std::unique_ptr<Question> question;
  told.fact(kind, told.moment_of(
                      kind,
                      [&](Question& asked) {
                        asked.stage_in(bit(stage));
                        asked.holds(rule.when.front());
                        for (const auto& [other, when] : earlier) asked.consider(*when);
                      },
                      &question));
  for (const auto& [answering, when] : earlier) {
    const Rule& other = *answering;
    if (!question->holds_there(other.from, *when)) continue;
    if (other.target.to == To::stay)
      told.says("stays " + other.id);
    else if (other.target.to == To::stage)
      told.says("expect " + cycle_.name + " " + std::string(cycle_.stage_id(other.target.stage)));
    break;
  }
  report("rule-shadowed", {{"rule", rule.id}, {"by", names}}, rule.place).history = told.lines();
}

bool Examiner::can_hold(const Timer& timer, const Value* value, uint16_t parameter) {
  Question question(solver_, l_, kNone);
  question.stage_in(timer.from & reach_.stages());
  question.not_null(timer.since_slot);
  question.holds(timer.when);
  if (value != nullptr) {
    question.parameter_is(parameter, *value);
    question.parameters_as_set();
  }
  return question.ask() != Answer::no;
}

namespace {

bool reads(const std::optional<Program>& program, uint16_t parameter) {
  if (!program) return false;
  const auto& all = program->reads();
  return std::any_of(all.begin(), all.end(), [&](const expression::Binding& binding) {
    return binding.source == 2 && binding.slot == parameter;
  });
}

void collect_numbers(const Ast& ast, std::set<int64_t>& out) {
  if (const int64_t* number = ast.literal.get<int64_t>())
    for (int64_t near : {-1, 0, 1})
      if (*number > INT64_MIN && *number < INT64_MAX) out.insert(*number + near);
  for (const auto& argument : ast.arguments) collect_numbers(*argument, out);
}

// The values at which something can change: the bounds, and the whole numbers that conditions name.
// The conditions are linear in the parameter, so between two of these the answer does not change.
std::vector<Value> turning_points(const Parameter& parameter, const std::vector<const Program*>& in) {
  std::vector<Value> out;
  if (parameter.min) out.push_back(*parameter.min);
  if (parameter.max) out.push_back(*parameter.max);
  if (parameter.type.kind != expression::Kind::int64) return out;
  std::set<int64_t> numbers;
  for (const Program* program : in) collect_numbers(program->ast(), numbers);
  const int64_t* least = parameter.min ? parameter.min->get<int64_t>() : nullptr;
  const int64_t* most = parameter.max ? parameter.max->get<int64_t>() : nullptr;
  for (int64_t number : numbers)
    if (least != nullptr && most != nullptr && number > *least && number < *most)
      out.emplace_back(number);
  return out;
}

}  // namespace

// A switch (bool, choice, string) is there to turn rules off; a measure of something is not.
void Examiner::parameters_that_break() {
  for (uint16_t p = 0; p < d_.parameters.size(); ++p) {
    const Parameter& parameter = d_.parameters[p];
    using expression::Kind;
    Kind type = parameter.type.kind;
    if (type == Kind::boolean || type == Kind::string || type == Kind::choice) continue;
    auto look = [&](const auto& item, const std::vector<const Program*>& conditions, auto&& tell) {
      if (conditions.empty() || !can_hold(item, &parameter.value, p)) return;
      for (const Value& value : turning_points(parameter, conditions)) {
        if (can_hold(item, &value, p)) continue;
        Fault& fault = report("parameter-breaks-rule",
                              {{"parameter", parameter.name}, {"value", to_text(value)}, {"rule", item.id}},
                              parameter.place);
        tell(fault, value);
        return;
      }
    };
    for (const Rule& rule : cycle_.rules) {
      std::vector<const Program*> conditions;
      for (const auto& when : rule.when)
        if (reads(when, p)) conditions.push_back(&*when);
      look(rule, conditions, [&](Fault& fault, const Value& value) {
        // What would have fired it under the present values, under the one that breaks it.
        History told = history();
        StageId stage = *reach_.nearest_of(rule.from);
        told.setting(parameter.name, value);
        told.walk(reach_.way(stage));
        uint16_t kind = rule.kinds.front();
        told.fact(kind, told.moment_of(kind, [&](Question& question) {
                    question.stage_in(bit(stage));
                    question.holds(rule.when.front());
                  }));
        fault.history = told.lines();
      });
    }
    for (const Timer& timer : cycle_.timers) {
      std::vector<const Program*> conditions;
      if (reads(timer.when, p)) conditions.push_back(&*timer.when);
      look(timer, conditions, [](Fault&, const Value&) {});
    }
  }
}

}  // namespace tenure::lifecycle::check_detail
