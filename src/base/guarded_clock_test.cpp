#include "base/guarded_clock.h"

#include <gtest/gtest.h>

namespace tenure {
namespace {

constexpr int64_t kSecond = 1'000'000, kHour = 3'600 * kSecond, kDay = 24 * kHour;

// A machine whose clocks the test moves.
struct Machine {
  int64_t wall = 1'800'000'000 * kSecond, since_boot = 5 * kHour;
  std::string boot = "first";
  void pass(int64_t micros) {
    wall += micros;
    since_boot += micros;
  }
  void restart(int64_t down) {  // off and on again
    wall += down;
    since_boot = 10 * kSecond;
    boot = "second";
  }
  GuardedClock::Source source() {
    return {[this] { return Instant{wall}; }, [this] { return since_boot; }, boot};
  }
};

TEST(GuardedClock, FollowsTheWallAndItsSmallCorrections) {
  Machine machine;
  const GuardedClock clock(machine.source());
  for (int i = 0; i < 100; ++i) {
    machine.pass(kHour);
    machine.wall += (i % 2 ? 50 : -59) * kSecond;
    EXPECT_EQ(clock.now(), Instant{machine.wall});
    EXPECT_FALSE(clock.jump());
  }
}

TEST(GuardedClock, G13_GoesOnAsIfNothingHadHappenedWhenTheWallJumps) {
  for (const int64_t jump : {30 * kDay, -30 * kDay, kHour, -kHour, 61 * kSecond, -61 * kSecond}) {
    Machine machine;
    const GuardedClock clock(machine.source());
    machine.pass(kHour);
    const Instant before = clock.now();
    machine.wall += jump;
    EXPECT_EQ(clock.now(), before) << jump;
    ASSERT_TRUE(clock.jump()) << jump;
    EXPECT_EQ(clock.jump()->wall, Instant{machine.wall});
    EXPECT_EQ(clock.jump()->expected, before);
    machine.pass(3 * kSecond);
    EXPECT_EQ(clock.now(), Instant{before.micros + 3 * kSecond});
    machine.wall -= jump;  // it was a mistake
    EXPECT_FALSE(clock.jump());
    EXPECT_EQ(clock.now(), Instant{machine.wall});
  }
}

TEST(GuardedClock, TakesTheWallWhenSomebodyConfirmsIt) {
  Machine machine;
  GuardedClock clock(machine.source());
  machine.wall += kDay;
  EXPECT_TRUE(clock.jump());
  clock.confirm();
  EXPECT_FALSE(clock.jump());
  EXPECT_EQ(clock.now(), Instant{machine.wall});
}

TEST(GuardedClock, ARestartOfTheProcessIsNoWayRoundIt) {
  Machine machine;
  std::optional<ClockAnchor> kept;
  {
    const GuardedClock clock(machine.source());
    machine.pass(kHour);
    kept = clock.anchor();
  }
  machine.pass(kDay);  // the process was away, the machine was not
  EXPECT_FALSE(GuardedClock(machine.source(), kept).jump());
  machine.wall += 30 * kDay;
  const GuardedClock clock(machine.source(), kept);
  ASSERT_TRUE(clock.jump());
  EXPECT_EQ(clock.now(), Instant{machine.wall - 30 * kDay});
  // … and what it keeps meanwhile is still what was believed.
  EXPECT_TRUE(GuardedClock(machine.source(), clock.anchor()).jump());
}

TEST(GuardedClock, AfterTheMachineWasOffTimeHasNotGoneBack) {
  Machine machine;
  std::optional<ClockAnchor> kept = GuardedClock(machine.source()).anchor();
  machine.restart(7 * kDay);  // nobody can tell how long it was
  EXPECT_FALSE(GuardedClock(machine.source(), kept).jump());
  machine.wall = 0;  // a clock without a battery
  const GuardedClock clock(machine.source(), kept);
  ASSERT_TRUE(clock.jump());
  EXPECT_GE(clock.now(), kept->wall);
  // A time server sets it right: any time behind the last one known is believed.
  machine.pass(20 * kSecond);
  machine.wall = kept->wall.micros + 8 * kDay;
  EXPECT_FALSE(clock.jump());
  EXPECT_EQ(clock.now(), Instant{machine.wall});
}

TEST(GuardedClock, TheSystemsOwn) {
  const GuardedClock clock;
  EXPECT_FALSE(clock.jump());
  EXPECT_FALSE(clock.anchor().boot.empty());
  EXPECT_NEAR(static_cast<double>(clock.now().micros - SystemClock().now().micros), 0, 1e7);
}

}  // namespace
}  // namespace tenure
