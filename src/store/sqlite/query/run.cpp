#include "store/sqlite/query/run.h"

#include <time.h>

#include <atomic>

#include "base/assert.h"
#include "base/limits.h"
#include "query/order.h"
#include "store/sqlite/query/functions.h"

namespace tenure::store::sqlite {

using expression::Arena;
using expression::Cell;
using query::Answer;
using query::Nested;
using query::Row;

namespace {

// The time in milliseconds, roughly and at next to no cost: it is asked for with every row.
struct Clock {
  using duration = std::chrono::nanoseconds;
  using time_point = std::chrono::time_point<Clock, duration>;
  static time_point now() {
    timespec t{};
    clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
    return time_point(std::chrono::seconds(t.tv_sec) + std::chrono::nanoseconds(t.tv_nsec));
  }
};

constexpr int kInstructions = 2'000;  // of SQLite's machine between two looks at the clock

}  // namespace

// ---- statements
// -----------------------------------------------------------------------------------------

Queries::Queries(Connection& connection) : connection_(connection) {
  register_functions(connection.handle());
}

Queries::~Queries() {
  for (const Free& kept : free_) sqlite3_finalize(kept.statement);
}

sqlite3_stmt* Queries::take(const std::string& text) {
  if (const auto found = by_text_.find(text); found != by_text_.end()) {
    const auto place = found->second;
    sqlite3_stmt* statement = place->statement;
    by_text_.erase(found);
    free_.erase(place);
    return statement;
  }
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(connection_.handle(), text.c_str(), static_cast<int>(text.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) connection_.fail(code);
  return statement;
}

void Queries::give_back(const std::string& text, sqlite3_stmt* statement) {
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);  // what was bound goes away
  free_.push_front({text, statement});
  by_text_.emplace(free_.front().text, free_.begin());
  if (free_.size() <= limits::kQueryStatements) return;
  const auto last = std::prev(free_.end());
  const auto [begin, end] = by_text_.equal_range(last->text);
  for (auto it = begin; it != end; ++it) {
    if (it->second != last) continue;
    by_text_.erase(it);
    break;
  }
  sqlite3_finalize(last->statement);
  free_.pop_back();
}

// ---- one query at work
// ----------------------------------------------------------------------------------

class QueryRun {
 public:
  QueryRun(Queries& queries, const QueryBounds& bounds)
      : queries_(queries), bounds_(bounds), outer_(queries.running_) {
    queries_.running_ = this;
    install();
  }
  ~QueryRun() {
    queries_.running_ = outer_;
    install();
  }
  QueryRun(const QueryRun&) = delete;

  Result<Answer> answer(const Plan& plan, const query::Visitor& visit) {
    Answer answer;
    const query::Query& query = *plan.query;
    if (query.count) {
      TENURE_TRY(answer.count, count(plan, nullptr));
    }
    if (!query.rows) return answer;
    const int64_t top = query.top.value_or(INT64_MAX);
    const int64_t most = std::min(top, query.page);
    // A page ends where it is full, or holds too much.
    const bool may_be_more = top > query.page || !query.expand.empty();
    std::vector<Cell> last;
    Arena arena, kept_arena;
    std::vector<Nested> nested(query.expand.size());
    Cells cells;
    const auto row = [&](sqlite3_stmt* statement) -> Result<bool> {
      if (answer.rows == most || (nested_rows_ > limits::kNestedRows && answer.rows > 0)) {
        if (answer.rows < top) answer.next = query::position(last);
        return false;
      }
      Row out = cells.read(plan, statement);
      arena.reset();
      for (size_t i = 0; i < query.expand.size(); ++i) {
        Result<Nested> inside = expand(*plan.expands[i], cells.link(plan, i), query, i, arena);
        if (!inside && inside.error().code == "query-too-expensive" && answer.rows > 0) {
          answer.next = query::position(last);  // too much for this page, not for one of its own
          return false;
        }
        if (!inside) return std::unexpected(std::move(inside).error());
        nested[i] = *inside;
      }
      out.expanded = nested;
      ++answer.rows;
      // Only the row that may be the last of its page.
      if (may_be_more && (answer.rows == most || !query.expand.empty())) keep(out.order, last, kept_arena);
      answer.stopped = !visit(out);
      return !answer.stopped;
    };
    TENURE_CHECK_OK(rows(plan, nullptr, most, top > query.page, row));
    return answer;
  }

  // Called by SQLite now and then; nonzero stops the statement.
  int look() {
    if (bounds_.cancelled && bounds_.cancelled->load(std::memory_order_relaxed)) return 1;
    return spent_ + (Clock::now() - begun_) > bounds_.time;
  }

 private:
  // The columns of the row at hand.
  class Cells {
   public:
    Row read(const Plan& plan, sqlite3_stmt* statement) {
      cells_.resize(plan.columns.size());
      for (size_t i = 0; i < cells_.size(); ++i) {
        cells_[i] = to_cell(statement, static_cast<int>(i), plan.columns[i]);
      }
      const std::span<const Cell> all(cells_);
      Row row{all.first(plan.selected), all.subspan(plan.selected, plan.ordered), {}, {}};
      if (plan.has_kind && !cells_.back().is_null()) row.fact_kind = cells_.back().as_text();
      return row;
    }
    const Cell& link(const Plan& plan, size_t i) const {
      return cells_[plan.selected + plan.ordered + i];
    }

   private:
    std::vector<Cell> cells_;
  };

  // A statement in use. Its bound texts live in the plan.
  class Cursor {
   public:
    Cursor(QueryRun& run, const std::string& text) : run_(run), text_(text), statement_(run.queries_.take(text)) {}
    ~Cursor() { run_.queries_.give_back(text_, statement_); }
    Cursor(const Cursor&) = delete;
    sqlite3_stmt* get() const { return statement_; }
    void bind(const Plan& plan, const Cell* parent) {
      const int count = sqlite3_bind_parameter_count(statement_);
      for (size_t i = 0; i < plan.bounds.size() && static_cast<int>(i) < count; ++i) {
        const Bound& bound = plan.bounds[i];
        const int number = static_cast<int>(i) + 1;
        if (bound.pointer) {
          sqlite3_bind_pointer(statement_, number, bound.pointer, bound.pointer_type, nullptr);
        } else {
          sqlite::bind(statement_, number, bound.cell);
        }
      }
      if (parent && plan.parent <= count) sqlite::bind(statement_, plan.parent, *parent);
    }
    // Errors: "query-too-slow"; what the machine does is thrown.
    Result<bool> step() {
      run_.begun_ = Clock::now();
      const int code = sqlite3_step(statement_);
      run_.spent_ += Clock::now() - run_.begun_;
      if (code == SQLITE_ROW) return true;
      if (code == SQLITE_DONE) return false;
      if ((code & 0xff) == SQLITE_INTERRUPT) return refuse("query-too-slow");
      run_.queries_.connection_.fail(code);
    }

   private:
    QueryRun& run_;
    const std::string& text_;
    sqlite3_stmt* statement_;
  };

  void install() {
    sqlite3* handle = queries_.connection_.handle();
    if (queries_.running_) {
      sqlite3_progress_handler(handle, kInstructions, &Queries::progress, &queries_);
    } else {
      sqlite3_progress_handler(handle, 0, nullptr, nullptr);
    }
  }

  Result<int64_t> count(const Plan& plan, const Cell* parent) {
    Cursor cursor(*this, plan.count);
    cursor.bind(plan, parent);
    TENURE_TRY(const bool found, cursor.step());
    return found ? sqlite3_column_int64(cursor.get(), 0) : 0;
  }

  // Visits up to `most` rows, and with `one_more` the one behind them.
  template <typename Visit>
  Result<void> rows(const Plan& plan, const Cell* parent, int64_t most, bool one_more, Visit visit) {
    int64_t left = most == INT64_MAX ? INT64_MAX : most + (one_more ? 1 : 0);
    int64_t skip = plan.query->after ? 0 : plan.query->skip;
    for (const std::string& text : plan.phases) {
      if (left <= 0) break;
      Cursor cursor(*this, text);
      cursor.bind(plan, parent);
      sqlite3_bind_int64(cursor.get(), plan.limit, left);
      sqlite3_bind_int64(cursor.get(), plan.offset, skip);
      for (;;) {
        TENURE_TRY(const bool found, cursor.step());
        if (!found) break;
        --left;
        TENURE_TRY(const bool go_on, visit(cursor.get()));
        if (!go_on) return {};
      }
    }
    return {};
  }

  static void keep(std::span<const Cell> cells, std::vector<Cell>& out, Arena& arena) {
    arena.reset();
    out.clear();
    for (const Cell& cell : cells) out.push_back(kept(cell, arena));
  }
  static Cell kept(const Cell& cell, Arena& arena) {
    using expression::Kind;
    const bool text = cell.kind == Kind::string || cell.kind == Kind::choice || cell.kind == Kind::binary;
    return text && !cell.collection ? Cell::text(arena.copy(cell.as_text()), cell.kind) : cell;
  }

  template <typename T>
  static std::span<T> room(size_t count, Arena& arena) {
    static_assert(std::is_trivially_destructible_v<T>);
    T* first = reinterpret_cast<T*>(arena.bytes(count * sizeof(T) + 1));
    std::uninitialized_value_construct_n(first, count);
    return {first, count};
  }

  // The rows of a link, kept until the row that they stand in is done.
  Result<Nested> expand(const Plan& plan, const Cell& from, const query::Query& outer, size_t index,
                        Arena& arena) {
    const query::Query& query = *plan.query;
    Nested nested;
    if (from.is_null()) {
      if (query.count) nested.count = 0;
      return nested;
    }
    if (query.count) {
      TENURE_TRY(nested.count, count(plan, &from));
    }
    const bool many = outer.about().links[outer.expand[index].link].many;
    const int64_t most = many ? std::min(query.top.value_or(INT64_MAX), query.page) : 1;
    const bool one_more = many && query.top.value_or(INT64_MAX) > query.page;
    std::vector<Row> found;
    Cells cells;
    const auto row = [&](sqlite3_stmt* statement) -> Result<bool> {
      if (static_cast<int64_t>(found.size()) == most) {
        nested.more = true;
        return false;
      }
      // One row may hold more than that, up to twice; then it is too much for any answer.
      if (++nested_rows_ > limits::kNestedRows * 2) {
        return refuse("query-too-expensive", {{"rows", std::to_string(nested_rows_)},
                                              {"most", std::to_string(limits::kNestedRows)}});
      }
      const Row seen = cells.read(plan, statement);
      Row kept_row;
      kept_row.cells = copy(seen.cells, arena);
      kept_row.order = copy(seen.order, arena);
      kept_row.fact_kind = arena.copy(seen.fact_kind);
      const std::span<Nested> inside = room<Nested>(query.expand.size(), arena);
      for (size_t i = 0; i < inside.size(); ++i) {
        TENURE_TRY(inside[i], expand(*plan.expands[i], cells.link(plan, i), query, i, arena));
      }
      kept_row.expanded = inside;
      found.push_back(kept_row);
      return true;
    };
    TENURE_CHECK_OK(rows(plan, &from, most, one_more, row));
    const std::span<Row> copies = room<Row>(found.size(), arena);
    std::copy(found.begin(), found.end(), copies.begin());
    nested.rows = copies;
    return nested;
  }
  static std::span<const Cell> copy(std::span<const Cell> cells, Arena& arena) {
    const std::span<Cell> copies = room<Cell>(cells.size(), arena);
    for (size_t i = 0; i < cells.size(); ++i) copies[i] = kept(cells[i], arena);
    return copies;
  }

  Queries& queries_;
  const QueryBounds& bounds_;
  QueryRun* outer_;
  Clock::time_point begun_;
  Clock::duration spent_{0};
  int64_t nested_rows_ = 0;
};

int Queries::progress(void* queries) {
  QueryRun* running = static_cast<Queries*>(queries)->running_;
  return running ? running->look() : 0;
}

Result<Answer> Queries::run(WorkspaceId workspace, const query::Query& query,
                            const query::Visitor& visit, const QueryBounds& bounds) {
  TENURE_TRY(const std::unique_ptr<Plan> plan, make_plan(workspace, query));
  return QueryRun(*this, bounds).answer(*plan, visit);
}

std::vector<std::string> Queries::explain(WorkspaceId workspace, const query::Query& query) {
  std::vector<std::string> steps;
  const auto plan = make_plan(workspace, query);
  if (!plan) return steps;
  std::vector<std::string> texts = (*plan)->phases;
  if (!(*plan)->count.empty()) texts.push_back((*plan)->count);
  for (const std::string& asked : texts) {
    const std::string text = "EXPLAIN QUERY PLAN " + asked;
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(connection_.handle(), text.c_str(), -1, &statement, nullptr);
    if (code != SQLITE_OK) connection_.fail(code);
    while (sqlite3_step(statement) == SQLITE_ROW) {
      steps.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(statement, 3)));
    }
    sqlite3_finalize(statement);
  }
  return steps;
}

}  // namespace tenure::store::sqlite
