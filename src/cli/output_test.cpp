#include "cli/output.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "cli/progress.h"
#include "cli/reasons.h"

namespace tenure::cli {
namespace {

// A session on strings; `environment` knows nothing.
struct Desk {
  std::istringstream in;
  std::ostringstream out, err;
  World world{.in = in, .out = out, .err = err, .environment = [](const char*) { return std::optional<std::string>(); }};
  Session session{world};
};

report::Table stock() {
  return {{{"account"}, {"accounts", true}, {"note"}},
          {{"C-1", 7, "first"}, {"חנות הספרים", 1234, Value()}, {"=1+1", Decimal::from_parts(1250, 2), "a \"b\", c\nd"}}};
}

TEST(Table, AlignsByColumnsOfTheTerminal) {
  Desk desk;
  print(desk.session, stock());
  EXPECT_EQ(desk.out.str(),
            "Account      Accounts  note\n"
            "C-1                 7  first\n"
            "חנות הספרים      1234\n"
            "=1+1            12.50  a \"b\", c d\n");
}

TEST(Table, IsNoWiderThanTheTerminal) {
  Desk desk;
  desk.world.out_is_terminal = true;
  desk.world.width = 24;
  print(desk.session, stock());
  std::istringstream lines(desk.out.str());
  for (std::string line; std::getline(lines, line);) EXPECT_LE(display_width(line), 24) << line;
  EXPECT_NE(desk.out.str().find("…"), std::string::npos);
  EXPECT_NE(desk.out.str().find("1234"), std::string::npos);  // numbers are never cut
}

TEST(Table, HeadersInHebrew) {
  Desk desk;
  desk.session.language = Language::hebrew;
  print(desk.session, stock());
  EXPECT_TRUE(desk.out.str().starts_with("לקוח ")) << desk.out.str();
}

TEST(Table, ManyRowsHaveOneHeader) {
  Desk desk;
  report::Table table{{{"n", true}}, {}};
  for (int i = 0; i < 2500; ++i) table.rows.push_back({i});
  print(desk.session, table);
  std::istringstream lines(desk.out.str());
  int count = 0, headers = 0;
  for (std::string line; std::getline(lines, line); ++count) headers += line.find('n') != std::string::npos;
  EXPECT_EQ(count, 2501);
  EXPECT_EQ(headers, 1);
}

TEST(Csv, KeepsNumbersAndGuardsFormulas) {
  Desk desk;
  desk.session.format = Format::csv;
  print(desk.session, stock());
  EXPECT_EQ(desk.out.str(),
            "account,accounts,note\nC-1,7,first\nחנות הספרים,1234,\n'=1+1,12.50,\"a \"\"b\"\", c\nd\"\n");
}

TEST(Json, OneArrayOrOneObjectALine) {
  Desk desk;
  desk.session.format = Format::json;
  print(desk.session, {{{"a"}, {"b", true}}, {{"x", 1}, {Value(), Decimal::from_parts(10, 1)}}});
  EXPECT_EQ(desk.out.str(), "[\n  {\"a\":\"x\",\"b\":1},\n  {\"a\":null,\"b\":1.0}\n]\n");
  desk.out.str("");
  desk.session.format = Format::json_lines;
  print(desk.session, {{{"a"}}, {{"x"}, {"y"}}});
  EXPECT_EQ(desk.out.str(), "{\"a\":\"x\"}\n{\"a\":\"y\"}\n");
  desk.out.str("");
  desk.session.format = Format::json;
  print(desk.session, {{{"a"}}, {}});
  EXPECT_EQ(desk.out.str(), "[]\n");
}

TEST(Pictures, BarsAndSparklines) {
  EXPECT_EQ(bar(10, 10, 4), "████");
  EXPECT_EQ(bar(5, 10, 4), "██");
  EXPECT_EQ(bar(1, 1000, 4), "▏");  // something is never nothing
  EXPECT_EQ(bar(0, 10, 4), "");
  EXPECT_EQ(bar(1, 0, 4), "");
  EXPECT_EQ(sparkline({0, 1, 2, 3, 4, 5, 6, 7}), "▁▂▃▄▅▆▇█");
  EXPECT_EQ(sparkline({0, 0}), "▁▁");
  EXPECT_EQ(cut("חנות הספרים", 5), "חנות…");
  EXPECT_EQ(padded("ab", 4, true), "  ab");
  EXPECT_EQ(cut("abcdef", 1), "…");
}

TEST(Progress, SaysHowFarAndHowLong) {
  Desk desk;
  EXPECT_EQ(progress_line(desk.session, "cli.progress.reading", 2'500'000, 10'000'000, true, 2.0, 0),
            "Reading 25% · 2.5 MB of 10.0 MB · 1.2 MB/s · 0:06 left");
  EXPECT_EQ(progress_line(desk.session, "cli.progress.recording", 12345, 0, false, 1.0, 80),
            "Recording 12,345 · 12,345/s");
  const std::string drawn = progress_line(desk.session, "cli.progress.reading", 1, 2, false, 1.0, 80);
  EXPECT_NE(drawn.find("▕"), std::string::npos);
  EXPECT_LE(display_width(drawn), 80);
  EXPECT_EQ(human_seconds(3909), "1:05:09");
  EXPECT_EQ(grouped(-1234567), "-1,234,567");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(human_bytes(999), "999 B");
}

// A condition with the values it saw.
expression::Reason reason(const std::string& text, int64_t orders, int64_t least) {
  static const expression::RecordType account{"account", {{"order_count", {.kind = expression::Kind::int64}},
                                                          {"open", {.kind = expression::Kind::boolean}}}};
  static const expression::RecordType parameters{"parameters", {{"least", {.kind = expression::Kind::int64}}}};
  const expression::RecordScope scope(&account, {}, &parameters);
  const auto program = expression::compile_condition(text, scope);
  EXPECT_TRUE(program) << text;
  const expression::Cell row[] = {expression::Cell::int64(orders), expression::Cell::boolean(false)};
  const expression::Cell settings[] = {expression::Cell::int64(least)};
  const expression::Cell* sources[] = {row, settings};
  expression::Arena arena;
  return program->explain({.sources = sources, .now = {}, .arena = &arena});
}

TEST(Reasons, NamesTheFalsePartsTheValuesAndWhatIsMissing) {
  Desk desk;
  const auto whole = reason("order_count ge @least and order_count ge 1 and (open or order_count eq 9)", 3, 4);
  const auto parts = false_parts(whole);
  ASSERT_EQ(parts.size(), 1U);  // `and` stops at the first that is false
  EXPECT_EQ(reason_text(desk.session, *parts[0]), "order_count ge @least (order_count = 3, @least = 4; 1 more needed)");
  const auto other = reason("order_count ge @least and (open or order_count eq 9)", 4, 4);
  ASSERT_EQ(false_parts(other).size(), 1U);
  EXPECT_EQ(seen_text(desk.session, *false_parts(other)[0]), "open = false, order_count = 4");
  EXPECT_TRUE(false_parts(reason("order_count ge 1", 3, 4)).empty());
}

TEST(Reasons, Shortfalls) {
  Desk desk;
  EXPECT_EQ(shortfall(desk.session, reason("order_count gt 5", 3, 0)), "3 more needed");
  EXPECT_EQ(shortfall(desk.session, reason("order_count le 1", 3, 0)), "2 too many");
  EXPECT_EQ(shortfall(desk.session, reason("order_count lt 3", 3, 0)), "1 too many");
  EXPECT_EQ(shortfall(desk.session, reason("order_count lt 2.5", 3, 0)), "at least 0.5 too much");
  EXPECT_EQ(shortfall(desk.session, reason("order_count eq 4", 3, 0)), "");
  EXPECT_EQ(shortfall(desk.session, reason("order_count ge 3", 3, 0)), "");
}

}  // namespace
}  // namespace tenure::cli
