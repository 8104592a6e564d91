#include "base/embedded.h"

#include <algorithm>

namespace tenure {

extern const EmbeddedFile kEmbeddedFiles[];

namespace {

std::vector<const EmbeddedFile*>& tables() {
  static std::vector<const EmbeddedFile*> all{kEmbeddedFiles};
  return all;
}

}  // namespace

void add_embedded_files(const EmbeddedFile* table) { tables().push_back(table); }

std::optional<std::string_view> embedded_file(std::string_view path) {
  for (const EmbeddedFile* file : tables()) {
    for (; file->path; ++file) {
      if (path == file->path) return file->bytes();
    }
  }
  return std::nullopt;
}

std::vector<EmbeddedFile> embedded_files(std::string_view prefix) {
  std::vector<EmbeddedFile> found;
  for (const EmbeddedFile* file : tables()) {
    for (; file->path; ++file) {
      if (std::string_view(file->path).starts_with(prefix)) found.push_back(*file);
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const EmbeddedFile& a, const EmbeddedFile& b) {
    return std::string_view(a.path) < b.path;
  });
  return found;
}

}  // namespace tenure
