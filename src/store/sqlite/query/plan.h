#pragma once
// A query as statements: what to run, what to bind, what comes back.
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "query/query.h"
#include "store/sqlite/query/residual.h"
#include "store/store.h"

namespace tenure::store::sqlite {

// The value of ?n: a cell, or something of ours that a tenure_* function gets back.
struct Bound {
  expression::Cell cell;
  void* pointer = nullptr;
  const char* pointer_type = nullptr;
};

struct Plan {
  const query::Query* query = nullptr;
  // Statements for the rows, one after the other until there are enough of them: where a page begins among
  // rows whose first order key is null, or the others come behind. Columns: the selected fields, the order
  // keys, the values that expanded links start from, and for facts' bodies the kind.
  std::vector<std::string> phases;
  std::string count;  // "" = not asked for
  std::vector<expression::Type> columns;
  size_t selected = 0, ordered = 0, linked = 0;  // how many of each
  bool has_kind = false;
  std::vector<Bound> bounds;  // ?1, ?2 …; a statement uses some of them
  int limit = 0, offset = 0, parent = 0;  // numbers of those that change from run to run; 0 = none
  expression::Type parent_type;
  std::vector<std::unique_ptr<Plan>> expands;  // as Query::expand

  std::deque<Residual> residuals;
  expression::Arena arena;  // of constants
};

// The query must outlive the plan. Errors: "query-too-complex" {what, most}.
Result<std::unique_ptr<Plan>> make_plan(WorkspaceId, const query::Query&);

}  // namespace tenure::store::sqlite
