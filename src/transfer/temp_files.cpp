#include "transfer/temp_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "base/environment.h"

namespace tenure::transfer {

namespace {

[[noreturn]] void fail(const std::string& path, int error) {
  if (error == ENOSPC || error == EDQUOT) throw EnvironmentError("storage-full", {{"path", path}});
  throw EnvironmentError("storage-failed", {{"path", path}, {"reason", std::strerror(error)}});
}

void write_all(int file, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      fail(path, errno);
    }
    bytes.remove_prefix(static_cast<size_t>(written));
  }
}

}  // namespace

TempFile::TempFile(const std::string& prefix) : prefix_(prefix) {
  std::string name = prefix + "XXXXXX";
  file_ = ::mkostemp(name.data(), O_CLOEXEC);
  if (file_ < 0) fail(prefix, errno);
  ::unlink(name.c_str());
}

TempFile::~TempFile() {
  if (file_ >= 0) ::close(file_);
}

TempFile::TempFile(TempFile&& other) noexcept
    : prefix_(std::move(other.prefix_)),
      file_(std::exchange(other.file_, -1)),
      size_(other.size_) {}

TempFile& TempFile::operator=(TempFile&& other) noexcept {
  std::swap(prefix_, other.prefix_);
  std::swap(file_, other.file_);
  std::swap(size_, other.size_);
  return *this;
}

void TempFile::append(std::string_view bytes) {
  write_all(file_, bytes, prefix_);
  size_ += bytes.size();
}

size_t TempFile::read(uint64_t offset, char* out, size_t size) const {
  size_t done = 0;
  while (done < size) {
    const ssize_t got = ::pread(file_, out + done, size - done, static_cast<off_t>(offset + done));
    if (got == 0) break;
    if (got < 0) {
      if (errno == EINTR) continue;
      fail(prefix_, errno);
    }
    done += static_cast<size_t>(got);
  }
  return done;
}

TempFiles::TempFiles(const std::string& store_path) : prefix_(store_path + ".import-") {
  remove_leftovers();
}

TempFiles::~TempFiles() {
  remove_leftovers();
}

void TempFiles::remove_leftovers() const {
  namespace fs = std::filesystem;
  const fs::path prefix(prefix_);
  const std::string name = prefix.filename();
  std::error_code ignored;
  const fs::path folder = prefix.has_parent_path() ? prefix.parent_path() : fs::path(".");
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
    if (entry.path().filename().string().starts_with(name)) fs::remove(entry.path(), ignored);
  }
}

std::string TempFiles::keep_standard_input() {
  const std::string path = prefix_ + "input";
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) fail(path, errno);
  std::vector<char> buffer(size_t{256} * 1024);
  try {
    for (;;) {
      const ssize_t got = ::read(STDIN_FILENO, buffer.data(), buffer.size());
      if (got == 0) break;
      if (got < 0) {
        if (errno == EINTR) continue;
        throw EnvironmentError("file-unreadable",
                               {{"file", "-"}, {"reason", std::strerror(errno)}});
      }
      write_all(file, {buffer.data(), static_cast<size_t>(got)}, path);
    }
  } catch (...) {
    ::close(file);
    throw;
  }
  ::close(file);
  return path;
}

}  // namespace tenure::transfer
