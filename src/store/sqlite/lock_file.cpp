#include "store/sqlite/lock_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/environment.h"

namespace tenure::store::sqlite {

LockFile::LockFile(const std::string& store_path) {
  const std::string path = store_path + ".lock";
  descriptor_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor_ < 0) {
    if (errno == ENOSPC) throw EnvironmentError("storage-full", {{"path", store_path}});
    throw EnvironmentError("store-read-only",
                           {{"path", store_path}, {"reason", std::strerror(errno)}});
  }
  if (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    const int reason = errno;
    char owner[32] = {};
    const ssize_t size = pread(descriptor_, owner, sizeof owner - 1, 0);
    close(descriptor_);
    if (reason != EWOULDBLOCK) {
      throw EnvironmentError("storage-failed",
                             {{"path", store_path}, {"reason", std::strerror(reason)}});
    }
    std::string process(owner, size > 0 ? static_cast<size_t>(size) : 0);
    while (!process.empty() && (process.back() < '0' || process.back() > '9')) process.pop_back();
    if (process.empty())
      process.push_back('?');  // it has the lock but has not written its name yet
    throw EnvironmentError("store-locked", {{"path", store_path}, {"process", process}});
  }
  // A full disk may refuse these bytes; the lock holds without them.
  const std::string owner = std::to_string(getpid()) + "\n";
  if (ftruncate(descriptor_, 0) == 0 && pwrite(descriptor_, owner.data(), owner.size(), 0) < 0)
    errno = 0;
}

LockFile::~LockFile() {
  close(descriptor_);
}

}  // namespace tenure::store::sqlite
