#pragma once
// A thin layer over SQLite's C interface: a connection, its statements, and errors as
// EnvironmentError.
#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/instant.h"
#include "base/value.h"
#include "expression/type.h"

namespace tenure::store::sqlite {

// The text of a statement. Only a literal becomes one, so that no statement is ever made of data.
struct Sql {
  const char* text;
  consteval Sql(const char* literal) : text(literal) {}  // NOLINT: a literal is a statement
};

// A statement put together from literals and from names that were checked to be plain snake_case
// (of tables and columns): the only text made at run time.
class SqlText {
 public:
  SqlText(Sql literal) : text_(literal.text) {}  // NOLINT: a literal is a statement
  SqlText& add(Sql literal) {
    text_ += literal.text;
    return *this;
  }
  SqlText& name(std::string_view);
  SqlText& parameter(int number);  // "?7"
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

class Connection;

// A prepared statement while it is used: binds, steps, and is reset when it goes out of scope.
// Parameters and columns count from 1 and 0, as in SQLite. Bound text is not copied: it must live
// until the last step.
class Statement {
 public:
  // `users`: counts who uses it, so that it is not thrown out of the cache meanwhile; may be null.
  Statement(Connection& connection, sqlite3_stmt* statement, int* users = nullptr)
      : connection_(&connection), statement_(statement), users_(users) {
    if (users_) ++*users_;
  }
  Statement(Statement&& other) noexcept
      : connection_(other.connection_),
        statement_(std::exchange(other.statement_, nullptr)),
        users_(std::exchange(other.users_, nullptr)) {}
  Statement(const Statement&) = delete;
  Statement& operator=(Statement&&) = delete;
  ~Statement() {
    if (statement_) sqlite3_reset(statement_);
    if (users_) --*users_;
  }

  Statement& bind(int parameter, int64_t value) {
    sqlite3_bind_int64(statement_, parameter, value);
    return *this;
  }
  Statement& bind(int parameter, Instant value) { return bind(parameter, value.micros); }
  Statement& bind(int parameter, std::optional<Instant> value) {
    if (value) return bind(parameter, value->micros);
    return bind_null(parameter);
  }
  Statement& bind_null(int parameter) {
    sqlite3_bind_null(statement_, parameter);
    return *this;
  }
  Statement& bind_text(int parameter, std::string_view text) {
    sqlite3_bind_text(statement_, parameter, text.data() ? text.data() : "",
                      static_cast<int>(text.size()), SQLITE_STATIC);
    return *this;
  }
  Statement& bind_bytes(int parameter, std::string_view bytes) {
    sqlite3_bind_blob(statement_, parameter, bytes.data() ? bytes.data() : "",
                      static_cast<int>(bytes.size()), SQLITE_STATIC);
    return *this;
  }
  Statement& bind_value(int parameter, const Value&);

  bool step();            // true: a row. Throws EnvironmentError.
  void run() { step(); }  // for statements that give no rows
  bool again() {          // the same statement once more, with other values
    sqlite3_reset(statement_);
    return true;
  }

  int64_t number(int column) const { return sqlite3_column_int64(statement_, column); }
  Instant instant(int column) const { return {number(column)}; }
  bool is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::optional<Instant> maybe_instant(int column) const {
    if (is_null(column)) return std::nullopt;
    return instant(column);
  }
  // Good until the next step.
  std::string_view text(int column) const {
    const auto* bytes = sqlite3_column_text(statement_, column);
    return {bytes ? reinterpret_cast<const char*>(bytes) : "",
            static_cast<size_t>(sqlite3_column_bytes(statement_, column))};
  }
  std::string_view bytes(int column) const {
    const void* bytes = sqlite3_column_blob(statement_, column);
    return {bytes ? static_cast<const char*>(bytes) : "",
            static_cast<size_t>(sqlite3_column_bytes(statement_, column))};
  }
  Value value(int column) const;
  Value value(int column, expression::Kind) const;  // as a column of that type was written

 private:
  Connection* connection_;
  sqlite3_stmt* statement_;
  int* users_;
};

enum class Access : uint8_t { write, read };
enum class Checkpoint : uint8_t {
  unsynced,  // the file is not safe yet when it returns: sync_file() is to come before the log begins anew
  restart,   // waits a moment for readers, so that the next transaction begins the log anew
  truncate   // and the log's file is empty
};

class Connection {
 public:
  // Opens an existing file. A reader is query_only and never checkpoints.
  Connection(const std::string& path, Access);
  ~Connection();
  Connection(const Connection&) = delete;

  Statement prepare(Sql);  // from the cache
  void run(Sql sql) { prepare(sql).run(); }
  void execute(Sql);  // several statements, not cached
  Statement prepare(const SqlText&);  // from a cache of limits::kStatements
  int64_t number(Sql);  // the first column of the only row

  bool in_transaction() const { return !sqlite3_get_autocommit(handle_); }
  int64_t last_rowid() const { return sqlite3_last_insert_rowid(handle_); }
  // Moves what it can from the log into the file; returns the frames that are still in the log alone.
  int checkpoint(Checkpoint);
  // Waits until all that was written to the file is on the disk; false: it may never be. From any thread.
  bool sync_file() const;
  void keep_log();  // when the last connection closes: it is not moved then
  int log_frames() const { return log_frames_; }  // after the last commit
  // The reason must be known: throws what SQLite's last error means.
  [[noreturn]] void fail(int code) const;
  const std::string& path() const { return path_; }
  sqlite3* handle() const { return handle_; }  // for functions of our own and what the layer lacks

 private:
  void throw_out();

  std::string path_;
  sqlite3* handle_ = nullptr;
  sqlite3_file* file_ = nullptr;
  int log_frames_ = 0;
  std::unordered_map<const char*, sqlite3_stmt*> statements_;
  struct Made {
    sqlite3_stmt* statement = nullptr;
    int users = 0;
    uint64_t used = 0;
  };
  std::unordered_map<std::string, Made> made_statements_;
  uint64_t uses_ = 0;
};

// The EnvironmentError that an SQLite result code means.
[[noreturn]] void fail_with(int code, const std::string& path, std::string_view reason);

}  // namespace tenure::store::sqlite
