#pragma once
// Letters of either case as one, for search: Unicode's simple case folding, character by character.
#include <string>
#include <string_view>

namespace tenure::expression {

// Well-formed UTF-8 only; other bytes stay as they are. `out` keeps its memory.
void fold(std::string_view text, std::string& out);
std::string folded(std::string_view text);

}  // namespace tenure::expression
