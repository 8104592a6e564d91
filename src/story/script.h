#pragma once
// The text of a story as lines with their parts told apart; no meaning yet.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/value.h"

namespace tenure::story {

struct When {  // local to the story's zone
  Date date;
  TimeOfDay time;
};

struct Line {
  int number = 0;
  int indent = 0;       // 0, 2, 4, 6 …
  std::string text;     // trimmed, comment removed
};

struct Script {
  std::string id, title;
  Line head;
  std::vector<Line> lines;
};

// Stories of a file, in order. Lines before the first story that are not comments make a Script without
// an id: its runner reports them.
std::vector<Script> split(std::string_view text);

// Takes "2026-01-10" or "2026-01-10 09:30[:15]" off the front of `rest`; nothing when it is not there.
std::optional<When> take_time(std::string_view& rest);
// Takes one word, or one "quoted text", off the front.
std::string take_word(std::string_view& rest);
// "name: value, other: "text, with comma"" → pairs. Errors: "story-fields" {text}.
Result<std::vector<std::pair<std::string, std::string>>> read_fields(std::string_view rest);

}  // namespace tenure::story
