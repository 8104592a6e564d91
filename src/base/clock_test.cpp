#include "base/clock.h"

#include <gtest/gtest.h>

#include <ctime>

namespace tenure {
namespace {

TEST(Clock, SystemClockIsTheSystems) {
  int64_t before = time(nullptr);
  Instant now = SystemClock().now();
  int64_t after = time(nullptr);
  EXPECT_GE(now.micros, (before - 1) * kMicrosPerSecond);
  EXPECT_LE(now.micros, (after + 1) * kMicrosPerSecond);
}

TEST(Clock, FixedClockStandsStill) {
  FixedClock clock({5});
  EXPECT_EQ(clock.now(), Instant{5});
  clock.set({7});
  EXPECT_EQ(clock.now(), Instant{7});
}

}  // namespace
}  // namespace tenure
