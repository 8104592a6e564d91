#include "transfer/xlsx_writer.h"

#include <gmock/gmock.h>

#include "base/environment.h"
#include "base/time_zone.h"
#include "transfer/unzip_for_test.h"

namespace tenure::transfer {
namespace {

using testing::HasSubstr;

constexpr const char* kSheet = "xl/worksheets/sheet1.xml";

// The rows of a sheet with these cells.
std::string rows_of(const std::vector<Value>& cells, const TimeZone& zone = TimeZone::utc()) {
  std::string bytes;
  XlsxWriter xlsx(bytes, zone, false);
  for (const Value& cell : cells) xlsx.value(cell);
  xlsx.end_row();
  xlsx.finish();
  const std::string sheet = unzip_for_test(bytes)[kSheet];
  const size_t begin = sheet.find("<row>"), end = sheet.find("</sheetData>");
  return sheet.substr(begin, end - begin);
}
std::string text(std::string_view said, std::string_view style = "") {
  return "<row><c" + std::string(style) + " t=\"inlineStr\"><is><t xml:space=\"preserve\">" + std::string(said) +
         "</t></is></c></row>";
}

TEST(XlsxWriter, All_1_is_a_workbook_of_one_sheet) {
  std::string bytes;
  XlsxWriter xlsx(bytes, TimeZone::utc(), true);
  xlsx.text("Name");
  xlsx.end_row();
  xlsx.finish();
  auto files = unzip_for_test(bytes);
  EXPECT_EQ(files.size(), 6U);
  EXPECT_THAT(files["[Content_Types].xml"], HasSubstr("/xl/worksheets/sheet1.xml"));
  EXPECT_THAT(files["xl/workbook.xml"], HasSubstr("r:id=\"rId1\""));
  EXPECT_THAT(files[kSheet], HasSubstr("rightToLeft=\"1\""));
  EXPECT_THAT(files[kSheet], testing::EndsWith("</sheetData></worksheet>"));
}

TEST(XlsxWriter, what_counts_is_a_number_and_a_date_a_date) {
  EXPECT_EQ(rows_of({7}), "<row><c><v>7</v></c></row>");
  EXPECT_EQ(rows_of({*Decimal::parse("-12.50")}), "<row><c><v>-12.50</v></c></row>");
  EXPECT_EQ(rows_of({true}), "<row><c t=\"b\"><v>1</v></c></row>");
  EXPECT_EQ(rows_of({Value()}), "<row><c/></row>");
  EXPECT_EQ(rows_of({*parse_date("2026-11-26")}), "<row><c s=\"1\"><v>46352</v></c></row>");
  EXPECT_EQ(rows_of({*parse_date("1900-03-01")}), "<row><c s=\"1\"><v>61</v></c></row>");
  EXPECT_EQ(rows_of({*parse_date("1900-02-28")}), text("1900-02-28")) << "spreadsheets do not agree about it";
  EXPECT_EQ(rows_of({*parse_instant("2026-11-26T12:00:00Z")}), "<row><c s=\"2\"><v>46352.5</v></c></row>");
  EXPECT_EQ(rows_of({*parse_instant("2026-11-26T12:00:00Z")}, *TimeZone::load("Asia/Jerusalem")),
            "<row><c s=\"2\"><v>46352.5833333</v></c></row>");
}

TEST(XlsxWriter, a_number_that_a_spreadsheet_would_round_is_text) {
  EXPECT_EQ(rows_of({int64_t{1234567890123456}}), text("1234567890123456"));
  EXPECT_EQ(rows_of({std::string("0501234567")}), text("0501234567"));
}

TEST(XlsxWriter, F1_no_cell_is_a_formula) {
  EXPECT_EQ(rows_of({std::string("=1+1")}), text("=1+1", " s=\"3\""));
  EXPECT_EQ(rows_of({std::string(" @SUM(A1)")}), text(" @SUM(A1)", " s=\"3\""));
}

TEST(XlsxWriter, what_XML_has_another_meaning_for) {
  EXPECT_EQ(rows_of({std::string("<a href=\"x\">&</a>")}), text("&lt;a href=\"x\"&gt;&amp;&lt;/a&gt;"));
  EXPECT_EQ(rows_of({std::string("a\x01\x1f\rz")}), text("a  _x000D_z"));
  EXPECT_EQ(rows_of({std::string("_x0041_ _x")}), text("_x005F_x0041_ _x"));
  EXPECT_EQ(rows_of({std::string("\xEF\xBF\xBF")}), text(" "));
}

TEST(XlsxWriter, a_cell_has_place_for_so_much) {
  const std::string row = rows_of({std::string(40'000, 'a')});
  EXPECT_LT(row.size(), 33'000U);
  EXPECT_THAT(row, HasSubstr("…"));
}

TEST(XlsxWriter, a_sheet_that_is_full_is_no_file) {
  std::string bytes;
  XlsxWriter xlsx(bytes, TimeZone::utc(), false);
  for (int64_t i = 0; i < kXlsxRows; ++i) xlsx.end_row(), bytes.clear();
  EXPECT_THROW(xlsx.end_row(), EnvironmentError);
}

}  // namespace
}  // namespace tenure::transfer
