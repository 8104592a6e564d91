#pragma once
// For tests only: a whole CSV file as one value, so that two readings can be compared.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "transfer/csv_reader.h"

namespace tenure::transfer {

struct ReadRow {
  int64_t row, line;
  std::vector<std::string> fields;
  std::string fault;  // the code of a bad row
  bool operator==(const ReadRow&) const = default;
};

struct ReadFile {
  std::vector<std::string> header;
  std::vector<ReadRow> rows;
  std::optional<Error> failure;
  char delimiter = kDelimiterAuto;
  bool operator==(const ReadFile&) const = default;

  // "1:a,b / 2:c!csv-ragged": rows as 'line:fields', with faults.
  std::string summary() const {
    std::string text;
    for (const ReadRow& row : rows) {
      text += (text.empty() ? "" : " / ") + std::to_string(row.line) + ":";
      for (size_t i = 0; i < row.fields.size(); ++i) text += (i > 0 ? "," : "") + row.fields[i];
      if (!row.fault.empty()) text += "!" + row.fault;
    }
    if (failure) text += (text.empty() ? "" : " / ") + ("!!" + failure->code);
    return text;
  }
};

inline ReadFile read_csv(std::string_view bytes, CsvOptions options,
                         size_t chunk = static_cast<size_t>(-1),
                         Encoding encoding = Encoding::automatic) {
  MemorySource source(bytes, chunk);
  TextSource text(source, encoding);
  CsvReader reader(text, options);
  ReadFile file;
  if (auto opened = reader.open(); !opened) {
    file.failure = opened.error();
    return file;
  }
  file.header = reader.header();
  file.delimiter = reader.delimiter();
  for (;;) {
    const CsvEvent event = reader.next();
    if (event == CsvEvent::end) return file;
    if (event == CsvEvent::failure) {
      file.failure = reader.error();
      return file;
    }
    const CsvRow& row = reader.row();
    file.rows.push_back({row.row, row.line, {row.fields.begin(), row.fields.end()}, ""});
    if (event == CsvEvent::bad_row) file.rows.back().fault = reader.error().code;
  }
}

inline std::string argument(const Error& error, std::string_view name) {
  for (const auto& [key, value] : error.arguments) {
    if (key == name) return value;
  }
  return "(none)";
}

}  // namespace tenure::transfer
