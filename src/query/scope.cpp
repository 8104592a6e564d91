#include "query/scope.h"

namespace tenure::query {

using expression::Binding;

std::optional<Binding> RowScope::find(std::string_view first) const {
  if (first == "$it" || first == "$this") {
    return Binding{0, expression::kWholeSource, {.kind = expression::Kind::record, .record = &row_}};
  }
  const int slot = first.empty() ? -1 : row_.find(first);
  if (slot < 0) return std::nullopt;
  return Binding{0, static_cast<uint16_t>(slot), row_.fields[static_cast<size_t>(slot)].type};
}

std::vector<std::string> RowScope::names() const {
  std::vector<std::string> names;
  for (const auto& field : row_.fields) {
    if (!field.name.empty()) names.push_back(field.name);
  }
  return names;
}

}  // namespace tenure::query
