#pragma once
// Dates and numbers as files have them, read by declaration: nothing is guessed. Blanks around a
// value are passed over.
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "base/instant.h"
#include "base/result.h"

namespace tenure::transfer {

// A wall-clock time: which instant it is depends on a time zone that the file does not name.
struct LocalDateTime {
  Date date;
  TimeOfDay time;
  auto operator<=>(const LocalDateTime&) const = default;
};

// %Y year, four digits    %m month    %d day    %j day of the year
// %y year, two digits: 69..99 are 1969..1999, 00..68 are 2000..2068 (POSIX)
// %b English month name, short or long, in either case
// %H hour 0..23    %I hour 1..12, with %p AM or PM    %M minute    %S second
// %f fraction of a second, 1 to 12 digits, kept to the microsecond    %% a percent sign
// Numbers may come without leading zeros, except %Y and %y. A blank stands for one or more blanks;
// every other character for itself.
class TimePattern {
 public:
  // The pattern must name a day in full, each part once, and time without gaps from the hour down.
  // Errors: "time-pattern-unknown" {directive}, "time-pattern-clash" {first, second} and
  // "time-pattern-lacks" {missing}, all with {pattern}.
  static Result<TimePattern> compile(std::string_view pattern);

  // Errors: "time-does-not-fit" {text, pattern}, also for days and times that do not exist.
  Result<LocalDateTime> parse(std::string_view text) const;

  // Whether the pattern has a time of day; without one, it is a date and time is 00:00.
  bool has_time() const { return has_time_; }
  const std::string& pattern() const { return pattern_; }

 private:
  struct Part {
    char directive;  // one of the letters above; '%' = the literal
    char literal;
  };
  std::string pattern_;
  std::vector<Part> parts_;
  bool has_time_ = false;
};

struct NumberFormat {
  char point = '.';   // '.' or ','
  char group = '\0';  // between groups of three digits: '\0' none, '.', ',', '\'' or ' ' (any of
                      // blank, no-break space and narrow no-break space)
};

// An exact number: "1,234.50" with group ',', "1.234,50" with point ',' and group '.', "-.5",
// "1.23E+05". Groups may be left out as a whole, but not misplaced.
// Errors: "invalid-number" {text}.
Result<Decimal> parse_number(std::string_view text, NumberFormat format);

}  // namespace tenure::transfer
