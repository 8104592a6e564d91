#include "query/model.h"

#include "base/assert.h"

namespace tenure::query {
namespace {

bool snake_case(std::string_view name) {
  if (name.empty() || !(name[0] >= 'a' && name[0] <= 'z')) return false;
  for (char c : name) {
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) return false;
  }
  return true;
}

bool column_name(std::string_view name) {
  return snake_case(name.starts_with('_') ? name.substr(1) : name);
}

// Names reach statements of the store: they are plain, whatever a definition says.
void check(const Entity& entity, size_t entities) {
  TENURE_ASSERT(snake_case(entity.name) && snake_case(entity.set));
  TENURE_ASSERT(entity.source != Source::table || snake_case(entity.table));
  for (const Field& field : entity.fields) {
    TENURE_ASSERT(snake_case(field.name) || (field.is(kHidden) && column_name(field.name)));
    TENURE_ASSERT(column_name(field.place.name) || field.place.kind == Place::Kind::body);
  }
  for (const Link& link : entity.links) {
    TENURE_ASSERT(snake_case(link.name) && link.target < entities);
    TENURE_ASSERT(link.from < entity.fields.size());
  }
  TENURE_ASSERT(!entity.key.empty() && !entity.order.empty());
  for (uint16_t field : entity.key) TENURE_ASSERT(field < entity.fields.size());
  for (uint16_t field : entity.order) TENURE_ASSERT(field < entity.fields.size());
  for (uint16_t field : entity.tie) TENURE_ASSERT(field < entity.fields.size());
  for (const Without& without : entity.without) TENURE_ASSERT(without.field < entity.fields.size());
  TENURE_ASSERT(entity.own == Own::all || entity.own == Own::none ||
                entity.own_field < entity.fields.size());
}

}  // namespace

std::optional<uint16_t> Entity::find_field(std::string_view wanted) const {
  for (size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].name == wanted && !fields[i].is(kHidden)) return static_cast<uint16_t>(i);
  }
  return std::nullopt;
}

std::optional<uint16_t> Entity::find_link(std::string_view wanted) const {
  for (size_t i = 0; i < links.size(); ++i) {
    if (links[i].name == wanted) return static_cast<uint16_t>(i);
  }
  return std::nullopt;
}

std::optional<uint16_t> Entity::find_column(std::string_view column) const {
  for (size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].place.kind == Place::Kind::column && fields[i].place.name == column) {
      return static_cast<uint16_t>(i);
    }
  }
  return std::nullopt;
}

const std::vector<std::string>* Model::keep(std::vector<std::string> choices) {
  return &lists.emplace_back(std::move(choices));
}

void Model::finish() {
  using expression::Kind;
  for (Entity& entity : entities) {
    if (entity.order.empty()) entity.order = entity.key;
    if (entity.tie.empty()) entity.tie = entity.order;
    check(entity, entities.size());
    entity.type.name = entity.name;
    entity.type.fields.clear();
    for (const Field& field : entity.fields) {
      entity.type.fields.push_back({field.is(kHidden) ? std::string() : field.name, field.type});
    }
  }
  for (Entity& entity : entities) {
    for (const Link& link : entity.links) {
      const Entity& target = entities[link.target];
      TENURE_ASSERT(link.to < target.fields.size());
      entity.type.fields.push_back(
          {link.name, {.kind = Kind::record, .collection = link.many, .record = &target.type}});
    }
  }
}

std::optional<uint16_t> Model::find(std::string_view name) const {
  for (size_t i = 0; i < entities.size(); ++i) {
    if (entities[i].name == name) return static_cast<uint16_t>(i);
  }
  return std::nullopt;
}

std::optional<uint16_t> Model::find_set(std::string_view set) const {
  for (size_t i = 0; i < entities.size(); ++i) {
    if (entities[i].set == set && !entities[i].hidden) return static_cast<uint16_t>(i);
  }
  return std::nullopt;
}

std::optional<uint16_t> Model::entity_of(const expression::RecordType* type) const {
  for (size_t i = 0; i < entities.size(); ++i) {
    if (&entities[i].type == type) return static_cast<uint16_t>(i);
  }
  return std::nullopt;
}

}  // namespace tenure::query
