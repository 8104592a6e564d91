#pragma once
// The type-checker: names to slots, literals to the types they meet, every operator to the node
// that computes it.
#include "expression/program.h"

namespace tenure::expression {

class Compiler {
 public:
  Compiler(Program::Impl& impl, const Scope& scope) : impl_(impl), scope_(scope) {}

  // Null when it was refused; take_error() says why.
  Node* visit(const Ast&);
  // The operand as true, false or null; refused when it is anything else.
  Node* condition(const Ast&);
  Node* as_condition(Node*);
  Error take_error() { return *std::move(error_); }

 private:
  struct Variable {
    std::string name;  // "" for the member that a $filter looks at
    Type type;         // of one member
  };

  // names (compile_path.cpp)
  Node* path(const Ast&);
  Node* walk(const Ast&, Node* start, const Binding* source, std::string_view rest, size_t offset);
  Node* variable(const Ast&, size_t index, std::string_view rest, size_t offset);
  Node* slot(const Ast&, const Binding&);
  std::nullptr_t unknown_name(const Ast&, std::string_view name, size_t offset,
                              std::vector<std::string> candidates);

  // operators (compile.cpp)
  Node* literal(const Ast&);
  Node* comparison(const Ast&);
  Node* membership(const Ast&);
  Node* has(const Ast&);
  Node* sum(const Ast&);
  Node* negation(const Ast&);
  Node* list(const Ast&);
  bool comparable(Op, Node*& left, Node*& right);
  bool adapt(Node* literal, const Type& target);
  bool known_choice(const Node& literal, std::string_view id, const Type& choice);
  const Members* members(const Node& list);

  // functions and collections (compile_call.cpp)
  Node* call(const Ast&);
  Node* function(const Ast&);
  Node* cases(const Ast&);
  Node* cast(const Ast&);
  Node* filter(const Ast&);
  Node* quantifier(const Ast&);
  Node* count(const Ast&);
  Node* collection(const Ast&);
  bool unify(const Node& node, Type& type);

  Node* make(const Ast&, Op, Node::Eval, Type, std::vector<const Node*> parts = {});
  // A variable without a type where one of these kinds is wanted.
  Node* convert(Node*, uint32_t mask);
  std::nullptr_t refuse(std::string code, std::vector<std::pair<std::string, std::string>> arguments,
                        size_t position);
  std::nullptr_t wrong_type(const Node& found, std::string expected);

  Program::Impl& impl_;
  const Scope& scope_;
  std::vector<Variable> variables_;
  Arena unused_;  // literals are never lists
  std::optional<Error> error_;
};

std::string names_of(uint32_t mask);  // "Edm.Date, Edm.DateTimeOffset"

}  // namespace tenure::expression
