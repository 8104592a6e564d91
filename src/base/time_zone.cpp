#include "base/time_zone.h"

#include <date/tz.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <mutex>
#include <optional>

#include "base/environment.h"
#include "base/text.h"

namespace tenure {
namespace {

constexpr int kFirstYear = 1900, kEndYear = 2200;
constexpr int64_t kSecondsPerDay = 86'400;
constexpr int64_t kFarPast = std::numeric_limits<int64_t>::min();

int64_t day_seconds(int year, int month, int day) {
  return days_from_civil(year, month, day) * kSecondsPerDay;
}

int64_t floor_seconds(Instant t) {
  int64_t seconds = t.micros / kMicrosPerSecond;
  return t.micros % kMicrosPerSecond < 0 ? seconds - 1 : seconds;
}

// Zone files list changes up to 2037 and end with a line for all years after, which date-tz does
// not read:  IST-2IDT,M3.4.4/26,M10.5.0   (POSIX TZ with RFC 8536's wider hours)
class Footer {
 public:
  // nullopt when the line has no daylight rule, or one that is not of the form Mm.w.d.
  static std::optional<Footer> parse(std::string_view line) {
    Footer f;
    Cursor c{line};
    int32_t west;
    if (!c.name() || !c.time(west) || !c.name()) return std::nullopt;
    f.standard_ = -west;
    f.daylight_ = f.standard_ + 3600;
    if (c.peek() != ',') {
      if (!c.time(west)) return std::nullopt;
      f.daylight_ = -west;
    }
    if (!c.rule(f.start_) || !c.rule(f.end_) || c.peek() != '\0') return std::nullopt;
    return f;
  }
  int64_t start_utc(int year) const { return start_.local(year) - standard_; }
  int64_t end_utc(int year) const { return end_.local(year) - daylight_; }
  int32_t standard() const { return standard_; }
  int32_t daylight() const { return daylight_; }

 private:
  struct Rule {
    int month = 1, week = 1, weekday = 0;  // week 5 = the last
    int32_t seconds = 7200;                // after that day's midnight
    int64_t local(int year) const {
      int32_t first = days_from_civil(year, month, 1);
      int32_t next =
          month == 12 ? days_from_civil(year + 1, 1, 1) : days_from_civil(year, month + 1, 1);
      int32_t first_weekday = ((first + 4) % 7 + 7) % 7;  // 1970-01-01 was a Thursday
      int32_t day = first + (weekday - first_weekday + 7) % 7 + (week - 1) * 7;
      while (day >= next) day -= 7;
      return day * kSecondsPerDay + seconds;
    }
  };
  struct Cursor {
    std::string_view rest;
    char peek() const { return rest.empty() ? '\0' : rest.front(); }
    bool take(char c) {
      if (rest.empty() || peek() != c) return false;
      rest.remove_prefix(1);
      return true;
    }
    bool name() {
      size_t length;
      if (peek() == '<') {
        length = rest.find('>');
        length = length == std::string_view::npos ? 0 : length + 1;
      } else {
        length = std::min(rest.find_first_of("+-,0123456789"), rest.size());
      }
      rest.remove_prefix(length);
      return length >= 3;
    }
    bool number(int& value) {
      size_t length = std::min(rest.find_first_not_of("0123456789"), rest.size());
      if (length == 0 || length > 3) return false;
      value = std::stoi(std::string(rest.substr(0, length)));
      rest.remove_prefix(length);
      return true;
    }
    bool time(int32_t& seconds) {
      int sign = take('-') ? -1 : 1;
      if (sign > 0) take('+');
      int hours, minutes = 0, rest_seconds = 0;
      if (!number(hours) || (take(':') && !number(minutes)) ||
          (take(':') && !number(rest_seconds))) {
        return false;
      }
      seconds = sign * (hours * 3600 + minutes * 60 + rest_seconds);
      return true;
    }
    bool rule(Rule& r) {
      if (!take(',') || !take('M') || !number(r.month) || !take('.') || !number(r.week) ||
          !take('.') || !number(r.weekday)) {
        return false;
      }
      if (r.month < 1 || r.month > 12 || r.week < 1 || r.week > 5 || r.weekday > 6) return false;
      return !take('/') || time(r.seconds);
    }
  };

  int32_t standard_ = 0, daylight_ = 0;
  Rule start_, end_;
};

// The last line of a zone's file. The name has been found in the database: it is no path of ours.
std::string last_line(const std::string& zone) {
  std::ifstream file("/usr/share/zoneinfo/" + zone, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)), {});
  if (bytes.size() < 2 || bytes.back() != '\n') return {};
  bytes.pop_back();
  size_t begin = bytes.rfind('\n');
  return begin == std::string::npos ? std::string() : bytes.substr(begin + 1);
}

EnvironmentError unreadable(const std::runtime_error& cause) {
  return {"time-zones-unreadable", {{"reason", cause.what()}}};
}

const date::time_zone* find_zone(std::string_view name) {
  try {
    date::get_tzdb();
  } catch (const std::runtime_error& missing) {
    throw unreadable(missing);
  }
  try {
    return date::locate_zone(name);
  } catch (const std::runtime_error&) {  // its way to say that there is no such zone
    return nullptr;
  }
}

}  // namespace

Result<TimeZone> TimeZone::load(std::string_view name) {
  if (name == "UTC" || name == "Etc/UTC") {
    TimeZone zone;
    zone.name_ = name;
    return zone;
  }
  // Every request may ask for its workspace's zone: what was read once is kept. Only names that
  // the database has get in, so this cannot grow without end.
  static std::mutex mutex;
  static std::map<std::string, TimeZone, std::less<>> known;
  std::lock_guard lock(mutex);
  if (auto found = known.find(name); found != known.end()) return found->second;

  auto changes = std::make_shared<std::vector<Change>>();
  auto add = [&](int64_t utc_seconds, int32_t offset) {
    if (changes->empty() || changes->back().offset != offset)
      changes->push_back({utc_seconds, offset});
  };
  int64_t at = day_seconds(kFirstYear, 1, 1);
  const int64_t end = day_seconds(kEndYear, 1, 1);
  const date::time_zone* source = find_zone(name);
  if (source == nullptr) return refuse("unknown-time-zone", {{"zone", excerpt(name)}});
  try {
    date::sys_info info = source->get_info(date::sys_seconds(std::chrono::seconds(at)));
    add(kFarPast, static_cast<int32_t>(info.offset.count()));
    while (info.end.time_since_epoch().count() < end) {
      at = info.end.time_since_epoch().count();
      info = source->get_info(info.end);
      add(at, static_cast<int32_t>(info.offset.count()));
    }
  } catch (const std::runtime_error& damaged) {
    throw unreadable(damaged);
  }
  TimeZone zone;
  zone.name_ = name;
  if (auto footer = Footer::parse(last_line(zone.name_))) {
    int64_t after = at;
    for (int year = civil_from_days(static_cast<int32_t>(after / kSecondsPerDay)).year;
         year < kEndYear; ++year) {
      std::array<Change, 2> both{{{footer->start_utc(year), footer->daylight()},
                                  {footer->end_utc(year), footer->standard()}}};
      if (both[1].utc_seconds < both[0].utc_seconds) std::swap(both[0], both[1]);
      for (const Change& change : both) {
        if (change.utc_seconds > after) add(change.utc_seconds, change.offset);
      }
    }
  }
  zone.changes_ = std::move(changes);
  known.emplace(zone.name_, zone);
  return zone;
}

int32_t TimeZone::offset_seconds(Instant t) const {
  if (!changes_) return 0;
  auto after = std::upper_bound(changes_->begin(), changes_->end(), floor_seconds(t),
                                [](int64_t at, const Change& c) { return at < c.utc_seconds; });
  return std::prev(after)->offset;
}

Date TimeZone::local_date(Instant t) const {
  int64_t seconds = floor_seconds(t) + offset_seconds(t);
  int64_t days = seconds / kSecondsPerDay;
  if (seconds % kSecondsPerDay < 0) --days;
  return {static_cast<int32_t>(days)};
}

TimeOfDay TimeZone::local_time(Instant t) const {
  int64_t rest = t.micros % kMicrosPerDay + offset_seconds(t) * kMicrosPerSecond;
  return {(rest % kMicrosPerDay + kMicrosPerDay) % kMicrosPerDay};
}

Instant TimeZone::from_local(Date date, TimeOfDay time) const {
  constexpr int64_t kMargin = 2 * kSecondsPerDay;  // no offset is that large
  if (date.days < kMinInstant.micros / kMicrosPerDay - 1) return kMinInstant;
  if (date.days > kMaxInstant.micros / kMicrosPerDay + 1) return kMaxInstant;
  int64_t local = date.days * kMicrosPerDay + time.micros;
  int64_t result = local;
  if (changes_) {
    int64_t local_seconds = date.days * kSecondsPerDay + time.micros / kMicrosPerSecond;
    auto change = std::upper_bound(changes_->begin(), changes_->end(), local_seconds - kMargin,
                                   [](int64_t at, const Change& c) { return at < c.utc_seconds; });
    // The first period whose clock has not yet passed this reading: it either shows it, which is
    // the earlier one in a fold, or began beyond it, which is a gap.
    --change;
    while (std::next(change) != changes_->end() &&
           std::next(change)->utc_seconds + change->offset <= local_seconds) {
      ++change;
    }
    bool gap =
        change->utc_seconds != kFarPast && local_seconds - change->offset < change->utc_seconds;
    result =
        gap ? change->utc_seconds * kMicrosPerSecond : local - change->offset * kMicrosPerSecond;
  }
  return {std::clamp(result, kMinInstant.micros, kMaxInstant.micros)};
}

Instant TimeZone::add_days(Instant t, int64_t days) const {
  constexpr int64_t kEver = 10'000 * 366;
  if (days == 0) return t;  // also in the second half of a fold
  if (days > kEver) return kMaxInstant;
  if (days < -kEver) return kMinInstant;
  return from_local({local_date(t).days + static_cast<int32_t>(days)}, local_time(t));
}

}  // namespace tenure
