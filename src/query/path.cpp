#include "query/path.h"

#include <cmath>

#include "expression/literals.h"

namespace tenure::query {

using expression::Kind;
using expression::Node;
using expression::Op;

namespace {

std::optional<uint16_t> base_entity(const Sight& sight, int base) {
  if (base == Path::kRoot) return sight.root;
  if (static_cast<size_t>(base) >= sight.members.size()) return std::nullopt;
  return sight.members[static_cast<size_t>(base)];
}

void end_at(const Model& model, Path& path, uint16_t slot) {
  const Entity& entity = model.entities[path.entity];
  const bool link = slot >= entity.fields.size();
  path.end = link ? Path::End::link : Path::End::field;
  path.index = static_cast<uint16_t>(link ? slot - entity.fields.size() : slot);
}

}  // namespace

std::optional<Path> path_of(const Sight& sight, const Node& node) {
  Path path;
  if (node.eval == &expression::eval_slot || node.eval == &expression::eval_source) {
    if (node.source != 0) return std::nullopt;
  } else if (node.eval == &expression::eval_row_field || node.eval == &expression::eval_row) {
    path.base = node.lambda;
  } else if (node.eval == &expression::eval_member) {
    auto record = path_of(sight, *node.parts[0]);
    if (!record || record->end == Path::End::field) return std::nullopt;
    path = std::move(*record);
    if (path.end == Path::End::link) {
      path.links.push_back(path.index);
      path.entity = sight.model->entities[path.entity].links[path.index].target;
    }
    end_at(*sight.model, path, node.slot);
    return path;
  } else {
    return std::nullopt;
  }
  const auto entity = base_entity(sight, path.base);
  if (!entity) return std::nullopt;
  path.entity = *entity;
  if (node.eval == &expression::eval_slot || node.eval == &expression::eval_row_field) {
    end_at(*sight.model, path, node.slot);
  }
  return path;
}

std::optional<Members> members_of(const Sight& sight, const Node& node) {
  if (node.eval == &expression::eval_filter) {
    auto members = members_of(sight, *node.parts[0]);
    if (members) members->filters.push_back(node.parts[1]);
    return members;
  }
  auto path = path_of(sight, node);
  if (!path || path->end != Path::End::link) return std::nullopt;
  if (!sight.model->entities[path->entity].links[path->index].many) return std::nullopt;
  return Members{std::move(*path), {}};
}

bool is_constant(const Node& node) {
  if (node.eval == &expression::eval_slot || node.eval == &expression::eval_source ||
      node.eval == &expression::eval_row || node.eval == &expression::eval_row_field) {
    return false;
  }
  for (const Node* part : node.parts) {
    if (!is_constant(*part)) return false;
  }
  return true;
}

namespace {

std::unexpected<Error> refuse_at(const Node& node, std::string code, std::string argument,
                                 std::string value) {
  return refuse(std::move(code), {{std::move(argument), std::move(value)}},
                static_cast<int64_t>(node.ast->position));
}
std::unexpected<Error> unsupported(const Node& node) {
  return refuse_at(node, "not-supported", "what", expression::to_text(*node.ast));
}

// No way of writing a number makes one that is none.
Result<void> check_number(const Node& node) {
  const bool real = node.constant.kind == Kind::double_ && !node.constant.collection;
  if (!node.is_constant() || !real || std::isfinite(node.constant.as_double())) return {};
  return refuse(
      "invalid-literal",
      {{"text", expression::double_to_text(node.constant.as_double())}, {"type", "Edm.Double"}},
      static_cast<int64_t>(node.ast->position));
}

Result<void> check_members(const Sight& sight, const Node& node) {
  auto members = members_of(sight, *node.parts[0]);
  if (!members) return unsupported(*node.parts[0]);
  Sight inside = sight;
  inside.members.push_back(
      sight.model->entities[members->path.entity].links[members->path.index].target);
  for (const Node* filter : members->filters) TENURE_CHECK_OK(check(inside, *filter));
  if (node.parts.size() > 1) TENURE_CHECK_OK(check(inside, *node.parts[1]));
  return {};
}

bool is_row(const Node& node) { return node.type.kind == Kind::record && !node.type.collection; }

}  // namespace

Result<void> check(const Sight& sight, const Node& node) {
  TENURE_CHECK_OK(check_number(node));
  if (is_constant(node)) {
    for (const Node* part : node.parts) TENURE_CHECK_OK(check(sight, *part));
    return {};
  }
  if (node.op == Op::any || node.op == Op::all || node.op == Op::count) {
    return check_members(sight, node);
  }
  if (auto path = path_of(sight, node)) {
    const Entity& entity = sight.model->entities[path->entity];
    if (path->end != Path::End::field || node.type.collection) return unsupported(node);
    const Field& field = entity.fields[path->index];
    if (field.is(kFetched)) return refuse_at(node, "not-filterable", "name", field.name);
    return {};
  }
  // Whether a link leads anywhere: account_record eq null.
  if ((node.op == Op::eq || node.op == Op::ne) && (is_row(*node.parts[0]) || is_row(*node.parts[1]))) {
    const Node& row = *node.parts[is_row(*node.parts[0]) ? 0 : 1];
    const Node& other = *node.parts[is_row(*node.parts[0]) ? 1 : 0];
    if (!is_constant(other) || !path_of(sight, row)) return unsupported(node);
    return {};
  }
  if (node.type.collection && node.op != Op::list) return unsupported(node);
  for (const Node* part : node.parts) TENURE_CHECK_OK(check(sight, *part));
  return {};
}

namespace {

const expression::RecordType* record_of(const expression::RecordType& row, const Node& node) {
  if (node.eval == &expression::eval_source) return &row;
  return node.type.kind == Kind::record && !node.type.collection ? node.type.record : nullptr;
}

}  // namespace

std::string grouped_name(const expression::RecordType& row, const Node& node) {
  if (node.eval == &expression::eval_slot) return row.fields[node.slot].name;
  if (node.eval != &expression::eval_member) return {};
  const expression::RecordType* record = record_of(row, *node.parts[0]);
  if (record == nullptr) return {};
  const std::string outer =
      node.parts[0]->eval == &expression::eval_source ? "" : grouped_name(row, *node.parts[0]) + "/";
  return outer + record->fields[node.slot].name;
}

Result<void> check_grouped(const Node& node) {
  TENURE_CHECK_OK(check_number(node));
  if (node.type.kind == Kind::record) return unsupported(node);
  if (node.eval == &expression::eval_member) return {};
  for (const Node* part : node.parts) TENURE_CHECK_OK(check_grouped(*part));
  return {};
}

}  // namespace tenure::query
