#include "base/instant.h"

#include <cstdlib>
#include <limits>

#include "base/text.h"

namespace tenure {
namespace {

constexpr int64_t kMinDays = -719'162;   // 0001-01-01
constexpr int64_t kMaxDays = 2'932'896;  // 9999-12-31

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Reads text from left to right; every step says whether it could.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  bool done() const { return at_ == end_; }
  char peek() const { return at_ == end_ ? '\0' : *at_; }
  bool take(char c) {
    if (peek() != c || done()) return false;
    ++at_;
    return true;
  }
  bool take_either_case(char upper) { return take(upper) || take(static_cast<char>(upper + 32)); }
  bool digits(int count, int& value) {
    if (end_ - at_ < count) return false;
    int v = 0;
    for (int i = 0; i < count; ++i) {
      if (!is_digit(at_[i])) return false;
      v = v * 10 + (at_[i] - '0');
    }
    at_ += count;
    value = v;
    return true;
  }
  // What follows a '.': one to twelve digits, kept to the microsecond.
  bool fraction(int64_t& micros) {
    int count = 0;
    int64_t v = 0;
    for (; !done() && is_digit(*at_); ++at_, ++count) {
      if (count < 6) v = v * 10 + (*at_ - '0');
    }
    if (count < 1 || count > 12) return false;
    for (int i = count; i < 6; ++i) v *= 10;
    micros = v;
    return true;
  }
  // Digits without end, as many as an int64_t of microseconds can be the better for.
  bool number(int64_t& value) {
    constexpr int64_t kEnough = std::numeric_limits<int64_t>::max() / 100;
    if (!is_digit(peek())) return false;
    int64_t v = 0;
    for (; !done() && is_digit(*at_); ++at_) {
      if (v > kEnough) return false;
      v = v * 10 + (*at_ - '0');
    }
    value = v;
    return true;
  }

 private:
  const char* at_;
  const char* end_;
};

bool scan_date(Scanner& s, int32_t& days) {
  int year, month, day;
  if (!s.digits(4, year) || !s.take('-') || !s.digits(2, month) || !s.take('-') ||
      !s.digits(2, day) || !valid_civil(year, month, day)) {
    return false;
  }
  days = days_from_civil(year, month, day);
  return true;
}

bool scan_time(Scanner& s, int64_t& micros) {
  int hour, minute, second = 0;
  int64_t fraction = 0;
  if (!s.digits(2, hour) || !s.take(':') || !s.digits(2, minute)) return false;
  if (s.take(':')) {
    if (!s.digits(2, second)) return false;
    if (s.take('.') && !s.fraction(fraction)) return false;
  }
  if (hour > 23 || minute > 59 || second > 59) return false;
  micros = (hour * 3600 + minute * 60 + second) * kMicrosPerSecond + fraction;
  return true;
}

bool scan_offset(Scanner& s, int64_t& micros) {
  if (s.take_either_case('Z')) {
    micros = 0;
    return true;
  }
  int sign = s.take('+') ? 1 : s.take('-') ? -1 : 0;
  int hour, minute;
  if (sign == 0 || !s.digits(2, hour) || !s.take(':') || !s.digits(2, minute) || hour > 23 ||
      minute > 59) {
    return false;
  }
  micros = sign * (hour * 60 + minute) * 60 * kMicrosPerSecond;
  return true;
}

std::unexpected<Error> refuse_text(const char* code, std::string_view text) {
  return refuse(code, {{"text", excerpt(text)}});
}

char* put2(char* p, int v) {
  p[0] = static_cast<char>('0' + v / 10);
  p[1] = static_cast<char>('0' + v % 10);
  return p + 2;
}

char* put_date(char* p, int32_t days) {
  CivilDate c = civil_from_days(days);
  int year = c.year;
  if (year < 0) {
    *p++ = '-';
    year = -year;
  }
  if (year > 9999) {  // only arithmetic outside the calendar gets here; show it as it is
    std::string high = std::to_string(year / 10000);
    for (char digit : high) *p++ = digit;
    year %= 10000;
  }
  p = put2(p, year / 100);
  p = put2(p, year % 100);
  *p++ = '-';
  p = put2(p, c.month);
  *p++ = '-';
  return put2(p, c.day);
}

char* put_fraction(char* p, int64_t micros) {
  if (micros == 0) return p;
  int rest = static_cast<int>(micros);
  p[0] = '.';
  put2(p + 1, rest / 10'000);
  put2(p + 3, rest / 100 % 100);
  put2(p + 5, rest % 100);
  p += 7;
  while (p[-1] == '0') --p;
  return p;
}

char* put_time(char* p, int64_t micros) {
  int seconds = static_cast<int>(micros / kMicrosPerSecond);
  p = put2(p, seconds / 3600);
  *p++ = ':';
  p = put2(p, seconds / 60 % 60);
  *p++ = ':';
  p = put2(p, seconds % 60);
  return put_fraction(p, micros % kMicrosPerSecond);
}

char* put_instant(char* p, Instant t) {
  int64_t days = t.micros / kMicrosPerDay, rest = t.micros % kMicrosPerDay;
  if (rest < 0) {
    rest += kMicrosPerDay;
    --days;
  }
  p = put_date(p, static_cast<int32_t>(days));
  *p++ = 'T';
  p = put_time(p, rest);
  *p++ = 'Z';
  return p;
}

}  // namespace

const Instant kMinInstant{kMinDays * kMicrosPerDay};
const Instant kMaxInstant{(kMaxDays + 1) * kMicrosPerDay - 1};

// Both conversions count in eras of 400 years that begin on 1 March, so that the leap day is the
// last day of a year (the well-known "days from civil" arithmetic).
CivilDate civil_from_days(int32_t days) {
  int64_t z = static_cast<int64_t>(days) + 719'468;
  int64_t era = (z >= 0 ? z : z - 146'096) / 146'097;
  unsigned doe = static_cast<unsigned>(z - era * 146'097);
  unsigned yoe = (doe - doe / 1460 + doe / 36'524 - doe / 146'096) / 365;
  unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  unsigned mp = (5 * doy + 2) / 153;
  int day = static_cast<int>(doy - (153 * mp + 2) / 5 + 1);
  int month = static_cast<int>(mp < 10 ? mp + 3 : mp - 9);
  int year = static_cast<int>(era * 400 + yoe) + (month <= 2 ? 1 : 0);
  return {year, month, day};
}

int32_t days_from_civil(int year, int month, int day) {
  int64_t y = month <= 2 ? static_cast<int64_t>(year) - 1 : year;
  int64_t era = (y >= 0 ? y : y - 399) / 400;
  unsigned yoe = static_cast<unsigned>(y - era * 400);
  unsigned doy =
      static_cast<unsigned>((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1);
  unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return static_cast<int32_t>(era * 146'097 + doe - 719'468);
}

bool valid_civil(int year, int month, int day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return day <= kDays[month - 1] + (month == 2 && leap ? 1 : 0);
}

Result<Instant> parse_instant(std::string_view text) {
  Scanner s(text);
  int32_t days;
  int64_t time, offset;
  if (scan_date(s, days) && s.take_either_case('T') && scan_time(s, time) &&
      scan_offset(s, offset) && s.done()) {
    Instant t{days * kMicrosPerDay + time - offset};
    if (t >= kMinInstant && t <= kMaxInstant) return t;
  }
  return refuse_text("invalid-instant", text);
}

Result<Date> parse_date(std::string_view text) {
  Scanner s(text);
  Date date;
  if (scan_date(s, date.days) && s.done()) return date;
  return refuse_text("invalid-date", text);
}

Result<TimeOfDay> parse_time_of_day(std::string_view text) {
  Scanner s(text);
  TimeOfDay time;
  if (scan_time(s, time.micros) && s.done()) return time;
  return refuse_text("invalid-time", text);
}

Result<Duration> parse_duration(std::string_view text) {
  Scanner s(text);
  bool negative = s.take('-');
  if (!negative) s.take('+');
  // Days first, then after a T hours, minutes, seconds: each at most once, in this order, and at
  // least one of them on either side of the T that opens it.
  constexpr char kUnits[] = {'D', 'H', 'M', 'S'};
  constexpr int64_t kSeconds[] = {86'400, 3600, 60, 1};
  if (!s.take_either_case('P')) return refuse_text("invalid-duration", text);
  __int128 micros = 0;
  bool timed = false, any = false;
  for (int next = 0; !s.done();) {
    if (!timed && s.take_either_case('T')) {
      timed = true;
      any = false;
      next = 1;
      continue;
    }
    int64_t number, fraction = 0;
    bool fractional = false;
    if (!s.number(number)) return refuse_text("invalid-duration", text);
    if (s.take('.')) {
      fractional = true;
      if (!s.fraction(fraction)) return refuse_text("invalid-duration", text);
    }
    int last = timed ? 4 : 1, unit = next;
    while (unit < last && !s.take_either_case(kUnits[unit])) ++unit;
    if (unit == last || (fractional && unit != 3)) return refuse_text("invalid-duration", text);
    micros += static_cast<__int128>(number) * kSeconds[unit] * kMicrosPerSecond + fraction;
    next = unit + 1;
    any = true;
  }
  if (negative) micros = -micros;
  if (!any || micros > std::numeric_limits<int64_t>::max() ||
      micros < std::numeric_limits<int64_t>::min()) {
    return refuse_text("invalid-duration", text);
  }
  return Duration{static_cast<int64_t>(micros)};
}

std::string to_string(Instant t) {
  char buffer[48];
  return {buffer, put_instant(buffer, t)};
}

void append(std::string& out, Instant t) {
  char buffer[48];
  out.append(buffer, put_instant(buffer, t));
}

std::string to_string(Date date) {
  char buffer[32];
  return {buffer, put_date(buffer, date.days)};
}

std::string to_string(TimeOfDay time) {
  char buffer[32];
  return {buffer, put_time(buffer, time.micros)};
}

std::string to_string(Duration duration) {
  std::string out = duration.micros < 0 ? "-P" : "P";
  // Negating in unsigned arithmetic keeps the smallest value whole.
  uint64_t rest = duration.micros < 0 ? 0 - static_cast<uint64_t>(duration.micros)
                                      : static_cast<uint64_t>(duration.micros);
  uint64_t days = rest / kMicrosPerDay;
  rest %= kMicrosPerDay;
  uint64_t hours = rest / (3600 * kMicrosPerSecond), minutes = rest / (60 * kMicrosPerSecond) % 60;
  uint64_t seconds = rest / kMicrosPerSecond % 60, fraction = rest % kMicrosPerSecond;
  if (days != 0) out += std::to_string(days) + 'D';
  if (rest != 0 || days == 0) {
    out += 'T';
    if (hours != 0) out += std::to_string(hours) + 'H';
    if (minutes != 0) out += std::to_string(minutes) + 'M';
    if (seconds != 0 || fraction != 0 || rest == 0) {
      char buffer[16];
      out += std::to_string(seconds);
      out.append(buffer, put_fraction(buffer, static_cast<int64_t>(fraction)));
      out += 'S';
    }
  }
  return out;
}

}  // namespace tenure
