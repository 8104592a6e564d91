#include "base/embedded.h"

namespace tenure {

extern const EmbeddedFile kEmbeddedFiles[];

std::optional<std::string_view> embedded_file(std::string_view path) {
  for (const EmbeddedFile* file = kEmbeddedFiles; file->path; ++file) {
    if (path == file->path) return file->bytes();
  }
  return std::nullopt;
}

std::vector<EmbeddedFile> embedded_files(std::string_view prefix) {
  std::vector<EmbeddedFile> found;
  for (const EmbeddedFile* file = kEmbeddedFiles; file->path; ++file) {
    if (std::string_view(file->path).starts_with(prefix)) found.push_back(*file);
  }
  return found;
}

}  // namespace tenure
