#include "records/name_match.h"

#include <algorithm>
#include <array>
#include <vector>

#include "expression/unicode.h"

namespace tenure::records {
namespace {

constexpr std::array<std::string_view, 34> kLegalForms{
    "ltd",  "limited", "inc", "incorporated", "llc", "llp", "lp",  "plc",  "corp", "corporation", "co", "company",
    "gmbh", "ag",      "kg",  "ug",           "sa",  "sas", "sarl", "srl", "spa",  "bv",          "nv", "oy",
    "ab",   "as",      "aps", "pty",          "kk",  "the", "and", "בעמ",  "חפ",   "עמ"};

constexpr size_t kCompared = 120;  // letters: longer names differ before that, or not at all
constexpr size_t kBlock = 3;

// Quotation marks inside a word are part of it (בע״מ); all other signs part words.
bool is_quote(char32_t c) {
  return c == '"' || c == '\'' || c == U'\u05f4' || c == U'\u05f3' || c == U'\u2019' || c == U'\u201d';
}

bool is_sign(char32_t c) {
  if (c < 0x80) return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
  return (c >= 0x80 && c < 0xC0) || c == 0xD7 || c == 0xF7 || (c >= 0x2000 && c < 0x2070) ||
         (c >= 0x3000 && c < 0x3004) || c == 0x05BE;
}

std::u32string decode(std::string_view text) {
  std::u32string letters;
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t letter = length == 1 ? lead : lead & (0x7FU >> length);
    for (size_t k = 1; k < length && i + k < text.size(); ++k) {
      letter = (letter << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3F);
    }
    letters += letter;
    i += length;
  }
  return letters;
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> found;
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    if (end > 0) found.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return found;
}

std::string join(const std::vector<std::string_view>& words) {
  std::string text;
  for (std::string_view word : words) {
    if (!text.empty()) text += ' ';
    text += word;
  }
  return text;
}

std::u32string sorted_letters(std::string_view match) {
  std::vector<std::string_view> parts = words(match);
  std::ranges::sort(parts);
  std::u32string letters = decode(join(parts));
  letters.resize(std::min(letters.size(), kCompared));
  return letters;
}

size_t distance(const std::u32string& a, const std::u32string& b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

std::string name_match(std::string_view name) {
  std::string plain;
  for (size_t i = 0; i < name.size();) {
    const auto lead = static_cast<unsigned char>(name[i]);
    const size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    const std::string_view bytes = name.substr(i, length);
    const char32_t letter = decode(bytes)[0];
    if (!is_quote(letter)) {
      if (is_sign(letter)) plain += ' ';
      else plain += bytes;
    }
    i += length;
  }
  const std::string folded = expression::folded(plain);
  std::vector<std::string_view> all = words(folded), kept;
  for (std::string_view word : all) {
    if (std::ranges::find(kLegalForms, word) == kLegalForms.end()) kept.push_back(word);
  }
  return join(kept.empty() ? all : kept);
}

std::string name_block(std::string_view match) {
  size_t end = 0;
  for (size_t letters = 0; end < match.size() && letters < kBlock; ++letters) {
    const auto lead = static_cast<unsigned char>(match[end]);
    end += lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  }
  return std::string(match.substr(0, std::min(end, match.size())));
}

double similarity(std::string_view match, std::string_view other) {
  const std::u32string a = sorted_letters(match), b = sorted_letters(other);
  const size_t longer = std::max(a.size(), b.size());
  if (longer == 0) return 0;
  return 1.0 - static_cast<double>(distance(a, b)) / static_cast<double>(longer);
}

}  // namespace tenure::records
