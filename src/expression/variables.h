#pragma once
// Variables that come as JSON: their types, given or found, and their cells.
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "expression/expression.h"

namespace tenure::expression {

class Variables final : public Scope {
 public:
  // Takes the members of `vars` and what `types` says of them. Errors: "unknown-type",
  // "invalid-value" {name, type}.
  static Result<Variables> read(const Object& vars, const Object& types);

  std::optional<Binding> find(std::string_view first) const override;
  std::optional<Binding> find_parameter(std::string_view alias) const override;
  std::vector<std::string> names() const override;

  // One source: the variables in their order.
  std::vector<Cell> cells(Arena&) const;

 private:
  using Types = std::map<std::string, Type, std::less<>>;

  // `type` comes with what is known of it already, from the objects before it in a list.
  Result<Value> typed(const Value&, const std::string& path, const Types&, Type& type);
  Result<Value> list(const List&, const std::string& path, const Types&, Type& type);
  Result<Value> object(const Object&, const std::string& path, const Types&, RecordType& record);

  RecordType& known(const RecordType*);

  std::vector<std::string> names_;
  std::vector<Value> values_;
  std::vector<Type> types_;
  std::deque<RecordType> records_;  // stays where it is: types point into it
};

}  // namespace tenure::expression
