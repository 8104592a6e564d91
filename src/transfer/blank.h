#pragma once
// Blanks: spaces and tabs, as people put them around values.
#include <string_view>

namespace tenure::transfer {

inline bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

inline std::string_view trim_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace tenure::transfer
