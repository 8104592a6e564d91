// Whole statements: what to select, from where, in what order, from which row on.
#include "base/assert.h"
#include "query/order.h"
#include "store/sqlite/query/functions.h"
#include "store/sqlite/query/renderer.h"

namespace tenure::store::sqlite {

using expression::Cell;
using expression::Kind;
using expression::Type;
using query::Aggregate;
using query::Entity;
using query::Field;
using query::Grouping;
using query::Link;
using query::Method;
using query::OrderKey;
using query::Place;
using query::Source;

Renderer::Renderer(Plan& plan, WorkspaceId workspace)
    : plan_(plan), query_(*plan.query), model_(*plan.query->model) {
  root_ = {{&model_, query_.entity, {}}, 0, {}};
  bind(Cell::int64(workspace));  // ?1
}

// ---- which rows
// -----------------------------------------------------------------------------------------

Fragment Renderer::searched() {
  const Entity& about = query_.about();
  Fragment text("tenure_found(");
  text << Fragment::parameter(bind_pointer(
      const_cast<query::Search*>(&*query_.search), kSearch));  // SQLite's pointers are not const
  size_t count = 0;
  for (size_t i = 0; i < about.fields.size(); ++i) {
    const Field& field = about.fields[i];
    if (!field.is(query::kSearch) || field.is(query::kHidden) || field.is(query::kFetched)) continue;
    if (++count > 100) overflow_ = true;
    text << "," << this->field(query_.entity, root_.root, static_cast<uint16_t>(i));
  }
  return text << ")";
}

Fragment Renderer::within() {
  const Link& link = entity(query_.within->entity).links[query_.within->link];
  const int parent = aliases_++;
  View view{{&model_, query_.within->entity, {}}, parent, {}};
  Joined all(" AND ");
  all.add(scope(query_.within->entity, parent, false));
  for (const expression::Program& key : query_.within->key) {
    all.add(condition(view, *key.impl().start, Mode::where));
  }
  return field(query_.entity, root_.root, link.to)
         << " IN (SELECT " << field(query_.within->entity, parent, link.from) << " FROM "
         << table(query_.within->entity, parent) << " WHERE " << all.text() << ")";
}

// The numbers as one JSON text: a statement is the same however many they are.
Fragment Renderer::among() {
  std::string list = "[";
  for (const int64_t value : query_.among->values) {
    if (list.size() > 1) list += ',';
    list += std::to_string(value);
  }
  list += ']';
  return field(query_.entity, root_.root, query_.among->field)
         << " IN (SELECT j.value FROM json_each(" << parameter(Cell::text(plan_.arena.copy(list))) << ") j)";
}

Fragment Renderer::where(const Link* link) {
  Joined all(" AND ");
  all.add(scope(query_.entity, root_.root, query::asks_superseded(query_)));
  if (link) {
    plan_.parent = bind(Cell::null());
    all.add(field(query_.entity, root_.root, link->to) << "=" << Fragment::parameter(plan_.parent));
  }
  if (query_.within) all.add(within());
  if (query_.among) all.add(among());
  for (const expression::Program& filter : query_.filters) {
    all.add(condition(root_, *filter.impl().start, Mode::where));
  }
  if (query_.search) all.add(searched());
  return all.text();
}

// ---- order and pages
// ------------------------------------------------------------------------------------

std::vector<Renderer::Key> Renderer::keys() {
  std::vector<Key> keys;
  View grouped{{}, 0, {}};
  for (const OrderKey& key : query_.order) {
    const Type type = query::type_of(query_, key);
    Fragment text;
    bool never_null = false;
    if (key.by) {
      const expression::Node& node = *key.by->impl().start;
      text = value(query_.grouping ? grouped : root_, node);
    } else if (query_.grouping) {
      text = Fragment::result(key.field);
    } else {
      text = field(query_.entity, root_.root, key.field);
      const Field& about = query_.about().fields[key.field];
      never_null = about.is(query::kKey) || about.place.name == "_id";
    }
    keys.push_back({std::move(text), type, key.descending, never_null});
  }
  return keys;
}

// Rows that stand behind the position in the keys from this one on, equal in those before.
Fragment Renderer::behind(const std::vector<Key>& keys, size_t from) {
  if (from == keys.size()) return Fragment("0");
  const Key& key = keys[from];
  const Fragment text = sortable(key.value, key.type);
  const Fragment rest = behind(keys, from + 1);
  if (at(from).is_null()) {
    const Fragment equal = Fragment("(") << text << " IS NULL AND " << rest << ")";
    if (key.descending) return equal;
    return Fragment("(") << text << " IS NOT NULL OR " << equal << ")";
  }
  const Fragment value = parameter(at(from));
  Fragment after("(");
  after << text << (key.descending ? Sql("<") : Sql(">")) << value;
  if (key.descending && !key.never_null) after << " OR " << text << " IS NULL";
  if (from + 1 == keys.size()) return after << ")";
  return after << " OR (" << text << " IS " << value << " AND " << rest << "))";
}

// The conditions of the statements that together give what stands behind the position, in their order: an
// index on the first key is entered at the right place, and where nulls come behind the values, they are a
// statement of their own.
std::vector<Fragment> Renderer::after(const std::vector<Key>& keys) {
  if (!query_.after || keys.empty()) return {Fragment()};
  after_.clear();
  for (size_t i = 0; i < keys.size(); ++i) {
    after_.push_back(expression::to_cell(query_.after->values[i], keys[i].type, plan_.arena));
  }
  const Key& first = keys.front();
  const Fragment text = sortable(first.value, first.type);
  const Fragment rest = behind(keys, 1);
  if (at(0).is_null()) {
    Fragment nulls = Fragment(text) << " IS NULL AND " << rest;
    if (first.descending) return {nulls};
    return {nulls, Fragment(text) << " IS NOT NULL"};
  }
  const Fragment value = parameter(at(0));
  Fragment values = Fragment(text) << (first.descending ? Sql("<=") : Sql(">=")) << value << " AND ("
                                   << text << (first.descending ? Sql("<") : Sql(">")) << value
                                   << " OR " << rest << ")";
  if (!first.descending || first.never_null) return {values};
  return {values, Fragment(text) << " IS NULL"};
}

// ---- columns
// --------------------------------------------------------------------------------------------

Fragment Renderer::columns(const std::vector<Key>& keys) {
  Joined all(",");
  const Entity& about = query_.about();
  bool body = false;
  for (uint16_t index : query_.select) {
    all.add(field(query_.entity, root_.root, index));
    const Field& field = about.fields[index];
    const bool from_body = field.place.kind == Place::Kind::body;
    plan_.columns.push_back(from_body ? Type{Kind::binary} : field.type);
    body = body || from_body;
  }
  plan_.selected = query_.select.size();
  for (const Key& key : keys) {
    all.add(key.value);
    plan_.columns.push_back(key.type);
  }
  plan_.ordered = keys.size();
  for (const query::Expand& expand : query_.expand) {
    const uint16_t from = about.links[expand.link].from;
    all.add(field(query_.entity, root_.root, from));
    plan_.columns.push_back(about.fields[from].type);
  }
  plan_.linked = query_.expand.size();
  if (body) {
    plan_.has_kind = true;
    const bool is_fact = about.source == Source::fact;
    all.add(Fragment("(SELECT n.text FROM name n WHERE n.workspace=?1 AND n.id=")
            << raw_column(query_.entity, root_.root, is_fact ? "kind" : "fact_kind") << ")");
    plan_.columns.push_back({Kind::string});
  }
  if (all.empty()) all.add(Fragment("1"));
  return all.text();
}

Fragment Renderer::grouped_columns(const std::vector<Key>& keys) {
  const Grouping& grouping = *query_.grouping;
  Joined all(",");
  for (size_t i = 0; i < grouping.columns(); ++i) all.add(Fragment::result(i));
  for (const Grouping::By& by : grouping.by) plan_.columns.push_back(by.value.type());
  for (const Aggregate& of : grouping.aggregates) plan_.columns.push_back(of.type);
  plan_.selected = grouping.columns();
  for (const Key& key : keys) {
    all.add(key.value);
    plan_.columns.push_back(key.type);
  }
  plan_.ordered = keys.size();
  return all.text();
}

// ---- grouping
// -------------------------------------------------------------------------------------------

Fragment Renderer::aggregate(const Aggregate& aggregate) {
  if (aggregate.method == Method::count) return Fragment("count(*)");
  const expression::Node& node = *aggregate.of->impl().start;
  const Fragment of = sortable(value(root_, node), node.type);
  const auto kind = static_cast<int64_t>(node.type.kind);
  switch (aggregate.method) {
    case Method::min: return Fragment("min(") << of << ")";
    case Method::max: return Fragment("max(") << of << ")";
    case Method::sum: return Fragment("tenure_sum(") << of << "," << parameter(Cell::int64(kind)) << ")";
    case Method::average:
      return Fragment("tenure_average(") << of << "," << parameter(Cell::int64(kind)) << ")";
    default: return Fragment("count(DISTINCT ") << of << ")";
  }
}

// The grouped rows as a table with columns c0, c1 …
Fragment Renderer::grouped(const Fragment& where) {
  if (auto kept = kept_counts()) return *kept;
  const Grouping& grouping = *query_.grouping;
  Joined columns(","), groups(",");
  size_t column = 0;
  for (const Grouping::By& by : grouping.by) {
    const Fragment text = value(root_, *by.value.impl().start);
    columns.add(Fragment(text) << " AS " << Fragment::result(column++));
    groups.add(sortable(text, by.value.type()));
  }
  for (const Aggregate& of : grouping.aggregates) {
    columns.add(aggregate(of) << " AS " << Fragment::result(column++));
  }
  Fragment text("(SELECT ");
  text << columns.text() << " FROM " << table(query_.entity, root_.root) << " WHERE " << where;
  if (!groups.empty()) text << " GROUP BY " << groups.text();
  return text << ")";
}

// ---- statements
// -----------------------------------------------------------------------------------------

void Renderer::rows(const Fragment& from, const Fragment& where) {
  const std::vector<Key> keys = this->keys();
  Fragment select("SELECT ");
  select << (query_.grouping ? grouped_columns(keys) : columns(keys));
  Joined order(",");
  for (const Key& key : keys) {
    order.add(sortable(key.value, key.type) << (key.descending ? Sql(" DESC") : Sql("")));
  }
  plan_.limit = bind(Cell::int64(-1));
  plan_.offset = bind(Cell::int64(0));
  for (const Fragment& phase : after(keys)) {
    Fragment text = Fragment(select) << " FROM " << from;
    Joined all(" AND ");
    if (!where.empty()) all.add(where);
    if (!phase.empty()) all.add(Fragment("(") << phase << ")");
    if (!all.empty()) text << " WHERE " << all.text();
    if (!order.empty()) text << " ORDER BY " << order.text();
    text << " LIMIT " << Fragment::parameter(plan_.limit) << " OFFSET "
         << Fragment::parameter(plan_.offset);
    plan_.phases.push_back(text.text());
  }
}

Result<void> Renderer::write(const Link* link) {
  Fragment where = this->where(link);
  Fragment from = table(query_.entity, root_.root);
  if (query_.grouping) {
    from = grouped(where);
    View row{{}, 0, {}};
    Joined having(" AND ");
    for (const expression::Program& condition : query_.having) {
      having.add(this->condition(row, *condition.impl().start, Mode::where));
    }
    where = having.text();
  }
  if (query_.rows) rows(from, where);
  if (query_.count) {
    if (const auto kept = kept_count()) {
      plan_.count = kept->text();
    } else {
      Fragment text = Fragment("SELECT count(*) FROM ") << from;
      if (!where.empty()) text << " WHERE " << where;
      plan_.count = text.text();
    }
  }
  if (overflow_) return refuse("query-too-complex", {{"what", "()"}, {"most", "100"}});
  return {};
}

namespace {

Result<std::unique_ptr<Plan>> plan_of(WorkspaceId workspace, const query::Query& query,
                                      const Link* link) {
  auto plan = std::make_unique<Plan>();
  plan->query = &query;
  if (link) plan->parent_type = query.about().fields[link->to].type;
  TENURE_CHECK_OK(Renderer(*plan, workspace).write(link));
  for (const query::Expand& expand : query.expand) {
    const Link& inner = query.about().links[expand.link];
    TENURE_TRY(plan->expands.emplace_back(), plan_of(workspace, *expand.query, &inner));
  }
  return plan;
}

}  // namespace

Result<std::unique_ptr<Plan>> make_plan(WorkspaceId workspace, const query::Query& query) {
  return plan_of(workspace, query, nullptr);
}

}  // namespace tenure::store::sqlite
