// Laws of the CSV reader and writer together.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "transfer/csv_test_support.h"
#include "transfer/csv_writer.h"

namespace tenure::transfer {
namespace {

// Cells that are made of what makes trouble.
rc::Gen<std::string> troublesome(std::vector<std::string> pieces) {
  return rc::gen::map(
      rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(std::move(pieces))),
      [](const std::vector<std::string>& parts) {
        std::string text;
        for (const auto& part : parts) text += part;
        return text;
      });
}

const std::vector<std::string> kPieces = {
    ",",          ";",
    "\t",         "|",
    "\"",         "\"\"",
    "\n",         "\r",
    "\r\n",       " ",
    "a",          "bc",
    "=",          "'",
    "שלום",       "é",
    "\U0001F600", "\xEF\xBB\xBF",
    "sep=",       "long enough for a block of sixty-four bytes"};

using Table = std::vector<std::vector<std::string>>;

rc::Gen<Table> tables() {
  return rc::gen::mapcat(rc::gen::inRange<size_t>(1, 6), [](size_t columns) {
    return rc::gen::container<Table>(
        rc::gen::container<std::vector<std::string>>(columns, troublesome(kPieces)));
  });
}

Table cells_of(const ReadFile& file) {
  Table table;
  for (const ReadRow& row : file.rows) table.push_back(row.fields);
  return table;
}

RC_GTEST_PROP(CsvProperty, WhatIsWrittenReadsBack, ()) {
  const Table table = *tables();
  const char delimiter = *rc::gen::element(',', ';', '\t', '|');
  const bool crlf = *rc::gen::arbitrary<bool>();
  std::string bytes;
  CsvWriter writer(bytes, {.delimiter = delimiter, .neutralise_formulas = false});
  for (const auto& row : table) {
    for (const auto& cell : row) writer.text(cell);
    writer.end_row();
    if (crlf) bytes.insert(bytes.size() - 1, "\r");
  }
  const ReadFile file =
      read_csv(bytes, {delimiter, false}, *rc::gen::inRange<size_t>(1, 100), Encoding::utf8);
  RC_ASSERT(!file.failure);
  RC_ASSERT(cells_of(file) == table);
  for (const ReadRow& row : file.rows) RC_ASSERT(row.fault.empty());
}

RC_GTEST_PROP(CsvProperty, HowTheBytesAreCutChangesNothing, ()) {
  std::vector<std::string> pieces = kPieces;
  pieces.insert(pieces.end(), {"\n", "\n", std::string(1, '\0'), "\xF9\xEC", "\xE9", "\xFF\xFE"});
  const std::string bytes = *troublesome(pieces);
  const CsvOptions options{*rc::gen::element(kDelimiterAuto, kDelimiterSpaces, ',', ';', '\t', '|'),
                           *rc::gen::arbitrary<bool>()};
  const auto encoding = static_cast<Encoding>(*rc::gen::inRange(0, 7));
  const ReadFile whole = read_csv(bytes, options, static_cast<size_t>(-1), encoding);
  const size_t chunk = *rc::gen::inRange<size_t>(1, 70);
  RC_ASSERT(read_csv(bytes, options, chunk, encoding) == whole);
}

// Far more than any buffer, so that rows lie across every edge.
TEST(CsvProperty, LongFilesReadBackWhole) {
  std::string bytes;
  CsvWriter writer(bytes, {.neutralise_formulas = false});
  std::vector<std::vector<std::string>> table;
  for (size_t i = 0; bytes.size() < 3'000'000; ++i) {
    const std::string longer(i * i % 40'000, static_cast<char>('a' + i % 26));
    table.push_back({std::to_string(i), i % 7 == 0 ? "a \"quoted\"\ncell" : "plain",
                     i % 50 == 0 ? longer : "שלום"});
    for (const auto& cell : table.back()) writer.text(cell);
    writer.end_row();
  }
  for (const size_t chunk : {size_t{1000}, size_t{65'536}, size_t{65'537}, bytes.size()}) {
    EXPECT_TRUE(cells_of(read_csv(bytes, {',', false}, chunk)) == table) << chunk;
  }
}

}  // namespace
}  // namespace tenure::transfer
