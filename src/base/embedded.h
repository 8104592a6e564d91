#pragma once
// Files that travel inside the program: the catalogue, the packs, the schema.
#include <optional>
#include <string_view>
#include <vector>

namespace tenure {

struct EmbeddedFile {
  const char* path;  // relative to the repository: "packs/hyper/lifecycle.yaml"
  const char* begin;
  const char* end;
  std::string_view bytes() const { return {begin, static_cast<size_t>(end - begin)}; }
};

// More files, from a table that ends with a null path and lives as long as the program; called before
// anything is looked up. What several tables have is taken from the first.
void add_embedded_files(const EmbeddedFile* table);

std::optional<std::string_view> embedded_file(std::string_view path);
// Every embedded file whose path begins so, sorted by path.
std::vector<EmbeddedFile> embedded_files(std::string_view prefix);

}  // namespace tenure
