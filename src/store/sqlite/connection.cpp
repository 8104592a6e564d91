#include "store/sqlite/connection.h"

#include "base/assert.h"
#include "base/environment.h"

namespace tenure::store::sqlite {

void fail_with(int code, const std::string& path, std::string_view reason) {
  switch (code & 0xff) {
    case SQLITE_FULL:
      throw EnvironmentError("storage-full", {{"path", path}});
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      throw EnvironmentError("store-read-only", {{"path", path}, {"reason", std::string(reason)}});
    case SQLITE_NOTADB:
      throw EnvironmentError("not-a-store", {{"path", path}});
    case SQLITE_CORRUPT:
      throw EnvironmentError("store-corrupt", {{"path", path}, {"reason", std::string(reason)}});
    default:
      throw EnvironmentError("storage-failed", {{"path", path}, {"reason", std::string(reason)}});
  }
}

void Connection::fail(int code) const {
  const int extended = sqlite3_extended_errcode(handle_);
  // A short write is how some file systems say that they are full.
  if (extended == SQLITE_IOERR_WRITE && sqlite3_system_errno(handle_) == ENOSPC) code = SQLITE_FULL;
  fail_with(code, path_, sqlite3_errmsg(handle_));
}

Statement& Statement::bind_value(int parameter, const Value& value) {
  auto copy = [&](const std::string& text) {
    sqlite3_bind_text(statement_, parameter, text.data(), static_cast<int>(text.size()),
                      SQLITE_TRANSIENT);
  };
  if (value.is_null()) return bind_null(parameter);
  if (const auto* b = value.get<bool>()) return bind(parameter, int64_t{*b});
  if (const auto* n = value.get<int64_t>()) return bind(parameter, *n);
  if (const auto* date = value.get<Date>()) return bind(parameter, int64_t{date->days});
  if (const auto* instant = value.get<Instant>()) return bind(parameter, *instant);
  if (const auto* time = value.get<TimeOfDay>()) return bind(parameter, time->micros);
  if (const auto* duration = value.get<Duration>()) return bind(parameter, duration->micros);
  if (const auto* number = value.get<double>()) {
    sqlite3_bind_double(statement_, parameter, *number);
    return *this;
  }
  if (const auto* text = value.get<std::string>()) return bind_text(parameter, *text);
  if (const auto* bytes = value.get<Binary>()) return bind_bytes(parameter, bytes->bytes);
  copy(to_text(value));  // decimals exactly, guids readably
  return *this;
}

Value Statement::value(int column) const {
  switch (sqlite3_column_type(statement_, column)) {
    case SQLITE_INTEGER:
      return number(column);
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement_, column);
    case SQLITE_TEXT:
      return text(column);
    case SQLITE_BLOB:
      return Binary{std::string(bytes(column))};
    default:
      return Null{};
  }
}

bool Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  connection_->fail(code);
}

namespace {

int remember_frames(void* frames, sqlite3*, const char*, int count) {
  *static_cast<int*>(frames) = count;
  return SQLITE_OK;
}

}  // namespace

Connection::Connection(const std::string& path, Access access) : path_(path) {
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                    SQLITE_OPEN_PRIVATECACHE;
  const int code = sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr);
  if (code != SQLITE_OK) {
    const std::string reason = handle_ ? sqlite3_errmsg(handle_) : sqlite3_errstr(code);
    sqlite3_close(handle_);
    fail_with(code, path, reason);
  }
  try {
    // Trap: this SQLite may have the WAL-reset bug. One connection checkpoints, between its own
    // transactions; no other ever does, not even when it closes.
    sqlite3_busy_timeout(handle_, 10'000);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    execute("PRAGMA wal_autocheckpoint=0; PRAGMA synchronous=FULL; PRAGMA cell_size_check=ON");
    if (access == Access::read) {
      sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
      execute("PRAGMA query_only=ON; PRAGMA cache_size=-4096");
    } else {
      sqlite3_wal_hook(handle_, remember_frames, &log_frames_);
      // Sub-journals of savepoints stay in memory; sorts of readers may spill to files.
      execute("PRAGMA temp_store=MEMORY; PRAGMA cache_size=-40960");
    }
  } catch (...) {
    sqlite3_close(handle_);
    throw;
  }
}

Connection::~Connection() {
  for (const auto& [text, statement] : statements_) sqlite3_finalize(statement);
  for (const auto& [text, statement] : column_statements_) sqlite3_finalize(statement);
  sqlite3_close(handle_);
}

Statement Connection::prepare(Sql sql) {
  sqlite3_stmt*& statement = statements_[sql.text];
  if (!statement) {
    const int code =
        sqlite3_prepare_v3(handle_, sql.text, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) fail(code);
  }
  return {*this, statement};
}

Statement Connection::prepare_column(std::string_view before, std::string_view column,
                                     std::string_view after) {
  for (char c : column) {
    TENURE_ASSERT((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
  }
  std::string text;
  text.append(before).append("\"").append(column).append("\"").append(after);
  sqlite3_stmt*& statement = column_statements_[text];
  if (!statement) {
    const int code = sqlite3_prepare_v3(handle_, text.c_str(), -1, SQLITE_PREPARE_PERSISTENT,
                                        &statement, nullptr);
    if (code != SQLITE_OK) fail(code);
  }
  return {*this, statement};
}

void Connection::execute(Sql sql) {
  const int code = sqlite3_exec(handle_, sql.text, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code);
}

int64_t Connection::number(Sql sql) {
  Statement statement = prepare(sql);
  TENURE_ASSERT(statement.step());
  return statement.number(0);
}

int Connection::checkpoint(bool truncate) {
  int frames = 0, moved = 0;
  const int code = sqlite3_wal_checkpoint_v2(
      handle_, nullptr, truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE, &frames,
      &moved);
  // Busy: a reader still looks at the end of the log. The next one will do.
  if (code != SQLITE_OK && code != SQLITE_BUSY && code != SQLITE_LOCKED) fail(code);
  return frames - moved;
}

}  // namespace tenure::store::sqlite
