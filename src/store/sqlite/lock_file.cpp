#include "store/sqlite/lock_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
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
    char owner[300] = {};
    const ssize_t size = pread(descriptor_, owner, sizeof owner - 1, 0);
    close(descriptor_);
    if (reason != EWOULDBLOCK) {
      throw EnvironmentError("storage-failed",
                             {{"path", store_path}, {"reason", std::strerror(reason)}});
    }
    const std::string text(owner, size > 0 ? static_cast<size_t>(size) : 0);
    std::string process = text.substr(0, text.find_first_not_of("0123456789"));
    if (process.empty())
      process.push_back('?');  // it has the lock but has not written its name yet
    std::string address = text.substr(std::min(process.size() + 1, text.size()));
    address.resize(std::min(address.find('\n'), address.size()));
    if (!address.empty()) {
      throw EnvironmentError("store-served", {{"path", store_path},
                                              {"process", process},
                                              {"address", address}});
    }
    throw EnvironmentError("store-locked", {{"path", store_path}, {"process", process}});
  }
  // A full disk may refuse these bytes; the lock holds without them.
  const std::string owner = std::to_string(getpid()) + "\n";
  if (ftruncate(descriptor_, 0) == 0 && pwrite(descriptor_, owner.data(), owner.size(), 0) < 0)
    errno = 0;
}

void LockFile::say(std::string_view address) {
  const std::string text = std::to_string(getpid()) + "\n" + std::string(address) + "\n";
  if (pwrite(descriptor_, text.data(), text.size(), 0) < 0) errno = 0;  // as above
}

LockFile::~LockFile() {
  close(descriptor_);
}

}  // namespace tenure::store::sqlite
