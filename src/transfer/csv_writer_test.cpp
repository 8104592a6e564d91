#include "transfer/csv_writer.h"

#include <gtest/gtest.h>

namespace tenure::transfer {
namespace {

std::string cell(std::string_view text, CsvWriterOptions options = {}) {
  std::string out;
  CsvWriter(out, options).text("x").text(text).end_row();
  return out.substr(2, out.size() - 3);  // without "x," and the newline
}

TEST(CsvWriter, QuotesOnlyWhereNeeded) {
  struct {
    std::string_view text, written;
  } const cases[] = {
      {"", ""},
      {"plain", "plain"},
      {"two words", "two words"},
      {"a,b", "\"a,b\""},
      {"a;b", "a;b"},
      {"say \"hi\"", "\"say \"\"hi\"\"\""},
      {"a\nb", "\"a\nb\""},
      {"a\rb", "\"a\rb\""},
      {"\"", "\"\"\"\""},
      {"שלום", "שלום"},
      {"\xEF\xBB\xBFx", "\"\xEF\xBB\xBFx\""},
  };
  for (const auto& c : cases) EXPECT_EQ(cell(c.text), c.written);
  std::string out;
  CsvWriter(out, {.delimiter = ';'}).text("a,b").text("c;d").end_row();
  EXPECT_EQ(out, "a,b;\"c;d\"\n");
}

TEST(CsvWriter, RowsAndTheOneEmptyCell) {
  std::string out;
  CsvWriter writer(out);
  writer.text("a").text("b").end_row();
  writer.text("").text("").end_row();
  writer.text("").end_row();
  writer.text("x").end_row();
  EXPECT_EQ(out, "a,b\n,\n\"\"\nx\n");
}

TEST(CsvWriter, F1_FormulasAreNeutralised) {
  struct {
    std::string_view text, written;
  } const cases[] = {
      {"=1+1", "'=1+1"},
      {"+972", "'+972"},
      {"-5", "'-5"},
      {"@SUM(A1)", "'@SUM(A1)"},
      {"\tx", "'\tx"},
      {"\rx", "\"'\rx\""},
      {"\nx", "\"'\nx\""},
      {" =1", "' =1"},
      {"  \x01\x1f\x7f =1", "'  \x01\x1f\x7f =1"},
      {" \t-1", "' \t-1"},
      {"=1,2", "\"'=1,2\""},
      {"\"=1\"", "\"\"\"=1\"\"\""},
      {"\xEF\xBC\x9D"
       "1",
       "'\xEF\xBC\x9D"
       "1"},
      {"a=1", "a=1"},
      {" a", " a"},
      {"", ""},
      {"   ", "   "},
      {"'=1", "'=1"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(cell(c.text), c.written);
    const std::string raw = cell(c.text, {.neutralise_formulas = false});
    EXPECT_EQ(raw.find('\''), c.text.find('\'')) << "as it is when nobody asks";
  }
}

TEST(CsvWriter, F1_TypedCellsAreNotTouched) {
  std::string out;
  CsvWriter writer(out);
  writer.typed("-12.50").value(*Decimal::parse("-12.50")).value(-3).value("-12.50").value(Null{});
  writer.end_row();
  EXPECT_EQ(out, "-12.50,-12.50,-3,'-12.50,\n");
}

}  // namespace
}  // namespace tenure::transfer
