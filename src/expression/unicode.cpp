// Letter case and blanks by Unicode's rules, for every language alike.
#include <unicode/ucasemap.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "base/environment.h"
#include "expression/program.h"
#include "expression/unicode.h"

namespace tenure::expression {
namespace {

bool ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
}

const UCaseMap* root_case_map() {
  static const UCaseMap* map = [] {
    UErrorCode status = U_ZERO_ERROR;
    UCaseMap* opened = ucasemap_open("", 0, &status);
    if (U_FAILURE(status)) throw EnvironmentError("icu-unavailable", {{"reason", u_errorName(status)}});
    return opened;
  }();
  return map;
}

using Convert = int32_t (*)(const UCaseMap*, char*, int32_t, const char*, int32_t, UErrorCode*);

std::string_view converted(std::string_view text, Arena& arena, Convert convert) {
  // A letter grows to at most three times its bytes.
  auto room = static_cast<int32_t>(text.size() * 3);
  char* out = arena.bytes(static_cast<size_t>(room));
  UErrorCode status = U_ZERO_ERROR;
  int32_t size =
      convert(root_case_map(), out, room, text.data(), static_cast<int32_t>(text.size()), &status);
  if (U_FAILURE(status)) return text;
  return {out, static_cast<size_t>(size)};
}

std::string_view ascii_case(std::string_view text, Arena& arena, char first, char last) {
  char* out = arena.bytes(text.size());
  std::transform(text.begin(), text.end(), out, [&](char c) {
    return c >= first && c <= last ? static_cast<char>(c ^ 0x20) : c;
  });
  return {out, text.size()};
}

}  // namespace

std::string_view to_upper(std::string_view text, Arena& arena) {
  if (ascii(text)) return ascii_case(text, arena, 'a', 'z');
  return converted(text, arena, &ucasemap_utf8ToUpper);
}

std::string_view to_lower(std::string_view text, Arena& arena) {
  if (ascii(text)) return ascii_case(text, arena, 'A', 'Z');
  return converted(text, arena, &ucasemap_utf8ToLower);
}

std::string_view trimmed(std::string_view text) {
  auto size = static_cast<int32_t>(text.size());
  int32_t begin = 0, end = size;
  while (begin < size) {
    int32_t next = begin;
    UChar32 c = 0;
    U8_NEXT(text.data(), next, size, c);
    if (c < 0 || u_isUWhiteSpace(c) == 0) break;
    begin = next;
  }
  while (end > begin) {
    int32_t previous = end;
    UChar32 c = 0;
    U8_PREV(text.data(), begin, previous, c);
    if (c < 0 || u_isUWhiteSpace(c) == 0) break;
    end = previous;
  }
  return text.substr(static_cast<size_t>(begin), static_cast<size_t>(end - begin));
}

void fold(std::string_view text, std::string& out) {
  out.clear();
  auto size = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < size;) {
    char first = text[static_cast<size_t>(at)];
    if (static_cast<signed char>(first) >= 0) {
      out += first >= 'A' && first <= 'Z' ? static_cast<char>(first | 0x20) : first;
      ++at;
      continue;
    }
    int32_t begin = at;
    UChar32 c = 0;
    U8_NEXT(text.data(), at, size, c);
    if (c < 0) {
      out.append(text.substr(static_cast<size_t>(begin), static_cast<size_t>(at - begin)));
      continue;
    }
    c = u_foldCase(c, U_FOLD_CASE_DEFAULT);
    char bytes[U8_MAX_LENGTH];
    int32_t length = 0;
    U8_APPEND_UNSAFE(bytes, length, c);
    out.append(bytes, static_cast<size_t>(length));
  }
}

std::string folded(std::string_view text) {
  std::string out;
  fold(text, out);
  return out;
}

}  // namespace tenure::expression
