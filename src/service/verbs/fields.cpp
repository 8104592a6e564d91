#include "service/verbs/fields.h"

#include <algorithm>

#include "base/limits.h"
#include "lifecycle/coerce.h"
#include "service/perform.h"
#include "service/texts.h"
#include "service/verbs/parameters.h"

namespace tenure::service::acts {

using expression::Type;
using records::Field;
using records::Record;

bool is_about_the_call(std::string_view name) {
  return std::ranges::find(about_the_call(), name, &VerbParameter::name) != about_the_call().end();
}

namespace {

Error about(Error error, std::string_view field) {
  error.arguments.emplace_back("field", field);
  return error;
}

std::vector<std::string> field_names(const Context& context, const Record& record) {
  std::vector<std::string> names;
  for (const Field& field : record.fields) names.emplace_back(field.name);
  if (record.name != "account") return names;
  for (const auto& property : context.definition().properties) names.push_back(property.name);
  for (const auto& cycle : context.definition().lifecycles) names.push_back(cycle.name);
  return names;
}

struct Known {
  Type type;
  bool read_only = false;
};

// nullopt: there is no such field.
std::optional<Known> find_type(const Context& context, const Record& record, std::string_view name) {
  const Field* field = records::find_field(record, name);
  const bool read_only = field && (field->flags & records::kReadOnly);
  if (record.name == "account") {
    const lifecycle::Definition& definition = context.definition();
    if (const auto property = definition.find_property(name)) {
      return Known{definition.properties[*property].type, read_only};
    }
    if (definition.find_lifecycle(name)) return Known{Type{expression::Kind::string}};
    if (definition.find_slot(name)) return Known{{}, true};
  }
  if (!field) return std::nullopt;
  return Known{Type{field->type}, read_only};
}

// Of a row that no fact tells of, nobody else looks. Those of an account are its facts' to say.
void check_length(Work& work, const Record& record, const std::string& name, const Value& value) {
  const std::string* text = value.get<std::string>();
  if (!text || record.sort == records::RecordSort::account) return;
  const Field* field = records::find_field(record, name);
  const bool is_key = field && (field->flags & records::kKey);
  const Result<void> sound = check_text(name, *text, is_key ? limits::kKeyBytes : limits::kTextBytes);
  if (!sound) work.refuse(sound.error().code, name, sound.error().arguments);
}

}  // namespace

Result<Values> fields(Work& work, const Record& record) {
  Context& context = work.context();
  Values found;
  for (const auto& [name, value] : work.call().values) {
    const bool is_field = records::find_field(record, name) != nullptr;
    if (is_about_the_call(name) && !is_field) continue;
    const std::optional<Known> known = find_type(context, record, name);
    if (!known) {
      return refuse("no-such-field", {{"record", std::string(record.name)},
                                      {"field", name},
                                      {"nearest", nearest(name, field_names(context, record))}});
    }
    if (name != "key") TENURE_CHECK_OK(context.access().check_write(record.name, name));
    if (known->read_only) {
      work.refuse("read-only-field", name, {{"field", name}});
      continue;
    }
    Result<Value> coerced = lifecycle::coerce(known->type, value, context.definition().zone);
    if (!coerced && coerced.error().code == "not-a") {
      return std::unexpected(about(std::move(coerced).error(), name));
    }
    if (!coerced) {
      const Error error = about(std::move(coerced).error(), name);
      work.refuse(error.code, name, error.arguments);
      continue;
    }
    check_length(work, record, name, *coerced);
    found.emplace_back(name, std::move(*coerced));
  }
  return found;
}

void check_links(Work& work, const Record& record, const Values& values, std::string_view account) {
  for (const auto& [name, value] : values) {
    const Field* field = records::find_field(record, name);
    if (!field || field->link.empty() || value.is_null()) continue;
    if (name == "account" && account == to_text(value)) continue;
    const std::string key = to_text(value);
    if (work.is_made(field->link, key, account)) continue;
    const Result<Row> target = load(work.context(), field->link, key);
    if (!target) {
      work.refuse("unknown-link", name,
                  {{"field", name}, {"record", std::string(field->link)}, {"key", key}});
      continue;
    }
    const bool is_of_an_account = records::find_field(*records::find_record(field->link), "account");
    if (is_of_an_account && !account.empty() && !target->account.empty() &&
        target->account != account) {
      work.refuse("of-another-account", name,
                  {{"field", name}, {"record", std::string(field->link)}, {"key", key}});
    }
  }
}

namespace {

Result<Value> typed_list(const Context& context, const Type& type, std::string_view name, const Value& value) {
  const auto* items = value.get<std::shared_ptr<const List>>();
  std::vector<Value> typed;
  if (items) {
    for (const Value& item : (*items)->items) {
      Result<Value> coerced = lifecycle::coerce(type, item, context.definition().zone);
      if (!coerced) return std::unexpected(about(std::move(coerced).error(), name));
      typed.push_back(std::move(*coerced));
    }
  } else if (!value.is_null()) {  // one by itself
    Result<Value> coerced = lifecycle::coerce(type, value, context.definition().zone);
    if (!coerced) return std::unexpected(about(std::move(coerced).error(), name));
    typed.push_back(std::move(*coerced));
  }
  return list(std::move(typed));
}

}  // namespace

Result<Values> parameters(const Context& context, const Verb& verb, const Values& given) {
  Values found;
  std::vector<std::string> names;
  for (const VerbParameter& parameter : verb.parameters) names.emplace_back(parameter.name);
  for (const auto& [name, value] : given) {
    const auto parameter = std::ranges::find(verb.parameters, name, &VerbParameter::name);
    if (parameter == verb.parameters.end()) {
      if (verb.takes_fields) {  // a field of the record: the verb looks at it
        found.emplace_back(name, value);
        continue;
      }
      return refuse("unknown-argument", {{"parameter", name},
                                          {"verb", std::string(verb.name)},
                                          {"nearest", nearest(name, names)}});
    }
    const Type type{parameter->type, parameter->collection};
    if (parameter->collection) {
      TENURE_TRY(Value items, typed_list(context, Type{parameter->type}, name, value));
      found.emplace_back(name, std::move(items));
      continue;
    }
    Result<Value> coerced = lifecycle::coerce(type, value, context.definition().zone);
    if (!coerced) return std::unexpected(about(std::move(coerced).error(), name));
    found.emplace_back(name, std::move(*coerced));
  }
  for (const VerbParameter& parameter : verb.parameters) {
    const Value* value = find(found, parameter.name);
    if (parameter.required && (!value || value->is_null() || to_text(*value).empty())) {
      return refuse("missing-parameter",
                    {{"parameter", std::string(parameter.name)}, {"verb", std::string(verb.name)}});
    }
  }
  return found;
}

}  // namespace tenure::service::acts

namespace tenure::service {

std::span<const VerbParameter> about_the_call() {
  static constexpr VerbParameter kAll[] = {acts::parameter::kAt, acts::parameter::kException, acts::parameter::kConfirm};
  return kAll;
}

}  // namespace tenure::service
