#include "base/text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/embedded.h"

namespace tenure {
namespace {

// The names that a sentence asks for. {count, plural, one {…} other {…}} asks for count: how many forms a language
// has for it is the language's own.
std::multiset<std::string> placeholders(std::string_view sentence) {
  std::multiset<std::string> names;
  int depth = 0;
  for (size_t at = 0; at < sentence.size(); ++at) {
    if (sentence[at] == '}') --depth;
    if (sentence[at] != '{' || depth++ > 0) continue;
    const size_t end = sentence.find_first_of(",}", at);
    EXPECT_NE(end, std::string_view::npos) << sentence;
    names.emplace(sentence.substr(at + 1, end - at - 1));
  }
  EXPECT_EQ(depth, 0) << sentence;
  return names;
}

bool has_hebrew(std::string_view text) {
  return text.find('\xd7') != std::string_view::npos;
}

// Every line of every room's catalogue file.
TEST(Catalogue, EveryLineIsWhole) {
  size_t lines = 0;
  for (const EmbeddedFile& file : embedded_files("text/")) {
    EXPECT_TRUE(valid_utf8(file.bytes())) << file.path;
    std::string line;
    int number = 0;
    for (char c : std::string(file.bytes()) + "\n") {
      if (c != '\n') {
        line += c;
        continue;
      }
      ++number;
      if (!line.empty() && line[0] != '#') {
        ++lines;
        EXPECT_EQ(std::count(line.begin(), line.end(), '|'), 2) << file.path << ':' << number;
      }
      line.clear();
    }
  }
  EXPECT_EQ(lines, catalogue().size());
}

TEST(Catalogue, EverySentenceIsInBothLanguages) {
  ASSERT_FALSE(catalogue().empty());
  std::map<std::string_view, std::string_view> files;
  for (const CatalogueEntry& e : catalogue()) {
    SCOPED_TRACE(std::string(e.file) + ": " + std::string(e.code));
    EXPECT_FALSE(e.code.empty());
    // What explains codes may explain a family of them.
    const bool explains = e.code.starts_with("cause.") || e.code.starts_with("remedy.");
    EXPECT_EQ(e.code.find_first_not_of(explains ? "abcdefghijklmnopqrstuvwxyz0123456789-._*@" : "abcdefghijklmnopqrstuvwxyz0123456789-._"),
              std::string_view::npos);
    EXPECT_FALSE(e.english.empty());
    EXPECT_FALSE(e.hebrew.empty());
    EXPECT_FALSE(has_hebrew(e.english));
    EXPECT_TRUE(has_hebrew(e.hebrew));
    EXPECT_EQ(placeholders(e.english), placeholders(e.hebrew));
    auto [first, fresh] = files.emplace(e.code, e.file);
    EXPECT_TRUE(fresh) << "also in " << first->second;
  }
}

TEST(Say, FillsTheSentence) {
  EXPECT_EQ(say(Language::english, Error{"unknown-time-zone", {{"zone", "Mars/Base"}}}),
            "There is no time zone 'Mars/Base'. Use a name of the IANA list, like Asia/Jerusalem.");
  EXPECT_EQ(say(Language::hebrew, "unknown-time-zone", {{"zone", "Mars/Base"}}),
            "אין אזור זמן בשם 'Mars/Base'. יש להשתמש בשם מרשימת IANA, כגון Asia/Jerusalem.");
}

TEST(Say, DoesNotFillWhatAnArgumentSays) {
  EXPECT_EQ(say(Language::english, "unknown-language", {{"language", "{language}{zone}"}}),
            "There is no language '{language}{zone}'. Use en or he.");
}

TEST(Say, AsksForNothingWhereNothingIsNear) {
  EXPECT_EQ(say(Language::english, "unknown-account", {{"account", "A-1"}, {"nearest", "A-2"}}),
            "There is no customer 'A-1'. Did you mean 'A-2'?");
  EXPECT_EQ(say(Language::english, "unknown-account", {{"account", "A-1"}, {"nearest", ""}}),
            "There is no customer 'A-1'.");
  EXPECT_EQ(say(Language::hebrew, "unknown-account", {{"account", "A-1"}, {"nearest", ""}}),
            "אין לקוח בשם 'A-1'.");
  EXPECT_EQ(say(Language::english, "unknown-time-zone", {{"zone", "X"}, {"nearest", ""}}),
            "There is no time zone 'X'. Use a name of the IANA list, like Asia/Jerusalem.");
}

TEST(Say, ReasonsAreSentencesToo) {
  Arguments arguments{{"reason", "json-duplicate-key"}, {"key", "a"}};
  EXPECT_EQ(say(Language::english, "invalid-json", arguments),
            "This is not valid JSON: the name 'a' appears twice in one object.");
  EXPECT_EQ(say(Language::hebrew, "invalid-json", arguments),
            "זה אינו JSON תקין: השם 'a' מופיע פעמיים באותו אובייקט.");
  EXPECT_EQ(say(Language::english, "invalid-json", {{"reason", "it is a poem"}}),
            "This is not valid JSON: it is a poem.");
  EXPECT_EQ(
      say(Language::english, "invalid-json", {{"reason", "invalid-json"}}),
      "This is not valid JSON: This is not valid JSON: invalid-json..");  // once, not for ever
}

TEST(Say, IsNeverSilent) {
  EXPECT_EQ(say(Language::english, "no-such-code"), "no-such-code");
  EXPECT_EQ(say(Language::hebrew, "no-such-code", {{"a", "1"}, {"b", "2"}}),
            "no-such-code (a: 1, b: 2)");
  EXPECT_EQ(say(Language::english, "unknown-time-zone"),
            "There is no time zone '{zone}'. Use a name of the IANA list, like Asia/Jerusalem.");
}

TEST(Language, Names) {
  EXPECT_EQ(parse_language("en"), Language::english);
  EXPECT_EQ(parse_language("he"), Language::hebrew);
  EXPECT_EQ(to_string(Language::hebrew), "he");
  EXPECT_EQ(parse_language("fr").error(), (Error{"unknown-language", {{"language", "fr"}}}));
}

TEST(Utf8, FirstBadByte) {
  struct Case {
    std::string text;
    size_t at;
  } cases[] = {
      {"", std::string::npos},
      {"plain ascii of more than eight bytes", std::string::npos},
      {"שלום €😀", std::string::npos},
      {"\xef\xbf\xbd", std::string::npos},  // U+FFFD itself is a character
      {"\xf4\x8f\xbf\xbf", std::string::npos},
      {"\xff", 0},
      {"0123456789\x80", 10},
      {"ab\xc3", 2},
      {"ab\xe2\x82", 2},
      {"\xc0\x80", 0},          // overlong
      {"\xe0\x80\x80", 0},      // overlong
      {"\xf0\x80\x80\x80", 0},  // overlong
      {"x\xed\xa0\x80", 1},     // surrogate
      {"\xf4\x90\x80\x80", 0},  // beyond U+10FFFF
      {"\xf5\x80\x80\x80", 0},
      {"א\xd7", 2},
      {"\xe2\x28\xa1", 0},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(invalid_utf8_at(c.text), c.at) << c.text;
    EXPECT_EQ(valid_utf8(c.text), c.at == std::string::npos);
  }
}

TEST(Excerpt, CutsBetweenCharacters) {
  EXPECT_EQ(excerpt("short"), "short");
  EXPECT_EQ(excerpt("abcdef", 3), "abc…");
  EXPECT_EQ(excerpt("אבג", 3), "א…");
  EXPECT_EQ(excerpt("אבג", 6), "אבג");
}

TEST(DisplayWidth, Columns) {
  struct Case {
    const char* text;
    int width;
  } cases[] = {
      {"", 0},        {"abc", 3},
      {"שלום", 4},    {"שָׁלוֹם", 4},
      {"café", 4},    {"cafe\u0301", 4},
      {"日本", 4},    {"한국", 4},
      {"😀", 2},       {"ａ", 2},
      {"…", 1},       {"\u200b", 0},
      {"\u200f", 0},  {"\u2068x\u2069", 1},
      {"a\tb\n", 2},  {"\xff", 1},
      {"☺", 1},       {"│", 1},
      {"\x1b[1m", 3}, {"العربية", 7},
      {"𠀀", 2},
  };
  for (const Case& c : cases) EXPECT_EQ(display_width(c.text), c.width) << c.text;
}

TEST(LowerAscii, OnlyAscii) {
  EXPECT_EQ(lower_ascii("AbZ[@ÀÉ-אב"), "abz[@ÀÉ-אב");
}

TEST(Nearest, WhatWasMeant) {
  std::vector<std::string> stages{"prospect", "lead", "opportunity", "customer", "לקוח", "מתעניין"};
  struct Case {
    const char *word, *meant;
  } cases[] = {
      {"prospekt", "prospect"},
      {"Prospect", "prospect"},
      {"porspect", "prospect"},
      {"laed", "lead"},
      {"leads", "lead"},
      {"oportunty", "opportunity"},
      {"custmer", "customer"},
      {"costumers", "customer"},
      {"לקוחח", "לקוח"},
      {"מתענין", "מתעניין"},
      {"x", ""},
      {"", ""},
      {"invoice", ""},
      {"lxyz", ""},
      {"supplier", ""},
  };
  for (const Case& c : cases) EXPECT_EQ(nearest(c.word, stages), c.meant) << c.word;
  EXPECT_EQ(nearest("anything", {}), "");
  EXPECT_EQ(nearest("cat", {"car", "cat"}), "cat");
  EXPECT_EQ(nearest(std::string(100'000, 'a'), {std::string(100'000, 'a')}), "");
}

}  // namespace
}  // namespace tenure
