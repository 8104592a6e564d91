#pragma once
// The catalogue: every sentence that people see, in English and Hebrew, from text/*.txt, one line
// each:  code | English with {name} | Hebrew with {name}      ('#' begins a comment line)
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace tenure {

enum class Language : uint8_t { english, hebrew };
Result<Language> parse_language(std::string_view);  // "en", "he"; "unknown-language"
std::string_view to_string(Language);

using Arguments = std::vector<std::pair<std::string, std::string>>;

// The sentence of a code with its {names} filled in. A code that the catalogue lacks is shown as
// it is, with its arguments: never nothing. An argument called "reason" whose value is itself a
// code is replaced by that code's sentence (filled from the same arguments).
std::string say(Language, std::string_view code, const Arguments& = {});
std::string say(Language, const Error&);

struct CatalogueEntry {
  std::string_view file, code, english, hebrew;
};
const std::vector<CatalogueEntry>& catalogue();

// UTF-8.
bool valid_utf8(std::string_view);
// Offset of the first byte that does not belong to a well-formed character; npos when none.
size_t invalid_utf8_at(std::string_view);
// The text as an error may quote it: at most `bytes` bytes, cut between characters, with "…".
std::string excerpt(std::string_view, size_t bytes = 80);
// Columns on a terminal (wide characters count two, combining marks none).
int display_width(std::string_view);
std::string lower_ascii(std::string_view);
// The nearest of the candidates by edit distance, if any is near enough to be meant; else "".
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace tenure
