#include "expression/expression.h"

namespace tenure::expression {

RecordScope::RecordScope(const RecordType* self,
                         std::vector<std::pair<std::string, const RecordType*>> sources,
                         const RecordType* parameters)
    : self_(self), sources_(std::move(sources)), parameters_(parameters) {}

std::optional<Binding> RecordScope::find(std::string_view first) const {
  if (self_ != nullptr) {
    if (first == "$it" || first == "$this") {
      return Binding{0, kWholeSource, {.kind = Kind::record, .record = self_}};
    }
    int slot = self_->find(first);
    if (slot >= 0) {
      return Binding{0, static_cast<uint16_t>(slot), self_->fields[static_cast<size_t>(slot)].type};
    }
  }
  for (size_t i = 0; i < sources_.size(); ++i) {
    if (sources_[i].first == first) {
      return Binding{static_cast<uint16_t>(i + 1), kWholeSource,
                     {.kind = Kind::record, .record = sources_[i].second}};
    }
  }
  return std::nullopt;
}

std::optional<Binding> RecordScope::find_parameter(std::string_view alias) const {
  int slot = parameters_ != nullptr ? parameters_->find(alias) : -1;
  if (slot < 0) return std::nullopt;
  return Binding{static_cast<uint16_t>(sources_.size() + 1), static_cast<uint16_t>(slot),
                 parameters_->fields[static_cast<size_t>(slot)].type};
}

std::vector<std::string> RecordScope::names() const {
  std::vector<std::string> names;
  if (self_ != nullptr) {
    for (const auto& field : self_->fields) names.push_back(field.name);
  }
  for (const auto& [name, record] : sources_) names.push_back(name);
  if (parameters_ != nullptr) {
    for (const auto& field : parameters_->fields) names.push_back("@" + field.name);
  }
  return names;
}

}  // namespace tenure::expression
