// Where packs come from: the program itself, or a folder.
#include <algorithm>

#include "base/embedded.h"
#include "base/folder.h"
#include "base/limits.h"
#include "lifecycle/definition.h"

namespace tenure::lifecycle {

namespace {

Result<std::vector<PackFile>> read_folder_pack(const std::string& path) {
  auto files = read_folder(path, ".yaml", limits::kYamlBytes);
  if (!files)
    return refuse("unreadable-pack",
                  {{"path", files.error().arguments[0].second},
                   {"reason", files.error().arguments[1].second}});
  std::string prefix = path;
  while (prefix.size() > 1 && prefix.ends_with('/')) prefix.pop_back();
  std::vector<PackFile> out;
  for (FolderFile& file : *files)
    out.push_back({prefix + "/" + file.name, std::move(file.text)});
  return out;
}

}  // namespace

Result<std::vector<PackFile>> read_pack(std::string_view name_or_folder) {
  std::string name(name_or_folder);
  std::vector<PackFile> out;
  std::vector<std::string> names;
  if (name.find('/') == std::string::npos) {
    constexpr std::string_view root = "packs/";
    for (const EmbeddedFile& file : embedded_files(root)) {
      std::string_view path = std::string_view(file.path).substr(root.size());
      size_t slash = path.find('/');
      if (slash == std::string_view::npos || !path.ends_with(".yaml")) continue;
      std::string_view pack = path.substr(0, slash);
      if (pack == name && path.find('/', slash + 1) == std::string_view::npos)
        out.push_back({std::string(path), std::string(file.bytes())});
      if (names.empty() || names.back() != pack) names.emplace_back(pack);
    }
  }
  if (out.empty()) {
    if (name.find('/') == std::string::npos && !is_folder(name))
      return refuse("unknown-pack", {{"name", name}, {"nearest", nearest(name, names)}});
    TENURE_TRY(out, read_folder_pack(name));
  }
  // pack.yaml first: what it declares is what the others speak of.
  std::stable_partition(out.begin(), out.end(),
                        [](const PackFile& file) { return file.path.ends_with("/pack.yaml"); });
  return out;
}

}  // namespace tenure::lifecycle
