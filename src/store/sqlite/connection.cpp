#include "store/sqlite/connection.h"

#include "base/assert.h"
#include "base/environment.h"
#include "base/limits_of_store.h"
#include "store/sqlite/collation.h"

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

SqlText& SqlText::name(std::string_view name) {
  for (char c : name) {
    TENURE_ASSERT((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
  }
  text_.append("\"").append(name).append("\"");
  return *this;
}

SqlText& SqlText::parameter(int number) {
  text_.append("?").append(std::to_string(number));
  return *this;
}

Value Statement::value(int column, expression::Kind kind) const {
  using expression::Kind;
  if (is_null(column)) return Null{};
  switch (kind) {
    case Kind::boolean:
      return number(column) != 0;
    case Kind::int64:
      return number(column);
    case Kind::date:
      return Date{static_cast<int32_t>(number(column))};
    case Kind::instant:
      return instant(column);
    case Kind::time_of_day:
      return TimeOfDay{number(column)};
    case Kind::duration:
      return Duration{number(column)};
    case Kind::decimal:
      if (const Result<Decimal> decimal = Decimal::parse(text(column))) return *decimal;
      return Null{};
    case Kind::guid:
      if (const Result<Guid> guid = parse_guid(text(column))) return *guid;
      return Null{};
    case Kind::double_:
      return sqlite3_column_double(statement_, column);
    case Kind::binary:
      return Binary{std::string(bytes(column))};
    default:
      return text(column);
  }
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

constexpr int kBusyMs = 10'000;

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
    add_collations(handle_);
    // Trap: this SQLite may have the WAL-reset bug. One connection checkpoints, between its own
    // transactions; no other ever does, not even when it closes.
    sqlite3_busy_timeout(handle_, kBusyMs);
    sqlite3_file_control(handle_, nullptr, SQLITE_FCNTL_FILE_POINTER, &file_);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    execute("PRAGMA wal_autocheckpoint=0; PRAGMA synchronous=FULL; PRAGMA cell_size_check=ON");
    if (access == Access::read) {
      keep_log();
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
  for (const auto& [text, made] : made_statements_) sqlite3_finalize(made.statement);
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

Statement Connection::prepare(const SqlText& sql) {
  const auto [place, is_new] = made_statements_.try_emplace(sql.text());
  Made& made = place->second;
  made.used = ++uses_;
  if (!made.statement) {
    const int code = sqlite3_prepare_v3(handle_, place->first.c_str(), -1,
                                        SQLITE_PREPARE_PERSISTENT, &made.statement, nullptr);
    if (code != SQLITE_OK) {
      made_statements_.erase(place);
      fail(code);
    }
    ++made.users;
    throw_out();
    --made.users;
  }
  return {*this, made.statement, &made.users};
}

// The one that was not used for the longest time.
void Connection::throw_out() {
  if (made_statements_.size() <= limits::kStatements) return;
  auto oldest = made_statements_.end();
  for (auto it = made_statements_.begin(); it != made_statements_.end(); ++it) {
    if (it->second.users > 0) continue;
    if (oldest == made_statements_.end() || it->second.used < oldest->second.used) oldest = it;
  }
  if (oldest == made_statements_.end()) return;
  sqlite3_finalize(oldest->second.statement);
  made_statements_.erase(oldest);
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

int Connection::checkpoint(Checkpoint how) {
  struct Settings {  // commits are always synced, and wait for whom they must
    Connection& connection;
    const bool unsynced;
    Settings(Connection& c, Checkpoint how) : connection(c), unsynced(how == Checkpoint::unsynced) {
      sqlite3_busy_timeout(c.handle_, how == Checkpoint::restart ? limits::kLogReadersMs : kBusyMs);
      if (unsynced) c.execute("PRAGMA synchronous=OFF");
    }
    ~Settings() {
      if (unsynced) TENURE_ASSERT(sqlite3_exec(connection.handle_, "PRAGMA synchronous=FULL", nullptr, nullptr, nullptr) == SQLITE_OK);
      sqlite3_busy_timeout(connection.handle_, kBusyMs);
    }
  } const settings(*this, how);
  const int mode = how == Checkpoint::truncate  ? SQLITE_CHECKPOINT_TRUNCATE
                   : how == Checkpoint::restart ? SQLITE_CHECKPOINT_RESTART
                                                : SQLITE_CHECKPOINT_PASSIVE;
  int frames = 0, moved = 0;
  const int code = sqlite3_wal_checkpoint_v2(handle_, nullptr, mode, &frames, &moved);
  // Busy: a reader still looks at the end of the log. The next one will do.
  if (code != SQLITE_OK && code != SQLITE_BUSY && code != SQLITE_LOCKED) fail(code);
  return frames - moved;
}

void Connection::keep_log() {
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

bool Connection::sync_file() const {
  return file_->pMethods->xSync(file_, SQLITE_SYNC_NORMAL) == SQLITE_OK;
}

}  // namespace tenure::store::sqlite
