#pragma once
// Runs the statements of a query on one connection.
#include <sqlite3.h>

#include <chrono>
#include <list>
#include <string>
#include <unordered_map>

#include "store/sqlite/connection.h"
#include "store/sqlite/query/plan.h"
#include "store/store.h"

namespace tenure::store::sqlite {

class QueryRun;

// What a connection keeps for queries: its functions, and statements that were run already. Lives shorter
// than the connection.
class Queries {
 public:
  explicit Queries(Connection&);
  ~Queries();
  Queries(const Queries&) = delete;

  Result<query::Answer> run(WorkspaceId, const query::Query&, const query::Visitor&,
                            const QueryBounds&);
  // What SQLite says that it would do for the rows of the query and their count; for tests of indexes.
  std::vector<std::string> explain(WorkspaceId, const query::Query&);

 private:
  friend class QueryRun;
  // A statement for one use at a time; of one text there may be several.
  sqlite3_stmt* take(const std::string& text);
  void give_back(const std::string& text, sqlite3_stmt*);
  static int progress(void* queries);

  Connection& connection_;
  struct Free {
    std::string text;
    sqlite3_stmt* statement;
  };
  std::list<Free> free_;  // the last used first
  std::unordered_multimap<std::string_view, std::list<Free>::iterator> by_text_;
  QueryRun* running_ = nullptr;
};

}  // namespace tenure::store::sqlite
