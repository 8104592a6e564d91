#include "transfer/encoding.h"

#include <algorithm>
#include <cstring>

#include "base/assert.h"
#include "base/text.h"
#include "transfer/scan.h"

namespace tenure::transfer {

namespace {

constexpr size_t kWindowBytes = 64 * 1024;  // what `auto` looks at; also the size of a read

struct Name {
  Encoding encoding;
  std::string_view name;
};
// The first name of each is the one we say.
constexpr Name kNames[] = {
    {Encoding::automatic, "auto"},
    {Encoding::utf8, "utf-8"},
    {Encoding::utf8, "utf8"},
    {Encoding::utf16, "utf-16"},
    {Encoding::utf16, "utf16"},
    {Encoding::utf16_le, "utf-16le"},
    {Encoding::utf16_le, "utf-16-le"},
    {Encoding::utf16_le, "utf16le"},
    {Encoding::utf16_be, "utf-16be"},
    {Encoding::utf16_be, "utf-16-be"},
    {Encoding::utf16_be, "utf16be"},
    {Encoding::windows_1252, "windows-1252"},
    {Encoding::windows_1252, "cp1252"},
    {Encoding::windows_1252, "latin1"},
    {Encoding::windows_1252, "iso-8859-1"},
    {Encoding::windows_1255, "windows-1255"},
    {Encoding::windows_1255, "cp1255"},
};

// Bytes 0x80..0xFF of a code page; 0 = no such character.
using Table = std::array<char16_t, 128>;

constexpr Table make_windows_1252() {
  constexpr char16_t c1[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                               0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                               0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                               0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
  Table table{};
  for (int b = 0; b < 32; ++b) table[b] = c1[b];
  for (int b = 32; b < 128; ++b) table[b] = static_cast<char16_t>(0x80 + b);
  return table;
}

constexpr Table make_windows_1255() {
  Table table = make_windows_1252();
  for (const int b : {0x8A, 0x8C, 0x8E, 0x9A, 0x9C, 0x9E, 0x9F}) table[b - 0x80] = 0;
  table[0xA4 - 0x80] = 0x20AA;  // new shekel
  table[0xAA - 0x80] = 0x00D7;
  table[0xBA - 0x80] = 0x00F7;
  for (int b = 0xC0; b <= 0xD3; ++b) table[b - 0x80] = static_cast<char16_t>(0x05B0 + b - 0xC0);
  for (int b = 0xD4; b <= 0xD8; ++b) table[b - 0x80] = static_cast<char16_t>(0x05F0 + b - 0xD4);
  for (int b = 0xD9; b <= 0xDF; ++b) table[b - 0x80] = 0;
  for (int b = 0xE0; b <= 0xFA; ++b) table[b - 0x80] = static_cast<char16_t>(0x05D0 + b - 0xE0);
  table[0xFB - 0x80] = table[0xFC - 0x80] = table[0xFF - 0x80] = 0;
  table[0xFD - 0x80] = 0x200E;
  table[0xFE - 0x80] = 0x200F;
  return table;
}

constexpr Table kWindows1252 = make_windows_1252();
constexpr Table kWindows1255 = make_windows_1255();

unsigned byte_at(std::string_view text, size_t i) {
  return static_cast<unsigned char>(text[i]);
}

std::string hex(unsigned byte) {
  constexpr char digits[] = "0123456789ABCDEF";
  return {'0', 'x', digits[byte >> 4], digits[byte & 15]};
}

size_t put_utf8(char* out, char32_t c) {
  if (c < 0x80) {
    out[0] = static_cast<char>(c);
    return 1;
  }
  if (c < 0x800) {
    out[0] = static_cast<char>(0xC0 | (c >> 6));
    out[1] = static_cast<char>(0x80 | (c & 0x3F));
    return 2;
  }
  if (c < 0x10000) {
    out[0] = static_cast<char>(0xE0 | (c >> 12));
    out[1] = static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out[2] = static_cast<char>(0x80 | (c & 0x3F));
    return 3;
  }
  out[0] = static_cast<char>(0xF0 | (c >> 18));
  out[1] = static_cast<char>(0x80 | ((c >> 12) & 0x3F));
  out[2] = static_cast<char>(0x80 | ((c >> 6) & 0x3F));
  out[3] = static_cast<char>(0x80 | (c & 0x3F));
  return 4;
}

enum class Stop : uint8_t { end, nul, invalid, cut };
struct Utf8Check {
  size_t valid;  // bytes that are whole, valid characters
  Stop stop;     // why it is not more: cut = the text ends inside a character
};

Utf8Check check_utf8(std::string_view text) {
  size_t i = 0;
  while (i < text.size()) {
    i += plain_ascii_prefix(text.data() + i, text.size() - i);
    // Words of other scripts are short: look at the vector again only after some characters.
    for (const size_t until = std::min(text.size(), i + 64); i < until;) {
      const unsigned first = byte_at(text, i);
      if (first < 0x80) {
        if (first == 0) return {i, Stop::nul};
        ++i;
        continue;
      }
      if (first < 0xC2 || first > 0xF4) return {i, Stop::invalid};
      const size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
      // The second byte also keeps out overlong forms, surrogates and what is past U+10FFFF.
      const unsigned low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
      const unsigned high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
      for (size_t k = 1; k < length; ++k) {
        if (i + k == text.size()) return {i, Stop::cut};
        const unsigned next = byte_at(text, i + k);
        if (next < (k == 1 ? low : 0x80) || next > (k == 1 ? high : 0xBF)) {
          return {i, Stop::invalid};
        }
      }
      i += length;
    }
  }
  return {i, Stop::end};
}

// Hebrew words are runs of high bytes; in the languages of windows-1252 a high byte stands alone
// among ASCII letters.
bool looks_hebrew(std::string_view text) {
  const auto kind = [&](size_t i) {
    if (i >= text.size()) return 0;  // also one before the first
    const unsigned b = byte_at(text, i);
    if ((b | 0x20) >= 'a' && (b | 0x20) <= 'z') return 1;
    return (b >= 0xE0 && b <= 0xFA) || (b >= 0xC0 && b <= 0xD3) ? 2 : 0;
  };
  size_t hebrew = 0, latin = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const unsigned b = byte_at(text, i);
    if (b < 0xC0) continue;
    const int before = kind(i - 1), after = kind(i + 1);
    if (before == 1 || after == 1) {
      ++latin;
    } else if (b >= 0xE0 && b <= 0xFA && (before == 2 || after == 2)) {
      ++hebrew;
    }
  }
  return hebrew > latin;
}

Encoding guess_code_page(std::string_view text) {
  return looks_hebrew(text) ? Encoding::windows_1255 : Encoding::windows_1252;
}

}  // namespace

Result<Encoding> parse_encoding(std::string_view text) {
  const std::string lower = lower_ascii(text);
  for (const Name& n : kNames) {
    if (n.name == lower) return n.encoding;
  }
  std::string known;
  for (int e = 0; e <= static_cast<int>(Encoding::windows_1255); ++e) {
    known += (known.empty() ? "" : ", ") + std::string(to_string(static_cast<Encoding>(e)));
  }
  return refuse("unknown-encoding", {{"encoding", std::string(text)}, {"known", known}});
}

std::string_view to_string(Encoding encoding) {
  return std::ranges::find(kNames, encoding, &Name::encoding)->name;
}

TextSource::TextSource(ByteSource& source, Encoding declared)
    : source_(source), declared_(declared), in_(kWindowBytes) {}

// Keeps what is unread and reads on: once, or until the window is full or the source has no more.
void TextSource::refill(bool whole_window) {
  std::memmove(in_.data(), in_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  while (!ended_ && end_ < in_.size()) {
    auto n = source_.read(std::span(in_).subspan(end_));
    if (!n) source_failure_ = std::move(n).error();
    if (!n || *n == 0) ended_ = true;
    if (n) end_ += *n;
    if (!whole_window) return;
  }
}

void TextSource::fail_at(size_t ahead, std::string code,
                         std::vector<std::pair<std::string, std::string>> arguments) {
  const uint64_t offset = offset_ + ahead;
  arguments.emplace_back("offset", std::to_string(offset));
  failure_ = Error{std::move(code), std::move(arguments), static_cast<int64_t>(offset)};
}

void TextSource::fail_nul(size_t ahead) {
  // Many NULs, all at odd or all at even places, are the ASCII in UTF-16.
  refill(true);
  const std::string_view text = rest().substr(ahead);
  size_t nuls[2] = {0, 0};
  for (size_t i = 0; i < text.size(); ++i) nuls[(offset_ + ahead + i) % 2] += text[i] == '\0';
  const bool le = nuls[1] > nuls[0];
  if (guessed_ && nuls[le] > 1 && nuls[le] > 4 * nuls[!le]) {
    const auto guess = le ? Encoding::utf16_le : Encoding::utf16_be;
    fail_at(ahead, "encoding-undeclared-utf16", {{"guess", std::string(to_string(guess))}});
  } else {
    fail_at(ahead, "encoding-nul", {});
  }
}

void TextSource::fail_invalid(size_t ahead) {
  const std::string byte = hex(byte_at(rest(), ahead));
  refill(true);
  if (guessed_ && decided_ == Encoding::utf8) {
    const std::string guess(to_string(guess_code_page(rest().substr(ahead))));
    fail_at(ahead, "encoding-not-utf8", {{"byte", byte}, {"guess", guess}});
  } else {
    fail_at(ahead, "encoding-invalid",
            {{"byte", byte}, {"encoding", std::string(to_string(decided_))}});
  }
}

// Steps over a mark; false (and failure_ set) when it is not that of the declared encoding.
bool TextSource::strip_mark() {
  struct Mark {
    std::string_view bytes;
    Encoding encoding;
  };
  constexpr Mark kMarks[] = {{"\xEF\xBB\xBF", Encoding::utf8},
                             {"\xFF\xFE", Encoding::utf16_le},
                             {"\xFE\xFF", Encoding::utf16_be}};
  const auto mark =
      std::ranges::find_if(kMarks, [&](const Mark& m) { return rest().starts_with(m.bytes); });
  if (mark == std::end(kMarks)) return true;
  const bool fits = declared_ == Encoding::automatic || declared_ == mark->encoding ||
                    (declared_ == Encoding::utf16 && mark->encoding != Encoding::utf8);
  if (!fits) {
    fail_at(0, "encoding-contradicts-mark",
            {{"encoding", std::string(to_string(declared_))},
             {"found", std::string(to_string(mark->encoding))}});
    return false;
  }
  decided_ = mark->encoding;
  begin_ += mark->bytes.size();
  offset_ += mark->bytes.size();
  return true;
}

// By its first bytes: a ZIP archive, as .xlsx and .ods are, or the older kind, as .xls is. No text begins so.
bool TextSource::is_workbook() {
  constexpr std::string_view kBeginnings[] = {"PK\x03\x04", "PK\x05\x06", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"};
  const bool is = std::ranges::any_of(kBeginnings, [&](std::string_view bytes) { return rest().starts_with(bytes); });
  if (is) fail_at(0, "file-is-workbook", {});
  return is;
}

void TextSource::decide() {
  refill(true);
  started_ = true;
  if (is_workbook() || !strip_mark() || decided_ != Encoding::automatic) return;
  if (declared_ == Encoding::utf16) {
    decided_ = Encoding::utf16_le;  // what Windows writes
  } else if (declared_ != Encoding::automatic) {
    decided_ = declared_;
  } else {
    guessed_ = true;
    // A NUL or a cut end of the window is no reason against UTF-8, but the end of the file is.
    const Stop stop = check_utf8(rest()).stop;
    const bool whole = ended_ && !source_failure_;
    const bool utf8 = stop != Stop::invalid && !(stop == Stop::cut && whole);
    decided_ = utf8 ? Encoding::utf8 : guess_code_page(rest());
  }
}

Result<size_t> TextSource::read(std::span<char> out) {
  TENURE_ASSERT(out.size() >= 16);
  if (!started_) decide();
  for (;;) {
    if (failure_) return std::unexpected(*failure_);
    if (begin_ < end_) {
      const Step step = decode(out);
      begin_ += step.used;
      offset_ += step.used;
      if (step.made > 0) return step.made;
      if (failure_) continue;
      TENURE_ASSERT(step.used == 0);  // the rest is the beginning of a character
    }
    if (!ended_) {
      refill(false);
    } else if (source_failure_) {
      failure_ = source_failure_;
    } else if (begin_ == end_) {
      return 0;
    } else {
      fail_at(0, "encoding-cut", {{"encoding", std::string(to_string(decided_))}});
    }
  }
}

TextSource::Step TextSource::decode(std::span<char> out) {
  switch (decided_) {
    case Encoding::utf16_le:
      return decode_utf16(out, false);
    case Encoding::utf16_be:
      return decode_utf16(out, true);
    case Encoding::windows_1252:
      return decode_table(out, kWindows1252);
    case Encoding::windows_1255:
      return decode_table(out, kWindows1255);
    default:
      return decode_utf8(out);
  }
}

TextSource::Step TextSource::decode_utf8(std::span<char> out) {
  const std::string_view text = rest().substr(0, out.size());
  const Utf8Check check = check_utf8(text);
  std::memcpy(out.data(), text.data(), check.valid);
  if (check.stop == Stop::nul) fail_nul(check.valid);
  if (check.stop == Stop::invalid) fail_invalid(check.valid);
  return {check.valid, check.valid};
}

TextSource::Step TextSource::decode_utf16(std::span<char> out, bool big_endian) {
  const std::string_view text = rest();
  const auto unit = [&](size_t i) {
    return big_endian ? byte_at(text, i) << 8 | byte_at(text, i + 1)
                      : byte_at(text, i + 1) << 8 | byte_at(text, i);
  };
  Step step;
  while (step.used + 2 <= text.size() && step.made + 4 <= out.size()) {
    char32_t c = unit(step.used);
    size_t length = 2;
    if (c >= 0xD800 && c < 0xDC00) {
      if (step.used + 4 > text.size()) break;
      const unsigned low = unit(step.used + 2);
      if (low < 0xDC00 || low > 0xDFFF) {
        fail_invalid(step.used);
        break;
      }
      c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
      length = 4;
    } else if (c >= 0xDC00 && c < 0xE000) {
      fail_invalid(step.used);
      break;
    } else if (c == 0) {
      fail_at(step.used, "encoding-nul", {});
      break;
    }
    step.made += put_utf8(out.data() + step.made, c);
    step.used += length;
  }
  return step;
}

TextSource::Step TextSource::decode_table(std::span<char> out, const Table& table) {
  const std::string_view text = rest();
  Step step;
  while (step.used < text.size() && step.made + 4 <= out.size()) {
    const size_t plain = plain_ascii_prefix(
        text.data() + step.used, std::min(text.size() - step.used, out.size() - step.made));
    if (plain > 0) {
      std::memcpy(out.data() + step.made, text.data() + step.used, plain);
      step.used += plain;
      step.made += plain;
      continue;
    }
    const unsigned b = byte_at(text, step.used);
    const char16_t c = b < 0x80 ? static_cast<char16_t>(b) : table[b - 0x80];
    if (c == 0) {
      b == 0 ? fail_nul(step.used) : fail_invalid(step.used);
      break;
    }
    step.made += put_utf8(out.data() + step.made, c);
    ++step.used;
  }
  return step;
}

}  // namespace tenure::transfer
