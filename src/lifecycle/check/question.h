#pragma once
// Questions to the solver: can this condition hold, at such a fact, in such a stage?
//
// What is asked of is one moment of one account: a variable for each slot, field and parameter that a
// condition reads, each a value and whether it is null, with the comparisons as OData has them. Every
// real moment is one of the solver's: types and bounds are kept, measures keep what is always true of
// them (a count is never negative, and at least one at the fact that it counts), and what the encoding
// does not know (functions, products, doubles, dates made of instants) may come out as anything at all.
// So a "no" is a no in every real account, and nothing here is called a fault on less than a "no";
// `exact()` tells whether a "yes" left nothing open.
#include <memory>
#include <vector>

#include "lifecycle/definition.h"

namespace tenure::lifecycle::check_detail {

enum class Answer : uint8_t { no, yes, unknown };

class Solver {  // one per check(); gives the same answers every time
 public:
  explicit Solver(const Definition&);
  ~Solver();
  const Definition& definition() const;

 private:
  friend class Question;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

class Question {
 public:
  // At a fact of this kind (kNone: no fact), as this lifecycle sees it.
  Question(Solver&, uint16_t lifecycle, uint16_t kind);
  ~Question();
  Question(const Question&) = delete;
  Question& operator=(const Question&) = delete;

  void stage_in(StageSet);
  void holds(const std::optional<expression::Program>&);  // nullopt holds always
  void not_null(uint16_t slot);                           // of the account
  // Not both: in one of these stages and the condition holds. The label is for blamed().
  void passed_over(StageSet, const std::optional<expression::Program>&, size_t label);
  // Reads what the condition reads, so that holds_there() can say what becomes of it.
  void consider(const std::optional<expression::Program>&);
  void parameter_is(uint16_t slot, const Value&);
  void parameters_as_set();  // all those that were not fixed yet

  Answer ask();
  bool exact() const;
  // After a no: the fewest labels that are needed for it (none may go).
  std::vector<size_t> blamed();

  // After a yes: a moment of which it is true, with small values where there is a choice. Only what
  // was read is there.
  struct Chosen {
    uint16_t source, slot;
    Value value;
  };
  std::vector<Chosen> moment();
  // Whether the condition holds in that moment; false when it was left open.
  bool holds_there(StageSet, const std::optional<expression::Program>&);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tenure::lifecycle::check_detail
