#include "base/time_zone.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdlib>

namespace tenure {
namespace {

constexpr int64_t kHour = 3600 * kMicrosPerSecond;

Instant at(const char* text) {
  return parse_instant(text).value();
}
TimeZone zone(const char* name) {
  return TimeZone::load(name).value();
}
std::string local(const TimeZone& z, const char* date, const char* time) {
  return to_string(z.from_local(parse_date(date).value(), parse_time_of_day(time).value()));
}

TEST(TimeZone, Utc) {
  for (const TimeZone& z : {TimeZone::utc(), zone("UTC"), zone("Etc/UTC")}) {
    EXPECT_EQ(z.offset_seconds(at("2026-07-01T00:00:00Z")), 0);
    EXPECT_EQ(local(z, "2026-07-01", "12:00"), "2026-07-01T12:00:00Z");
  }
  EXPECT_EQ(TimeZone::utc().name(), "UTC");
}

TEST(TimeZone, RefusesUnknownNames) {
  for (const char* name :
       {"", "Asia/Atlantis", "../../etc/passwd", "/etc/passwd", "asia/jerusalem'",
        "Asia/Jerusalem\n", "Asia", "zone.tab", "posixrules/"}) {
    auto z = TimeZone::load(name);
    ASSERT_FALSE(z) << name;
    EXPECT_EQ(z.error(), (Error{"unknown-time-zone", {{"zone", name}}}));
  }
}

TEST(TimeZone, OffsetsThroughTheYears) {
  struct Case {
    const char *zone, *at;
    int minutes;
  } cases[] = {
      {"Asia/Jerusalem", "2026-01-15T12:00:00Z", 120},
      {"Asia/Jerusalem", "2026-03-26T23:59:59.999999Z", 120},
      {"Asia/Jerusalem", "2026-03-27T00:00:00Z", 180},
      {"Asia/Jerusalem", "2026-10-24T22:59:59Z", 180},
      {"Asia/Jerusalem", "2026-10-24T23:00:00Z", 120},
      {"Israel", "2026-07-15T12:00:00Z", 180},
      {"America/New_York", "2026-01-15T12:00:00Z", -300},
      {"America/New_York", "2026-07-15T12:00:00Z", -240},
      {"America/New_York", "1969-12-31T23:59:59.999999Z", -300},
      {"America/New_York", "1950-07-01T00:00:00Z", -240},
      {"Asia/Kolkata", "2026-07-15T12:00:00Z", 330},
      {"Asia/Kathmandu", "2026-07-15T12:00:00Z", 345},
      {"Europe/Dublin", "2026-07-15T12:00:00Z", 60},
      {"Europe/Dublin", "2026-01-15T12:00:00Z", 0},
      {"Australia/Sydney", "2026-01-15T12:00:00Z", 660},
      {"Australia/Sydney", "2026-07-15T12:00:00Z", 600},
      {"Pacific/Apia", "2011-12-30T09:59:59Z", -600},
      {"Pacific/Apia", "2011-12-30T10:00:00Z", 840},
      // Zone files list changes up to 2037; what comes after is a rule.
      {"Asia/Jerusalem", "2050-01-15T12:00:00Z", 120},
      {"Asia/Jerusalem", "2050-07-15T12:00:00Z", 180},
      {"Asia/Jerusalem", "2199-07-15T12:00:00Z", 180},
      {"America/New_York", "2040-03-11T06:59:59Z", -300},
      {"America/New_York", "2040-03-11T07:00:00Z", -240},
      {"America/New_York", "2040-11-04T05:59:59Z", -240},
      {"America/New_York", "2040-11-04T06:00:00Z", -300},
      {"Europe/Berlin", "2044-03-27T00:59:59Z", 60},
      {"Europe/Berlin", "2044-03-27T01:00:00Z", 120},
      {"Europe/Dublin", "2050-07-15T12:00:00Z", 60},
      {"Europe/Dublin", "2050-01-15T12:00:00Z", 0},
      {"Australia/Sydney", "2050-01-15T12:00:00Z", 660},
      {"Australia/Sydney", "2050-07-15T12:00:00Z", 600},
      {"Asia/Kolkata", "2150-07-15T12:00:00Z", 330},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(zone(c.zone).offset_seconds(at(c.at)), c.minutes * 60) << c.zone << ' ' << c.at;
  }
}

// The footers are held against the C library, which reads the same files its own way.
TEST(TimeZone, AgreesWithTheCLibrary) {
  std::string before = std::getenv("TZ") ? std::getenv("TZ") : "";
  for (const char* name :
       {"Asia/Jerusalem", "America/New_York", "Europe/London", "Europe/Dublin", "America/Nuuk",
        "America/Santiago", "Asia/Gaza", "Africa/Cairo", "Africa/Casablanca", "Pacific/Chatham",
        "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Tehran"}) {
    TimeZone z = zone(name);
    setenv("TZ", name, 1);
    tzset();
    int differ = 0;
    for (int64_t t = -1'500'000'000; t < 7'200'000'000; t += 86'437) {
      time_t seconds = t;
      tm parts{};
      localtime_r(&seconds, &parts);
      differ += parts.tm_gmtoff != z.offset_seconds({t * kMicrosPerSecond});
    }
    EXPECT_EQ(differ, 0) << name;
  }
  setenv("TZ", before.c_str(), 1);
  if (before.empty()) unsetenv("TZ");
  tzset();
}

TEST(TimeZone, GapsAndFolds) {
  struct Case {
    const char *zone, *date, *time, *instant;
  } cases[] = {
      // Jerusalem springs from 02:00 to 03:00 on 2026-03-27.
      {"Asia/Jerusalem", "2026-03-27", "01:59:59.999999", "2026-03-26T23:59:59.999999Z"},
      {"Asia/Jerusalem", "2026-03-27", "02:00", "2026-03-27T00:00:00Z"},
      {"Asia/Jerusalem", "2026-03-27", "02:30", "2026-03-27T00:00:00Z"},
      {"Asia/Jerusalem", "2026-03-27", "03:00", "2026-03-27T00:00:00Z"},
      {"Asia/Jerusalem", "2026-03-27", "03:30", "2026-03-27T00:30:00Z"},
      // and falls back from 02:00 to 01:00 on 2026-10-25.
      {"Asia/Jerusalem", "2026-10-25", "00:59", "2026-10-24T21:59:00Z"},
      {"Asia/Jerusalem", "2026-10-25", "01:00", "2026-10-24T22:00:00Z"},
      {"Asia/Jerusalem", "2026-10-25", "01:59:59", "2026-10-24T22:59:59Z"},
      {"Asia/Jerusalem", "2026-10-25", "02:00", "2026-10-25T00:00:00Z"},
      {"America/New_York", "2026-03-08", "02:30", "2026-03-08T07:00:00Z"},
      {"America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30:00Z"},
      // Samoa had no 2011-12-30 at all.
      {"Pacific/Apia", "2011-12-30", "12:00", "2011-12-30T10:00:00Z"},
      {"Pacific/Apia", "2011-12-29", "23:59", "2011-12-30T09:59:00Z"},
      {"Pacific/Apia", "2011-12-31", "00:00", "2011-12-30T10:00:00Z"},
      // The ends of the calendar hold.
      {"Asia/Jerusalem", "0001-01-01", "00:00", "0001-01-01T00:00:00Z"},
      {"America/New_York", "9999-12-31", "23:59", "9999-12-31T23:59:59.999999Z"},
  };
  for (const Case& c : cases)
    EXPECT_EQ(local(zone(c.zone), c.date, c.time), c.instant)
        << c.zone << ' ' << c.date << ' ' << c.time;
}

TEST(TimeZone, DaysOf23And25Hours) {
  struct Case {
    const char *zone, *date;
    int hours;
  } cases[] = {
      {"Asia/Jerusalem", "2026-03-27", 23},   {"Asia/Jerusalem", "2026-10-25", 25},
      {"Asia/Jerusalem", "2026-03-28", 24},   {"America/New_York", "2026-03-08", 23},
      {"America/New_York", "2026-11-01", 25}, {"America/New_York", "2026-11-02", 24},
      {"America/New_York", "2045-03-12", 23}, {"Asia/Jerusalem", "2045-10-29", 25},
  };
  for (const Case& c : cases) {
    TimeZone z = zone(c.zone);
    Date day = parse_date(c.date).value();
    Instant begin = z.from_local(day, {0}), end = z.from_local({day.days + 1}, {0});
    EXPECT_EQ((end.micros - begin.micros) / kHour, c.hours) << c.zone << ' ' << c.date;
    EXPECT_EQ(z.add_days(begin, 1), end);
    EXPECT_EQ(z.add_days(end, -1), begin);
  }
}

TEST(TimeZone, AddDaysKeepsTheClock) {
  TimeZone z = zone("Asia/Jerusalem");
  EXPECT_EQ(to_string(z.add_days(at("2026-03-26T07:00:00Z"), 1)), "2026-03-27T06:00:00Z");
  EXPECT_EQ(to_string(z.add_days(at("2026-10-24T06:00:00Z"), 1)), "2026-10-25T07:00:00Z");
  EXPECT_EQ(to_string(z.add_days(at("2026-03-26T00:30:00Z"), 1)),
            "2026-03-27T00:00:00Z");  // into the gap
  // 01:30 for the second time stays where it is when nothing is added.
  EXPECT_EQ(to_string(z.add_days(at("2026-10-24T23:30:00Z"), 0)), "2026-10-24T23:30:00Z");
}

TEST(TimeZone, AddDaysSaturates) {
  for (const TimeZone& z : {TimeZone::utc(), zone("Asia/Jerusalem"), zone("America/New_York")}) {
    for (int64_t days : {INT64_MAX, int64_t{4'000'000}, int64_t{3'000'000}}) {
      EXPECT_EQ(z.add_days(at("2026-01-01T00:00:00Z"), days), kMaxInstant);
      EXPECT_EQ(z.add_days(at("2026-01-01T00:00:00Z"), -days), kMinInstant);
    }
    EXPECT_EQ(z.add_days(at("2026-01-01T00:00:00Z"), INT64_MIN), kMinInstant);
    EXPECT_EQ(z.add_days(kMaxInstant, 1), kMaxInstant);
    EXPECT_EQ(z.add_days(kMinInstant, -1), kMinInstant);
  }
}

RC_GTEST_PROP(TimeZoneProperty, LocalRoundTripAndDays, ()) {
  static const TimeZone zones[] = {zone("Asia/Jerusalem"), zone("America/New_York"),
                                   zone("Australia/Lord_Howe"), zone("Pacific/Apia"),
                                   TimeZone::utc()};
  const TimeZone& z = zones[*rc::gen::inRange<size_t>(0, std::size(zones))];
  Instant t{
      *rc::gen::inRange(at("1900-01-03T00:00:00Z").micros, at("2199-01-01T00:00:00Z").micros)};
  Date date = z.local_date(t);
  TimeOfDay time = z.local_time(t);
  RC_ASSERT(time.micros >= 0 && time.micros < kMicrosPerDay);
  RC_ASSERT(date.days * kMicrosPerDay + time.micros ==
            t.micros + z.offset_seconds(t) * kMicrosPerSecond);
  Instant back = z.from_local(date, time);
  RC_ASSERT(back <= t);  // earlier in a fold
  RC_ASSERT(z.local_date(back) == date && z.local_time(back) == time);
  int days = *rc::gen::inRange(-4000, 4000);
  Instant moved = z.add_days(t, days);
  RC_PRE(z.local_time(moved) == time);  // else it fell into a gap
  if (days != 0) RC_ASSERT(z.local_date(moved).days == date.days + days);
  RC_ASSERT(z.add_days(moved, -days) == (days == 0 ? t : back));
}

}  // namespace
}  // namespace tenure
