// Files as files: what one says of itself in its first bytes, and one in the place of another.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>

#include "base/environment.h"
#include "base/limits.h"
#include "base/new_file.h"
#include "store/sqlite/lock_file.h"
#include "store/sqlite/schema.h"
#include "store/store.h"

namespace tenure::store {
namespace {

namespace fs = std::filesystem;
using sqlite::LockFile;

class File {
 public:
  explicit File(const std::string& path) : path_(path) {
    descriptor_ = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor_ < 0 && errno == ENOENT) throw EnvironmentError("no-store", {{"path", path}});
    if (descriptor_ < 0) fail(errno);
    struct stat found;
    if (fstat(descriptor_, &found) != 0) fail(errno);
    if (!S_ISREG(found.st_mode)) throw EnvironmentError("not-a-store", {{"path", path}});
    size_ = found.st_size;
  }
  ~File() { close(descriptor_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  int64_t size() const { return size_; }
  // Fewer than asked for only at the end.
  size_t read(char* into, size_t bytes) {
    size_t got = 0;
    while (got < bytes) {
      const ssize_t count = ::read(descriptor_, into + got, bytes - got);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) fail(errno);
      if (count == 0) break;
      got += static_cast<size_t>(count);
    }
    return got;
  }

 private:
  [[noreturn]] void fail(int reason) const {
    throw EnvironmentError("storage-failed", {{"path", path_}, {"reason", std::strerror(reason)}});
  }
  std::string path_;
  int descriptor_ = -1;
  int64_t size_ = 0;
};

// As https://www.sqlite.org/fileformat2.html section 1.3 lays them out.
constexpr size_t kHeader = 100, kVersionAt = 60, kApplicationAt = 68;
constexpr std::string_view kMagic{"SQLite format 3\0", 16};

int64_t big_endian(const char* bytes) {
  int64_t number = 0;
  for (int i = 0; i < 4; ++i) number = number << 8 | static_cast<uint8_t>(bytes[i]);
  return number;
}

int64_t version_in(const std::array<char, kHeader>& header, size_t size, const std::string& path) {
  if (size < kHeader || std::string_view(header.data(), kMagic.size()) != kMagic ||
      big_endian(header.data() + kApplicationAt) != sqlite::kApplicationId) {
    throw EnvironmentError("not-a-store", {{"path", path}});
  }
  return big_endian(header.data() + kVersionAt);
}

bool is_there(const std::string& path) {
  struct stat found;
  return lstat(path.c_str(), &found) == 0;
}

void write_all(int descriptor, const char* bytes, size_t count, const std::string& path) {
  while (count > 0) {
    const ssize_t done = write(descriptor, bytes, count);
    if (done < 0 && errno == EINTR) continue;
    if (done < 0 && errno == ENOSPC) throw EnvironmentError("storage-full", {{"path", path}});
    if (done < 0)
      throw EnvironmentError("file-not-written",
                             {{"path", path}, {"reason", std::strerror(errno)}});
    bytes += done;
    count -= static_cast<size_t>(done);
  }
}

// False: it was stopped.
bool copy_file(const std::string& from, const std::string& to,
               const Store::CopyProgress& progress) {
  File source(from);
  const int target = open(to.c_str(), O_WRONLY | O_CLOEXEC);
  if (target < 0)
    throw EnvironmentError("file-not-written", {{"path", to}, {"reason", std::strerror(errno)}});
  struct Close {
    int descriptor;
    ~Close() { close(descriptor); }
  } const close_target{target};
  std::string buffer(limits::kCopyBytes, '\0');
  for (int64_t done = 0;;) {
    const size_t count = source.read(buffer.data(), buffer.size());
    if (count == 0) return true;
    write_all(target, buffer.data(), count, to);
    done += static_cast<int64_t>(count);
    if (progress && !progress(done, source.size())) return false;
  }
}

void rename_file(const std::string& from, const std::string& to) {
  if (rename(from.c_str(), to.c_str()) != 0 && errno != ENOENT) {
    throw EnvironmentError("file-not-written", {{"path", to}, {"reason", std::strerror(errno)}});
  }
}

void close_properly(const std::string& path) {
  if (!is_there(path + "-wal")) return;
  try {
    sqlite::Connection(path, sqlite::Access::write).checkpoint(sqlite::Checkpoint::truncate);
  } catch (const EnvironmentError&) {  // it is being replaced for a reason
  }
}

}  // namespace

SchemaStatus schema_status(const std::string& path) {
  std::array<char, kHeader> header{};
  File file(path);
  const size_t size = file.read(header.data(), header.size());
  const auto steps = sqlite::schema_steps();
  SchemaStatus status{.known = static_cast<int64_t>(steps.size())};
  // A file without a byte is a store that nobody has written to yet.
  if (size > 0) status.version = version_in(header, size, path);
  for (size_t i = static_cast<size_t>(status.version); i < steps.size(); ++i)
    status.missing.emplace_back(steps[i].name);
  return status;
}

struct Restoring::Impl {
  Impl(const std::string& copy, const std::string& path, const Options& options)
      : path(path), options(options), lock(path), file(path, options.may_replace) {
    if (is_there(copy + ".lock")) LockFile asked(copy);  // nobody may be working with it
  }
  ~Impl() { clear(); }
  // What opening the temporary file as a store left beside it.
  void clear() const {
    for (const char* ending : {"-wal", "-shm", ".lock"})
      unlink((file.temporary() + ending).c_str());
  }

  std::string path;
  Options options;
  LockFile lock;
  NewFile file;
  bool stopped = false;
};

Restoring::Restoring(const std::string& copy, const std::string& path, const Options& options,
                     const Store::CopyProgress& progress) {
  const SchemaStatus status = schema_status(copy);
  std::error_code none;
  if (fs::equivalent(copy, path, none)) throw EnvironmentError("file-exists", {{"path", path}});
  if (status.version > status.known) {
    throw EnvironmentError("store-newer", {{"path", copy},
                                           {"schema", std::to_string(status.version)},
                                           {"known", std::to_string(status.known)}});
  }
  if (fs::exists(copy + "-wal", none) && fs::file_size(copy + "-wal", none) > 0)
    throw EnvironmentError("not-a-backup", {{"path", copy}});
  impl_ = std::make_unique<Impl>(copy, path, options);
  impl_->clear();
  impl_->stopped = !copy_file(copy, impl_->file.temporary(), progress);
}

Restoring::~Restoring() = default;
bool Restoring::stopped() const {
  return impl_->stopped;
}
const std::string& Restoring::temporary() const {
  return impl_->file.temporary();
}

std::string Restoring::keep() {
  impl_->clear();
  const std::string& path = impl_->path;
  std::string aside;
  if (is_there(path)) {
    aside = path + ".replaced-" + impl_->options.replaced_as;
    if (link(path.c_str(), aside.c_str()) != 0) {
      if (errno == EEXIST) throw EnvironmentError("file-exists", {{"path", aside}});
      throw EnvironmentError("file-not-written",
                             {{"path", aside}, {"reason", std::strerror(errno)}});
    }
    // A log must never lie beside a file that is not its own. A sound store has none once it was
    // opened and closed; a damaged one keeps its log under the new name.
    close_properly(path);
    rename_file(path + "-wal", aside + "-wal");
    unlink((path + "-shm").c_str());
  }
  impl_->file.keep();
  return aside;
}

}  // namespace tenure::store
