#pragma once
// Files that an import needs while it runs. They lie beside the store, where there is room for the
// data anyway, and are gone when it ends, whichever way: most have no name from their first moment
// on, and what a killed run left of the others is removed by the next one (the store keeps a second
// process out).
#include <cstdint>
#include <string>
#include <string_view>

namespace tenure::transfer {

// A file without a name: read and written by position, gone with the object.
// Every function throws EnvironmentError "storage-full" {path} or "storage-failed" {path, reason}.
class TempFile {
 public:
  explicit TempFile(const std::string& prefix);
  ~TempFile();
  TempFile(TempFile&& other) noexcept;
  TempFile& operator=(TempFile&& other) noexcept;

  void append(std::string_view bytes);
  // Fills the front of `out` from `offset`; less than `size` only at the end.
  size_t read(uint64_t offset, char* out, size_t size) const;
  uint64_t size() const { return size_; }

 private:
  std::string prefix_;
  int file_ = -1;
  uint64_t size_ = 0;
};

class TempFiles {
 public:
  // For one import at a time. Removes what an earlier one left.
  explicit TempFiles(const std::string& store_path);
  ~TempFiles();
  TempFiles(const TempFiles&) = delete;
  TempFiles& operator=(const TempFiles&) = delete;

  const std::string& prefix() const { return prefix_; }
  // All of standard input, as a file with a name. Throws as TempFile, and "file-unreadable".
  std::string keep_standard_input();

 private:
  void remove_leftovers() const;
  std::string prefix_;  // "/var/lib/tenure.db.import-"
};

}  // namespace tenure::transfer
