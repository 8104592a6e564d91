#pragma once
// Which stages of a lifecycle an account can come to, and by which shortest way.
#include <map>
#include <optional>
#include <vector>

#include "lifecycle/check/question.h"
#include "lifecycle/definition.h"

namespace tenure::lifecycle::check_detail {

struct Step {
  enum class Cause : uint8_t { rule, timer, declaration, hand } cause;
  uint16_t index = 0;     // of the rule, timer or declaration
  uint16_t position = 0;  // rule: which of its kinds
  StageId from = kNoStage, to = kNoStage;
};

class Reach {
 public:
  Reach(Solver&, uint16_t lifecycle);
  StageSet stages() const { return stages_; }  // with `none`, where it begins so
  bool reaches(StageId stage) const { return (stages_ & bit(stage)) != 0; }
  bool leaves(StageId stage) const { return (left_ & bit(stage)) != 0; }
  // From the beginning to a stage that is reached.
  std::vector<Step> way(StageId) const;
  // The first of these stages in the order in which they are reached.
  std::optional<StageId> nearest_of(StageSet) const;
  const std::vector<Step>& steps() const { return steps_; }  // all that can be taken

 private:
  void look_from(StageId);
  void take(Step, To);
  bool rule_can(const Rule&, size_t position, size_t rule, StageId);
  bool timer_can(const Timer&, StageId);
  bool declaration_can(const Declaration&, StageId);

  Solver& solver_;
  const Definition& d_;
  uint16_t l_;
  const Lifecycle& lifecycle_;
  StageSet stages_ = 0, left_ = 0;
  std::vector<StageId> order_;
  std::vector<Step> first_;  // the step that first led to each of order_; the first has none
  std::vector<Step> steps_;
  // Answers by what was asked (the rule, its kind, the earlier rules in the way), where the stage
  // itself is read by none of them.
  std::map<std::vector<uint16_t>, bool> answers_;
};

// Whether the requirements of a declaration can be met together, in one of these stages.
Answer can_meet(Solver&, uint16_t lifecycle, const Declaration&, StageSet);
// Whether a rule's condition can hold in one of these stages while no earlier rule decides.
void pass_earlier_rules(Question&, const Definition&, uint16_t lifecycle, uint16_t rule,
                        uint16_t kind, StageSet);
std::optional<uint16_t> kind_of(const Definition&, Builtin);

}  // namespace tenure::lifecycle::check_detail
