#include "identity/key_file.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>

#include "base/assert.h"
#include "base/environment.h"
#include "base/new_file.h"

namespace tenure::identity {
namespace {

constexpr size_t kBytes = 32;

}  // namespace

// 64 hexadecimal digits, and a line's end.
std::optional<std::string> KeyFile::read() {
  if (path_.empty()) return std::nullopt;
  if (access(path_.c_str(), F_OK) != 0 && errno == ENOENT) return std::nullopt;
  std::ifstream in(path_, std::ios::binary);
  std::string text(2 * kBytes + 2, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(in.gcount()));
  if (text.ends_with('\n')) text.pop_back();
  std::string key(kBytes, '\0');
  size_t length = 0;
  const char* end = nullptr;
  const bool read = sodium_hex2bin(reinterpret_cast<unsigned char*>(key.data()), key.size(), text.data(), text.size(),
                                   nullptr, &length, &end) == 0;
  if (!read || length != kBytes || end != text.data() + text.size())
    throw EnvironmentError("key-file-odd", {{"path", path_}});
  return key;
}

std::optional<std::string> KeyFile::find() {
  const std::lock_guard lock(mutex_);
  if (!key_) key_ = read();
  return key_;
}

std::string KeyFile::find_or_make() {
  TENURE_ASSERT(!path_.empty());
  const std::lock_guard lock(mutex_);
  if (!key_) key_ = read();
  if (key_) return *key_;
  TENURE_ASSERT(sodium_init() >= 0);
  std::string key(kBytes, '\0'), text(2 * kBytes + 1, '\0');
  randombytes_buf(key.data(), key.size());
  sodium_bin2hex(text.data(), text.size(), reinterpret_cast<const unsigned char*>(key.data()), key.size());
  text.back() = '\n';
  NewFile file(path_);
  {
    std::ofstream out(file.temporary(), std::ios::binary);
    if (!out.write(text.data(), static_cast<std::streamsize>(text.size())) || !out.flush())
      throw EnvironmentError("file-not-written", {{"path", path_}, {"reason", ""}});
  }
  file.keep();
  key_ = key;
  return key;
}

}  // namespace tenure::identity
