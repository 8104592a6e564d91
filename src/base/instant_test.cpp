#include "base/instant.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

namespace tenure {
namespace {

TEST(Instant, ReadsAndWrites) {
  struct Case {
    const char *text, *canonical;
  } cases[] = {
      {"1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"},
      {"2026-11-21T10:00:00Z", "2026-11-21T10:00:00Z"},
      {"2026-11-21t10:00:00z", "2026-11-21T10:00:00Z"},
      {"2026-11-21T10:00Z", "2026-11-21T10:00:00Z"},
      {"2026-11-21T12:00:00+02:00", "2026-11-21T10:00:00Z"},
      {"2026-11-20T23:30:00-10:30", "2026-11-21T10:00:00Z"},
      {"2026-11-21T10:00:00.5Z", "2026-11-21T10:00:00.5Z"},
      {"2026-11-21T10:00:00.500000Z", "2026-11-21T10:00:00.5Z"},
      {"2026-11-21T10:00:00.000001Z", "2026-11-21T10:00:00.000001Z"},
      {"2026-11-21T10:00:00.123456789012Z", "2026-11-21T10:00:00.123456Z"},
      {"1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"},
      {"2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"},
      {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
      {"9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"},
  };
  for (const Case& c : cases) {
    auto t = parse_instant(c.text);
    ASSERT_TRUE(t) << c.text;
    EXPECT_EQ(to_string(*t), c.canonical);
    std::string row = "at ";
    append(row, *t);
    EXPECT_EQ(row, std::string("at ") + c.canonical);
  }
}

TEST(Instant, RefusesWhatIsNone) {
  for (const char* text : {"",
                           "2026",
                           "2026-11-21",
                           "2026-11-21T10:00:00",
                           "2026-11-21 10:00:00Z",
                           "2026-02-29T00:00:00Z",
                           "2026-13-01T00:00:00Z",
                           "2026-00-01T00:00:00Z",
                           "2026-01-00T00:00:00Z",
                           "2026-04-31T00:00:00Z",
                           "2026-11-21T24:00:00Z",
                           "2026-11-21T10:60:00Z",
                           "2026-11-21T10:00:60Z",
                           "2026-11-21T10:00:00.Z",
                           "2026-11-21T10:00:00.1234567890123Z",
                           "2026-11-21T10:00:00+2:00",
                           "2026-11-21T10:00:00+0200",
                           "2026-11-21T10:00:00+24:00",
                           "2026-11-21T10:00:00Z ",
                           " 2026-11-21T10:00:00Z",
                           "2026-11-21T10:00.5Z",
                           "2026-11-21T10Z",
                           "12026-11-21T10:00:00Z",
                           "0000-01-01T00:00:00Z",
                           "0001-01-01T00:00:00+00:01",
                           "9999-12-31T23:59:59-00:01",
                           "2026-11-21T-1:00:00Z"}) {
    auto t = parse_instant(text);
    ASSERT_FALSE(t) << text;
    EXPECT_EQ(t.error(), (Error{"invalid-instant", {{"text", text}}}));
  }
}

TEST(Instant, QuotesOnlyTheBeginningOfALongText) {
  auto t = parse_instant(std::string(1'000'000, 'x'));
  ASSERT_FALSE(t);
  EXPECT_LT(t.error().arguments[0].second.size(), 100u);
}

TEST(Instant, EndsAreTheCalendarsEnds) {
  EXPECT_EQ(to_string(kMinInstant), "0001-01-01T00:00:00Z");
  EXPECT_EQ(to_string(kMaxInstant), "9999-12-31T23:59:59.999999Z");
}

TEST(Instant, ShowsWhatArithmeticLeftOutsideTheCalendar) {
  EXPECT_EQ(to_string(Instant{kMinInstant.micros - 1}), "0000-12-31T23:59:59.999999Z");
  EXPECT_EQ(to_string(Instant{kMaxInstant.micros + 1}), "10000-01-01T00:00:00Z");
  EXPECT_EQ(to_string(Instant{std::numeric_limits<int64_t>::max()}),
            "294247-01-10T04:00:54.775807Z");
  EXPECT_EQ(to_string(Instant{std::numeric_limits<int64_t>::min()}),
            "-290308-12-21T19:59:05.224192Z");
}

RC_GTEST_PROP(InstantProperty, ParseUndoesToString, ()) {
  Instant t{*rc::gen::inRange(kMinInstant.micros, kMaxInstant.micros)};
  if (*rc::gen::arbitrary<bool>()) t.micros -= t.micros % kMicrosPerSecond;
  RC_ASSERT(parse_instant(to_string(t)).value() == t);
}

RC_GTEST_PROP(InstantProperty, AnOffsetMovesTheInstant, ()) {
  Instant t{*rc::gen::inRange(kMinInstant.micros, kMaxInstant.micros)};
  int minutes = *rc::gen::inRange(-23 * 60, 23 * 60);
  Instant local{t.micros + minutes * 60 * kMicrosPerSecond};
  RC_PRE(local >= kMinInstant && local <= kMaxInstant);
  std::string text = to_string(local);
  text.pop_back();
  int size = std::abs(minutes);
  text += minutes < 0 ? '-' : '+';
  text +=
      std::to_string(100 + size / 60).substr(1) + ':' + std::to_string(100 + size % 60).substr(1);
  RC_ASSERT(parse_instant(text).value() == t);
}

// Every day of ten thousand years, counted by hand.
TEST(Date, CivilCalendarDayByDay) {
  int32_t days = -719'162;
  int bad = 0;
  for (int year = 1; year <= 9999; ++year) {
    for (int month = 1; month <= 12; ++month) {
      for (int day = 1; valid_civil(year, month, day); ++day, ++days) {
        CivilDate c = civil_from_days(days);
        bad += c.year != year || c.month != month || c.day != day ||
               days_from_civil(year, month, day) != days;
      }
    }
  }
  EXPECT_EQ(bad, 0);
  EXPECT_EQ(days, 2'932'897);
}

TEST(Date, ReadsAndRefuses) {
  EXPECT_EQ(parse_date("1970-01-02"), Date{1});
  EXPECT_EQ(to_string(Date{-1}), "1969-12-31");
  EXPECT_EQ(to_string(*parse_date("2000-02-29")), "2000-02-29");
  for (const char* text :
       {"", "1900-02-29", "2026-1-01", "2026-01-1", "2026-01-01T", "2026/01/01", "10000-01-01"}) {
    auto date = parse_date(text);
    ASSERT_FALSE(date) << text;
    EXPECT_EQ(date.error().code, "invalid-date");
  }
}

TEST(TimeOfDay, ReadsAndRefuses) {
  struct Case {
    const char* text;
    int64_t micros;
    const char* canonical;
  } cases[] = {{"00:00", 0, "00:00:00"},
               {"10:00:00", 36'000'000'000, "10:00:00"},
               {"23:59:59.999999", kMicrosPerDay - 1, "23:59:59.999999"},
               {"07:08:09.01", 25'689'010'000, "07:08:09.01"}};
  for (const Case& c : cases) {
    EXPECT_EQ(parse_time_of_day(c.text), TimeOfDay{c.micros}) << c.text;
    EXPECT_EQ(to_string(TimeOfDay{c.micros}), c.canonical);
  }
  for (const char* text :
       {"", "24:00", "1:00", "10", "10:60", "10:00:60", "10:00:00.", "10:00:00Z"}) {
    auto time = parse_time_of_day(text);
    ASSERT_FALSE(time) << text;
    EXPECT_EQ(time.error().code, "invalid-time");
  }
}

TEST(Duration, ReadsAndWrites) {
  constexpr int64_t kSecond = kMicrosPerSecond;
  struct Case {
    const char* text;
    int64_t micros;
    const char* canonical;
  } cases[] = {
      {"P1D", kMicrosPerDay, "P1D"},
      {"PT0S", 0, "PT0S"},
      {"P0D", 0, "PT0S"},
      {"-PT0S", 0, "PT0S"},
      {"-PT1S", -kSecond, "-PT1S"},
      {"+PT1S", kSecond, "PT1S"},
      {"P1DT2H3M4.5S", kMicrosPerDay + (2 * 3600 + 3 * 60 + 4) * kSecond + 500'000, "P1DT2H3M4.5S"},
      {"PT36H", 36 * 3600 * kSecond, "P1DT12H"},
      {"PT90M", 90 * 60 * kSecond, "PT1H30M"},
      {"PT0.000001S", 1, "PT0.000001S"},
      {"PT1H1S", 3601 * kSecond, "PT1H1S"},
      {"P30D", 30 * kMicrosPerDay, "P30D"},
      {"PT9223372036854.775807S", std::numeric_limits<int64_t>::max(), "P106751991DT4H54.775807S"},
      {"-PT9223372036854.775808S", std::numeric_limits<int64_t>::min(),
       "-P106751991DT4H54.775808S"}};
  for (const Case& c : cases) {
    EXPECT_EQ(parse_duration(c.text), Duration{c.micros}) << c.text;
    EXPECT_EQ(to_string(Duration{c.micros}), c.canonical);
  }
}

TEST(Duration, RefusesWhatIsNone) {
  for (const char* text : {"",
                           "P",
                           "PT",
                           "P1",
                           "1D",
                           "P1DT",
                           "PT1D",
                           "P1H",
                           "P1Y",
                           "P1M",
                           "P1W",
                           "P1.5D",
                           "PT1.5H",
                           "PT1.S",
                           "PT.5S",
                           "PT1S1M",
                           "PT1M1M",
                           "P1D1D",
                           "PT1ST1S",
                           "--PT1S",
                           "P-1D",
                           "PT1S ",
                           "PT1.1234567890123S",
                           "PT9223372036854.775808S",
                           "P99999999999999999999D",
                           "P106751992D"}) {
    auto duration = parse_duration(text);
    ASSERT_FALSE(duration) << text;
    EXPECT_EQ(duration.error().code, "invalid-duration");
  }
}

RC_GTEST_PROP(DurationProperty, ParseUndoesToString, (int64_t micros)) {
  RC_ASSERT(parse_duration(to_string(Duration{micros})).value() == Duration{micros});
}

RC_GTEST_PROP(TimeOfDayProperty, ParseUndoesToString, ()) {
  TimeOfDay time{*rc::gen::inRange<int64_t>(0, kMicrosPerDay)};
  RC_ASSERT(parse_time_of_day(to_string(time)).value() == time);
}

}  // namespace
}  // namespace tenure
