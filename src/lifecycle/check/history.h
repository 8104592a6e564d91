#pragma once
// A history that shows a fault, as lines of a story (docs/stories.md).
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "lifecycle/check/question.h"
#include "lifecycle/check/reach.h"

namespace tenure::lifecycle::check_detail {

class History {
 public:
  History(Solver&, uint16_t lifecycle);
  void setting(const std::string& name, const Value&);
  // A moment of which the question's answer is yes: under the parameters as they are set where that
  // can be, else under others, which the history then sets.
  // `kept` gets the question as it was answered.
  std::vector<Question::Chosen> moment_of(uint16_t kind, const std::function<void(Question&)>& put,
                                          std::unique_ptr<Question>* kept = nullptr);
  void walk(const std::vector<Step>&);  // and says where the account then stands
  // What must have happened before, then the fact; the moment is of the fact, folded already.
  void fact(uint16_t kind, const std::vector<Question::Chosen>& moment);
  // What must have happened before time passes, then so many days.
  void pass(const Timer&, const std::vector<Question::Chosen>& moment);
  void declare(const Declaration&, const std::vector<Question::Chosen>& moment);
  void says(const std::string& expectation);  // about the line before
  std::vector<std::string> lines() const { return lines_; }

 private:
  void line(const std::string& text);
  void begin();
  void step(const Step&);
  void set_stage(StageId);
  void back_to_stage(const std::vector<int>& facts_before);
  void prepare(uint16_t kind, const std::vector<Question::Chosen>& moment);
  void prepare_measure(const Measure&, uint16_t kind, const Value&);
  void earlier_fact(const Measure&, const Value* field);
  std::string fields(uint16_t kind, std::vector<std::pair<std::string, Value>> given);
  bool told(const Measure&) const;  // some fact that it folds
  std::string role_for(const std::vector<std::string>& roles) const;

  Solver& solver_;
  const Definition& d_;
  uint16_t l_;
  std::vector<std::string> lines_;
  Date day_;
  StageId stage_;  // where the account is to stand
  bool begun_ = false;
  int ids_ = 0;
  std::vector<int> facts_;                  // told so far, by kind
  std::vector<std::pair<std::string, Value>> first_properties_;
  std::map<std::string, Value> settings_;
};

}  // namespace tenure::lifecycle::check_detail
