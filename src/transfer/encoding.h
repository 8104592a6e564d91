#pragma once
// Bytes of any encoding that order files come in → UTF-8, as a stream.
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "transfer/byte_source.h"

namespace tenure::transfer {

enum class Encoding : uint8_t {
  automatic,  // by its mark (BOM); else UTF-8 if it is; else windows-1255 or windows-1252
  utf8,
  utf16,  // by its mark; little endian without one
  utf16_le,
  utf16_be,
  windows_1252,
  windows_1255,
};
// "auto", "utf-8", "utf-16", "utf-16le", "utf-16be", "windows-1252", "windows-1255", and the usual
// other spellings in either case. Errors: "unknown-encoding" {encoding, known}.
Result<Encoding> parse_encoding(std::string_view);
std::string_view to_string(Encoding);

// Text that is checked: what read() gives is valid UTF-8 in whole characters, without a mark at
// its beginning and without NUL. Offsets in refusals count the bytes of the (unpacked) source from
// 0. Every refusal is given after all the text before it, and again on every later call:
//   "encoding-invalid" {byte, offset, encoding}    a byte that the encoding does not have
//   "encoding-not-utf8" {byte, offset, guess}      auto: it began as UTF-8 and does not go on so
//   "encoding-nul" {offset}                        a NUL
//   "encoding-undeclared-utf16" {offset, guess}    auto: NULs as UTF-16 without a mark has them
//   "encoding-cut" {offset, encoding}              the source ends inside a character
//   "encoding-contradicts-mark" {encoding, found}  declared one thing, marked another
//   "file-is-workbook"                             it begins as workbooks and archives do, which are no text
// and what the source refuses.
class TextSource {
 public:
  // Keeps a reference to the source.
  TextSource(ByteSource& source, Encoding declared);

  // Fills the front of `out` (at least 16 bytes) and says how much of it; 0 only at the end.
  Result<size_t> read(std::span<char> out);

  // What the text is read as; `automatic` until the first read() was made.
  Encoding encoding() const { return decided_; }

 private:
  struct Step {
    size_t used = 0, made = 0;
  };
  void refill(bool whole_window);
  void decide();
  bool strip_mark();
  bool is_workbook();
  Step decode(std::span<char> out);
  Step decode_utf8(std::span<char> out);
  Step decode_utf16(std::span<char> out, bool big_endian);
  Step decode_table(std::span<char> out, const std::array<char16_t, 128>& table);
  std::string_view rest() const { return {in_.data() + begin_, end_ - begin_}; }
  void fail_at(size_t ahead, std::string code,
               std::vector<std::pair<std::string, std::string>> arguments);
  void fail_nul(size_t ahead);
  void fail_invalid(size_t ahead);

  ByteSource& source_;
  Encoding declared_;
  Encoding decided_ = Encoding::automatic;
  bool guessed_ = false;  // neither declared nor marked
  bool started_ = false;
  bool ended_ = false;
  std::vector<char> in_;
  size_t begin_ = 0, end_ = 0;
  uint64_t offset_ = 0;  // of in_[begin_] in the source
  std::optional<Error> source_failure_, failure_;
};

}  // namespace tenure::transfer
