#pragma once
// Work that begins by the calendar of the workspace: "every PT6H", "daily 03:00", "weekly monday 03:00",
// "monthly 1 03:00" (a month without that day has its last one). What is due becomes a job, one for each due
// instant; what was missed while the server was away is made up for once.
#include <optional>
#include <string>
#include <string_view>

#include "base/time_zone.h"
#include "service/impl.h"

namespace tenure::service {

class ScheduleRule {
 public:
  // Errors: "invalid-schedule" {text}.
  static Result<ScheduleRule> parse(std::string_view text);
  // The first instant of the rule after this one. `every` counts from that instant.
  Instant next(const TimeZone&, Instant after) const;

 private:
  enum class Kind : uint8_t { every, daily, weekly, monthly } kind_ = Kind::daily;
  Duration every_;
  TimeOfDay at_;
  int day_ = 0;  // of the week from Monday (0), or of the month from 1
};

// Puts it in the place of the one with this name. Errors: "invalid-schedule".
Result<void> put_schedule(Context&, std::string_view name, std::string_view rule,
                          std::string_view job_kind, std::string_view request);
// In the store's transaction: makes a job of each schedule that is due, in the name of the system, and sets its
// next instant. Returns when to look again; nullopt: there is none.
std::optional<Instant> start_due_schedules(const Realm&, store::Transaction&, Instant now,
                                           int64_t& started);

}  // namespace tenure::service
