// Stages, gates and declarations.
#include <algorithm>

#include "lifecycle/check/examiner.h"

namespace tenure::lifecycle::check_detail {

void Examiner::unreachable_stages() {
  for (size_t s = 0; s < cycle_.stages.size(); ++s)
    if (!reach_.reaches(static_cast<StageId>(s)))
      report("unreachable-stage", {{"stage", cycle_.stages[s].id}}, cycle_.stages[s].place);
}

void Examiner::stages_without_exit() {
  for (size_t s = 0; s < cycle_.stages.size(); ++s) {
    auto stage = static_cast<StageId>(s);
    if (cycle_.stages[s].final || !reach_.reaches(stage) || reach_.leaves(stage)) continue;
    // One stage alone is a label, not a trap.
    if (cycle_.stages.size() == 1 && cycle_.initial == stage) continue;
    History told = history();
    told.walk(reach_.way(stage));
    report("stage-without-exit", {{"stage", cycle_.stages[s].id}}, cycle_.stages[s].place).history =
        told.lines();
  }
}

void Examiner::gates_that_never_pass() {
  if (reach_.reaches(kNoStage)) return;  // no stage refuses nothing
  for (const Gate& gate : cycle_.gates) {
    bool passes = false;
    for (size_t s = 0; s < cycle_.stages.size(); ++s)
      passes |= reach_.reaches(static_cast<StageId>(s)) && gate.verdicts[s] != Verdict::no;
    if (passes || gate.kinds.empty()) continue;
    History told = history();
    told.fact(gate.kinds.front(), {});
    told.says("refused " + gate.id);
    report("gate-never-passes", {{"gate", gate.id}}, gate.place).history = told.lines();
  }
}

void Examiner::impossible_declarations() {
  for (const Declaration& declaration : cycle_.declarations) {
    auto stage = reach_.nearest_of(declaration.from);
    if (!stage) {
      report("declaration-impossible",
             {{"declaration", declaration.id}, {"reason", "never-in-its-stages"}}, declaration.place);
      continue;
    }
    if (can_meet(solver_, l_, declaration, reach_.stages()) != Answer::no) continue;
    // Which requirements: one alone where that is enough, else all of them together.
    std::vector<const Requirement*> conditions;
    for (const Requirement& requirement : declaration.requires_)
      if (requirement.form == Requirement::Form::when) conditions.push_back(&requirement);
    auto meets = [&](const Requirement& requirement) {
      Question question(solver_, l_, *kind_of(d_, Builtin::stage_declared));
      question.stage_in(declaration.from & reach_.stages());
      question.holds(requirement.when);
      return question.ask() != Answer::no;
    };
    std::string names;
    for (const Requirement* requirement : conditions)
      if (!meets(*requirement)) names += (names.empty() ? "" : ", ") + requirement->id;
    History told = history();
    told.walk(reach_.way(*stage));
    bool alone = !names.empty();
    std::unique_ptr<Question> question;
    std::vector<Question::Chosen> moment;
    if (!alone)  // each can be met: the first is, and then which are not?
      moment = told.moment_of(
          *kind_of(d_, Builtin::stage_declared),
          [&](Question& asked) {
            asked.stage_in(bit(*stage));
            asked.holds(conditions.front()->when);
            for (const Requirement* requirement : conditions) asked.consider(requirement->when);
          },
          &question);
    told.declare(declaration, moment);
    std::string refused = names;
    for (const Requirement* requirement : conditions) {
      if (alone) break;
      names += (names.empty() ? "" : ", ") + requirement->id;
      if (!question->holds_there(~StageSet{0}, requirement->when))
        refused += (refused.empty() ? "" : ", ") + requirement->id;
    }
    if (!refused.empty()) told.says("refused " + refused);
    report("declaration-impossible",
           {{"declaration", declaration.id}, {"reason", "never-met"}, {"requirements", names}},
           declaration.place)
        .history = told.lines();
  }
}

}  // namespace tenure::lifecycle::check_detail
