#include "transfer/number_formats.h"

#include <gtest/gtest.h>

#include "transfer/csv_test_support.h"

namespace tenure::transfer {
namespace {

TEST(TimePattern, Reads) {
  struct {
    const char *pattern, *text, *date, *time;
  } const cases[] = {
      {"%Y-%m-%d", "2011-12-09", "2011-12-09", "00:00:00"},
      {"%Y%m%d", "19970101", "1997-01-01", "00:00:00"},
      {"%Y-%m-%d %H:%M:%S", "2011-12-09 12:50:07", "2011-12-09", "12:50:07"},
      {"%Y-%m-%dT%H:%M:%S.%f", "2011-12-09T12:50:07.25", "2011-12-09", "12:50:07.25"},
      {"%Y-%m-%d %H:%M:%S.%f", "2011-12-09 12:50:07.1234567", "2011-12-09", "12:50:07.123456"},
      {"%m/%d/%Y %H:%M", "12/1/2010 8:26", "2010-12-01", "08:26:00"},
      {"%d.%m.%Y", "1.2.2024", "2024-02-01", "00:00:00"},
      {"%d/%m/%y", "31/12/99", "1999-12-31", "00:00:00"},
      {"%d/%m/%y", "31/12/68", "2068-12-31", "00:00:00"},
      {"%d/%m/%y", "31/12/69", "1969-12-31", "00:00:00"},
      {"%d %b %Y", "7 Sep 2024", "2024-09-07", "00:00:00"},
      {"%b %d, %Y", "SEPTEMBER 07, 2024", "2024-09-07", "00:00:00"},
      {"%d-%b-%y", "01-may-05", "2005-05-01", "00:00:00"},
      {"%m/%d/%Y %I:%M:%S %p", "2/29/2024 12:00:01 AM", "2024-02-29", "00:00:01"},
      {"%m/%d/%Y %I:%M %p", "2/29/2024 12:30 pm", "2024-02-29", "12:30:00"},
      {"%m/%d/%Y %I%p", "2/29/2024 11PM", "2024-02-29", "23:00:00"},
      {"%Y %j", "2024 366", "2024-12-31", "00:00:00"},
      {"%Y%j", "2023001", "2023-01-01", "00:00:00"},
      {"%d %m %Y", "  1   2\t2024 ", "2024-02-01", "00:00:00"},
      {"%d%%%m%%%Y", "1%2%2024", "2024-02-01", "00:00:00"},
      {"יום %d/%m/%Y", "יום 1/2/2024", "2024-02-01", "00:00:00"},
  };
  for (const auto& c : cases) {
    const auto pattern = TimePattern::compile(c.pattern);
    ASSERT_TRUE(pattern) << c.pattern;
    EXPECT_EQ(pattern->has_time(), std::string_view(c.pattern).find("%M") != std::string::npos ||
                                       std::string_view(c.pattern).find("%I") != std::string::npos);
    const auto read = pattern->parse(c.text);
    ASSERT_TRUE(read) << c.text;
    EXPECT_EQ(to_string(read->date), c.date) << c.text;
    EXPECT_EQ(to_string(read->time), c.time) << c.text;
  }
}

TEST(TimePattern, RefusesWhatDoesNotFit) {
  struct {
    const char *pattern, *text;
  } const cases[] = {
      {"%Y-%m-%d", ""},
      {"%Y-%m-%d", "2023-02-29"},
      {"%Y-%m-%d", "2023-13-01"},
      {"%Y-%m-%d", "2023-00-01"},
      {"%Y-%m-%d", "0000-01-01"},
      {"%Y-%m-%d", "23-01-01"},
      {"%Y-%m-%d", "2023-01-01x"},
      {"%Y-%m-%d", "2023-01-01 10:00"},
      {"%Y-%m-%d", "2023/01/01"},
      {"%Y-%m-%d", "2023-01-"},
      {"%Y-%m-%d", "-2023-01-01"},
      {"%Y-%m-%d %H:%M", "2023-01-01 24:00"},
      {"%Y-%m-%d %H:%M", "2023-01-01 10:60"},
      {"%Y-%m-%d %H:%M", "2023-01-0110:00"},
      {"%Y-%m-%d %H:%M:%S", "2023-01-01 10:00:60"},
      {"%Y-%m-%d %I %p", "2023-01-01 13 PM"},
      {"%Y-%m-%d %I %p", "2023-01-01 0 AM"},
      {"%Y-%m-%d %I %p", "2023-01-01 1 XM"},
      {"%Y %j", "2023 366"},
      {"%Y %j", "2023 0"},
      {"%d %b %Y", "1 Foo 2023"},
      {"%d %b %Y", "1 Juneau 2023"},
      {"%Y-%m-%d %H:%M:%S.%f", "2023-01-01 10:00:00."},
  };
  for (const auto& c : cases) {
    const auto read = TimePattern::compile(c.pattern)->parse(c.text);
    ASSERT_FALSE(read) << c.text;
    EXPECT_EQ(read.error().code, "time-does-not-fit");
    EXPECT_EQ(argument(read.error(), "text"), c.text);
    EXPECT_EQ(argument(read.error(), "pattern"), c.pattern);
  }
}

TEST(TimePattern, RefusesPatternsThatCannotName) {
  struct {
    const char *pattern, *code, *name, *value;
  } const cases[] = {
      {"%Y-%m-%q", "time-pattern-unknown", "directive", "%q"},
      {"%Y-%m-%d%", "time-pattern-unknown", "directive", "%"},
      {"%Y-%m-%d %d", "time-pattern-clash", "second", "%d"},
      {"%Y-%y-%m-%d", "time-pattern-clash", "second", "%y"},
      {"%Y-%m-%b-%d", "time-pattern-clash", "second", "%b"},
      {"%Y-%m-%d %H %p", "time-pattern-clash", "second", "%p"},
      {"%Y %j %d", "time-pattern-clash", "second", "%d"},
      {"", "time-pattern-lacks", "missing", "%Y"},
      {"%m-%d", "time-pattern-lacks", "missing", "%Y"},
      {"%Y-%d", "time-pattern-lacks", "missing", "%m"},
      {"%Y-%m", "time-pattern-lacks", "missing", "%d"},
      {"%Y-%m-%d %I", "time-pattern-lacks", "missing", "%p"},
      {"%Y-%m-%d %p", "time-pattern-lacks", "missing", "%I"},
      {"%Y-%m-%d %M", "time-pattern-lacks", "missing", "%H"},
      {"%Y-%m-%d %H %S", "time-pattern-lacks", "missing", "%M"},
      {"%Y-%m-%d %H:%M.%f", "time-pattern-lacks", "missing", "%S"},
  };
  for (const auto& c : cases) {
    const auto pattern = TimePattern::compile(c.pattern);
    ASSERT_FALSE(pattern) << c.pattern;
    EXPECT_EQ(pattern.error().code, c.code) << c.pattern;
    EXPECT_EQ(argument(pattern.error(), c.name), c.value) << c.pattern;
  }
}

TEST(Numbers, Read) {
  struct {
    const char* text;
    NumberFormat format;
    const char* number;
  } const cases[] = {
      {"12.50", {}, "12.50"},
      {" -12.50 ", {}, "-12.50"},
      {"+5", {}, "5"},
      {".5", {}, "0.5"},
      {"-.5", {}, "-0.5"},
      {"007", {}, "7"},
      {"1.5e3", {}, "1500"},
      {"1.23E+05", {}, "123000"},
      {"1,234.50", {'.', ','}, "1234.50"},
      {"1234.50", {'.', ','}, "1234.50"},
      {"-1,234,567", {'.', ','}, "-1234567"},
      {"1.234,50", {',', '.'}, "1234.50"},
      {"12,5", {',', '\0'}, "12.5"},
      {"1 234,5", {',', ' '}, "1234.5"},
      {"1\u00A0234,5", {',', ' '}, "1234.5"},
      {"1\u202F234\u202F567", {',', ' '}, "1234567"},
      {"1'234.50", {'.', '\''}, "1234.50"},
      {"12345678901234567.10", {}, "12345678901234567.10"},
  };
  for (const auto& c : cases) {
    const auto number = parse_number(c.text, c.format);
    ASSERT_TRUE(number) << c.text;
    EXPECT_EQ(*number, *Decimal::parse(c.number)) << c.text;
  }
}

TEST(Numbers, Refuse) {
  struct {
    const char* text;
    NumberFormat format;
  } const cases[] = {
      {"", {}},
      {" ", {}},
      {"-", {}},
      {".", {}},
      {"5.", {}},
      {"--5", {}},
      {"- 5", {}},
      {"1,234", {}},
      {"12.5.1", {}},
      {"12x", {}},
      {"x12", {}},
      {"1e", {}},
      {"e5", {}},
      {"0x10", {}},
      {"nan", {}},
      {"1.5", {',', '\0'}},
      {"1,23", {'.', ','}},
      {"1234,567", {'.', ','}},
      {"12,34,567", {'.', ','}},
      {",123", {'.', ','}},
      {"1,,234", {'.', ','}},
      {"1,234,", {'.', ','}},
      {"1,234,.5", {'.', ','}},
      {"1.234,567.8", {',', '.'}},
      {"1234567890123456789012345678901234567890", {}},
  };
  for (const auto& c : cases) {
    const auto number = parse_number(c.text, c.format);
    EXPECT_FALSE(number) << c.text;
    if (!number) {
      EXPECT_EQ(number.error().code, "invalid-number");
      EXPECT_EQ(argument(number.error(), "text"), c.text);
    }
  }
}

}  // namespace
}  // namespace tenure::transfer
