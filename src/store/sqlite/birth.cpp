#include "store/birth.h"

#include <sqlite3.h>

#include <filesystem>
#include <memory>

#include "store/sqlite/schema.h"

namespace tenure::store {
namespace {

namespace fs = std::filesystem;

struct Close {
  void operator()(sqlite3* handle) const { sqlite3_close(handle); }
};
struct Finish {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

// As SQLite takes a file's name in an address. Nothing is made beside a file that is said to be immutable.
std::string address_of(const std::string& path) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string address = "file:";
  for (const char c : path) {
    if (c != '%' && c != '?' && c != '#') address += c;
    else (address += '%') += {kHex[static_cast<unsigned char>(c) >> 4], kHex[static_cast<unsigned char>(c) & 15]};
  }
  return address + "?immutable=1";
}

bool is_worked_with(const std::string& path) {
  std::error_code none;
  for (const char* beside : {"-wal", "-shm", "-journal", ".lock"}) {
    if (fs::exists(fs::symlink_status(path + beside, none))) return true;
  }
  return false;
}

}  // namespace

std::string birth_of(const std::string& path) {
  std::error_code none;
  if (!fs::is_regular_file(fs::symlink_status(path, none)) || is_worked_with(path)) return "";
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(address_of(path).c_str(), &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
  const std::unique_ptr<sqlite3, Close> file(opened);
  if (code != SQLITE_OK) return "";
  sqlite3_stmt* prepared = nullptr;
  sqlite3_prepare_v2(file.get(),
                     "SELECT w.created_at || ' ' || w.name FROM workspace w, pragma_application_id() a"
                     " WHERE a.application_id = ?1 ORDER BY w.id LIMIT 1",
                     -1, &prepared, nullptr);
  const std::unique_ptr<sqlite3_stmt, Finish> statement(prepared);
  if (!statement) return "";
  sqlite3_bind_int64(statement.get(), 1, sqlite::kApplicationId);
  if (sqlite3_step(statement.get()) != SQLITE_ROW) return "";
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement.get(), 0));
  return text ? text : "";
}

}  // namespace tenure::store
