#pragma once
// One process owns a store: an advisory lock on a file beside it, which names the owner.
#include <string>
#include <string_view>

namespace tenure::store::sqlite {

class LockFile {
 public:
  // Throws EnvironmentError "store-locked" {path, process} when another store object, here or in
  // another process, holds it; "store-read-only" {path, reason} when it cannot be made.
  explicit LockFile(const std::string& store_path);
  // The owner's address, for those who find it locked: they get "store-served" {path, process, address}.
  void say(std::string_view address);
  ~LockFile();  // the kernel lets go even after kill -9; the file stays
  LockFile(const LockFile&) = delete;

 private:
  int descriptor_ = -1;
};

}  // namespace tenure::store::sqlite
