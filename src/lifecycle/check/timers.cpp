// Timers that cannot be due, and timers that race.
#include <algorithm>

#include "lifecycle/check/examiner.h"

namespace tenure::lifecycle::check_detail {

namespace {

int64_t amount_of(const Definition& d, const Timer& timer) {
  if (timer.parameter == kNone) return timer.amount;
  const int64_t* value = d.parameters[timer.parameter].value.get<int64_t>();
  return value == nullptr ? 0 : *value;
}

}  // namespace

// Nothing ever gives it a time to count from.
bool Examiner::never_set(const Timer& timer) {
  const Slot& since = d_.slots[timer.since_slot];
  if (since.role == SlotRole::since) {
    const Reach& other = reaches_[since.index];
    return (other.stages() & ~bit(kNoStage)) == 0;
  }
  if (since.role != SlotRole::measure) return false;
  for (const Measure::Input& input : d_.measures[since.index].inputs) {
    Question question(solver_, l_, input.kind);
    question.holds(input.where);
    if (question.ask() != Answer::no) return false;
  }
  return true;
}

void Examiner::timers_never_due() {
  for (const Timer& timer : cycle_.timers) {
    const char* reason = nullptr;
    if ((timer.from & reach_.stages()) == 0)
      reason = "never-in-its-stages";
    else if (never_set(timer))
      reason = "never-begins";
    else if (!can_hold(timer, nullptr, kNone))
      reason = "never-true";
    if (reason == nullptr) continue;
    report("timer-never-due",
           {{"timer", timer.id}, {"reason", reason}, {"since", d_.account.fields[timer.since_slot].name}},
           timer.place);
  }
}

// Both count the same time from the same moment. Two that count from things that have nothing to do
// with each other meet by chance at most, and are no fault.
bool Examiner::same_instant(const Timer& a, const Timer& b, StageSet stages) {
  if (a.unit != b.unit || a.unit_micros != b.unit_micros || amount_of(d_, a) != amount_of(d_, b))
    return false;
  if (a.since_slot == b.since_slot) return true;
  auto at_measure = [&](uint16_t slot) -> const Measure* {
    if (d_.slots[slot].role != SlotRole::measure) return nullptr;
    const Measure& measure = d_.measures[d_.slots[slot].index];
    bool at = measure.form == Form::first || measure.form == Form::last;
    for (const auto& input : measure.inputs) at = at && input.field == kNone;
    return at ? &measure : nullptr;
  };
  // One fact sets both.
  const Measure *x = at_measure(a.since_slot), *y = at_measure(b.since_slot);
  if (x != nullptr && y != nullptr) {
    for (const auto& one : x->inputs) {
      for (const auto& two : y->inputs) {
        if (one.kind != two.kind) continue;
        Question question(solver_, l_, one.kind);
        question.holds(one.where);
        question.holds(two.where);
        if (question.ask() == Answer::yes && question.exact()) return true;
      }
    }
    return false;
  }
  // One fact enters the stage and is counted.
  const Measure* measure = x != nullptr ? x : y;
  uint16_t other = x != nullptr ? b.since_slot : a.since_slot;
  if (measure == nullptr || other != cycle_.since_slot) return false;
  for (const Step& step : reach_.steps()) {
    if (step.cause != Step::Cause::rule || (bit(step.to) & stages) == 0) continue;
    const Rule& rule = cycle_.rules[step.index];
    for (const auto& input : measure->inputs) {
      if (input.kind != rule.kinds[step.position]) continue;
      Question question(solver_, l_, input.kind);
      question.stage_in(bit(step.from));
      question.holds(rule.when[step.position]);
      question.holds(input.where);
      pass_earlier_rules(question, d_, l_, step.index, input.kind, bit(step.from));
      if (question.ask() == Answer::yes && question.exact()) return true;
    }
  }
  return false;
}

void Examiner::timers_that_race() {
  for (size_t i = 0; i < cycle_.timers.size(); ++i) {
    for (size_t j = i + 1; j < cycle_.timers.size(); ++j) {
      const Timer &a = cycle_.timers[i], &b = cycle_.timers[j];
      StageSet stages = a.from & b.from & reach_.stages();
      bool same_target = a.target.to == b.target.to && a.target.stage == b.target.stage;
      bool stays = a.target.to == To::stay || b.target.to == To::stay;
      if (stages == 0 || same_target || stays || !same_instant(a, b, stages)) continue;
      auto put = [&](Question& question, StageSet in) {
        question.stage_in(in);
        question.not_null(a.since_slot);
        question.not_null(b.since_slot);
        question.holds(a.when);
        question.holds(b.when);
        question.parameters_as_set();
      };
      // Here a yes is needed that is a yes: a moment of which nothing was left open.
      Question question(solver_, l_, kNone);
      put(question, stages);
      if (question.ask() != Answer::yes || !question.exact()) continue;
      History told = history();
      for (size_t s = 0; s <= cycle_.stages.size(); ++s) {
        StageId stage = s < cycle_.stages.size() ? static_cast<StageId>(s) : kNoStage;
        if ((stages & bit(stage)) == 0) continue;
        Question there(solver_, l_, kNone);
        put(there, bit(stage));
        if (there.ask() != Answer::yes) continue;
        told.walk(reach_.way(stage));
        told.pass(a, there.moment());
        if (a.target.to == To::stage)
          told.says("expect " + cycle_.name + " " + std::string(cycle_.stage_id(a.target.stage)));
        break;
      }
      report("timers-race", {{"timer", b.id}, {"other", a.id}}, b.place).history = told.lines();
    }
  }
}

}  // namespace tenure::lifecycle::check_detail
