#include "base/folder.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace tenure {

namespace fs = std::filesystem;

bool is_folder(const std::string& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

Result<std::vector<FolderFile>> read_folder(const std::string& path, std::string_view ending,
                                            size_t limit) {
  auto unreadable = [](const fs::path& what, const std::string& reason) {
    return refuse("unreadable-folder", {{"path", what.string()}, {"reason", reason}});
  };
  std::error_code error;
  fs::directory_iterator it(path, error);
  if (error) return unreadable(path, error.message());
  std::vector<FolderFile> files;
  for (; it != fs::directory_iterator(); it.increment(error)) {
    std::string name = it->path().filename().string();
    if (!name.ends_with(ending) || !it->is_regular_file(error)) continue;
    std::ifstream in(it->path(), std::ios::binary);
    FolderFile file{std::move(name), std::string(limit + 1, '\0')};
    if (in) in.read(file.text.data(), static_cast<std::streamsize>(file.text.size()));
    if (!in && !in.eof()) return unreadable(it->path(), std::strerror(errno));
    file.text.resize(static_cast<size_t>(in.gcount()));
    files.push_back(std::move(file));
  }
  if (error) return unreadable(path, error.message());
  std::sort(files.begin(), files.end(),
            [](const FolderFile& a, const FolderFile& b) { return a.name < b.name; });
  return files;
}

}  // namespace tenure
