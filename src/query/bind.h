#pragma once
// Text to a typed query. Every name is looked for in the model alone: what a caller may not see and what does
// not exist are refused with the same bytes ("unknown-name").
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "query/query.h"

namespace tenure::query {

// The options of a request, decoded (no percent signs), each at most once.
struct Options {
  std::optional<std::string> select, filter, orderby, search, expand, apply;
  std::optional<int64_t> top, skip;
  bool count = false;
  bool rows = true;  // false: the count alone, as of /$count
  std::vector<std::pair<std::string, std::string>> aliases;  // "p" of @p=… → its text; others are null
};

// What a query needs beside its text.
struct Setting {
  Instant now;
  const TimeZone* zone = nullptr;
  When when;
  std::optional<std::string> owner;  // Query::owner
  int64_t page = 1'000;              // Query::page, and what a nested collection gives at most
};

// `entity`: what the rows are. Errors, with position where one option's text is to blame; the argument
// "option" names it ("$filter"): those of expression::parse and compile; "unknown-name" {name, nearest};
// "query-too-complex" {what, most}; "query-too-expensive" {rows, most}; "search-syntax"; "option-syntax"
// {expected}; "not-supported" {what}; "invalid-option" {value}.
Result<Query> bind(ModelPtr model, uint16_t entity, const Options&, const Setting&);

// One row by its key, or by an alternate one: {{"key", "A-1"}}. The names must be those of the whole key or of
// one unique field ("invalid-key" {entity} otherwise).
Result<Query> bind_one(ModelPtr model, uint16_t entity,
                       const std::vector<std::pair<std::string, Value>>& key, const Options&,
                       const Setting&);
// The rows that a link of one row leads to: accounts('A-1')/orders.
Result<Query> bind_linked(ModelPtr model, uint16_t entity, uint16_t link,
                          const std::vector<std::pair<std::string, Value>>& key, const Options&,
                          const Setting&);

// A condition over an entity's row, as filter has it: for segments, bulk selections and webhooks' filters.
Result<expression::Program> bind_condition(ModelPtr, uint16_t entity, std::string_view text);

}  // namespace tenure::query
