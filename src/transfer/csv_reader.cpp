#include "transfer/csv_reader.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <unordered_map>

#include "base/assert.h"
#include "base/limits.h"
#include "base/text.h"
#include "transfer/blank.h"
#include "transfer/csv_sniff.h"

namespace tenure::transfer {

namespace {

constexpr size_t kReadBytes = 64 * 1024;
constexpr size_t kSniffBytes = 64 * 1024;
constexpr size_t kBlock = 64;

ByteSet specials_of(char delimiter) {
  if (delimiter == kDelimiterSpaces) return {'\n', '\r', '\n', '\r'};
  return {'\n', '\r', '"', delimiter};
}

// Doubled quotes → single ones, in place. The text in [begin, end) is what stands between the
// outer quotes.
char* undouble(char* begin, char* end) {
  char* out = begin;
  while (begin < end) {
    auto* quote = static_cast<char*>(std::memchr(begin, '"', static_cast<size_t>(end - begin)));
    const auto n = static_cast<size_t>((quote == nullptr ? end : quote + 1) - begin);
    std::memmove(out, begin, n);
    out += n;
    begin += n + (quote == nullptr ? 0 : 1);
  }
  return out;
}

}  // namespace

Result<char> parse_delimiter(std::string_view text) {
  constexpr std::pair<std::string_view, char> kNames[] = {{"auto", kDelimiterAuto},
                                                          {"spaces", kDelimiterSpaces},
                                                          {"comma", ','},
                                                          {"semicolon", ';'},
                                                          {"tab", '\t'},
                                                          {"pipe", '|'},
                                                          {",", ','},
                                                          {";", ';'},
                                                          {"\t", '\t'},
                                                          {"|", '|'},
                                                          {"\\t", '\t'}};
  const std::string lower = lower_ascii(text);
  for (const auto& [name, delimiter] : kNames) {
    if (name == lower) return delimiter;
  }
  return refuse("unknown-delimiter", {{"delimiter", std::string(text)}});
}

CsvReader::CsvReader(TextSource& text, CsvOptions options)
    : text_(text),
      delimiter_(options.delimiter),
      has_header_(options.header),
      specials_(specials_of(options.delimiter)),
      buffer_(std::make_unique<char[]>(2 * kReadBytes + kBlock)),
      capacity_(2 * kReadBytes),
      row_begin_(buffer_.get()),
      end_(row_begin_),
      scanned_(row_begin_),
      block_(row_begin_),
      next_row_(row_begin_),
      field_begin_(row_begin_),
      quote_(row_begin_),
      fields_(limits::kCsvFields) {}

std::vector<std::pair<std::string, std::string>> CsvReader::place() const {
  return {{"row", std::to_string(row_.row)}, {"line", std::to_string(row_.line)}};
}

CsvReader::Found CsvReader::fail(Error error) {
  error_ = std::move(error);
  failed_ = true;
  return Found::failure;
}

// Moves the text that is still needed to another place, and all that points into it.
void CsvReader::move_to(char* target) {
  TENURE_ASSERT(bits_ == 0);  // nobody looks at block_ again
  const std::ptrdiff_t shift = target - row_begin_;
  const char* old = row_begin_;
  std::memmove(target, old, static_cast<size_t>(end_ - row_begin_));
  for (char** p : {&row_begin_, &end_, &scanned_, &next_row_, &field_begin_, &quote_}) *p += shift;
  for (size_t i = 0; i < std::min(field_count_, limits::kCsvFields); ++i) {
    fields_[i] = {target + (fields_[i].data() - old), fields_[i].size()};
  }
}

// More text behind end_; false when there is none (any more, or for text_failure_) or the row is
// too long already.
bool CsvReader::refill() {
  const auto kept = static_cast<size_t>(end_ - row_begin_);
  if (text_ended_ || kept > limits::kCsvRowBytes) return false;
  if (kept + kReadBytes > capacity_) {
    const size_t larger = std::min(2 * capacity_, limits::kCsvRowBytes + 2 * kReadBytes);
    auto buffer = std::make_unique<char[]>(larger + kBlock);
    move_to(buffer.get());
    buffer_ = std::move(buffer);
    capacity_ = larger;
  } else if (row_begin_ != buffer_.get()) {
    move_to(buffer_.get());
  }
  const size_t room = capacity_ - kept;
  auto n = text_.read({end_, room});
  if (!n) text_failure_ = std::move(n).error();
  if (!n || *n == 0) {
    text_ended_ = true;
    return false;
  }
  end_ += *n;
  return true;
}

void CsvReader::close_field(const char* end) {
  char* begin = field_begin_;
  if (state_ == State::after_quote) {
    if (end == quote_ + 1) {
      ++begin;
      end = escaped_ ? undouble(begin, quote_) : quote_;
    } else if (bad_quote_ == 0) {  // text after the quote: the field stays as it is written
      bad_quote_ = field_count_ + 1;
    }
  }
  if (field_count_ < limits::kCsvFields) {
    fields_[field_count_] = {begin, static_cast<size_t>(end - begin)};
  }
  ++field_count_;
  state_ = State::plain;
  escaped_ = false;
}

// False when the row is longer than a row may be.
bool CsvReader::close_row(const char* end) {
  if (static_cast<size_t>(end - row_begin_) > limits::kCsvRowBytes) return false;
  close_field(end);
  if (delimiter_ == kDelimiterSpaces) split_at_blanks();
  return true;
}

void CsvReader::split_at_blanks() {
  const std::string_view line = fields_[0];
  field_count_ = 0;
  for (size_t i = 0; i < line.size();) {
    size_t begin = i;
    while (begin < line.size() && is_blank(line[begin])) ++begin;
    if (begin == line.size()) break;
    i = begin;
    while (i < line.size() && !is_blank(line[i])) ++i;
    if (field_count_ < limits::kCsvFields) fields_[field_count_] = line.substr(begin, i - begin);
    ++field_count_;
  }
}

CsvReader::Found CsvReader::finish_at_end() {
  if (static_cast<size_t>(end_ - row_begin_) > limits::kCsvRowBytes) {
    auto arguments = place();
    arguments.emplace_back("limit", std::to_string(limits::kCsvRowBytes));
    return fail({"csv-row-too-long", std::move(arguments)});
  }
  if (text_failure_) return fail(*text_failure_);
  if (row_begin_ == end_) return Found::end;
  if (state_ == State::quoted) return fail({"csv-open-quote", place()});
  next_row_ = end_;
  close_row(end_);
  return Found::row;
}

// One row: special byte after special byte, 64 bytes looked at together.
CsvReader::Found CsvReader::scan_row() {
  row_begin_ = field_begin_ = quote_ = next_row_;
  row_.line = line_;
  field_count_ = 0;
  bad_quote_ = 0;
  quoted_ = false;
  for (;;) {
    while (bits_ == 0) {
      if (scanned_ == end_ && !refill()) return finish_at_end();
      block_ = scanned_;
      const auto size = std::min(kBlock, static_cast<size_t>(end_ - block_));
      bits_ = specials_.find(block_);
      if (size < kBlock) bits_ &= (uint64_t{1} << size) - 1;
      scanned_ += size;
    }
    char* const p = block_ + std::countr_zero(bits_);
    bits_ &= bits_ - 1;
    const char c = *p;
    if (c == '"') {
      if (state_ == State::plain) {
        if (p != field_begin_) continue;
        state_ = State::quoted;
        quoted_ = true;
      } else if (state_ == State::quoted) {
        state_ = State::after_quote;
        quote_ = p;
      } else if (p == quote_ + 1) {
        state_ = State::quoted;
        escaped_ = true;
      }
      continue;
    }
    const bool newline = c == '\n' || c == '\r';
    if (state_ == State::quoted) {
      if (newline && !(c == '\n' && p[-1] == '\r')) ++line_;
      continue;
    }
    if (!newline) {
      close_field(p);
      field_begin_ = p + 1;
      continue;
    }
    if (p == row_begin_) {  // a blank line, or the LF of a CRLF
      if (c == '\r' || !after_cr_) ++line_;
      after_cr_ = c == '\r';
      row_begin_ = field_begin_ = next_row_ = p + 1;
      row_.line = line_;
      continue;
    }
    next_row_ = p + 1;
    if (!close_row(p)) return finish_at_end();
    ++line_;
    after_cr_ = c == '\r';
    return Found::row;
  }
}

bool CsvReader::only_blanks() const {
  if (delimiter_ == kDelimiterSpaces) return field_count_ == 0;
  return columns_ > 1 && field_count_ == 1 && !quoted_ && std::ranges::all_of(fields_[0], is_blank);
}

CsvReader::Found CsvReader::read_row() {
  for (;;) {
    const Found found = scan_row();
    if (found != Found::row || !only_blanks()) return found;
  }
}

void CsvReader::look_at_delimiter() {
  while (static_cast<size_t>(end_ - row_begin_) < kSniffBytes && refill()) {
  }
  const std::string_view window(row_begin_, static_cast<size_t>(end_ - row_begin_));
  delimiter_ = sniff_delimiter(window, text_ended_);
  // Some spreadsheets say it in a first line of their own: sep=;
  const auto is_newline = [](char c) { return c == '\n' || c == '\r'; };
  if (window.size() > 5 && lower_ascii(window.substr(0, 4)) == "sep=" && is_newline(window[5]) &&
      std::string_view(",;\t|").contains(window[4])) {
    delimiter_ = window[4];
    after_cr_ = window[5] == '\r';
    next_row_ = row_begin_ = scanned_ = row_begin_ + 6;
    line_ = 2;
  }
  specials_ = specials_of(delimiter_);
}

std::optional<Error> CsvReader::read_header() {
  const Found found = read_row();
  if (found == Found::failure) return error_;
  if (found == Found::end) return Error{"csv-no-header", {}};
  if (field_count_ > limits::kCsvFields) {
    auto arguments = place();
    arguments.emplace_back("found", std::to_string(field_count_));
    arguments.emplace_back("limit", std::to_string(limits::kCsvFields));
    return Error{"csv-too-many-fields", std::move(arguments)};
  }
  if (bad_quote_ != 0) {
    auto arguments = place();
    arguments.emplace_back("column", std::to_string(bad_quote_));
    return Error{"csv-quote", std::move(arguments)};
  }
  std::unordered_map<std::string, size_t> seen;
  for (size_t i = 0; i < field_count_; ++i) {
    std::string name(trim_blanks(fields_[i]));
    const std::string column = std::to_string(i + 1);
    if (name.empty()) return Error{"csv-empty-header", {{"column", column}}};
    const auto [first, is_new] = seen.try_emplace(name, i + 1);
    if (!is_new) {
      return Error{"csv-duplicate-header",
                   {{"name", name}, {"column", column}, {"first", std::to_string(first->second)}}};
    }
    header_.push_back(std::move(name));
  }
  columns_ = field_count_;
  return std::nullopt;
}

Result<void> CsvReader::open() {
  if (delimiter_ == kDelimiterAuto) look_at_delimiter();
  if (!has_header_) return {};
  if (auto error = read_header()) {
    fail(*error);
    return std::unexpected(*error);
  }
  return {};
}

CsvEvent CsvReader::next() {
  if (failed_) return CsvEvent::failure;
  TENURE_ASSERT(delimiter_ != kDelimiterAuto);  // open() was called
  ++row_.row;
  switch (read_row()) {
    case Found::failure:
      return CsvEvent::failure;
    case Found::end:
      --row_.row;
      return CsvEvent::end;
    case Found::row:
      break;
  }
  row_.fields = std::span(fields_).first(std::min(field_count_, limits::kCsvFields));
  if (field_count_ == columns_ && bad_quote_ == 0) return CsvEvent::row;

  Error error{"", place()};
  if (field_count_ > limits::kCsvFields) {
    error.code = "csv-too-many-fields";
    error.arguments.emplace_back("found", std::to_string(field_count_));
    error.arguments.emplace_back("limit", std::to_string(limits::kCsvFields));
    if (columns_ == 0) {
      fail(std::move(error));
      return CsvEvent::failure;
    }
  } else if (bad_quote_ != 0) {
    error.code = "csv-quote";
    error.arguments.emplace_back("column", std::to_string(bad_quote_));
  } else if (columns_ == 0) {
    columns_ = field_count_;
    return CsvEvent::row;
  } else {
    error.code = "csv-ragged";
    error.arguments.emplace_back("expected", std::to_string(columns_));
    error.arguments.emplace_back("found", std::to_string(field_count_));
  }
  error_ = std::move(error);
  return CsvEvent::bad_row;
}

}  // namespace tenure::transfer
