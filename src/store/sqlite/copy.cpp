#include "store/sqlite/copy.h"

#include <memory>

#include "base/environment.h"
#include "base/limits.h"

namespace tenure::store::sqlite {
namespace {

struct Close {
  void operator()(sqlite3* handle) const { sqlite3_close(handle); }
};
struct Finish {
  void operator()(sqlite3_backup* backup) const { sqlite3_backup_finish(backup); }
};

// A new file that nobody relies on until it is whole needs no journal and no syncs of its own.
std::unique_ptr<sqlite3, Close> open_target(const std::string& path) {
  sqlite3* handle = nullptr;
  int code = sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE,
                             nullptr);
  std::unique_ptr<sqlite3, Close> target(handle);
  if (code == SQLITE_OK) {
    code = sqlite3_exec(handle, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF", nullptr, nullptr,
                        nullptr);
  }
  if (code != SQLITE_OK) fail_with(code, path, sqlite3_errstr(code));
  return target;
}

}  // namespace

bool copy_database(Connection& source, const std::string& target,
                   const Store::CopyProgress& progress) {
  const auto handle = open_target(target);
  source.run("BEGIN");
  const int64_t page = source.number("PRAGMA page_size");
  source.number("SELECT count(*) FROM sqlite_schema");  // from here on it is one snapshot
  std::unique_ptr<sqlite3_backup, Finish> backup(
      sqlite3_backup_init(handle.get(), "main", source.handle(), "main"));
  if (!backup) fail_with(sqlite3_errcode(handle.get()), target, sqlite3_errmsg(handle.get()));
  bool going = true;
  int code = SQLITE_OK;
  while (going && code == SQLITE_OK) {
    code = sqlite3_backup_step(backup.get(), limits::kCopyPages);
    const int64_t total = sqlite3_backup_pagecount(backup.get());
    const int64_t left = sqlite3_backup_remaining(backup.get());
    if (progress) going = progress((total - left) * page, total * page) || code == SQLITE_DONE;
  }
  if (code != SQLITE_OK && code != SQLITE_DONE) {
    const bool full = (code & 0xff) == SQLITE_FULL;
    fail_with(full ? SQLITE_FULL : code, target, sqlite3_errstr(code));
  }
  backup.reset();
  source.run("ROLLBACK");
  return code == SQLITE_DONE;
}

}  // namespace tenure::store::sqlite
