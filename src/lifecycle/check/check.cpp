#include <algorithm>

#include "lifecycle/check/examiner.h"

namespace tenure::lifecycle {

namespace check_detail {

Examiner::Examiner(Solver& solver, const std::vector<Reach>& reaches, uint16_t lifecycle,
                   std::vector<Fault>& out)
    : solver_(solver), d_(solver.definition()), reaches_(reaches), l_(lifecycle),
      cycle_(d_.lifecycles[lifecycle]), reach_(reaches[lifecycle]), out_(out) {}

void Examiner::run() {
  unreachable_stages();
  stages_without_exit();
  gates_that_never_pass();
  rules_that_never_fire();
  parameters_that_break();
  timers_never_due();
  timers_that_race();
  impossible_declarations();
}

Fault& Examiner::report(std::string code, Arguments arguments, const Place& place) {
  Fault fault;
  fault.code = std::move(code);
  fault.arguments = std::move(arguments);
  fault.place = place;
  out_.push_back(std::move(fault));
  return out_.back();
}

}  // namespace check_detail

std::vector<Fault> check(const Definition& definition) {
  check_detail::Solver solver(definition);
  std::vector<check_detail::Reach> reaches;
  for (size_t i = 0; i < definition.lifecycles.size(); ++i)
    reaches.emplace_back(solver, static_cast<uint16_t>(i));
  std::vector<Fault> out;
  for (size_t i = 0; i < definition.lifecycles.size(); ++i) {
    std::vector<Fault> found;
    check_detail::Examiner(solver, reaches, static_cast<uint16_t>(i), found).run();
    std::stable_sort(found.begin(), found.end(), [](const Fault& a, const Fault& b) {
      return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
    });
    std::move(found.begin(), found.end(), std::back_inserter(out));
  }
  return out;
}

}  // namespace tenure::lifecycle
