#include "lifecycle/check/reach.h"

#include <algorithm>

#include "base/assert.h"

namespace tenure::lifecycle::check_detail {

namespace {

bool reads(const std::optional<expression::Program>& program, uint16_t slot) {
  if (!program) return false;
  const auto& all = program->reads();
  return std::any_of(all.begin(), all.end(), [&](const expression::Binding& binding) {
    return binding.source == 0 && binding.slot == slot;
  });
}

}  // namespace

std::optional<uint16_t> kind_of(const Definition& d, Builtin builtin) {
  for (size_t i = 0; i < d.kinds.size(); ++i)
    if (d.kinds[i].builtin == builtin) return static_cast<uint16_t>(i);
  return std::nullopt;
}

Answer can_meet(Solver& solver, uint16_t lifecycle, const Declaration& declaration, StageSet stages) {
  auto kind = kind_of(solver.definition(), Builtin::stage_declared);
  TENURE_ASSERT(kind);
  Question question(solver, lifecycle, *kind);
  question.stage_in(declaration.from & stages);
  for (const Requirement& requirement : declaration.requires_)
    if (requirement.form == Requirement::Form::when) question.holds(requirement.when);
  return question.ask();
}

void pass_earlier_rules(Question& question, const Definition& d, uint16_t lifecycle, uint16_t rule,
                        uint16_t kind, StageSet stages) {
  const Lifecycle& cycle = d.lifecycles[lifecycle];
  for (const Lifecycle::Candidate& earlier : cycle.by_kind[kind]) {
    if (earlier.rule >= rule) break;
    const Rule& other = cycle.rules[earlier.rule];
    if ((other.from & stages) != 0)
      question.passed_over(other.from, other.when[earlier.position], earlier.rule);
  }
}

Reach::Reach(Solver& solver, uint16_t lifecycle)
    : solver_(solver), d_(solver.definition()), l_(lifecycle), lifecycle_(d_.lifecycles[lifecycle]) {
  stages_ = bit(lifecycle_.initial);
  order_.push_back(lifecycle_.initial);
  first_.push_back({});
  for (size_t i = 0; i < order_.size(); ++i) look_from(order_[i]);
}

void Reach::look_from(StageId stage) {
  for (size_t r = 0; r < lifecycle_.rules.size(); ++r) {
    const Rule& rule = lifecycle_.rules[r];
    if ((rule.from & bit(stage)) == 0) continue;
    for (size_t k = 0; k < rule.kinds.size(); ++k) {
      if (!rule_can(rule, k, r, stage)) continue;
      take({Step::Cause::rule, static_cast<uint16_t>(r), static_cast<uint16_t>(k), stage,
            rule.target.stage},
           rule.target.to);
      break;
    }
  }
  for (size_t t = 0; t < lifecycle_.timers.size(); ++t) {
    const Timer& timer = lifecycle_.timers[t];
    if ((timer.from & bit(stage)) != 0 && timer_can(timer, stage))
      take({Step::Cause::timer, static_cast<uint16_t>(t), 0, stage, timer.target.stage},
           timer.target.to);
  }
  for (size_t i = 0; i < lifecycle_.declarations.size(); ++i) {
    const Declaration& declaration = lifecycle_.declarations[i];
    if ((declaration.from & bit(stage)) != 0 && declaration_can(declaration, stage))
      take({Step::Cause::declaration, static_cast<uint16_t>(i), 0, stage, declaration.target.stage},
           declaration.target.to);
  }
  // A script may always set a stage; that is how mistakes are mended, not how a lifecycle works.
  bool by_hand = lifecycle_.by_hand == ByHand::anyone || lifecycle_.by_hand == ByHand::roles;
  for (size_t s = 0; by_hand && s < lifecycle_.stages.size(); ++s)
    take({Step::Cause::hand, 0, 0, stage, static_cast<StageId>(s)}, To::stage);
}

void Reach::take(Step step, To to) {
  if (to == To::stay) return;
  if (to == To::former) {  // a stage that was left: reached before
    left_ |= bit(step.from);
    return;
  }
  if (step.to == step.from) return;
  left_ |= bit(step.from);
  steps_.push_back(step);
  if (reaches(step.to)) return;
  stages_ |= bit(step.to);
  order_.push_back(step.to);
  first_.push_back(step);
}

bool Reach::rule_can(const Rule& rule, size_t position, size_t r, StageId stage) {
  uint16_t kind = rule.kinds[position];
  bool alone = true, reads_stage = reads(rule.when[position], lifecycle_.stage_slot);
  std::vector<uint16_t> asked{static_cast<uint16_t>(r), kind};
  for (const Lifecycle::Candidate& earlier : lifecycle_.by_kind[kind]) {
    if (earlier.rule >= r) break;
    const Rule& other = lifecycle_.rules[earlier.rule];
    if ((other.from & bit(stage)) == 0) continue;
    if (!other.when[earlier.position]) return false;  // decides whatever comes
    alone = false;
    reads_stage |= reads(other.when[earlier.position], lifecycle_.stage_slot);
    asked.push_back(earlier.rule);
  }
  if (alone && !rule.when[position]) return true;
  auto known = answers_.find(asked);
  if (!reads_stage && known != answers_.end()) return known->second;
  Question question(solver_, l_, kind);
  question.stage_in(bit(stage));
  question.holds(rule.when[position]);
  pass_earlier_rules(question, d_, l_, static_cast<uint16_t>(r), kind, bit(stage));
  bool can = question.ask() != Answer::no;
  if (!reads_stage) answers_.emplace(std::move(asked), can);
  return can;
}

bool Reach::timer_can(const Timer& timer, StageId stage) {
  Question question(solver_, l_, kNone);
  question.stage_in(bit(stage));
  question.not_null(timer.since_slot);
  question.holds(timer.when);
  return question.ask() != Answer::no;
}

bool Reach::declaration_can(const Declaration& declaration, StageId stage) {
  return can_meet(solver_, l_, declaration, bit(stage)) != Answer::no;
}

std::vector<Step> Reach::way(StageId stage) const {
  std::vector<Step> out;
  while (stage != order_.front()) {
    auto at = std::find(order_.begin(), order_.end(), stage);
    TENURE_ASSERT(at != order_.end());
    const Step& step = first_[static_cast<size_t>(at - order_.begin())];
    out.push_back(step);
    stage = step.from;
  }
  std::reverse(out.begin(), out.end());
  return out;
}

std::optional<StageId> Reach::nearest_of(StageSet set) const {
  for (StageId stage : order_)
    if ((set & bit(stage)) != 0) return stage;
  return std::nullopt;
}

}  // namespace tenure::lifecycle::check_detail
