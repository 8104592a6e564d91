#pragma once
// A part of a condition that SQL cannot say exactly: the expression room computes it, from the values of the
// columns that it reads. What it cannot read by itself (names, links) are slots.
#include <deque>
#include <memory>
#include <vector>

#include "expression/program.h"

namespace tenure::store::sqlite {

class Residual {
 public:
  // The node that stands for one of SQL's values.
  const expression::Node* slot(const expression::Node& like, expression::Type, uint16_t index);
  // A node like this one with other parts.
  const expression::Node* with_parts(const expression::Node& like,
                                     std::vector<const expression::Node*> parts);
  void start(const expression::Node* node, const expression::Frame& frame) {
    start_ = node;
    frame_ = frame;
  }
  const std::vector<expression::Type>& slots() const { return slots_; }

  // The cells of the slots; what is made lives until the next call.
  expression::Cell evaluate(const expression::Cell* cells);
  std::vector<expression::Cell>& cells() { return cells_; }

 private:
  std::deque<expression::Node> nodes_;
  std::vector<expression::Type> slots_;
  const expression::Node* start_ = nullptr;
  expression::Frame frame_{};
  expression::Arena arena_;
  std::vector<expression::Cell> cells_;
};

}  // namespace tenure::store::sqlite
