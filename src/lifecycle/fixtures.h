#pragma once
// For tests: reads the files of fixtures/. A fixture is a pack as text with, at its end, the faults it
// must have, in full:
//
//     #file pack.yaml        the lines below are of that file (lines keep their numbers)
//     #set name=value        what a workspace sets
//     # expect: 12:5: error: sentence [code]
//
// A fixture without a pack.yaml, or without a lifecycle, gets a sound one.
#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "base/folder.h"
#include "base/limits.h"
#include "lifecycle/definition.h"

namespace tenure::lifecycle::fixtures {

inline const std::string kFolder = TENURE_SOURCE_DIR "/src/lifecycle/fixtures";
inline constexpr const char* kPack = "pack: sound\ntitle: {en: Sound}\nlanguages: [en]\n";
inline constexpr const char* kLife =
    "lifecycle: life\ntitle: {en: Life}\nstages: {new: {title: {en: New}}}\ninitial: new\n";
inline constexpr const char* kExpect = "# expect: ";

struct Fixture {
  std::string body;  // without expectations
  std::vector<PackFile> files;
  Settings settings;
  std::string expected;
};

inline Fixture read_fixture(const FolderFile& file) {
  Fixture out;
  std::istringstream in(file.text);
  std::string name = "life.yaml", above;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with(kExpect)) {
      out.expected += line.substr(std::string_view(kExpect).size()) + "\n";
      continue;
    }
    out.body += line + "\n";
    if (line.starts_with("#set ")) {
      size_t equals = line.find('=');
      out.settings.parameters.emplace_back(line.substr(5, equals - 5), line.substr(equals + 1));
    }
    if (line.starts_with("#file ")) name = line.substr(6);
    if (!line.starts_with("#") && (out.files.empty() || out.files.back().path != name))
      out.files.push_back({name, above});
    above += "\n";
    if (!out.files.empty()) out.files.back().text += line + "\n";
  }
  auto has = [&](bool pack) {
    return std::ranges::any_of(
        out.files, [&](const PackFile& file) { return (file.path == "pack.yaml") == pack; });
  };
  if (!has(true)) out.files.insert(out.files.begin(), {"pack.yaml", kPack});
  if (!has(false)) out.files.push_back({"life.yaml", kLife});
  return out;
}

inline std::vector<FolderFile> all() {
  return *read_folder(kFolder, ".yaml", limits::kYamlBytes);
}

}  // namespace tenure::lifecycle::fixtures
