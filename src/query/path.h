#pragma once
// What a name in a compiled condition is: through which links it goes, and where it ends.
#include <optional>
#include <vector>

#include "base/limits.h"
#include "expression/program.h"
#include "query/model.h"

namespace tenure::query {

// The rows that a condition sees at some place: the query's own, and the members that the enclosing any, all
// and $filter are at, outermost first.
struct Sight {
  const Model* model = nullptr;
  uint16_t root = 0;
  std::vector<uint16_t> members;  // their entities
};

struct Path {
  static constexpr int kRoot = -1;
  int base = kRoot;             // the row it starts from: the query's own, or Sight::members[base]
  std::vector<uint16_t> links;  // to-one, each of the entity that the one before leads to
  uint16_t entity = 0;          // where it ends: this row,
  enum class End : uint8_t { row, field, link } end = End::row;
  uint16_t index = 0;           // … its field or link
};

// Nothing where the node is no name.
std::optional<Path> path_of(const Sight&, const expression::Node&);

// The collection that any, all and $count go over: a link's rows, those that every filter takes.
struct Members {
  Path path;
  std::vector<const expression::Node*> filters;  // outermost last; each sees the member as the last of Sight
};
std::optional<Members> members_of(const Sight&, const expression::Node&);

// Does it ask nothing of any row? Then it has one value for the whole query.
bool is_constant(const expression::Node&);

// Refuses what has no meaning over a model: values made of whole rows, lists of rows anywhere but under any,
// all and $count, fields that can only be selected, numbers that are none.
// Errors, with position: "not-supported" {what}, "not-filterable" {name}, "invalid-literal" {text, type}.
Result<void> check(const Sight&, const expression::Node&);

// The same over a grouped row: its records are steps of a name, nothing else. Errors as above.
Result<void> check_grouped(const expression::Node&);
// The column that a name means: "account_record/sector"; "" where the node is no name.
std::string grouped_name(const expression::RecordType& row, const expression::Node&);

}  // namespace tenure::query
