#pragma once
// A machine whose clocks the test moves.
#include <atomic>
#include <string>

#include "base/guarded_clock.h"
#include "base/instant.h"

namespace tenure::service {

inline constexpr int64_t kHour = 3'600 * kMicrosPerSecond, kDay = 24 * kHour;

struct Machine {
  std::atomic<int64_t> wall, since_boot = 5 * kHour;
  std::string boot = "first";
  void pass(int64_t micros) {
    wall += micros;
    since_boot += micros;
  }
  GuardedClock::Source source() {
    return {[this] { return Instant{wall}; }, [this] { return since_boot.load(); }, boot};
  }
};

}  // namespace tenure::service
