#include "base/new_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "base/environment.h"

namespace tenure {
namespace {

[[noreturn]] void fail(const std::string& path, int reason) {
  if (reason == EEXIST) throw EnvironmentError("file-exists", {{"path", path}});
  if (reason == EWOULDBLOCK) throw EnvironmentError("file-busy", {{"path", path}});
  if (reason == ENOSPC || reason == EDQUOT)
    throw EnvironmentError("storage-full", {{"path", path}});
  throw EnvironmentError("file-not-written", {{"path", path}, {"reason", std::strerror(reason)}});
}

}  // namespace

NewFile::NewFile(std::string path, bool may_replace)
    : path_(std::move(path)), temporary_(path_ + ".part"), may_replace_(may_replace) {
  struct stat found;
  if (!may_replace && lstat(path_.c_str(), &found) == 0) fail(path_, EEXIST);
  descriptor_ = open(temporary_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor_ < 0) fail(path_, errno);
  // The one who holds the lock may throw away what an earlier attempt left.
  if (flock(descriptor_, LOCK_EX | LOCK_NB) != 0 || ftruncate(descriptor_, 0) != 0) {
    const int reason = errno;
    close(descriptor_);
    fail(path_, reason);
  }
}

NewFile::~NewFile() {
  if (descriptor_ < 0) return;
  unlink(temporary_.c_str());
  close(descriptor_);
}

int64_t NewFile::bytes() const {
  struct stat found;
  return fstat(descriptor_, &found) == 0 ? found.st_size : 0;
}

void NewFile::keep() {
  if (fsync(descriptor_) != 0) fail(path_, errno);
  if (may_replace_) {
    if (rename(temporary_.c_str(), path_.c_str()) != 0) fail(path_, errno);
  } else if (renameat2(AT_FDCWD, temporary_.c_str(), AT_FDCWD, path_.c_str(), RENAME_NOREPLACE) !=
             0) {
    // Some file systems know no such rename; a second name for the same file is refused as well.
    if (errno != EINVAL && errno != ENOSYS) fail(path_, errno);
    if (link(temporary_.c_str(), path_.c_str()) != 0) fail(path_, errno);
    unlink(temporary_.c_str());
  }
  close(descriptor_);
  descriptor_ = -1;
  sync_folder_of(path_);
}

bool remove_abandoned(const std::string& path) {
  const std::string temporary = path + ".part";
  const int descriptor = open(temporary.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) return errno == ENOENT;
  const bool free = flock(descriptor, LOCK_EX | LOCK_NB) == 0;
  if (free) unlink(temporary.c_str());
  close(descriptor);
  return free;
}

void sync_folder_of(const std::string& path) {
  const std::string folder = std::filesystem::absolute(path).parent_path();
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) fail(path, errno);
  const bool done = fsync(descriptor) == 0;
  const int reason = errno;
  close(descriptor);
  // A file system that cannot do this for folders says so.
  if (!done && reason != EINVAL) fail(path, reason);
}

}  // namespace tenure
