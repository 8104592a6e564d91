#include "odata/body.h"

#include <algorithm>

#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "odata/url.h"
#include "odata/values.h"
#include "service/perform.h"

namespace tenure::odata {

namespace {

using query::Entity;
using query::Field;
using query::Link;
using query::Model;

std::vector<std::string> names_of(const Entity& entity) {
  std::vector<std::string> names;
  for (const Field& field : entity.fields) {
    if (!field.is(query::kHidden)) names.push_back(field.name);
  }
  for (const Link& link : entity.links) names.push_back(link.name);
  return names;
}

Error about(Error error, const std::string& field) {
  error.arguments.emplace_back("field", field);
  return error;
}

const Value* member(const Object& object, std::string_view name) {
  for (const auto& [known, value] : object.members) {
    if (known == name) return &value;
  }
  return nullptr;
}

// What is said of a write itself, beside the record's fields.
std::optional<expression::Type> of_the_call(std::string_view name) {
  const auto about = service::about_the_call();
  const auto found = std::ranges::find(about, name, &service::VerbParameter::name);
  return found == about.end() ? std::nullopt : std::optional(expression::Type{found->type});
}

class Reader {
 public:
  Reader(const Model& model, const std::string& base) : model_(model), base_(base) {}

  Result<EntityBody> entity(uint16_t index, const Value& json, int depth) {
    const auto* object = json.get<std::shared_ptr<const Object>>();
    const Entity& about_entity = model_.entities[index];
    if (!object) return refuse("not-an-object", {{"what", about_entity.name}});
    if (++count_ > limits::kDeepInsertRecords)
      return refuse("too-many-inside", {{"limit", std::to_string(limits::kDeepInsertRecords)}});
    EntityBody body;
    for (const auto& [name, value] : (*object)->members)
      TENURE_CHECK_OK(take(about_entity, name, value, body, depth));
    return body;
  }

 private:
  Result<void> take(const Entity& entity, const std::string& name, const Value& value, EntityBody& body,
                    int depth) {
    if (const size_t at = name.find('@'); at != std::string::npos) {
      const std::string_view term = std::string_view(name).substr(at + 1);
      const bool binds = term == "odata.bind" || term == "bind";
      // Other annotations say nothing that a write needs.
      return binds && at > 0 ? bind(entity, name.substr(0, at), value, body) : Result<void>();
    }
    if (const auto index = entity.find_field(name)) {
      const Field& field = entity.fields[*index];
      if (field.is(query::kReadOnly)) return {};
      Result<Value> typed = read_value(field.type, value);
      if (!typed) return std::unexpected(about(std::move(typed).error(), name));
      body.values.emplace_back(name, std::move(*typed));
      return {};
    }
    if (const auto type = of_the_call(name); type && depth == 0) {
      Result<Value> typed = read_value(*type, value);
      if (!typed) return std::unexpected(about(std::move(typed).error(), name));
      body.values.emplace_back(name, std::move(*typed));
      return {};
    }
    if (const auto link = entity.find_link(name)) return inside(entity, *link, value, body, depth);
    return refuse("unknown-property", {{"property", excerpt(name, 60)}, {"nearest", nearest(name, names_of(entity))}});
  }

  Result<void> inside(const Entity& entity, uint16_t index, const Value& value, EntityBody& body, int depth) {
    const Link& link = entity.links[index];
    if (value.is_null() && !link.many && !link.field.empty()) {
      body.values.emplace_back(link.field, Value(Null{}));
      return {};
    }
    if (const auto* object = value.get<std::shared_ptr<const Object>>(); object && !link.many) {
      const Value* id = member(**object, "@odata.id");
      if (!id) id = member(**object, "@id");
      if (id && (*object)->members.size() == 1) return bind(entity, link.name, *id, body);
    }
    if (depth >= limits::kDeepInsertDepth)
      return refuse("too-deep", {{"limit", std::to_string(limits::kDeepInsertDepth)}});
    EntityBody::Inside rows{index, {}};
    const auto* list = value.get<std::shared_ptr<const List>>();
    if (link.many != (list != nullptr)) return refuse("not-an-object", {{"what", link.name}});
    if (list) {
      for (const Value& one : (*list)->items) {
        TENURE_TRY(EntityBody row, this->entity(link.target, one, depth + 1));
        rows.rows.push_back(std::move(row));
      }
    } else {
      TENURE_TRY(EntityBody row, this->entity(link.target, value, depth + 1));
      rows.rows.push_back(std::move(row));
    }
    body.inside.push_back(std::move(rows));
    return {};
  }

  // The key in an entity's address becomes the value of the field that links to it.
  Result<void> bind(const Entity& entity, const std::string& name, const Value& value, EntityBody& body) {
    const auto invalid = [&] { return refuse("invalid-bind", {{"property", excerpt(name, 60)}}); };
    const auto index = entity.find_link(name);
    if (!index) {
      return refuse("unknown-property",
                    {{"property", excerpt(name, 60)}, {"nearest", nearest(name, names_of(entity))}});
    }
    const Link& link = entity.links[*index];
    if (link.field.empty()) return invalid();
    if (value.is_null()) {
      body.values.emplace_back(link.field, Value(Null{}));
      return {};
    }
    const std::string* address = value.get<std::string>();
    if (!address) return invalid();
    std::string_view rest(*address);
    if (rest.starts_with(base_)) rest.remove_prefix(base_.size());
    const Result<Path> path = parse_path(rest);
    const Entity& target = model_.entities[link.target];
    if (!path || path->segments.size() != 1 || path->segments[0].name != target.set ||
        path->segments[0].arguments.size() != 1) {
      return invalid();
    }
    const auto& [field, key] = path->segments[0].arguments[0];
    if (!key.alias.empty() || (!field.empty() && field != target.fields[link.to].name)) return invalid();
    body.values.emplace_back(link.field, key.value);
    return {};
  }

  const Model& model_;
  const std::string& base_;
  size_t count_ = 0;
};

}  // namespace

Result<EntityBody> read_entity(const Model& model, uint16_t entity, std::string_view text,
                               const std::string& base) {
  TENURE_TRY(const Value json, json::parse(text));
  return Reader(model, base).entity(entity, json, 0);
}

Result<Value> read_single(const Field& field, std::string_view text) {
  TENURE_TRY(const Value json, json::parse(text));
  const auto* object = json.get<std::shared_ptr<const Object>>();
  const Value* value = object ? member(**object, "value") : &json;
  if (!value) return refuse("not-an-object", {{"what", field.name}});
  Result<Value> typed = read_value(field.type, *value);
  if (!typed) return std::unexpected(about(std::move(typed).error(), field.name));
  return typed;
}

Result<std::vector<std::pair<std::string, Value>>> read_reference(std::string_view text) {
  TENURE_TRY(const Value json, json::parse(text));
  const auto* object = json.get<std::shared_ptr<const Object>>();
  const Value* id = object ? member(**object, "@odata.id") : nullptr;
  if (object && !id) id = member(**object, "@id");
  std::vector<std::pair<std::string, Value>> out;
  if (id) out.emplace_back("@odata.id", *id);
  return out;
}

Result<std::vector<std::pair<std::string, Value>>> read_parameters(std::string_view text) {
  std::vector<std::pair<std::string, Value>> out;
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return out;
  TENURE_TRY(const Value json, json::parse(text));
  const auto* object = json.get<std::shared_ptr<const Object>>();
  if (!object) return refuse("not-an-object", {{"what", "parameters"}});
  for (const auto& [name, value] : (*object)->members) {
    if (name.find('@') == std::string::npos) out.emplace_back(name, value);
  }
  return out;
}

}  // namespace tenure::odata
