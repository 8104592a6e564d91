#pragma once
// What check() looks for, a function per fault, for one lifecycle.
#include <string>
#include <vector>

#include "lifecycle/check/history.h"
#include "lifecycle/check/question.h"
#include "lifecycle/check/reach.h"

namespace tenure::lifecycle::check_detail {

class Examiner {
 public:
  Examiner(Solver&, const std::vector<Reach>& reaches, uint16_t lifecycle, std::vector<Fault>& out);
  void run();

 private:
  // stages.cpp
  void unreachable_stages();
  void stages_without_exit();
  void gates_that_never_pass();
  void impossible_declarations();
  // rules.cpp
  void rules_that_never_fire();
  void shadowed(uint16_t rule);
  void parameters_that_break();
  bool can_hold(const Rule&, const Value* value, uint16_t parameter);
  bool can_hold(const Timer&, const Value* value, uint16_t parameter);
  // timers.cpp
  void timers_never_due();
  void timers_that_race();
  bool never_set(const Timer&);
  bool same_instant(const Timer&, const Timer&, StageSet);

  Fault& report(std::string code, Arguments, const Place&);
  History history() { return History(solver_, l_); }

  Solver& solver_;
  const Definition& d_;
  const std::vector<Reach>& reaches_;
  uint16_t l_;
  const Lifecycle& cycle_;
  const Reach& reach_;
  std::vector<Fault>& out_;
};

}  // namespace tenure::lifecycle::check_detail
