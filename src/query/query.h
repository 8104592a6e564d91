#pragma once
// A typed read: what bind() makes of text and a store answers. No address, no SQL.
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/time_zone.h"
#include "base/value.h"
#include "expression/expression.h"
#include "query/model.h"
#include "query/search.h"

namespace tenure::query {

// By a field of the entity (also a hidden one), or by an expression. Nulls come first, with `descending` last.
struct OrderKey {
  std::optional<expression::Program> by;
  uint16_t field = 0;  // without `by`; of a grouped query: its column
  bool descending = false;
};

// Behind which row a page begins: that row's value of each order key.
struct Position {
  std::vector<Value> values;
  bool operator==(const Position&) const = default;
};

enum class Method : uint8_t { sum, min, max, average, countdistinct, count };
struct Aggregate {
  Method method = Method::count;
  std::optional<expression::Program> of;  // none for count
  std::string alias;
  expression::Type type;  // of the result
};
// groupby and aggregate. The answer's rows are `by`, then `aggregates`; without `by` one row.
struct Grouping {
  struct By {
    expression::Program value;
    std::string path;  // "account_record/sector"
  };
  std::vector<By> by;
  std::vector<Aggregate> aggregates;
  // A grouped row: a field per column. A path's segments are records in it: {account_record: {sector}}.
  std::unique_ptr<expression::RecordType> type;
  std::vector<std::unique_ptr<expression::RecordType>> inner;
  size_t columns() const { return by.size() + aggregates.size(); }
};

struct When {
  std::optional<Instant> at;        // what was true then; default: now
  std::optional<Instant> known_at;  // what was believed then; default: today's belief
};

// The rows that one link of one row leads to: those of `entity` that the conditions find.
struct Within {
  uint16_t entity = 0, link = 0;
  std::vector<expression::Program> key;
};

// Those rows alone whose whole-number field has one of these values.
struct Among {
  uint16_t field = 0;
  std::vector<int64_t> values;  // ascending
};

struct Expand;
struct Query {
  ModelPtr model;
  uint16_t entity = 0;
  // Conditions over the entity's row (source 0: Entity::type); all must hold.
  std::vector<expression::Program> filters;
  std::optional<Search> search;
  std::optional<Within> within;
  std::optional<Among> among;
  // With it: `having` are conditions over its rows (source 0: Grouping::type), `order` sorts its rows,
  // select and expand are empty.
  std::optional<Grouping> grouping;
  std::vector<expression::Program> having;
  // Complete: the last ones make it unique.
  std::vector<OrderKey> order;
  std::optional<Position> after;
  std::optional<int64_t> top;  // no more rows than that in all
  int64_t skip = 0;
  int64_t page = INT64_MAX;    // no more rows than that in one answer; the answer says where the next begins
  bool count = false;          // how many there are, whatever top, skip and after say
  bool rows = true;            // false: the count alone
  std::vector<uint16_t> select;  // fields of the answer's rows, in order
  std::vector<std::pair<uint16_t, std::vector<std::string>>> parts;  // of a field that has parts: those alone
  std::vector<Expand> expand;
  When when;
  Instant now;                        // what now() answers
  const TimeZone* zone = nullptr;     // the workspace's; null = UTC
  std::optional<std::string> owner;   // own accounts only: those of this user

  const Entity& about() const { return model->entities[entity]; }
};

// A link's rows inside each row; `query` is about the link's target.
struct Expand {
  uint16_t link = 0;
  std::unique_ptr<Query> query;
};

// A row of an answer: views, good until the visitor returns.
struct Nested;
struct Row {
  std::span<const expression::Cell> cells;  // Query::select; of a grouped query: its columns
  std::span<const expression::Cell> order;  // Query::order: position(row.order) is this row's place
  std::span<const Nested> expanded;         // Query::expand
  // Place::Kind::body fields are binary cells: the bytes of the fact's body. This is its kind.
  std::string_view fact_kind;
};
struct Nested {
  std::span<const Row> rows;     // of a to-one link none or one
  std::optional<int64_t> count;  // where it was asked for
  bool more = false;             // a page was full: the link has more rows than these
};
Position position(std::span<const expression::Cell> order);
// As bytes, and back: for links that a client follows. Whoever hands them out signs them. Errors:
// "invalid-position", also where it is not of a query ordered like this one.
std::string encode(const Position&);
Result<Position> decode_position(const Query&, std::string_view bytes);

// Called once per row; false: enough.
using Visitor = std::function<bool(const Row&)>;

struct Answer {
  std::optional<int64_t> count;
  std::optional<Position> next;  // the page was full and there are more rows: Query::after of the next page
  int64_t rows = 0;              // visited
  bool stopped = false;          // by the visitor
};

}  // namespace tenure::query
