#include "story/story.h"

#include "story/player.h"

namespace tenure::story {

std::vector<Outcome> run(const std::vector<lifecycle::PackFile>& definition, std::string_view file,
                         std::string_view text) {
  std::vector<Outcome> outcomes;
  for (const Script& script : split(text)) outcomes.push_back(Player(definition, file, script).play());
  return outcomes;
}

std::vector<Outcome> run_pack(const std::vector<lifecycle::PackFile>& files) {
  std::vector<lifecycle::PackFile> definition;
  for (const lifecycle::PackFile& file : files) {
    if (file.path.ends_with(".yaml")) definition.push_back(file);
  }
  std::vector<Outcome> outcomes;
  for (const lifecycle::PackFile& file : files) {
    if (!file.path.ends_with(".story")) continue;
    for (Outcome& outcome : run(definition, file.path, file.text)) outcomes.push_back(std::move(outcome));
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
