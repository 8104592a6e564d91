#include "transfer/encoding.h"

#include <gtest/gtest.h>
#include <unicode/ucnv.h>

#include "transfer/csv_test_support.h"

namespace tenure::transfer {
namespace {

using namespace std::string_literals;

struct Decoded {
  std::string text;
  std::optional<Error> failure;
  Encoding encoding;
  std::string code() const { return failure ? failure->code : ""; }
};

Decoded decode(std::string_view bytes, Encoding declared = Encoding::automatic,
               size_t chunk = static_cast<size_t>(-1), size_t piece = 4096) {
  MemorySource source(bytes, chunk);
  TextSource text(source, declared);
  Decoded out;
  std::string buffer(piece, '\0');
  for (;;) {
    auto n = text.read(buffer);
    out.encoding = text.encoding();
    if (!n) {
      out.failure = n.error();
      return out;
    }
    if (*n == 0) return out;
    out.text.append(buffer, 0, *n);
  }
}

std::string encode_utf16(std::u16string_view text, bool big_endian) {
  std::string bytes;
  for (const char16_t c : text) {
    const char high = static_cast<char>(c >> 8), low = static_cast<char>(c & 255);
    bytes += big_endian ? high : low;
    bytes += big_endian ? low : high;
  }
  return bytes;
}

// What ICU makes of it: a second opinion.
std::string by_icu(std::string_view bytes, const char* encoding) {
  UErrorCode status = U_ZERO_ERROR;
  std::string out(bytes.size() * 4 + 4, '\0');
  const int32_t size = ucnv_convert("UTF-8", encoding, out.data(), static_cast<int32_t>(out.size()),
                                    bytes.data(), static_cast<int32_t>(bytes.size()), &status);
  EXPECT_TRUE(U_SUCCESS(status)) << encoding << ": " << u_errorName(status);
  out.resize(static_cast<size_t>(size));
  return out;
}

TEST(Encoding, NamesGoBothWays) {
  for (const auto* name :
       {"auto", "utf-8", "utf-16", "utf-16le", "utf-16be", "windows-1252", "windows-1255"}) {
    EXPECT_EQ(to_string(*parse_encoding(name)), name);
  }
  EXPECT_EQ(*parse_encoding("CP1255"), Encoding::windows_1255);
  EXPECT_EQ(*parse_encoding("UTF-16LE"), Encoding::utf16_le);
  const auto unknown = parse_encoding("koi8-r");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, "unknown-encoding");
  EXPECT_EQ(argument(unknown.error(), "known"),
            "auto, utf-8, utf-16, utf-16le, utf-16be, windows-1252, windows-1255");
}

TEST(Encoding, CodePagesAgreeWithIcu) {
  for (const auto& [encoding, name] : {std::pair{Encoding::windows_1252, "ibm-5348_P100-1997"},
                                       std::pair{Encoding::windows_1255, "ibm-9447_P100-2002"}}) {
    int characters = 0;
    for (int b = 1; b < 256; ++b) {
      const std::string byte(1, static_cast<char>(b));
      const Decoded decoded = decode(byte, encoding);
      if (decoded.failure) {
        EXPECT_EQ(decoded.code(), "encoding-invalid");
        EXPECT_GE(b, 0x80);
        continue;
      }
      ++characters;
      if (encoding == Encoding::windows_1255 && b == 0xCA) continue;  // younger than ICU's table
      EXPECT_EQ(decoded.text, by_icu(byte, name)) << name << " " << b;
    }
    EXPECT_EQ(characters, encoding == Encoding::windows_1252 ? 250 : 233);
  }
  EXPECT_EQ(decode("\xCA", Encoding::windows_1255).text, "\u05BA");
}

struct Case {
  const char* name;
  std::string bytes;
  Encoding declared;
  std::string text;
  Encoding encoding;
};

const std::u16string kMixed = u"שלום,\u05E9\u05C1\u05B8,\U0001F600,é\n";
const std::string kMixedUtf8 = "שלום,\u05E9\u05C1\u05B8,\U0001F600,é\n";

TEST(Encoding, Reads) {
  using enum Encoding;
  const Case cases[] = {
      {"empty", "", automatic, "", utf8},
      {"ascii", "a,b\n", automatic, "a,b\n", utf8},
      {"utf-8", kMixedUtf8, automatic, kMixedUtf8, utf8},
      {"utf-8 declared", kMixedUtf8, utf8, kMixedUtf8, utf8},
      {"mark of utf-8", "\xEF\xBB\xBF" + kMixedUtf8, automatic, kMixedUtf8, utf8},
      {"only the first mark", "\xEF\xBB\xBF\xEF\xBB\xBF", utf8, "\xEF\xBB\xBF", utf8},
      {"utf-16le by mark", "\xFF\xFE" + encode_utf16(kMixed, false), automatic, kMixedUtf8,
       utf16_le},
      {"utf-16be by mark", "\xFE\xFF" + encode_utf16(kMixed, true), automatic, kMixedUtf8,
       utf16_be},
      {"utf-16 declared, le", "\xFF\xFE" + encode_utf16(kMixed, false), utf16, kMixedUtf8,
       utf16_le},
      {"utf-16 declared, be", "\xFE\xFF" + encode_utf16(kMixed, true), utf16, kMixedUtf8, utf16_be},
      {"utf-16 declared, bare", encode_utf16(kMixed, false), utf16, kMixedUtf8, utf16_le},
      {"utf-16le declared", encode_utf16(kMixed, false), utf16_le, kMixedUtf8, utf16_le},
      {"utf-16be declared", encode_utf16(kMixed, true), utf16_be, kMixedUtf8, utf16_be},
      {"utf-16le declared and marked", "\xFF\xFE" + encode_utf16(u"x", false), utf16_le, "x",
       utf16_le},
      {"windows-1252", "caf\xE9,\x80 5,na\xEFve,\xC4rger\n", automatic, "café,€ 5,naïve,Ärger\n",
       windows_1252},
      {"windows-1252, cut like utf-8", "caf\xE9", automatic, "café", windows_1252},
      {"windows-1255", "\xF9\xEC\xE5\xED,\xF2\xE5\xEC\xED\n", automatic, "שלום,עולם\n",
       windows_1255},
      {"windows-1255 with niqqud", "\xF9\xD1\xC8\xEC\xE5\xC9\xED \xE4\xF2\xE5\xC9\xEC\xC8\xED",
       automatic, "שָׁלוֹם העוֹלָם", windows_1255},
      {"windows-1255 among English",
       "name,city\nDan,\xFA\xEC \xE0\xE1\xE9\xE1\nRuth,\xE7\xE9\xF4\xE4\n", automatic,
       "name,city\nDan,תל אביב\nRuth,חיפה\n", windows_1255},
      {"windows-1255, shekel", "\xA4 5", windows_1255, "₪ 5", windows_1255},
  };
  for (const Case& c : cases) {
    for (const size_t chunk : {size_t{1}, size_t{3}, size_t{100'000}}) {
      for (const size_t piece : {size_t{16}, size_t{4096}}) {
        const Decoded decoded = decode(c.bytes, c.declared, chunk, piece);
        EXPECT_FALSE(decoded.failure) << c.name << " " << decoded.code();
        EXPECT_EQ(decoded.encoding, c.encoding) << c.name;
        EXPECT_EQ(decoded.text, c.text) << c.name;
      }
    }
  }
}

struct Refusal {
  const char* name;
  std::string bytes;
  Encoding declared;
  std::string code;
  int64_t offset;
  std::string before;  // the text given first
};

TEST(Encoding, F3_RefusesWithTheOffset) {
  using enum Encoding;
  const std::string lone_high = encode_utf16(u"a", false) + "\x3D\xD8" + encode_utf16(u"b", false);
  const std::string lone_low = encode_utf16(u"a", false) + "\x00\xDE"s + encode_utf16(u"b", false);
  const Refusal cases[] = {
      {"nul", "ab\0c"s, automatic, "encoding-nul", 2, "ab"},
      {"nul, declared", "ab\0c"s, utf8, "encoding-nul", 2, "ab"},
      {"nul, windows-1255", "ab\0c"s, windows_1255, "encoding-nul", 2, "ab"},
      {"nul in utf-16", encode_utf16(u"ab\0c"s, false), utf16_le, "encoding-nul", 4, "ab"},
      {"nul behind a mark", "\xEF\xBB\xBF\0"s, automatic, "encoding-nul", 3, ""},
      {"utf-16le without mark", encode_utf16(u"a,b\n", false), automatic,
       "encoding-undeclared-utf16", 1, "a"},
      {"utf-16be without mark", encode_utf16(u"a,b\n", true), automatic,
       "encoding-undeclared-utf16", 0, ""},
      {"Hebrew utf-16le without mark", encode_utf16(u"שם,עיר\nרות,חיפה\n", false), automatic,
       "encoding-undeclared-utf16", 5, "\xC3\xA9\x05\xC3\x9D\x05,"},
      {"stray continuation", "ab\x80z", utf8, "encoding-invalid", 2, "ab"},
      {"overlong", "ab\xC0\x80", utf8, "encoding-invalid", 2, "ab"},
      {"overlong, three bytes", "ab\xE0\x80\x80", utf8, "encoding-invalid", 2, "ab"},
      {"surrogate in utf-8", "ab\xED\xA0\x80", utf8, "encoding-invalid", 2, "ab"},
      {"past U+10FFFF", "ab\xF4\x90\x80\x80", utf8, "encoding-invalid", 2, "ab"},
      {"byte F5", "ab\xF5\x80\x80\x80", utf8, "encoding-invalid", 2, "ab"},
      {"cut utf-8", "ab\xE2\x82", utf8, "encoding-cut", 2, "ab"},
      {"cut utf-16", encode_utf16(u"ab", false) + "c", utf16_le, "encoding-cut", 4, "ab"},
      {"cut pair", encode_utf16(u"ab\xD83D", false), utf16_le, "encoding-cut", 4, "ab"},
      {"lone high surrogate", lone_high, utf16_le, "encoding-invalid", 2, "a"},
      {"lone low surrogate", lone_low, utf16_le, "encoding-invalid", 2, "a"},
      {"no such character, 1252", "ab\x81", windows_1252, "encoding-invalid", 2, "ab"},
      {"no such character, 1255", "ab\xFF", windows_1255, "encoding-invalid", 2, "ab"},
      {"mark of another", "\xFF\xFE\x61\x00"s, utf8, "encoding-contradicts-mark", 0, ""},
      {"mark of another, code page", "\xEF\xBB\xBFx", windows_1255, "encoding-contradicts-mark", 0,
       ""},
      {"a workbook", "PK\x03\x04\x14\x00"s, automatic, "file-is-workbook", 0, ""},
      {"a workbook, declared", "PK\x03\x04\x14\x00"s, windows_1255, "file-is-workbook", 0, ""},
      {"an older workbook", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"s, automatic, "file-is-workbook", 0, ""},
      {"mark of another order", "\xFE\xFF\x00\x61"s, utf16_le, "encoding-contradicts-mark", 0, ""},
  };
  for (const Refusal& c : cases) {
    for (const size_t chunk : {size_t{1}, size_t{3}, size_t{100'000}}) {
      const Decoded decoded = decode(c.bytes, c.declared, chunk);
      EXPECT_EQ(decoded.code(), c.code) << c.name;
      EXPECT_EQ(decoded.text, c.before) << c.name;
      if (!decoded.failure) continue;
      EXPECT_EQ(decoded.failure->position, c.offset) << c.name;
      EXPECT_EQ(argument(*decoded.failure, "offset"), std::to_string(c.offset)) << c.name;
    }
  }
}

TEST(Encoding, LaterBytesThatContradictUtf8NameWhatToDeclare) {
  const std::string ascii(100'000, 'x');
  const Decoded hebrew = decode(ascii + "\xF9\xEC\xE5\xED\n");
  EXPECT_EQ(hebrew.code(), "encoding-not-utf8");
  EXPECT_EQ(argument(*hebrew.failure, "guess"), "windows-1255");
  EXPECT_EQ(argument(*hebrew.failure, "byte"), "0xF9");
  EXPECT_EQ(hebrew.failure->position, 100'000);
  EXPECT_EQ(hebrew.text, ascii);
  const Decoded french = decode(ascii + "\xE9t\xE9\n");
  EXPECT_EQ(argument(*french.failure, "guess"), "windows-1252");
}

TEST(Encoding, CharactersAcrossTheEdgesOfBuffers) {
  for (const size_t ahead : {65533, 65534, 65535, 65536}) {
    const std::string utf8 = std::string(ahead, 'x') + "\U0001F600שלום" + std::string(70'000, 'y');
    const Decoded decoded = decode(utf8);
    EXPECT_FALSE(decoded.failure);
    EXPECT_EQ(decoded.text, utf8);
    std::u16string wide(ahead / 2, u'x');
    wide += u"\U0001F600\U0001F600";
    EXPECT_EQ(decode("\xFF\xFE" + encode_utf16(wide, false)).text,
              std::string(ahead / 2, 'x') + "\U0001F600\U0001F600");
  }
}

// A source that gives some bytes and then refuses.
class BrokenSource final : public ByteSource {
 public:
  explicit BrokenSource(std::string_view bytes) : bytes_(bytes) {}
  Result<size_t> read(std::span<char> out) override {
    if (auto n = bytes_.read(out); *n > 0) return *n;
    return refuse("gzip-truncated");
  }

 private:
  MemorySource bytes_;
};

TEST(Encoding, RefusalsOfTheSourceComeAfterTheTextBeforeThem) {
  BrokenSource source("text \xE2\x82");
  TextSource text(source, Encoding::automatic);
  char buffer[16];
  ASSERT_EQ(*text.read(buffer), 5u);
  for (int i = 0; i < 2; ++i) {
    const auto end = text.read(buffer);
    ASSERT_FALSE(end);
    EXPECT_EQ(end.error().code, "gzip-truncated");
  }
}

}  // namespace
}  // namespace tenure::transfer
