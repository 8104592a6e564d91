#include "service/touched.h"

#include <algorithm>

#include "expression/program.h"

namespace tenure::service {

using expression::Node;
using expression::Program;
using query::Entity;
using query::Link;
using query::Query;

bool Touched::any() const { return std::ranges::find(linked, true) != linked.end(); }

bool is_own_link(const query::Model& model, uint16_t entity, uint16_t index) {
  const Entity& about = model.entities[entity];
  const Link& link = about.links[index];
  const Entity& target = model.entities[link.target];
  if (entity == kAccountEntity) {
    return target.own == query::Own::account && link.to == target.own_field && link.from == *about.find_column("_id");
  }
  return link.target == kAccountEntity && about.own == query::Own::account && link.from == about.own_field;
}

namespace {

void touch(const Query& query, const Node& node, Touched& out) {
  if (node.type.kind == expression::Kind::record && node.type.record) {
    const query::Model& model = *query.model;
    if (const auto entity = model.entity_of(node.type.record)) {
      const size_t fields = query.about().fields.size();
      const bool from_row = node.eval == &expression::eval_slot && node.source == 0 && node.slot >= fields;
      const bool is_row = node.eval == &expression::eval_row || node.eval == &expression::eval_filter ||
                          node.eval == &expression::eval_source;
      if (from_row) out.only_own &= is_own_link(model, query.entity, static_cast<uint16_t>(node.slot - fields));
      else if (!is_row) out.only_own = false;
      if (node.eval != &expression::eval_source) out.linked[*entity] = true;  // $it is the row itself
    }
  }
  for (const Node* part : node.parts) touch(query, *part, out);
}

void touch(const Query& query, Touched& out) {
  const auto program = [&](const Program& it) { touch(query, *it.impl().start, out); };
  for (const Program& filter : query.filters) program(filter);
  if (query.grouping) {
    for (const auto& by : query.grouping->by) program(by.value);
    for (const auto& of : query.grouping->aggregates) {
      if (of.of) program(*of.of);
    }
  } else {
    for (const query::OrderKey& key : query.order) {
      if (key.by) program(*key.by);
    }
  }
  if (query.within) {
    out.linked[query.within->entity] = true;
    out.only_own &= is_own_link(*query.model, query.within->entity, query.within->link);
  }
  for (const query::Expand& expand : query.expand) {
    out.linked[expand.query->entity] = true;
    out.only_own &= is_own_link(*query.model, query.entity, expand.link);
    touch(*expand.query, out);
  }
}

}  // namespace

Touched touched_by(const Query& query) {
  Touched out;
  out.linked.resize(query.model->entities.size());
  touch(query, out);
  return out;
}

}  // namespace tenure::service
