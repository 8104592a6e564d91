// Why: the value of every sub-expression, in the order in which they stand in the text.
#include "expression/program.h"

namespace tenure::expression {
namespace {

// So many members of a collection are shown; more explain nothing.
constexpr uint32_t kShownMembers = 20;

class Explainer {
 public:
  Explainer(const Program::Impl& impl, const Frame& frame, bool every)
      : impl_(impl), every_(every), context_{.frame = frame, .mismatch = nullptr, .rows = {}} {}

  Reason reason(const Ast& ast, bool evaluated) {
    Reason reason{.position = ast.position,
                  .end = ast.end,
                  .value = Null{},
                  .text = text_of(ast),
                  .evaluated = evaluated,
                  .parts = {}};
    auto found = impl_.node_of.find(&ast);
    if (found == impl_.node_of.end()) return reason;  // the type in cast()
    const Node& node = *found->second;
    if (evaluated) reason.value = to_value(node(context_), node.type);
    parts(ast, evaluated, reason);
    return reason;
  }

 private:
  std::string text_of(const Ast& ast) const {
    if (ast.end > impl_.source.size() || ast.position > ast.end) return to_text(ast);
    return impl_.source.substr(ast.position, ast.end - ast.position);
  }

  void parts(const Ast& ast, bool evaluated, Reason& reason) {
    if (ast.op == Op::any || ast.op == Op::all || ast.name == "$filter") {
      return members(ast, evaluated, reason);
    }
    bool decided = !evaluated;
    for (size_t i = 0; i < ast.arguments.size(); ++i) {
      const Ast& argument = *ast.arguments[i];
      if (ast.op == Op::call && ast.name == "case") {
        Reason when = this->reason(argument, !decided);
        bool chosen = !decided && holds(when.value, true);
        Reason then = this->reason(*ast.arguments[++i], chosen);
        reason.parts.push_back(std::move(when));
        reason.parts.push_back(std::move(then));
        decided = decided || chosen;
        continue;
      }
      Reason part = this->reason(argument, !decided);
      if (ast.op == Op::and_ && !every_) decided = decided || holds(part.value, false);
      if (ast.op == Op::or_ && !every_) decided = decided || holds(part.value, true);
      reason.parts.push_back(std::move(part));
    }
  }

  // The collection, and the condition once for each member until the answer is known.
  void members(const Ast& ast, bool evaluated, Reason& reason) {
    reason.parts.push_back(this->reason(*ast.arguments[0], evaluated));
    if (ast.arguments.size() < 2) return;
    const Ast& predicate = *ast.arguments[1];
    Cell collection;
    if (evaluated) collection = (*impl_.node_of.at(ast.arguments[0].get()))(context_);
    if (!collection.collection) {
      reason.parts.push_back(this->reason(predicate, false));
      return;
    }
    const Node& node = *impl_.node_of.at(&ast);
    const Rows* rows = collection.as_rows();
    for (uint32_t i = 0; i < rows->count && i < kShownMembers; ++i) {
      context_.rows[node.lambda] = rows->cells + static_cast<size_t>(i) * rows->width;
      Reason part = this->reason(predicate, true);
      bool yes = holds(part.value, true);
      reason.parts.push_back(std::move(part));
      if ((ast.op == Op::any && yes) || (ast.op == Op::all && !yes)) break;
    }
  }

  static bool holds(const Value& value, bool wanted) {
    const bool* truth = value.get<bool>();
    return truth != nullptr && *truth == wanted;
  }

  const Program::Impl& impl_;
  bool every_;
  Context context_;
};

}  // namespace

Reason Program::explain(const Frame& frame, bool every) const {
  return Explainer(*impl_, frame, every).reason(*impl_->root, true);
}

}  // namespace tenure::expression
