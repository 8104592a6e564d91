#include "service/reading.h"

#include "base/limits.h"
#include "service/as_of.h"
#include "service/body.h"
#include "service/impl.h"
#include "service/model.h"

namespace tenure::service {

using expression::Cell;
using lifecycle::kNone;

query::ModelPtr Service::Impl::model(const RealmPtr& realm, const Access& access) {
  {
    const std::lock_guard lock(mutex);
    const Models& kept = models[realm->id];
    const auto known = kept.by_access.find(access.hash());
    if (kept.realm == realm && known != kept.by_access.end()) return known->second;
  }
  query::ModelPtr made = make_model(*realm, access);
  const std::lock_guard lock(mutex);
  Models& kept = models[realm->id];
  // Permissions that changed leave models behind that nobody asks for any more.
  if (kept.realm != realm || kept.by_access.size() >= limits::kModels) kept = {realm, {}};
  return kept.by_access.try_emplace(access.hash(), std::move(made)).first->second;
}

Result<Reading> Service::reading(const Caller& caller, std::string_view workspace) {
  Reading reading;
  TENURE_TRY(reading.realm, impl_->realm(workspace));
  reading.access = impl_->access(*reading.realm, caller);
  reading.model = impl_->model(reading.realm, *reading.access);
  reading.store_ = &impl_->store;
  reading.actor_ = caller.actor;
  reading.workspace_ = workspace;
  reading.own_only_ = caller.own_only;
  return reading;
}

query::Setting Reading::setting(Instant now) const {
  query::Setting setting;
  setting.now = now;
  setting.zone = &realm->definition->zone;
  if (own_only_) setting.owner = actor_;
  return setting;
}

Result<query::Answer> Reading::run(const query::Query& query, const query::Visitor& visit,
                                   const store::QueryBounds& bounds) const {
  Result<query::Answer> answer;
  const bool past = asks_past(query);
  store_->read([&](store::Reader& reader) {
    answer = past ? answer_past(realm, reader, query, visit, bounds) : reader.query(realm->id, query, visit, bounds);
  });
  return answer;
}

namespace {

Value as_field(std::string_view name, Value value) {
  auto object = std::make_shared<Object>();
  object->members.emplace_back("name", Value(name));
  object->members.emplace_back("value", value.is_null() ? Value(Null{}) : Value(to_text(value)));
  return std::shared_ptr<const Object>(object);
}

}  // namespace

Value Reading::read_body(const query::Row& row, const query::Field& field, const Cell& cell) const {
  if (cell.is_null()) return Null{};
  const lifecycle::Definition& definition = *realm->definition;
  const auto kind = definition.find_kind(row.fact_kind);
  if (!kind) return Null{};
  const lifecycle::FactKind& about = definition.kinds[*kind];
  std::vector<Cell> cells;
  std::vector<engine::Fact::PropertyValue> properties;
  if (!decode_body(cell.as_text(), *realm, *kind, cells, properties)) return Null{};
  // A field of a fact is seen by whoever sees that field of the record which the fact is about.
  const std::string_view record = about.record.empty() ? std::string_view("account") : about.record;
  const auto seen = [&](size_t i) {
    return i < cells.size() && access->may_read(record, about.fields.fields[i].name);
  };
  if (!field.place.name.empty()) {
    const int at = about.fields.find(field.place.name);
    if (at < 0 || !seen(static_cast<size_t>(at))) return Null{};
    const Cell& said = cells[static_cast<size_t>(at)];
    return said.kind == expression::Kind::string ? Value(said.as_text()) : Value(Null{});
  }
  auto all = std::make_shared<List>();
  for (size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].is_null() || !seen(i)) continue;
    const auto& said = about.fields.fields[i];
    all->items.push_back(as_field(said.name, expression::to_value(cells[i], said.type)));
  }
  for (const engine::Fact::PropertyValue& given : properties) {
    const lifecycle::Property& property = definition.properties[given.property];
    if (!access->may_read("account", property.name)) continue;
    all->items.push_back(as_field(property.name, expression::to_value(given.value, property.type)));
  }
  return std::shared_ptr<const List>(all);
}

Since Reading::now_at() const {
  Since since{.definition = realm->number};
  store_->read([&](store::Reader& reader) {
    const store::Extent extent = reader.extent(realm->id);
    since.facts = extent.facts;
    since.moves = extent.transitions;
    since.superseded = extent.supersessions;
  });
  return since;
}

Result<Delta> Reading::changes(const query::Query& query, const Since& since) const {
  Result<Delta> delta;
  store_->read([&](store::Reader& reader) { delta = changes_since(*realm, reader, query, since); });
  return delta;
}

}  // namespace tenure::service
