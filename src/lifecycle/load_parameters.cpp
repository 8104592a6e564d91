// Parameters: typed, bounded settings of a lifecycle.
#include "base/assert.h"
#include "lifecycle/coerce.h"
#include "lifecycle/loader.h"
#include "lifecycle/shapes.h"

namespace tenure::lifecycle {

using expression::Kind;
using expression::Type;

namespace {

bool has_order(Kind kind) {
  return kind != Kind::boolean && kind != Kind::string && kind != Kind::choice;
}

// -1, 0, 1 of two values of one ordered type.
int compare_values(const Value& a, const Value& b, const Type& type) {
  expression::Arena arena;
  auto order = expression::compare(expression::to_cell(a, type, arena),
                                   expression::to_cell(b, type, arena));
  if (!order) return 0;
  return *order < 0 ? -1 : *order > 0 ? 1 : 0;
}

std::string bounds_of(const Parameter& parameter) {
  return (parameter.min ? to_text(*parameter.min) : "") + ".." +
         (parameter.max ? to_text(*parameter.max) : "");
}

bool within(const Parameter& parameter, const Value& value) {
  return !(parameter.min && compare_values(value, *parameter.min, parameter.type) < 0) &&
         !(parameter.max && compare_values(value, *parameter.max, parameter.type) > 0);
}

}  // namespace

void Loader::read_parameters(Lifecycle& lifecycle, const yaml::Node* node, File& file) {
  for (const yaml::Entry& entry : names(node, file)) {
    good_name(entry.key, entry.mark, file);
    parameter_ids_.add(entry.key, entry.mark, file);
    if (d_.parameter_type.find(entry.key) >= 0) continue;
    Parameter parameter;
    parameter.name = entry.key;
    parameter.place = file.faults.place(entry.mark);
    read_parameter(parameter, entry.value, file);
    parameter.slot = static_cast<uint16_t>(d_.parameters.size());
    lifecycle.parameters.push_back(parameter.slot);
    d_.parameter_type.fields.push_back({parameter.name, parameter.type});
    d_.parameters.push_back(std::move(parameter));
  }
}

void Loader::read_parameter(Parameter& parameter, const yaml::Node& node, File& file) {
  yaml::Map map(node, shapes::parameter, file.faults);
  parameter.title = read_title(map, "title", file);
  auto type = read_type(map.get("type"), map.get("list"), file);
  parameter.type = type.value_or(Type{Kind::string});
  if (!type) return;
  auto value_of = [&](const char* key) -> std::optional<Value> {
    const yaml::Node* from = map.get(key);
    if (from == nullptr) return std::nullopt;
    bool bare = type->kind == Kind::int64 || type->kind == Kind::decimal ||
                type->kind == Kind::double_ || type->kind == Kind::boolean;
    auto value = from->is_scalar() && (!bare || from->is_plain())
                     ? parse_value(from->text, parameter.type)
                     : std::nullopt;
    if (!value)
      file.faults.add("parameter-type",
                      {{"name", parameter.name},
                       {"value", from->text},
                       {"type", std::string(name_of(type->kind))}},
                      from->mark);
    return value;
  };
  for (const char* key : {"min", "max"}) {
    const yaml::Node* bound = map.get(key);
    if (bound != nullptr && !has_order(type->kind))
      file.faults.add("parameter-without-order",
                      {{"name", parameter.name}, {"type", std::string(name_of(type->kind))}},
                      bound->mark);
    else
      (std::string_view(key) == "min" ? parameter.min : parameter.max) = value_of(key);
  }
  if (parameter.min && parameter.max &&
      compare_values(*parameter.min, *parameter.max, parameter.type) > 0)
    file.faults.add("parameter-bounds", {{"name", parameter.name}, {"bounds", bounds_of(parameter)}},
                    map.get("max")->mark);
  if (auto value = value_of("default")) {
    if (!within(parameter, *value))
      file.faults.add("parameter-out-of-bounds",
                      {{"name", parameter.name},
                       {"value", to_text(*value)},
                       {"bounds", bounds_of(parameter)}},
                      map.get("default")->mark);
    parameter.default_value = parameter.value = *value;
  }
}

// What the workspace set, as text. A fault here has no place in a file.
void Loader::apply_settings(bool extra_properties) {
  if (const int slot = d_.parameter_type.find(kExtraPropertiesDefined); slot >= 0 && extra_properties) {
    Parameter& defined = d_.parameters[static_cast<size_t>(slot)];
    if (defined.type.kind == Kind::boolean) defined.value = Value(true);
  }
  auto refuse = [&](std::string code, Arguments arguments) {
    Fault fault;
    fault.code = std::move(code);
    fault.arguments = std::move(arguments);
    faults_.push_back(std::move(fault));
  };
  std::vector<std::string> names;
  for (const Parameter& parameter : d_.parameters) names.push_back(parameter.name);
  for (const auto& [name, text] : settings_.parameters) {
    int slot = d_.parameter_type.find(name);
    if (slot < 0) {
      refuse("unknown-parameter", yaml::with_nearest({{"name", name}}, name, names));
      continue;
    }
    Parameter& parameter = d_.parameters[static_cast<size_t>(slot)];
    auto value = coerce(parameter.type, Value(text), d_.zone);
    if (!value || value->is_null())
      refuse("parameter-type", {{"name", name},
                                {"value", text},
                                {"type", std::string(name_of(parameter.type.kind))}});
    else if (!within(parameter, *value))
      refuse("parameter-out-of-bounds",
             {{"name", name}, {"value", text}, {"bounds", bounds_of(parameter)}});
    else
      parameter.value = *value;
  }
}

}  // namespace tenure::lifecycle
