#pragma once
// For tests of other rooms that need a file as an older program left it.
#include <sqlite3.h>

#include <string>

namespace tenure::store {

// Runs the statements on a file of their own making; "" when all went well, else what SQLite says.
inline std::string run_sql(const std::string& path, const std::string& sql) {
  sqlite3* db = nullptr;
  if (sqlite3_open(path.c_str(), &db) != SQLITE_OK) return "cannot be opened";
  char* message = nullptr;
  std::string said;
  if (sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &message) != SQLITE_OK) said = message ? message : "failed";
  sqlite3_free(message);
  sqlite3_close(db);
  return said;
}

}  // namespace tenure::store
