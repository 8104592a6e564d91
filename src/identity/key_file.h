#pragma once
// The key that seals what the store must give back in the clear: secrets shared with other houses. It stands in a file
// of its own beside the store, never in it, so that who gets hold of a copy of the store does not have them.
#include <mutex>
#include <optional>
#include <string>

namespace tenure::identity {

class KeyFile {
 public:
  explicit KeyFile(std::string path) : path_(std::move(path)) {}  // "" = there is none, and none is made
  KeyFile(const KeyFile&) = delete;

  // 32 bytes; nullopt: there is no such file. Throws EnvironmentError "key-file-odd" {path}: it holds no key, or cannot
  // be read.
  std::optional<std::string> find();
  // Makes it at the first need, readable by its owner alone. Throws besides what NewFile throws.
  std::string find_or_make();

 private:
  std::optional<std::string> read();
  const std::string path_;
  std::mutex mutex_;
  std::optional<std::string> key_;
};

}  // namespace tenure::identity
