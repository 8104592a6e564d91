#pragma once
// Time as values. No clock here: a clock is base/clock.h and lives at the edge.
// Proleptic Gregorian calendar, years 0001..9999, microseconds, no leap seconds.
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tenure {

inline constexpr int64_t kMicrosPerSecond = 1'000'000;
inline constexpr int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;

struct Instant {  // microseconds since 1970-01-01T00:00:00Z
  int64_t micros = 0;
  auto operator<=>(const Instant&) const = default;
};
struct Date {  // days since 1970-01-01
  int32_t days = 0;
  auto operator<=>(const Date&) const = default;
};
struct TimeOfDay {  // microseconds since midnight, 0 <= micros < kMicrosPerDay
  int64_t micros = 0;
  auto operator<=>(const TimeOfDay&) const = default;
};
struct Duration {  // exact microseconds, either sign
  int64_t micros = 0;
  auto operator<=>(const Duration&) const = default;
};

// The first and last representable instants: 0001-01-01T00:00:00Z, 9999-12-31T23:59:59.999999Z.
extern const Instant kMinInstant;
extern const Instant kMaxInstant;

struct CivilDate {
  int year, month, day;
};
CivilDate civil_from_days(int32_t days);
int32_t days_from_civil(int year, int month, int day);
bool valid_civil(int year, int month, int day);

// RFC 3339: "2026-11-21T10:00:00Z", fractions up to 12 digits (kept to the microsecond), any
// offset; "T" and "Z" in either case; a missing seconds part is allowed (OData).
// Errors: "invalid-instant".
Result<Instant> parse_instant(std::string_view text);
Result<Date> parse_date(std::string_view text);              // "invalid-date"
Result<TimeOfDay> parse_time_of_day(std::string_view text);  // "invalid-time"
// ISO 8601 dayTimeDuration as OData has it: "P1DT2H3M4.5S", "-PT1S". Errors: "invalid-duration".
Result<Duration> parse_duration(std::string_view text);

std::string to_string(Instant);    // "2026-11-21T10:00:00Z", fraction only where it is not zero
std::string to_string(Date);       // "2026-11-21"
std::string to_string(TimeOfDay);  // "10:00:00"
std::string to_string(Duration);   // "P1DT2H"
// Appends without allocating a string of its own; for log rows by the million.
void append(std::string& out, Instant);

}  // namespace tenure
