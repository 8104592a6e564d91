#include "transfer/number_formats.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "transfer/blank.h"

namespace tenure::transfer {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

constexpr std::string_view kDirectives = "YymbdjHIpMSf";
constexpr std::string_view kMonths[] = {"january",   "february", "march",    "april",
                                        "may",       "june",     "july",     "august",
                                        "september", "october",  "november", "december"};

// Takes between `least` and `most` digits off the front; nothing when there are fewer.
std::optional<int> take_digits(std::string_view& text, size_t least, size_t most) {
  int value = 0;
  size_t n = 0;
  for (; n < most && n < text.size() && is_digit(text[n]); ++n)
    value = 10 * value + (text[n] - '0');
  if (n < least) return std::nullopt;
  text.remove_prefix(n);
  return value;
}

std::optional<int> take_month_name(std::string_view& text) {
  const std::string front = lower_ascii(text.substr(0, 9));
  for (int m = 0; m < 12; ++m) {
    const std::string_view name = kMonths[m];
    const size_t length = front.starts_with(name) ? name.size() : 3;
    if (!front.starts_with(name.substr(0, length))) continue;
    text.remove_prefix(length);
    return m + 1;
  }
  return std::nullopt;
}

std::optional<int> take_micros(std::string_view& text) {
  size_t n = 0;
  int micros = 0;
  for (; n < 12 && n < text.size() && is_digit(text[n]); ++n) {
    if (n < 6) micros = 10 * micros + (text[n] - '0');
  }
  if (n == 0) return std::nullopt;
  for (size_t k = n; k < 6; ++k) micros *= 10;
  text.remove_prefix(n);
  return micros;
}

// Which of AM (0) and PM (12).
std::optional<int> take_half(std::string_view& text) {
  const std::string front = lower_ascii(text.substr(0, 2));
  if (front != "am" && front != "pm") return std::nullopt;
  text.remove_prefix(2);
  return front == "am" ? 0 : 12;
}

struct Parts {
  int year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, micros = 0;
  int half = -1, day_of_year = -1;
};

bool take(std::string_view& text, char directive, Parts& parts) {
  std::optional<int> n;
  switch (directive) {
    case 'Y':
      n = take_digits(text, 4, 4);
      if (n) parts.year = *n;
      break;
    case 'y':
      n = take_digits(text, 2, 2);
      if (n) parts.year = *n + (*n < 69 ? 2000 : 1900);
      break;
    case 'm':
      n = take_digits(text, 1, 2);
      if (n) parts.month = *n;
      break;
    case 'b':
      n = take_month_name(text);
      if (n) parts.month = *n;
      break;
    case 'd':
      n = take_digits(text, 1, 2);
      if (n) parts.day = *n;
      break;
    case 'j':
      n = take_digits(text, 1, 3);
      if (n) parts.day_of_year = *n;
      break;
    case 'H':
    case 'I':
      n = take_digits(text, 1, 2);
      if (n && directive == 'I' && (*n < 1 || *n > 12)) return false;
      if (n) parts.hour = directive == 'I' ? *n % 12 : *n;
      break;
    case 'p':
      n = take_half(text);
      if (n) parts.half = *n;
      break;
    case 'M':
      n = take_digits(text, 1, 2);
      if (n) parts.minute = *n;
      break;
    case 'S':
      n = take_digits(text, 1, 2);
      if (n) parts.second = *n;
      break;
    case 'f':
      n = take_micros(text);
      if (n) parts.micros = *n;
      break;
  }
  return n.has_value();
}

std::optional<LocalDateTime> assemble(const Parts& p) {
  if (!valid_civil(p.year, p.month, p.day)) return std::nullopt;
  if (p.hour > 23 || p.minute > 59 || p.second > 59) return std::nullopt;
  int32_t days = days_from_civil(p.year, p.month, p.day);
  if (p.day_of_year >= 0) {
    if (p.day_of_year < 1) return std::nullopt;
    days += p.day_of_year - 1;
    if (civil_from_days(days).year != p.year) return std::nullopt;
  }
  const int64_t hour = p.hour + std::max(p.half, 0);
  const int64_t seconds = (hour * 60 + p.minute) * 60 + p.second;
  return LocalDateTime{Date{days}, TimeOfDay{seconds * kMicrosPerSecond + p.micros}};
}

}  // namespace

Result<TimePattern> TimePattern::compile(std::string_view pattern) {
  TimePattern made;
  made.pattern_ = pattern;
  const auto wrong = [&](const char* code, Arguments arguments, size_t position = 0) {
    arguments.emplace_back("pattern", pattern);
    return refuse(code, std::move(arguments), static_cast<int64_t>(position));
  };
  const auto directive = [](char c) { return std::string{'%', c}; };
  std::string seen;
  for (size_t i = 0; i < pattern.size(); ++i) {
    char c = pattern[i];
    if (c != '%') {
      made.parts_.push_back({'%', c});
      continue;
    }
    c = ++i < pattern.size() ? pattern[i] : '\0';
    if (c == '%') {
      made.parts_.push_back({'%', '%'});
    } else if (!kDirectives.contains(c)) {
      const std::string what = c == '\0' ? "%" : directive(c);
      return wrong("time-pattern-unknown", {{"directive", what}}, i - 1);
    } else if (seen.contains(c)) {
      return wrong("time-pattern-clash", {{"first", directive(c)}, {"second", directive(c)}},
                   i - 1);
    } else {
      seen += c;
      made.parts_.push_back({c, '\0'});
    }
  }
  const auto has = [&](char c) { return seen.contains(c); };
  // Two ways to say one thing, and things that are nothing without another.
  constexpr std::pair<char, char> kClashes[] = {{'Y', 'y'}, {'m', 'b'}, {'H', 'I'}, {'H', 'p'},
                                                {'j', 'm'}, {'j', 'b'}, {'j', 'd'}};
  for (const auto& [a, b] : kClashes) {
    if (!has(a) || !has(b)) continue;
    return wrong("time-pattern-clash", {{"first", directive(a)}, {"second", directive(b)}});
  }
  const char missing = !has('Y') && !has('y')                ? 'Y'
                       : !has('j') && !has('m') && !has('b') ? 'm'
                       : !has('j') && !has('d')              ? 'd'
                       : has('I') && !has('p')               ? 'p'
                       : has('p') && !has('I')               ? 'I'
                       : has('M') && !has('H') && !has('I')  ? 'H'
                       : has('S') && !has('M')               ? 'M'
                       : has('f') && !has('S')               ? 'S'
                                                             : '\0';
  if (missing != '\0') return wrong("time-pattern-lacks", {{"missing", directive(missing)}});
  made.has_time_ = has('H') || has('I');
  return made;
}

Result<LocalDateTime> TimePattern::parse(std::string_view text) const {
  std::string_view rest = trim_blanks(text);
  Parts parts;
  bool fits = true;
  for (const Part& part : parts_) {
    if (part.directive != '%') {
      fits = take(rest, part.directive, parts);
    } else if (is_blank(part.literal)) {
      fits = !rest.empty() && is_blank(rest.front());
      while (!rest.empty() && is_blank(rest.front())) rest.remove_prefix(1);
    } else {
      fits = rest.starts_with(part.literal);
      if (fits) rest.remove_prefix(1);
    }
    if (!fits) break;
  }
  if (fits && rest.empty()) {
    if (const auto made = assemble(parts)) return *made;
  }
  return refuse("time-does-not-fit", {{"text", std::string(text)}, {"pattern", pattern_}});
}

Result<Decimal> parse_number(std::string_view text, NumberFormat format) {
  const auto wrong = [&] { return refuse("invalid-number", {{"text", std::string(text)}}); };
  // Brings it into the form of base/decimal.h.
  std::string plain;
  std::string_view rest = trim_blanks(text);
  if (!rest.empty() && (rest[0] == '-' || rest[0] == '+')) {
    if (rest[0] == '-') plain += '-';
    rest.remove_prefix(1);
  }
  const auto group_length = [&]() -> size_t {
    if (format.group == '\0' || rest.empty()) return 0;
    if (rest[0] == format.group) return 1;
    if (format.group != ' ') return 0;
    return rest.starts_with("\xC2\xA0") ? 2 : rest.starts_with("\xE2\x80\xAF") ? 3 : 0;
  };
  size_t digits = 0;  // since the last separator
  bool grouped = false;
  for (; !rest.empty();) {
    if (is_digit(rest[0])) {
      plain += rest[0];
      ++digits;
      rest.remove_prefix(1);
    } else if (const size_t length = group_length()) {
      if (digits == 0 || digits > 3 || (grouped && digits != 3)) return wrong();
      grouped = true;
      digits = 0;
      rest.remove_prefix(length);
    } else {
      break;
    }
  }
  if (grouped && digits != 3) return wrong();
  if (!rest.empty() && rest[0] == format.point) {
    if (digits == 0) plain += '0';  // ".5"
    plain += '.';
    rest.remove_prefix(1);
    if (rest.empty() || !is_digit(rest[0])) return wrong();
    while (!rest.empty() && is_digit(rest[0])) {
      plain += rest[0];
      rest.remove_prefix(1);
    }
  } else if (digits == 0) {
    return wrong();
  }
  if (!rest.empty() && rest[0] != 'e' && rest[0] != 'E') return wrong();
  plain += rest;  // an exponent, which Decimal checks
  auto number = Decimal::parse(plain);
  if (!number) return wrong();
  return *number;
}

}  // namespace tenure::transfer
