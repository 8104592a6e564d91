#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/assert.h"
#include "base/environment.h"
#include "base/limits.h"
#include "store/sqlite/account_indexes.h"
#include "store/sqlite/copy.h"
#include "store/sqlite/lock_file.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/statistics.h"
#include "store/sqlite/writer.h"

namespace tenure::store {
namespace sqlite {
namespace {

// Snapshot connections, opened when they are needed, at most limits::kReaders.
class ReaderPool {
 public:
  explicit ReaderPool(std::string path) : path_(std::move(path)) {}

  void read(const std::function<void(Reader&)>& work) {
    std::unique_ptr<Snapshot> snapshot = take();
    struct Return {
      ReaderPool& pool;
      std::unique_ptr<Snapshot>& snapshot;
      ~Return() { pool.give_back(std::move(snapshot)); }
    } const give_back{*this, snapshot};
    snapshot->connection.run("BEGIN");
    struct End {
      Connection& connection;
      ~End() {
        try {
          connection.run("ROLLBACK");
        } catch (const EnvironmentError&) {  // nothing was written that could be lost
        }
      }
    } const end{snapshot->connection};
    work(snapshot->reader);
  }

 private:
  struct Snapshot {
    explicit Snapshot(const std::string& path)
        : connection(path, Access::read), reader(connection) {}
    Connection connection;
    SqliteReader reader;
  };
  std::unique_ptr<Snapshot> take() {
    std::unique_lock lock(mutex_);
    returned_.wait(lock, [&] { return !free_.empty() || open_ < limits::kReaders; });
    if (free_.empty()) {
      ++open_;
      lock.unlock();
      try {
        return std::make_unique<Snapshot>(path_);
      } catch (...) {
        lock.lock();
        --open_;
        returned_.notify_one();
        throw;
      }
    }
    std::unique_ptr<Snapshot> snapshot = std::move(free_.back());
    free_.pop_back();
    return snapshot;
  }
  void give_back(std::unique_ptr<Snapshot> snapshot) {
    std::lock_guard lock(mutex_);
    free_.push_back(std::move(snapshot));
    returned_.notify_one();
  }

  std::string path_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Snapshot>> free_;
  size_t open_ = 0;
};

class SqliteStore final : public Store {
 public:
  explicit SqliteStore(const std::string& path)
      : path_(path), lock_(path), writer_(prepared(path)), readers_(path) {}

  void write(const std::function<void(Transaction&)>& work) override { writer_.write(work); }
  void read(const std::function<void(Reader&)>& work) override { readers_.read(work); }
  bool copy_to(const std::string& path, const CopyProgress& progress) override {
    Connection source(path_, Access::read);
    return copy_database(source, path, progress);
  }
  void serves_at(std::string_view address) override { lock_.say(address); }
  std::string description() const override {
    return "SQLite " + sqlite_version() + ", " + path_;
  }

 private:
  // The file as this program knows it, before anybody works with it.
  static const std::string& prepared(const std::string& path) {
    Connection connection(path, Access::write);
    check_schema(connection);
    connection.execute("PRAGMA journal_mode=WAL");
    bring_up_to_date(connection);
    const bool indexed = index_removed_accounts(connection);
    const bool assumed = connection.number("SELECT count(*) FROM sqlite_schema WHERE name='sqlite_stat1'") > 0;
    if (indexed || !assumed) assume_statistics(connection);
    keep_secret(connection);
    return path;
  }
  static void keep_secret(Connection& connection) {
    std::array<char, 32> bytes;
    randombytes_buf(bytes.data(), bytes.size());
    Statement row =
        connection.prepare("INSERT INTO secret VALUES('store',?1) ON CONFLICT(name) DO NOTHING");
    row.bind_bytes(1, {bytes.data(), bytes.size()}).run();
    sodium_memzero(bytes.data(), bytes.size());
  }

  std::string path_;
  LockFile lock_;
  Writer writer_;
  ReaderPool readers_;
};

// Makes the file, readable by its owner alone, when that is wished; refuses what cannot be a store.
void ensure_file(const std::string& path, bool create) {
  struct stat found;
  if (stat(path.c_str(), &found) == 0) {
    if (!S_ISREG(found.st_mode)) throw EnvironmentError("not-a-store", {{"path", path}});
    // Asked here, for root may write where permissions say no and a store would not notice.
    if (access(path.c_str(), W_OK) != 0 || (found.st_mode & 0222) == 0) {
      throw EnvironmentError("store-read-only",
                             {{"path", path}, {"reason", std::strerror(EACCES)}});
    }
    return;
  }
  if (errno != ENOENT || !create) throw EnvironmentError("no-store", {{"path", path}});
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) {
    if (errno == ENOSPC) throw EnvironmentError("storage-full", {{"path", path}});
    throw EnvironmentError("store-read-only", {{"path", path}, {"reason", std::strerror(errno)}});
  }
  close(file);
}

}  // namespace
}  // namespace sqlite

std::string sqlite_version() { return sqlite3_libversion(); }

std::unique_ptr<Store> open_sqlite(const std::string& path, const OpenOptions& options) {
  TENURE_ASSERT(sodium_init() >= 0);
  sqlite::ensure_file(path, options.create);
  return std::make_unique<sqlite::SqliteStore>(path);
}

}  // namespace tenure::store
