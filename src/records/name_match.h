#pragma once
// Are two customers called alike? Case, punctuation, the order of words and legal forms (Ltd, GmbH, בע״מ) make no
// difference; a slip of the pen makes little.
#include <string>
#include <string_view>

namespace tenure::records {

// The words of the name, folded, without legal forms, one blank between them. "" where there is no word.
std::string name_match(std::string_view name);
// What a name must begin with to be looked at: the first letters of its match.
std::string name_block(std::string_view match);
// 0 to 1: how much of two matches is the same, whatever the order of their words.
double similarity(std::string_view match, std::string_view other);

}  // namespace tenure::records
