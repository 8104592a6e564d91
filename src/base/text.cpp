#include "base/text.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <unordered_map>

#include "base/display_width_tables.h"
#include "base/embedded.h"

namespace tenure {
namespace {

std::string_view trimmed(std::string_view text) {
  size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

// Up to the separator, which is dropped; all of it when there is none.
std::string_view take_until(std::string_view& rest, char separator) {
  size_t length = std::min(rest.find(separator), rest.size());
  std::string_view part = rest.substr(0, length);
  rest.remove_prefix(std::min(length + 1, rest.size()));
  return part;
}

std::vector<CatalogueEntry> read_catalogue() {
  std::vector<CatalogueEntry> entries;
  for (const EmbeddedFile& file : embedded_files("text/")) {
    for (std::string_view rest = file.bytes(); !rest.empty();) {
      std::string_view line = trimmed(take_until(rest, '\n'));
      if (line.empty() || line.front() == '#') continue;
      CatalogueEntry entry{.file = file.path};
      entry.code = trimmed(take_until(line, '|'));
      entry.english = trimmed(take_until(line, '|'));
      entry.hebrew = trimmed(line);
      entries.push_back(entry);
    }
  }
  return entries;
}

const CatalogueEntry* find_entry(std::string_view code) {
  static const auto index = [] {
    std::unordered_map<std::string_view, const CatalogueEntry*> by_code;
    for (const CatalogueEntry& entry : catalogue()) by_code.emplace(entry.code, &entry);
    return by_code;
  }();
  auto found = index.find(code);
  return found == index.end() ? nullptr : found->second;
}

std::string_view sentence(const CatalogueEntry& entry, Language language) {
  return language == Language::hebrew && !entry.hebrew.empty() ? entry.hebrew : entry.english;
}

// Where nothing is near, nobody is asked whether it was meant: the sentence that would ask, the last one, is left out.
std::string_view without_guess(std::string_view pattern, const Arguments& arguments) {
  const auto said = std::find_if(arguments.begin(), arguments.end(),
                                 [](const auto& a) { return a.first == "nearest"; });
  if (said == arguments.end() || !said->second.empty()) return pattern;
  const size_t before = pattern.rfind(". ", pattern.find("{nearest}"));
  return pattern.contains("{nearest}") && before != std::string_view::npos
             ? pattern.substr(0, before + 1)
             : pattern;
}

// A reason is filled from the same arguments, but a reason of a reason is not looked for.
std::string fill(Language language, std::string_view pattern, const Arguments& arguments,
                 bool reasons) {
  pattern = without_guess(pattern, arguments);
  std::string out;
  for (;;) {
    size_t open = pattern.find('{');
    size_t close = open == std::string_view::npos ? open : pattern.find('}', open);
    if (close == std::string_view::npos) break;
    std::string_view name = pattern.substr(open + 1, close - open - 1);
    out += pattern.substr(0, open);
    auto argument = std::find_if(arguments.begin(), arguments.end(),
                                 [&](const auto& a) { return a.first == name; });
    const CatalogueEntry* reason = nullptr;
    if (argument == arguments.end()) {
      out += pattern.substr(open, close - open + 1);
    } else if (reasons && name == "reason" && (reason = find_entry(argument->second))) {
      out += fill(language, sentence(*reason, language), arguments, false);
    } else {
      out += argument->second;
    }
    pattern.remove_prefix(close + 1);
  }
  out += pattern;
  return out;
}

// The character that begins at `at`, which moves behind it; what is not UTF-8 counts byte by byte
// as U+FFFD.
char32_t next_character(std::string_view text, size_t& at) {
  constexpr char32_t kReplacement = 0xfffd;
  auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  uint8_t lead = byte(at);
  if (lead < 0x80) {
    ++at;
    return lead;
  }
  size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() - at < length) {
    ++at;
    return kReplacement;
  }
  // The second byte alone rules out overlong forms, surrogates and what lies beyond U+10FFFF.
  uint8_t low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  uint8_t high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  char32_t c = lead & (0x7f >> length);
  for (size_t i = 1; i < length; ++i) {
    uint8_t b = byte(at + i);
    if (b < low || b > high) {
      ++at;
      return kReplacement;
    }
    low = 0x80;
    high = 0xbf;
    c = c << 6 | (b & 0x3f);
  }
  at += length;
  return c;
}

template <size_t N>
bool in_table(const CharacterRange (&table)[N], char32_t c) {
  auto after = std::upper_bound(std::begin(table), std::end(table), c,
                                [](char32_t v, const CharacterRange& r) { return v < r.first; });
  return after != std::begin(table) && c <= std::prev(after)->last;
}

std::u32string characters(std::string_view text) {
  std::u32string out;
  for (size_t at = 0; at < text.size();) out += next_character(text, at);
  return out;
}

// Damerau-Levenshtein distance where no part is edited twice (a swap of neighbours counts one).
size_t edit_distance(const std::u32string& a, const std::u32string& b) {
  std::vector<size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

}  // namespace

Result<Language> parse_language(std::string_view text) {
  if (text == "en") return Language::english;
  if (text == "he") return Language::hebrew;
  return refuse("unknown-language", {{"language", excerpt(text)}});
}

std::string_view to_string(Language language) {
  return language == Language::hebrew ? "he" : "en";
}

const std::vector<CatalogueEntry>& catalogue() {
  static const std::vector<CatalogueEntry> entries = read_catalogue();
  return entries;
}

std::string say(Language language, std::string_view code, const Arguments& arguments) {
  if (const CatalogueEntry* entry = find_entry(code)) {
    return fill(language, sentence(*entry, language), arguments, true);
  }
  std::string out(code);
  for (size_t i = 0; i < arguments.size(); ++i) {
    out += i == 0 ? " (" : ", ";
    out += arguments[i].first + ": " + arguments[i].second;
  }
  if (!arguments.empty()) out += ')';
  return out;
}

std::string say(Language language, const Error& error) {
  return say(language, error.code, error.arguments);
}

size_t invalid_utf8_at(std::string_view text) {
  constexpr uint64_t kHighBits = 0x8080'8080'8080'8080;
  for (size_t at = 0; at < text.size();) {
    uint64_t word;
    while (text.size() - at >= sizeof word) {
      std::memcpy(&word, text.data() + at, sizeof word);
      if ((word & kHighBits) != 0) break;
      at += sizeof word;
    }
    if (at == text.size()) break;
    size_t begin = at;
    // U+FFFD itself takes three bytes: one byte that became U+FFFD was none of UTF-8.
    if (next_character(text, at) == 0xfffd && at == begin + 1) return begin;
  }
  return std::string_view::npos;
}

bool valid_utf8(std::string_view text) {
  return invalid_utf8_at(text) == std::string_view::npos;
}

std::string excerpt(std::string_view text, size_t bytes) {
  if (text.size() <= bytes) return std::string(text);
  size_t cut = bytes;
  while (cut > 0 && (static_cast<uint8_t>(text[cut]) & 0xc0) == 0x80) --cut;
  return std::string(text.substr(0, cut)) + "…";
}

int display_width(std::string_view text) {
  int width = 0;
  for (size_t at = 0; at < text.size();) {
    char32_t c = next_character(text, at);
    if (c < 0x20 || (c >= 0x7f && c < 0xa0)) continue;
    if (c < 0x300) {
      ++width;
    } else if (!in_table(kZeroWidth, c)) {
      width += in_table(kDoubleWidth, c) ? 2 : 1;
    }
  }
  return width;
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return out;
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  constexpr size_t kLongest = 100;  // nobody mistypes more than that
  if (word.size() > kLongest) return {};
  std::u32string wanted = characters(lower_ascii(word));
  size_t best = std::min<size_t>(3, (wanted.size() + 2) / 3) + 1;
  best = std::min(best, wanted.size());  // something of the word must remain
  std::string found;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > 2 * kLongest) continue;
    std::u32string other = characters(lower_ascii(candidate));
    size_t difference =
        std::max(other.size(), wanted.size()) - std::min(other.size(), wanted.size());
    if (difference >= best) continue;
    size_t distance = edit_distance(wanted, other);
    if (distance < best) {
      best = distance;
      found = candidate;
    }
  }
  return found;
}

}  // namespace tenure
