#include "story/story.h"

#include "base/embedded.h"
#include "base/folder.h"
#include "base/limits.h"
#include "story/player.h"

namespace tenure::story {

namespace {

// From the same place as the pack itself: the program, or a folder.
Result<std::vector<lifecycle::PackFile>> read_stories(std::string_view name_or_folder) {
  std::vector<lifecycle::PackFile> stories;
  std::string folder(name_or_folder);
  if (folder.find('/') == std::string::npos && embedded_file("packs/" + folder + "/pack.yaml")) {
    for (const EmbeddedFile& file : embedded_files("packs/" + folder + "/stories/")) {
      stories.push_back({std::string(file.path), std::string(file.bytes())});
    }
    return stories;
  }
  folder += "/stories";
  if (!is_folder(folder)) return stories;
  TENURE_TRY(std::vector<FolderFile> files, read_folder(folder, ".story", limits::kStoryBytes));
  for (FolderFile& file : files) stories.push_back({folder + "/" + file.name, std::move(file.text)});
  return stories;
}

}  // namespace

std::vector<Outcome> run(const std::vector<lifecycle::PackFile>& definition, std::string_view file,
                         std::string_view text) {
  std::vector<Outcome> outcomes;
  for (const Script& script : split(text)) outcomes.push_back(Player(definition, file, script).play());
  return outcomes;
}

Result<std::vector<Outcome>> run_pack(std::string_view name_or_folder) {
  TENURE_TRY(const std::vector<lifecycle::PackFile> definition, lifecycle::read_pack(name_or_folder));
  TENURE_TRY(const std::vector<lifecycle::PackFile> stories, read_stories(name_or_folder));
  std::vector<Outcome> outcomes;
  for (const lifecycle::PackFile& story : stories) {
    for (Outcome& outcome : run(definition, story.path, story.text)) outcomes.push_back(std::move(outcome));
  }
  return outcomes;
}

std::string to_string(const Outcome& outcome, Language language) {
  std::string text;
  for (const Failure& failure : outcome.failures) {
    text += outcome.file + ":" + std::to_string(failure.line) + ": " + failure.text + "\n";
    if (!failure.expected.empty()) {
      text += "  - " + say(language, "story-expected", {{"what", failure.expected}}) + "\n";
    }
    if (!failure.found.empty()) text += "  + " + say(language, "story-found", {{"what", failure.found}}) + "\n";
  }
  return text;
}

}  // namespace tenure::story
