#pragma once
// A time zone as an immutable value: its offsets are read once from the system's zone files
// (at the edge), so that code without files and clocks can count calendar days.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"

namespace tenure {

class TimeZone {
 public:
  // Errors: "unknown-time-zone". Names are IANA's; "UTC" and "Etc/UTC" never touch a file. Offsets
  // are those of 1900 to 2199; before and after, the nearest of them holds. Throws
  // EnvironmentError "time-zones-unreadable" when the system has no zone files or a damaged one.
  // Loading a name again is a look-up.
  static Result<TimeZone> load(std::string_view name);
  static TimeZone utc() { return {}; }

  const std::string& name() const { return name_; }
  bool is_utc() const { return changes_ == nullptr; }  // every day has 24 hours
  // Seconds east of UTC at this instant.
  int32_t offset_seconds(Instant) const;
  // The local calendar date and wall-clock time of an instant.
  Date local_date(Instant) const;
  TimeOfDay local_time(Instant) const;
  // The instant of a local date and time. In a gap the clock's jump is skipped (the first instant
  // after it); in a fold the earlier of the two.
  Instant from_local(Date, TimeOfDay) const;
  // The same wall-clock time `days` calendar days later (23- and 25-hour days included).
  // Saturates at kMinInstant / kMaxInstant.
  Instant add_days(Instant, int64_t days) const;

 private:
  struct Change {
    int64_t utc_seconds;  // from here on
    int32_t offset;       // seconds east of UTC
  };
  std::string name_ = "UTC";
  std::shared_ptr<const std::vector<Change>> changes_;  // null: always UTC
};

}  // namespace tenure
