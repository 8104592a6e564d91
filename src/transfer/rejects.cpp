#include "transfer/rejects.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/environment.h"
#include "transfer/csv_writer.h"
#include "transfer/packed.h"
#include "transfer/row_facts.h"

namespace tenure::transfer {

using engine::codec::Reader;

namespace {

constexpr size_t kLaterBytes = 4 * 1024 * 1024;
constexpr size_t kBuffer = 64 * 1024;

// `line`, or `reject_line` where the file has a column of that name.
std::string own_column(std::string_view name, const std::vector<std::string>& header) {
  const bool taken = std::ranges::find(header, name) != header.end();
  return taken ? "reject_" + std::string(name) : std::string(name);
}

}  // namespace

Rejects::Rejects(Options options)
    : options_(std::move(options)), later_(options_.temp_prefix, kLaterBytes) {
  if (options_.delimiter == kDelimiterSpaces) options_.delimiter = ',';
}

void Rejects::add(const CsvRow& row, const std::vector<Error>& errors) {
  std::string sentences;
  for (const Error& error : errors) {
    ++reasons_[error.code];
    if (!sentences.empty()) sentences += ' ';
    sentences += say_reject(options_.language, error);
  }
  write(row, errors.front().code, sentences);
}

void Rejects::add_later(int64_t row, std::string_view code, std::string_view sentence) {
  std::string key, payload;
  packed::put_ordered(key, static_cast<uint64_t>(row));
  packed::put_text(payload, code);
  packed::put_text(payload, sentence);
  later_.add(key, payload);
}

void Rejects::look_up(CsvReader& reader) {
  later_.finish();
  ExternalSort::Record record;
  bool more = later_.next(record);
  CsvEvent event = CsvEvent::row;
  while (more) {
    const auto wanted = static_cast<int64_t>(packed::get_ordered<uint64_t>(record.key));
    while (event != CsvEvent::end && event != CsvEvent::failure && reader.row().row < wanted) {
      event = reader.next();
    }
    // A row may have been refused for several of its facts.
    std::string code, sentences;
    for (; more && static_cast<int64_t>(packed::get_ordered<uint64_t>(record.key)) == wanted;
         more = later_.next(record)) {
      Reader in(record.payload);
      const std::string_view one = in.text(), sentence = in.text();
      ++reasons_[std::string(one)];
      if (code.empty()) code = one;
      if (sentences.contains(sentence)) continue;
      if (!sentences.empty()) sentences += ' ';
      sentences += sentence;
    }
    // The file may have been changed since; the reason is kept all the same.
    const bool found =
        event != CsvEvent::end && event != CsvEvent::failure && reader.row().row == wanted;
    write(found ? reader.row() : CsvRow{.row = wanted}, code, sentences);
  }
}

void Rejects::write(const CsvRow& row, std::string_view code, std::string_view sentence) {
  CsvWriter csv(buffer_, {.delimiter = options_.delimiter, .neutralise_formulas = false});
  if (!file_.is_open()) {
    file_.open(options_.path, std::ios::binary | std::ios::trunc);
    for (const char* name : {"line", "code", "reason"}) csv.text(own_column(name, options_.header));
    for (const std::string& name : options_.header) csv.text(name);
    csv.end_row();
  }
  ++rows_;
  csv.typed(row.line > 0 ? std::to_string(row.line) : "").typed(code).text(sentence);
  for (const std::string_view field : row.fields) csv.text(field);
  for (size_t i = row.fields.size(); i < options_.header.size(); ++i) csv.text("");
  csv.end_row();
  if (buffer_.size() >= kBuffer) flush();
}

void Rejects::flush() {
  file_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  file_.flush();
  buffer_.clear();
  if (!file_) {
    throw EnvironmentError("file-unwritable",
                           {{"file", options_.path}, {"reason", std::strerror(errno)}});
  }
}

std::string Rejects::finish() {
  if (!file_.is_open()) {
    discard();
    return {};
  }
  flush();
  return options_.path;
}

void Rejects::discard() {
  file_.close();
  std::error_code ignored;
  if (std::filesystem::is_regular_file(options_.path, ignored))
    std::filesystem::remove(options_.path, ignored);
}

std::vector<std::pair<std::string, int64_t>> Rejects::reasons() const {
  std::vector<std::pair<std::string, int64_t>> sorted(reasons_.begin(), reasons_.end());
  std::ranges::stable_sort(sorted, std::ranges::greater(),
                           &std::pair<std::string, int64_t>::second);
  return sorted;
}

}  // namespace tenure::transfer
