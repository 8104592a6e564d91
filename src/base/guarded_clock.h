#pragma once
// A clock that does not believe its own jumps. A machine's wall clock is set by hand, by a time server, by
// a host that resumed it; what counts since the machine started (suspended or not) is not. While the two
// agree, the wall clock is right. When they part by more than a minute, this clock goes on as if nothing
// had happened, and says so, until the wall clock is back or somebody confirms it.
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.h"

namespace tenure {

// A moment at which the wall clock was believed. Kept across restarts, it tells a jump between them.
struct ClockAnchor {
  std::string boot;       // names the machine's start that `since_boot` counts from
  Instant wall;
  int64_t since_boot = 0;  // microseconds
};

class GuardedClock final : public Clock {
 public:
  struct Source {
    std::function<Instant()> wall;
    std::function<int64_t()> since_boot;
    std::string boot;
  };
  static Source system();

  // `known`: the anchor of an earlier process. Of the same start of the machine it tells a jump in between;
  // of another, that time cannot have gone back, and how far it went on cannot be told.
  explicit GuardedClock(Source = system(), const std::optional<ClockAnchor>& known = {});

  Instant now() const override;

  struct Jump {
    Instant wall, expected;
  };
  std::optional<Jump> jump() const;  // they disagree now
  void confirm();                    // the wall clock is right
  ClockAnchor anchor() const;        // to be kept

 private:
  Instant look() const;  // under mutex_

  Source source_;
  mutable std::mutex mutex_;
  mutable ClockAnchor anchor_;
  mutable bool at_least_ = false;  // the anchor is of another start: any later time agrees
  mutable std::optional<Jump> jump_;
};

}  // namespace tenure
