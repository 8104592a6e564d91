#pragma once
// Rows of separated values out of a stream of text: RFC 4180, and what people write instead.
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "transfer/encoding.h"
#include "transfer/scan.h"

namespace tenure::transfer {

// The characters that may stand between fields, and two ways that are no character.
inline constexpr char kDelimiterAuto = '\0';   // , ; tab or |, by the first rows
inline constexpr char kDelimiterSpaces = ' ';  // runs of blanks, as in fixed-width files; no quotes

// "," ";" "|" or a tab, "comma" "semicolon" "pipe" "tab" "spaces" "auto".
// Errors: "unknown-delimiter" {delimiter}.
Result<char> parse_delimiter(std::string_view);

struct CsvOptions {
  char delimiter = kDelimiterAuto;
  bool header = true;  // the first row names the columns
};

struct CsvRow {
  int64_t row = 0;                           // 1-based, without the header and without blank lines
  int64_t line = 0;                          // 1-based line of the file where it begins
  std::span<const std::string_view> fields;  // unquoted UTF-8, valid until the next call
};

enum class CsvEvent : uint8_t {
  row,
  bad_row,  // error() says why; its fields as far as they were told apart; reading goes on
  end,
  failure,  // error() says why; there is nothing more to be had
};

// Lines end in LF, CRLF or CR. Lines without anything in them are passed over, and so are lines of
// nothing but blanks where more than one column is expected. A quote inside an unquoted field is a
// character like any other. Memory: the longest row, at most limits::kCsvRowBytes, and buffers.
//
// Bad rows: "csv-ragged" {row, line, expected, found}, "csv-quote" {row, line, column} (text after
// a closing quote), "csv-too-many-fields" {row, line, found, limit}.
// Failures: "csv-open-quote" {row, line}, "csv-row-too-long" {row, line, limit},
// "csv-too-many-fields" where no width is known yet, and what the text source refuses.
// Which of them, and where, does not depend on the pieces that the text comes in.
class CsvReader {
 public:
  // Keeps a reference to the text.
  CsvReader(TextSource& text, CsvOptions options);

  // Reads up to the first data row; call it once, before next(). Besides the failures above (row
  // 0 is the header): "csv-no-header", "csv-empty-header" {column}, "csv-duplicate-header" {name,
  // column, first}.
  Result<void> open();

  // Column names without blanks around them; empty without a header.
  const std::vector<std::string>& header() const { return header_; }
  // The number of columns; without a header that of the first row, 0 before it.
  size_t columns() const { return columns_; }
  // Never kDelimiterAuto after open().
  char delimiter() const { return delimiter_; }

  CsvEvent next();
  const CsvRow& row() const { return row_; }      // after row and bad_row
  const Error& error() const { return *error_; }  // after bad_row and failure

 private:
  enum class Found : uint8_t { row, end, failure };
  enum class State : uint8_t { plain, quoted, after_quote };

  Found read_row();
  Found scan_row();
  Found finish_at_end();
  bool close_row(const char* end);
  void close_field(const char* end);
  void split_at_blanks();
  bool only_blanks() const;
  bool refill();
  void move_to(char* target);
  void look_at_delimiter();
  std::optional<Error> read_header();
  Found fail(Error);
  std::vector<std::pair<std::string, std::string>> place() const;

  TextSource& text_;
  char delimiter_;
  bool has_header_;
  ByteSet specials_;
  std::vector<std::string> header_;
  size_t columns_ = 0;

  // The buffer: [row_begin_, end_) is text of the row being read and what follows it; 64 bytes
  // stand free behind capacity_ for whole blocks to be looked at.
  std::unique_ptr<char[]> buffer_;
  size_t capacity_;
  char* row_begin_;
  char* end_;
  char* scanned_;      // the next block to look at
  char* block_;        // the block that bits_ speaks of
  uint64_t bits_ = 0;  // special bytes in it that were not seen yet

  char* next_row_;  // where the row after this one begins
  char* field_begin_;
  char* quote_;  // the last quote that may have closed the field
  State state_ = State::plain;
  bool escaped_ = false;   // the field has doubled quotes
  bool quoted_ = false;    // the row has quotes
  bool after_cr_ = false;  // the last row ended in CR
  size_t bad_quote_ = 0;   // column with text after its closing quote, 1-based; 0 = none
  std::vector<std::string_view> fields_;  // room for limits::kCsvFields
  size_t field_count_ = 0;                // counted on past that
  int64_t line_ = 1;
  CsvRow row_;
  bool text_ended_ = false;
  bool failed_ = false;
  std::optional<Error> text_failure_, error_;
};

}  // namespace tenure::transfer
