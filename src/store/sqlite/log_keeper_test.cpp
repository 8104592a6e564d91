// When the power goes, what was acknowledged is there: at every moment between two writes to the disk. A file system
// between SQLite and the real one knows what a disk would have kept: what was synced, and any part of what was not.
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <mutex>
#include <random>
#include <thread>

#include "base/limits_of_store.h"
#include "store/store.h"

namespace tenure::store {
namespace {

// One file, as it is on the disk, and what was written since.
struct OnDisk {
  struct Written {
    int64_t at = 0;
    std::string bytes;   // none: cut off here
    bool cut = false;
  };
  std::string kept;
  std::vector<Written> pending;

  static void apply(std::string& content, const Written& written) {
    const auto at = static_cast<size_t>(written.at);
    if (written.cut) return content.resize(at);
    if (content.size() < at + written.bytes.size()) content.resize(at + written.bytes.size());
    content.replace(at, written.bytes.size(), written.bytes);
  }
  void sync(size_t count) {
    for (size_t i = 0; i < count; ++i) apply(kept, pending[i]);
    pending.erase(pending.begin(), pending.begin() + static_cast<ptrdiff_t>(count));
  }
  // Pages of a file come to the disk in any order; of what was not synced, any part.
  std::string after_power_loss(std::mt19937& random) const {
    std::string content = kept;
    const unsigned of_ten = random() % 11;
    for (const Written& written : pending) {
      if (random() % 10 < of_ten) apply(content, written);
    }
    return content;
  }
};

struct Disk {
  std::mutex mutex;
  std::string path;            // that is watched
  OnDisk file, log;
  int begun_anew = 0;          // the log
  std::atomic<bool> fails = false;  // syncs of the file do
  std::atomic<int> slow_ms = 0;     // syncs of the file are
  std::function<void()> before_write;  // under the mutex
};
Disk* disk = nullptr;
sqlite3_vfs* real_vfs = nullptr;

struct Watched {
  sqlite3_file base;
  OnDisk* on_disk;  // null: another file
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
Watched& of(sqlite3_file* file) { return *reinterpret_cast<Watched*>(file); }
sqlite3_file* real(sqlite3_file* file) { return of(file).real(); }

void note(Watched& file, OnDisk::Written written) {
  if (!file.on_disk) return;
  const std::lock_guard lock(disk->mutex);
  if (disk->before_write) disk->before_write();
  if (file.on_disk == &disk->log && written.at == 0 && !written.cut) ++disk->begun_anew;
  file.on_disk->pending.push_back(std::move(written));
}

int sync_watched(sqlite3_file* file, int flags) {
  OnDisk* on_disk = of(file).on_disk;
  if (!on_disk) return real(file)->pMethods->xSync(real(file), flags);
  if (on_disk == &disk->file && disk->fails) return SQLITE_IOERR_FSYNC;
  size_t count = 0;
  {
    const std::lock_guard lock(disk->mutex);
    count = on_disk->pending.size();
  }
  if (on_disk == &disk->file && disk->slow_ms > 0) std::this_thread::sleep_for(std::chrono::milliseconds(disk->slow_ms));
  const std::lock_guard lock(disk->mutex);
  on_disk->sync(std::min(count, on_disk->pending.size()));
  return SQLITE_OK;
}

const sqlite3_io_methods kMethods = {
    3,
    [](sqlite3_file* f) { return real(f)->pMethods->xClose(real(f)); },
    [](sqlite3_file* f, void* to, int n, sqlite3_int64 at) { return real(f)->pMethods->xRead(real(f), to, n, at); },
    [](sqlite3_file* f, const void* from, int n, sqlite3_int64 at) {
      note(of(f), {at, std::string(static_cast<const char*>(from), static_cast<size_t>(n)), false});
      return real(f)->pMethods->xWrite(real(f), from, n, at);
    },
    [](sqlite3_file* f, sqlite3_int64 size) {
      note(of(f), {size, "", true});
      return real(f)->pMethods->xTruncate(real(f), size);
    },
    sync_watched,
    [](sqlite3_file* f, sqlite3_int64* size) { return real(f)->pMethods->xFileSize(real(f), size); },
    [](sqlite3_file* f, int lock) { return real(f)->pMethods->xLock(real(f), lock); },
    [](sqlite3_file* f, int lock) { return real(f)->pMethods->xUnlock(real(f), lock); },
    [](sqlite3_file* f, int* out) { return real(f)->pMethods->xCheckReservedLock(real(f), out); },
    [](sqlite3_file* f, int what, void* with) { return real(f)->pMethods->xFileControl(real(f), what, with); },
    [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); },
    [](sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); },
    [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
      return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
    },
    [](sqlite3_file* f, int first, int n, int flags) { return real(f)->pMethods->xShmLock(real(f), first, n, flags); },
    [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); },
    [](sqlite3_file* f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); },
    [](sqlite3_file* f, sqlite3_int64 at, int n, void** out) { return real(f)->pMethods->xFetch(real(f), at, n, out); },
    [](sqlite3_file* f, sqlite3_int64 at, void* page) { return real(f)->pMethods->xUnfetch(real(f), at, page); }};

int open_watched(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
  Watched& watched = of(file);
  watched.base.pMethods = nullptr;
  watched.on_disk = nullptr;
  const int code = real_vfs->xOpen(real_vfs, name, watched.real(), flags, out);
  if (code != SQLITE_OK) return code;
  watched.base.pMethods = &kMethods;
  if (name && disk && disk->path == name) watched.on_disk = &disk->file;
  if (name && disk && disk->path + "-wal" == name) watched.on_disk = &disk->log;
  return SQLITE_OK;
}

class LogKeeperTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "/log-" + std::to_string(getpid());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    disk = &disk_;
    disk_.path = std::filesystem::canonical(folder_).string() + "/store.db";  // as SQLite names it
    real_vfs = sqlite3_vfs_find(nullptr);
    vfs_ = *real_vfs;
    vfs_.szOsFile = static_cast<int>(sizeof(Watched)) + real_vfs->szOsFile;
    vfs_.zName = "watched";
    vfs_.pNext = nullptr;
    vfs_.xOpen = open_watched;
    ASSERT_EQ(sqlite3_vfs_register(&vfs_, 1), SQLITE_OK);
    store_ = open_sqlite(disk_.path, {.create = true});
    store_->write([&](Transaction& t) {
      workspace_ = t.add_workspace("default", "UTC", {0});
      const AccountId a = t.add_account(workspace_, "A", {1});
      t.save_account(workspace_, {.id = a, .state = "s", .definition = 1});
    });
  }
  void TearDown() override {
    store_.reset();
    sqlite3_vfs_unregister(&vfs_);
    disk = nullptr;
    std::filesystem::remove_all(folder_);
  }
  // Facts all over the account's time, so that old pages change too.
  void commit(int facts = 150) {
    store_->write([&](Transaction& t) {
      const Name kind = t.intern(workspace_, "order.placed");
      for (int i = 0; i < facts; ++i) {
        const std::string key = "O" + std::to_string(written_ + i);
        t.add(workspace_, Fact{.account = 1, .at = {static_cast<int64_t>(random_())}, .kind = kind, .key = key, .body = body_});
      }
    });
    written_ += facts;
  }
  // What a program finds that starts on what the disk has kept.
  void check_after_power_loss(const std::string& file, const std::string& log, int64_t acknowledged) {
    const std::string path = folder_ + "/lost.db";
    for (const char* ending : {"", "-wal", "-shm"}) std::filesystem::remove(path + ending);
    std::ofstream(path, std::ios::binary) << file;
    std::ofstream(path + "-wal", std::ios::binary) << log;
    const auto store = open_sqlite(path);
    store->read([&](Reader& reader) {
      EXPECT_GE(reader.extent(workspace_).facts, acknowledged);
      EXPECT_TRUE(reader.check(workspace_).empty());
    });
  }
  int64_t found() {
    int64_t facts = 0;
    store_->read([&](Reader& reader) { facts = reader.extent(workspace_).facts; });
    return facts;
  }

  Disk disk_;
  sqlite3_vfs vfs_{};
  std::string folder_;
  std::unique_ptr<Store> store_;
  WorkspaceId workspace_ = 0;
  std::mt19937 random_{7};
  const std::string body_ = std::string(3'000, 'x');
  std::atomic<int64_t> written_ = 0;  // and acknowledged
};

TEST_F(LogKeeperTest, G2_what_was_acknowledged_survives_a_loss_of_power_at_any_moment) {
  struct Image {
    std::string file, log;
    int64_t acknowledged;
  };
  std::mt19937 random(11);
  std::vector<Image> images;  // the moments at which the log begins anew, and some others
  int writes = 0;
  disk_.slow_ms = 30;
  disk_.before_write = [&] {
    const bool begins_anew = disk_.begun_anew > 0 && !disk_.log.pending.empty() && disk_.log.pending.back().at == 0;
    if (++writes % 4'999 != 0 && !begins_anew) return;
    images.push_back({disk_.file.after_power_loss(random), disk_.log.after_power_loss(random), written_});
  };
  for (int i = 0; i < 90 && disk_.begun_anew < 5; ++i) {
    commit();
    std::vector<Image> taken;
    {
      const std::lock_guard lock(disk_.mutex);
      taken.swap(images);
    }
    for (const Image& image : taken) check_after_power_loss(image.file, image.log, image.acknowledged);
  }
  EXPECT_GE(disk_.begun_anew, 3) << "the log was hardly ever begun anew: nothing was tried";
  disk_.before_write = nullptr;
  EXPECT_EQ(found(), written_);
}

// Pages of the log at its longest.
TEST_F(LogKeeperTest, the_log_stays_short_behind_small_commits_and_large_ones) {
  const auto longest = [&] { return std::filesystem::file_size(disk_.path + "-wal") / 4'096; };
  disk_.slow_ms = 20;
  for (int i = 0; i < 60; ++i) {
    commit();
    std::this_thread::sleep_for(std::chrono::milliseconds(30));  // no faster than the disk, on a busy machine too
  }
  EXPECT_GE(disk_.begun_anew, 2);
  EXPECT_LT(longest(), 2u * limits::kLogPages);
  for (int i = 0; i < 20; ++i) commit(1'500);
  EXPECT_GE(disk_.begun_anew, 4);
  EXPECT_LT(longest(), 2u * limits::kLogPagesLong);
}

TEST_F(LogKeeperTest, pages_that_a_disk_could_not_keep_stay_in_the_log) {
  while (disk_.begun_anew < 2) commit();
  disk_.fails = true;
  const int before = disk_.begun_anew;
  for (int i = 0; i < 60; ++i) commit();
  EXPECT_LE(disk_.begun_anew, before + 1);  // what it had kept by then
  store_.reset();
  ASSERT_TRUE(std::filesystem::exists(disk_.path + "-wal"));
  check_after_power_loss(disk_.file.kept, disk_.log.kept, written_);
  disk_.fails = false;
  store_ = open_sqlite(disk_.path);
  EXPECT_EQ(found(), written_);
}

}  // namespace
}  // namespace tenure::store
