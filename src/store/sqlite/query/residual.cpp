#include "store/sqlite/query/residual.h"

namespace tenure::store::sqlite {

using expression::Cell;
using expression::Node;

const Node* Residual::slot(const Node& like, expression::Type type, uint16_t index) {
  if (index >= slots_.size()) slots_.resize(index + size_t{1});
  slots_[index] = type;
  Node& node = nodes_.emplace_back();
  node.eval = &expression::eval_slot;
  node.ast = like.ast;
  node.type = type;
  node.op = expression::Op::path;
  node.slot = index;
  return &node;
}

const Node* Residual::with_parts(const Node& like, std::vector<const Node*> parts) {
  Node& node = nodes_.emplace_back(like);
  node.parts = std::move(parts);
  return &node;
}

Cell Residual::evaluate(const Cell* cells) {
  arena_.reset();
  frame_.sources = {&cells, 1};
  frame_.arena = &arena_;
  expression::Context context{.frame = frame_, .mismatch = nullptr, .rows = {}};
  return (*start_)(context);
}

}  // namespace tenure::store::sqlite
