#pragma once
// A file that stands under its name only when it is whole: written beside it under another name,
// brought to the disk, then named. What is left half-done by a crash is "<path>.part", which the
// next attempt takes over.
#include <cstdint>
#include <string>

#include "base/result.h"

namespace tenure {

class NewFile {
 public:
  // Makes the file under its temporary name, empty and readable by its owner alone. Throws
  // EnvironmentError: "file-exists" {path} unless it may be replaced, "file-busy" {path} when
  // another process is writing it, "file-not-written" {path, reason}, "storage-full" {path}.
  explicit NewFile(std::string path, bool may_replace = false);
  ~NewFile();  // removes what was not kept
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  const std::string& path() const { return path_; }
  const std::string& temporary() const { return temporary_; }
  int64_t bytes() const;
  // On the disk, under its name. Throws as above; then nothing stands there that did not before.
  void keep();

 private:
  std::string path_, temporary_;
  bool may_replace_;
  int descriptor_ = -1;
};

// Removes what an attempt to make the file `path` left half-done; false: somebody is writing it now.
bool remove_abandoned(const std::string& path);

// The folder's entries on the disk: a file that was made, named or removed in it.
void sync_folder_of(const std::string& path);

}  // namespace tenure
