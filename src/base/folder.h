#pragma once
// The files of a folder, read whole: for the rooms that themselves touch no file.
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tenure {

bool is_folder(const std::string& path);

struct FolderFile {
  std::string name;  // without the folder
  std::string text;
};
// The plain files directly in the folder whose names end so, sorted by name. A file of more than
// `limit` bytes is cut off one byte behind it: enough for its reader to refuse it.
// Errors: "unreadable-folder" {path, reason}: the folder, or one of its files.
Result<std::vector<FolderFile>> read_folder(const std::string& path, std::string_view ending,
                                            size_t limit);

}  // namespace tenure
