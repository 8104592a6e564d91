#include "base/guarded_clock.h"

#include <time.h>

#include <fstream>

#include "base/limits.h"

namespace tenure {

GuardedClock::Source GuardedClock::system() {
  Source source;
  source.wall = [] { return SystemClock().now(); };
  source.since_boot = [] {
    timespec t{};
    clock_gettime(CLOCK_BOOTTIME, &t);  // counts while suspended, too
    return int64_t{t.tv_sec} * 1'000'000 + t.tv_nsec / 1'000;
  };
  std::getline(std::ifstream("/proc/sys/kernel/random/boot_id"), source.boot);
  return source;
}

GuardedClock::GuardedClock(Source source, const std::optional<ClockAnchor>& known)
    : source_(std::move(source)) {
  anchor_ = {source_.boot, source_.wall(), source_.since_boot()};
  if (!known) return;
  anchor_.wall = known->wall;
  if (known->boot == source_.boot && !source_.boot.empty()) {
    anchor_.since_boot = known->since_boot;
  } else {
    at_least_ = true;
  }
  look();
}

Instant GuardedClock::look() const {
  const Instant wall = source_.wall();
  const int64_t since_boot = source_.since_boot();
  const Instant expected{anchor_.wall.micros + (since_boot - anchor_.since_boot)};
  const int64_t ahead = wall.micros - expected.micros;
  const bool agrees =
      ahead >= -limits::kClockJumpMicros && (at_least_ || ahead <= limits::kClockJumpMicros);
  if (!agrees) {
    jump_ = {wall, expected};
    return expected;
  }
  anchor_ = {source_.boot, wall, since_boot};
  at_least_ = false;
  jump_.reset();
  return wall;
}

Instant GuardedClock::now() const {
  const std::lock_guard lock(mutex_);
  return look();
}

std::optional<GuardedClock::Jump> GuardedClock::jump() const {
  const std::lock_guard lock(mutex_);
  look();
  return jump_;
}

void GuardedClock::confirm() {
  const std::lock_guard lock(mutex_);
  anchor_ = {source_.boot, source_.wall(), source_.since_boot()};
  at_least_ = false;
  jump_.reset();
}

ClockAnchor GuardedClock::anchor() const {
  const std::lock_guard lock(mutex_);
  look();
  return anchor_;
}

}  // namespace tenure
