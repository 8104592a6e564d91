#include "service/schedule.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "service/jobs.h"

namespace tenure::service {
namespace {

constexpr std::array<std::string_view, 7> kWeekdays{"monday", "tuesday",  "wednesday", "thursday",
                                                    "friday", "saturday", "sunday"};
constexpr int64_t kShortest = 60 * kMicrosPerSecond;

std::string_view take_word(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(word.size());
  return word;
}

int days_in(int year, int month) {
  int day = 31;
  while (!valid_civil(year, month, day)) --day;
  return day;
}

// 1970-01-01 was a Thursday.
int weekday(Date date) {
  return static_cast<int>(((date.days + 3) % 7 + 7) % 7);
}

}  // namespace

Result<ScheduleRule> ScheduleRule::parse(std::string_view text) {
  const auto invalid = [&] { return refuse("invalid-schedule", {{"text", excerpt(text)}}); };
  std::string_view rest = text;
  const std::string_view kind = take_word(rest);
  ScheduleRule rule;
  if (kind == "every") {
    const auto every = parse_duration(take_word(rest));
    if (!every || every->micros < kShortest) return invalid();
    rule.kind_ = Kind::every;
    rule.every_ = *every;
  } else if (kind == "weekly") {
    rule.kind_ = Kind::weekly;
    const auto day = std::ranges::find(kWeekdays, take_word(rest));
    if (day == kWeekdays.end()) return invalid();
    rule.day_ = static_cast<int>(day - kWeekdays.begin());
  } else if (kind == "monthly") {
    rule.kind_ = Kind::monthly;
    const std::string_view day = take_word(rest);
    const auto read = std::from_chars(day.data(), day.data() + day.size(), rule.day_);
    if (read.ec != std::errc() || read.ptr != day.data() + day.size() || rule.day_ < 1 ||
        rule.day_ > 31)
      return invalid();
  } else if (kind != "daily") {
    return invalid();
  }
  if (rule.kind_ != Kind::every) {
    const auto at = parse_time_of_day(take_word(rest));
    if (!at) return invalid();
    rule.at_ = *at;
  }
  if (!take_word(rest).empty()) return invalid();
  return rule;
}

Instant ScheduleRule::next(const TimeZone& zone, Instant after) const {
  if (kind_ == Kind::every) return {after.micros + every_.micros};
  // A day's instant may lie before `after` on that very day, and after it never more than a period
  // on.
  for (Date date = zone.local_date(after);; ++date.days) {
    if (kind_ == Kind::weekly && weekday(date) != day_) continue;
    if (kind_ == Kind::monthly) {
      const CivilDate civil = civil_from_days(date.days);
      if (civil.day != std::min(day_, days_in(civil.year, civil.month))) continue;
    }
    const Instant at = zone.from_local(date, at_);
    if (at > after) return at;
  }
}

Result<void> put_schedule(Context& context, std::string_view name, std::string_view rule,
                          std::string_view job_kind, std::string_view request) {
  TENURE_TRY(const ScheduleRule parsed, ScheduleRule::parse(rule));
  context.transaction().work().put_schedule(
      context.workspace(), {.name = std::string(name),
                            .kind = std::string(job_kind),
                            .request = std::string(request),
                            .rule = std::string(rule),
                            .next_at = parsed.next(context.definition().zone, context.now())});
  return {};
}

std::optional<Instant> start_due_schedules(const Realm& realm, store::Transaction& transaction,
                                           Instant now, int64_t& started) {
  for (store::Schedule& schedule : transaction.reads().work().schedules(realm.id)) {
    if (schedule.next_at > now) continue;
    const std::string once = "schedule:" + schedule.name + ":" + to_string(schedule.next_at);
    queue_job(transaction, realm.id, system_caller(schedule.name), schedule.kind, schedule.request,
              now, once);
    ++started;
    const auto rule = ScheduleRule::parse(schedule.rule);
    if (!rule) {  // of a version that knew more
      transaction.work().remove_schedule(realm.id, schedule.name);
      continue;
    }
    schedule.next_at = rule->next(realm.definition->zone, now);
    transaction.work().put_schedule(realm.id, schedule);
  }
  return transaction.reads().work().next_schedule(realm.id);
}

}  // namespace tenure::service
