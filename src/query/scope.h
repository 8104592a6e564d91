#pragma once
// What names mean in a query's expressions: the fields and links of an entity, or the columns of a grouped row.
#include "expression/expression.h"
#include "query/model.h"

namespace tenure::query {

class RowScope final : public expression::Scope {
 public:
  explicit RowScope(const expression::RecordType& row) : row_(row) {}
  std::optional<expression::Binding> find(std::string_view first) const override;
  std::optional<expression::Binding> find_parameter(std::string_view) const override { return {}; }
  std::vector<std::string> names() const override;

 private:
  const expression::RecordType& row_;
};

}  // namespace tenure::query
