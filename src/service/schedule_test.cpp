#include "service/schedule.h"

#include <gtest/gtest.h>

#include "service/jobs.h"
#include "service/service_test_support.h"
#include "service/timers.h"

namespace tenure::service {
namespace {

std::string next(const char* rule, const char* after, const char* zone = "UTC") {
  const auto parsed = ScheduleRule::parse(rule);
  if (!parsed) return parsed.error().code;
  return to_string(parsed->next(*TimeZone::load(zone), at(after)));
}

TEST(Schedule, BeginsByTheCalendar) {
  EXPECT_EQ(next("every PT6H", "2026-01-01T00:30:00Z"), "2026-01-01T06:30:00Z");
  EXPECT_EQ(next("daily 03:00", "2026-01-01T02:59:59Z"), "2026-01-01T03:00:00Z");
  EXPECT_EQ(next("daily 03:00", "2026-01-01T03:00:00Z"), "2026-01-02T03:00:00Z");
  EXPECT_EQ(next("weekly monday 03:00", "2026-11-26T00:00:00Z"), "2026-11-30T03:00:00Z");
  EXPECT_EQ(next("weekly thursday 03:00", "2026-11-26T00:00:00Z"), "2026-11-26T03:00:00Z");
  EXPECT_EQ(next("monthly 1 00:00", "2026-12-15"), "2027-01-01T00:00:00Z");
  EXPECT_EQ(next("monthly 31 12:30", "2026-02-01"), "2026-02-28T12:30:00Z");
  EXPECT_EQ(next("monthly 31 12:30", "2028-02-28T12:30:00Z"), "2028-02-29T12:30:00Z");
}

TEST(Schedule, ALocalTimeStaysLocalWhenTheClocksChange) {
  EXPECT_EQ(next("daily 03:00", "2026-03-28T12:00:00Z", "Europe/London"), "2026-03-29T02:00:00Z");
  EXPECT_EQ(next("daily 03:00", "2026-10-24T12:00:00Z", "Europe/London"), "2026-10-25T03:00:00Z");
  // 01:30 is left out that night, and comes twice in autumn: once each.
  EXPECT_EQ(next("daily 01:30", "2026-03-28T12:00:00Z", "Europe/London"), "2026-03-29T01:00:00Z");
  EXPECT_EQ(next("daily 01:30", "2026-03-29T01:00:00Z", "Europe/London"), "2026-03-30T00:30:00Z");
  EXPECT_EQ(next("daily 01:30", "2026-10-25T00:30:00Z", "Europe/London"), "2026-10-26T01:30:00Z");
}

TEST(Schedule, RefusesWhatIsNone) {
  for (const char* text : {"", "hourly", "daily", "daily 25:00", "every PT1S", "every -PT6H",
                           "weekly 03:00", "weekly mon 03:00", "monthly 0 03:00",
                           "monthly 32 03:00", "monthly 1x 03:00", "daily 03:00 sharp"}) {
    EXPECT_EQ(next(text, "2026-01-01"), "invalid-schedule") << text;
  }
}

class Schedules : public ServiceTest {
 protected:
  void put(const char* rule) {
    const auto done = service_->impl().transact(
        {}, "default", {.name = "schedule"}, [&](Context& context) -> Result<Done> {
          TENURE_CHECK_OK(put_schedule(context, "nightly", rule, "rfm", "{}"));
          return Done{};
        });
    ASSERT_TRUE(done) << say(Language::english, done.error());
  }
  std::vector<store::Job> jobs() { return *list_jobs(*service_, {}, "default", 0, 100); }
};

TEST_F(Schedules, EachDueInstantBecomesOneJobAndMissedOnesAreMadeUpForOnce) {
  int64_t wall = at("2026-01-01T12:00:00Z").micros, since = kMicrosPerDay;
  GuardedClock guarded({[&] { return Instant{wall}; }, [&] { return since; }, "boot"});
  service_ = std::make_unique<Service>(*store_, guarded);
  Timers timers(*service_, *store_, guarded, {});
  put("daily 03:00");
  const auto pass = [&](int64_t micros) {
    wall += micros;
    since += micros;
    const auto look = timers.look();
    EXPECT_FALSE(look.more);
    return look.next;
  };
  EXPECT_EQ(pass(0), at("2026-01-02T03:00:00Z"));
  EXPECT_EQ(jobs().size(), 0u);
  EXPECT_EQ(pass(15 * 3'600 * kMicrosPerSecond), at("2026-01-03T03:00:00Z"));
  ASSERT_EQ(jobs().size(), 1u);
  EXPECT_EQ(jobs()[0].kind, "rfm");
  EXPECT_EQ(jobs()[0].actor, "nightly");
  pass(0);
  EXPECT_EQ(jobs().size(), 1u);
  EXPECT_EQ(pass(7 * kMicrosPerDay), at("2026-01-10T03:00:00Z"));  // a week off
  EXPECT_EQ(jobs().size(), 2u);
}

}  // namespace
}  // namespace tenure::service
