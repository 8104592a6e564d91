#pragma once
// Stories: what a definition must do, as text that an administrator can write (docs/stories.md).
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "lifecycle/definition.h"

namespace tenure::story {

struct Failure {
  int line = 0;          // of the story's file
  std::string text;      // the line as written
  std::string expected;  // "" for a line that could not be read or did not go as it should
  std::string found;     // what there was instead, or what was wrong
};
struct Outcome {
  std::string file, id, title;
  int line = 0;
  std::vector<Failure> failures;  // empty = passed
};

// Every story of one file under the pack's definition. Total: a line that cannot be read is a failure.
std::vector<Outcome> run(const std::vector<lifecycle::PackFile>& definition, std::string_view file,
                         std::string_view text);

// A pack, by name or folder, and every story of its folder `stories`, file by file. A definition that does
// not load fails every story. Errors: those of lifecycle::read_pack(), "unreadable-folder" {path, reason}.
Result<std::vector<Outcome>> run_pack(std::string_view name_or_folder);

// One failed story as a readable diff: "file:line: …\n  - expected\n  + found".
std::string to_string(const Outcome&, Language);

}  // namespace tenure::story
