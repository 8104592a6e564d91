#include "query/memory.h"

#include <algorithm>

#include "base/assert.h"
#include "base/limits.h"
#include "query/aggregate.h"
#include "query/order.h"

namespace tenure::query {

using expression::Arena;
using expression::Cell;
using expression::Frame;
using expression::Kind;
using expression::Rows;

// ---- rows that know each other
// -----------------------------------------------------------------------

struct Memory::World {
  struct Table {
    size_t width = 0;
    size_t count = 0;
    std::vector<Cell> cells;     // count × width
    std::vector<bool> allowed;   // by who asks
    std::vector<bool> believed;  // at the instant that is asked for
    std::vector<std::string_view> kinds;  // of facts; of what none was given it is empty
    const Cell* row(size_t i) const { return cells.data() + i * width; }
    Cell* row(size_t i) { return cells.data() + i * width; }
    std::string_view kind_of(const Cell* row) const {
      return kinds.empty() ? std::string_view() : kinds[static_cast<size_t>(row - cells.data()) / width];
    }
  };
  std::vector<Table> tables;
  std::deque<Rows> links;
  std::deque<std::vector<Cell>> copies;  // of rows that a to-many link has side by side
  Arena arena;
};

Memory::Memory(ModelPtr model, bool owned)
    : model_(std::move(model)), owned_(owned), rows_(model_->entities.size()) {}
Memory::~Memory() = default;

void Memory::add(uint16_t entity, std::vector<Value> fields, std::string fact_kind) {
  TENURE_ASSERT(fields.size() == model_->entities[entity].fields.size());
  rows_[entity].push_back({std::move(fields), std::move(fact_kind)});
  worlds_.clear();
}

namespace {

std::string link_value(const Cell& cell) {
  return to_text(expression::to_value(cell, {cell.kind}));
}

bool holds_before(const Cell& cell, std::optional<Instant> limit) {
  return !limit || cell.is_null() || cell.as_instant() <= *limit;
}

// Facts and transitions: was this row believed then, and had it happened by then?
bool believed(const Entity& entity, const Cell* row, const When& when) {
  if (entity.source != Source::fact && entity.source != Source::transition) return true;
  const auto superseded = entity.find_column("superseded_at");
  const auto recorded = entity.find_column("recorded_at");
  const auto at = entity.find_column("at");
  const auto retracted = entity.find_column("retracted");
  if (at && !holds_before(row[*at], when.at)) return false;
  if (retracted && row[*retracted].kind == Kind::boolean && row[*retracted].as_bool()) return false;
  if (recorded && !holds_before(row[*recorded], when.known_at)) return false;
  if (!superseded || row[*superseded].is_null()) return true;
  return when.known_at && row[*superseded].as_instant() > *when.known_at;
}

}  // namespace

Memory::World& Memory::world(const Query& query) {
  const std::string name = query.owner.value_or("\n") + "\n" +
                           std::to_string(query.when.at.value_or(Instant{INT64_MIN}).micros) + "\n" +
                           std::to_string(query.when.known_at.value_or(Instant{INT64_MIN}).micros);
  auto& kept = worlds_[name];
  if (kept) return *kept;
  kept = std::make_unique<World>();
  World& world = *kept;
  world.tables.resize(rows_.size());
  for (size_t e = 0; e < rows_.size(); ++e) {
    const Entity& entity = model_->entities[e];
    World::Table& table = world.tables[e];
    table.width = entity.type.fields.size();
    table.count = rows_[e].size();
    table.cells.resize(table.width * table.count);
    for (size_t i = 0; i < table.count; ++i) {
      for (size_t f = 0; f < entity.fields.size(); ++f) {
        const Value& value = rows_[e][i].fields[f];
        const bool bytes = entity.fields[f].place.kind == Place::Kind::body && value.get<std::string>();
        table.row(i)[f] = bytes ? Cell::text(*value.get<std::string>(), Kind::binary)
                                : expression::to_cell(value, entity.fields[f].type, world.arena);
      }
      if (entity.source == Source::fact || entity.source == Source::transition) {
        table.kinds.push_back(rows_[e][i].fact_kind);
      }
      table.believed.push_back(believed(entity, table.row(i), query.when));
      // What was superseded since was not known to be.
      const auto superseded = entity.find_column("superseded_at");
      if (superseded && !holds_before(table.row(i)[*superseded], query.when.known_at)) {
        table.row(i)[*superseded] = Cell::null();
      }
    }
  }
  // Whose rows they are.
  std::map<std::string, bool> mine;  // an account's id or key → its owner asks
  const auto account = model_->find("account");
  const bool all_allowed = owned_ || !query.owner;
  if (account && !all_allowed) {
    const Entity& entity = model_->entities[*account];
    const auto owner = entity.find_column("owner"), id = entity.find_column("_id");
    for (size_t i = 0; i < world.tables[*account].count; ++i) {
      const Cell* row = world.tables[*account].row(i);
      const bool is_mine = owner && !row[*owner].is_null() && row[*owner].as_text() == *query.owner;
      if (id) mine[link_value(row[*id])] = is_mine;
    }
  }
  for (size_t e = 0; e < rows_.size(); ++e) {
    const Entity& entity = model_->entities[e];
    World::Table& table = world.tables[e];
    for (size_t i = 0; i < table.count; ++i) {
      const Cell& whose = table.row(i)[entity.own_field];
      bool allowed = true;
      if (query.owner && entity.own == Own::none) allowed = false;
      if (!all_allowed) {
        if (entity.own == Own::owner) allowed = !whose.is_null() && whose.as_text() == *query.owner;
        if (entity.own == Own::account) allowed = !whose.is_null() && mine[link_value(whose)];
      }
      for (const Without& without : entity.without) {
        const Cell& cell = table.row(i)[without.field];
        if (cell.is_null()) continue;
        if (std::ranges::find(without.values, cell.as_text()) != without.values.end()) allowed = false;
      }
      table.allowed.push_back(allowed);
    }
  }
  // Links: first every pointer, then the copies that they show to, for these hold pointers too.
  struct Filled {
    Rows* rows;
    const World::Table* target;
    std::vector<size_t> members;
  };
  std::vector<Filled> filled;
  for (size_t e = 0; e < rows_.size(); ++e) {
    const Entity& entity = model_->entities[e];
    for (size_t l = 0; l < entity.links.size(); ++l) {
      const Link& link = entity.links[l];
      World::Table& target = world.tables[link.target];
      std::map<std::string, std::vector<size_t>> by_value;
      for (size_t j = 0; j < target.count; ++j) {
        const Cell& to = target.row(j)[link.to];
        if (target.allowed[j] && target.believed[j] && !to.is_null()) {
          by_value[link_value(to)].push_back(j);
        }
      }
      for (size_t i = 0; i < world.tables[e].count; ++i) {
        Cell* row = world.tables[e].row(i);
        std::vector<size_t> members;
        if (!row[link.from].is_null()) {
          const auto found = by_value.find(link_value(row[link.from]));
          if (found != by_value.end()) members = found->second;
        }
        Cell& cell = row[entity.link_slot(l)];
        if (!link.many && members.empty()) continue;
        Rows& rows = world.links.emplace_back();
        cell = Cell::rows(&rows, Kind::record, link.many);
        if (!link.many) members.resize(1);
        filled.push_back({&rows, &target, std::move(members)});
      }
    }
  }
  for (Filled& link : filled) {
    const size_t width = link.target->width;
    *link.rows = {nullptr, static_cast<uint32_t>(link.members.size()), static_cast<uint32_t>(width)};
    if (link.members.size() == 1) {
      link.rows->cells = link.target->row(link.members[0]);
      continue;
    }
    auto& copy = world.copies.emplace_back();
    for (size_t member : link.members) {
      copy.insert(copy.end(), link.target->row(member), link.target->row(member) + width);
    }
    link.rows->cells = copy.data();
  }
  return world;
}

// ---- answers
// -----------------------------------------------------------------------------------------

namespace {

// A row on its way into an answer.
struct Found {
  const Cell* row = nullptr;  // of the entity; of a grouped query: of Grouping::type
  std::vector<Cell> columns;  // of a grouped query
  std::vector<Cell> order;
};

}  // namespace

// One query at work: the whole answer is in memory before the first row is shown.
class MemoryRun {
 public:
  using Table = Memory::World::Table;
  MemoryRun(const Memory::World& world, const Query& query, Arena& arena, int64_t& nested)
      : world_(world), query_(query), arena_(arena), nested_(nested) {}

  // The rows that fit, in order; those of `within` alone (row numbers), where it is given.
  Result<Answer> run(const Cell* linked, uint16_t to, const Visitor& visit) {
    collect(linked, to);
    if (query_.grouping) group();
    if (!query_.having.empty()) {
      std::erase_if(found_, [&](const Found& found) { return !fits(query_.having, found.row); });
    }
    Answer answer;
    if (query_.count) answer.count = static_cast<int64_t>(found_.size());
    if (!query_.rows) return answer;
    arrange();
    return show(std::move(answer), visit);
  }

 private:
  Frame frame(const Cell* const* source) const {
    return {.sources = {source, 1}, .now = query_.now, .zone = query_.zone, .arena = &arena_};
  }
  bool fits(const std::vector<expression::Program>& conditions, const Cell* row) const {
    return std::ranges::all_of(conditions,
                               [&](const auto& condition) { return condition.holds(frame(&row)); });
  }
  Cell value(const expression::Program& program, const Cell* row) const {
    return program.evaluate(frame(&row));
  }

  bool searched(const Cell* row) const {
    if (!query_.search) return true;
    std::vector<std::string_view> texts;
    const Entity& entity = query_.about();
    for (size_t f = 0; f < entity.fields.size(); ++f) {
      const Field& field = entity.fields[f];
      if (!field.is(kSearch) || field.is(kHidden) || field.is(kFetched)) continue;
      texts.push_back(row[f].is_null() ? std::string_view() : row[f].as_text());
    }
    return query_.search->matches(texts);
  }

  void collect(const Cell* linked, uint16_t to) {
    const Table& table = world_.tables[query_.entity];
    const bool superseded_too = asks_superseded(query_);
    std::vector<const Cell*> parents;
    if (query_.within) {
      const Table& from = world_.tables[query_.within->entity];
      for (size_t i = 0; i < from.count; ++i) {
        if (from.allowed[i] && from.believed[i] && fits(query_.within->key, from.row(i))) {
          parents.push_back(from.row(i));
        }
      }
    }
    for (size_t i = 0; i < table.count; ++i) {
      const Cell* row = table.row(i);
      if (!table.allowed[i]) continue;
      if (!table.believed[i] && !(superseded_too && wanted_anyway(row))) continue;
      if (linked && (row[to].is_null() || !expression::same(row[to], *linked))) continue;
      if (query_.within && !inside(parents, row)) continue;
      if (query_.among && !is_among(row)) continue;
      if (!fits(query_.filters, row) || !searched(row)) continue;
      found_.push_back({row, {}, {}});
    }
  }
  // A row that is not believed any more, but had happened and been recorded by then.
  bool wanted_anyway(const Cell* row) const {
    const Entity& entity = query_.about();
    const auto recorded = entity.find_column("recorded_at"), at = entity.find_column("at");
    return (!at || holds_before(row[*at], query_.when.at)) &&
           (!recorded || holds_before(row[*recorded], query_.when.known_at));
  }
  bool is_among(const Cell* row) const {
    const Cell& cell = row[query_.among->field];
    return !cell.is_null() && std::ranges::binary_search(query_.among->values, cell.as_int64());
  }
  bool inside(const std::vector<const Cell*>& parents, const Cell* row) const {
    const Link& link = query_.model->entities[query_.within->entity].links[query_.within->link];
    return std::ranges::any_of(parents, [&](const Cell* parent) {
      return !row[link.to].is_null() && expression::same(parent[link.from], row[link.to]);
    });
  }

  // ---- grouping
  struct Before {
    bool operator()(const std::vector<Cell>& a, const std::vector<Cell>& b) const {
      for (size_t i = 0; i < a.size(); ++i) {
        if (const int found = order(a[i], b[i])) return found < 0;
      }
      return false;
    }
  };
  Cell aggregated(const Aggregate& aggregate, const std::vector<const Cell*>& rows) const {
    if (aggregate.method == Method::count) return Cell::int64(static_cast<int64_t>(rows.size()));
    std::map<std::vector<Cell>, bool, Before> distinct;
    Accumulator sum;
    Cell least, most;
    for (const Cell* row : rows) {
      const Cell cell = value(*aggregate.of, row);
      if (cell.is_null()) continue;
      sum.add(cell);
      if (aggregate.method == Method::countdistinct) distinct[{cell}] = true;
      if (least.is_null() || order(cell, least) < 0) least = cell;
      if (most.is_null() || order(cell, most) > 0) most = cell;
    }
    switch (aggregate.method) {
      case Method::sum: return sum.sum();
      case Method::average: return sum.average();
      case Method::min: return least;
      case Method::max: return most;
      default: return Cell::int64(static_cast<int64_t>(distinct.size()));
    }
  }
  void group() {
    const Grouping& grouping = *query_.grouping;
    std::map<std::vector<Cell>, std::vector<const Cell*>, Before> groups;
    if (grouping.by.empty()) groups[{}];
    for (const Found& found : found_) {
      std::vector<Cell> by;
      for (const Grouping::By& key : grouping.by) by.push_back(value(key.value, found.row));
      groups[by].push_back(found.row);
    }
    found_.clear();
    for (const auto& [by, rows] : groups) {
      Found found{nullptr, by, {}};
      for (const Aggregate& aggregate : grouping.aggregates) {
        found.columns.push_back(aggregated(aggregate, rows));
      }
      found.row = grouped_row(found.columns);
      found_.push_back(std::move(found));
    }
  }
  // The columns as a row of Grouping::type: the segments of paths are records in it.
  const Cell* grouped_row(const std::vector<Cell>& columns) {
    const Grouping& grouping = *query_.grouping;
    auto& whole = made_.emplace_back(grouping.type->fields.size());
    for (size_t i = 0; i < columns.size(); ++i) {
      std::string_view rest = i < grouping.by.size()
                                  ? std::string_view(grouping.by[i].path)
                                  : grouping.aggregates[i - grouping.by.size()].alias;
      const expression::RecordType* type = grouping.type.get();
      Cell* row = whole.data();
      for (size_t slash = rest.find('/'); slash != std::string_view::npos; slash = rest.find('/')) {
        const auto field = static_cast<size_t>(type->find(rest.substr(0, slash)));
        type = type->fields[field].type.record;
        if (row[field].is_null()) {
          auto& inner = made_.emplace_back(type->fields.size());
          rows_.push_back({inner.data(), 1, static_cast<uint32_t>(inner.size())});
          row[field] = Cell::rows(&rows_.back(), Kind::record, false);
        }
        row = const_cast<Cell*>(row[field].as_rows()->cells);  // made here
        rest.remove_prefix(slash + 1);
      }
      row[static_cast<size_t>(type->find(rest))] = columns[i];
    }
    return whole.data();
  }

  // ---- order, pages
  void arrange() {
    for (Found& found : found_) {
      for (const OrderKey& key : query_.order) {
        if (key.by) {
          found.order.push_back(value(*key.by, found.row));
        } else {
          found.order.push_back(query_.grouping ? found.columns[key.field] : found.row[key.field]);
        }
      }
    }
    std::ranges::stable_sort(found_, [&](const Found& a, const Found& b) {
      return order(query_.order, a.order, b.order) < 0;
    });
    if (!query_.after) return;
    std::vector<Cell> after;
    for (size_t i = 0; i < query_.order.size(); ++i) {
      after.push_back(expression::to_cell(query_.after->values[i], type_of(query_, query_.order[i]), arena_));
    }
    std::erase_if(found_, [&](const Found& found) { return order(query_.order, found.order, after) <= 0; });
  }

  struct Kept {  // what Nested shows to
    std::deque<std::vector<Cell>> cells;
    std::deque<std::vector<Row>> rows;
    std::deque<std::vector<Nested>> nested;
  };
  Result<Nested> expand(const Expand& expand, const Cell* row, Kept& kept) {
    const Link& link = query_.about().links[expand.link];
    auto& rows = kept.rows.emplace_back();
    Nested nested;
    if (row[link.from].is_null()) {
      if (expand.query->count) nested.count = 0;
      return nested;
    }
    MemoryRun inner(world_, *expand.query, arena_, nested_);
    TENURE_TRY(const Answer answer, inner.run(&row[link.from], link.to, [&](const Row& member) {
      ++nested_;
      keep(member, rows, kept);
      return true;
    }));
    nested.rows = rows;
    nested.count = answer.count;
    nested.more = answer.next.has_value();
    return nested;
  }
  static void keep(const Row& row, std::vector<Row>& rows, Kept& kept) {
    auto& cells = kept.cells.emplace_back(row.cells.begin(), row.cells.end());
    auto& sorted = kept.cells.emplace_back(row.order.begin(), row.order.end());
    auto& nested = kept.nested.emplace_back();
    for (const Nested& inner : row.expanded) {
      auto& copies = kept.rows.emplace_back();
      for (const Row& member : inner.rows) keep(member, copies, kept);
      nested.push_back({copies, inner.count, inner.more});
    }
    rows.push_back({cells, sorted, nested, row.fact_kind});
  }

  Result<Answer> show(Answer answer, const Visitor& visit) {
    const int64_t skip = query_.after ? 0 : query_.skip;
    const int64_t top = query_.top.value_or(INT64_MAX);
    std::vector<Cell> cells;
    const std::vector<Cell>* last = nullptr;
    for (size_t i = static_cast<size_t>(std::min(skip, static_cast<int64_t>(found_.size())));
         i < found_.size() && answer.rows < top; ++i) {
      const Found& found = found_[i];
      if (answer.rows == query_.page || (nested_ > limits::kNestedRows && answer.rows > 0)) {
        answer.next = position(*last);
        return answer;
      }
      if (!query_.grouping) {
        cells.clear();
        for (uint16_t field : query_.select) cells.push_back(found.row[field]);
      }
      Kept kept;
      std::vector<Nested> nested;
      for (const Expand& link : query_.expand) {
        TENURE_TRY(nested.emplace_back(), expand(link, found.row, kept));
      }
      ++answer.rows;
      last = &found.order;
      const std::string_view kind =
          query_.grouping ? std::string_view() : world_.tables[query_.entity].kind_of(found.row);
      if (!visit({query_.grouping ? found.columns : cells, found.order, nested, kind})) {
        answer.stopped = true;
        return answer;
      }
    }
    return answer;
  }

  const Memory::World& world_;
  const Query& query_;
  Arena& arena_;
  int64_t& nested_;
  std::vector<Found> found_;
  std::deque<std::vector<Cell>> made_;
  std::deque<Rows> rows_;
};

Result<Answer> Memory::run(const Query& query, const Visitor& visit) {
  Arena arena;
  int64_t nested = 0;
  return MemoryRun(world(query), query, arena, nested).run(nullptr, 0, visit);
}

}  // namespace tenure::query
