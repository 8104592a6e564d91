// Timers of a server, on a machine whose clocks the test moves.
#include "service/timers.h"

#include "service/machine_test_support.h"
#include "service/service_test_support.h"

namespace tenure::service {
namespace {

class TimersTest : public ServiceTest {
 protected:
  void SetUp() override {
    machine_.wall = at("2026-01-01").micros;
    ServiceTest::SetUp();
    open_guarded();
  }
  void TearDown() override {
    timers_.reset();
    guarded_service_.reset();
    ServiceTest::TearDown();
  }
  // As serve does: the clock with what the store knows, the service, the worker.
  void open_guarded() {
    timers_.reset();
    guarded_service_.reset();
    open();
    clock_guard_ = std::make_unique<GuardedClock>(machine_.source(), kept_anchor(*store_));
    guarded_service_ = std::make_unique<Service>(*store_, *clock_guard_);
    timers_ = std::make_unique<Timers>(
        *guarded_service_, *store_, *clock_guard_,
        Timers::Options{.accounts = 10,
                        .told = [this](const Timers::Event& event) { events_.push_back(event); }});
  }
  void buy(const std::string& account, const std::string& key) {
    const auto done = guarded_service_->record(
        "default",
        {{.account = account, .kind = "order.placed", .key = key, .create_account = true}});
    ASSERT_TRUE(done && done->front().outcome == Outcome::recorded);
  }
  // Looks until nothing more is due; how many looks that took.
  int look() {
    int looks = 1;
    while (timers_->look().more) ++looks;
    return looks;
  }
  int64_t churned() {
    int64_t count = 0;
    for (const std::string& row : log()) count += row.find(">churned ") != std::string::npos;
    return count;
  }
  std::vector<Timers::Event::Kind> kinds() const {
    std::vector<Timers::Event::Kind> kinds;
    for (const auto& event : events_) kinds.push_back(event.kind);
    return kinds;
  }

  Machine machine_;
  std::unique_ptr<GuardedClock> clock_guard_;
  std::unique_ptr<Service> guarded_service_;
  std::unique_ptr<Timers> timers_;
  std::vector<Timers::Event> events_;
};

using Kind = Timers::Event::Kind;

TEST_F(TimersTest, G12_FireAtTheirInstantAndOnce) {
  buy("A", "O1");
  EXPECT_EQ(timers_->look().next, at("2026-04-11"));  // 100 days
  machine_.pass(100 * kDay - 1);
  EXPECT_FALSE(timers_->look().more);
  EXPECT_EQ(churned(), 0);
  machine_.pass(1);
  look();
  EXPECT_EQ(churned(), 1);
  EXPECT_EQ(log().back(), "A buyer>churned 2026-04-11 churn");
  look();
  EXPECT_EQ(churned(), 1);
  EXPECT_EQ(events_.size(), 1u);
  EXPECT_EQ(events_[0].late_micros, 0);
  EXPECT_EQ(timers_->look().next, std::nullopt);
  expect_sound();
}

// However late anybody notices, the move happened when it was due; pieces of bounded size.
TEST_F(TimersTest, G12_AWeekOffIsDrainedInPiecesAndForgetsNothing) {
  for (int i = 0; i < 95; ++i) {
    buy("A" + std::to_string(i), "O" + std::to_string(i));
    machine_.pass(kHour);
  }
  machine_.pass(100 * kDay - 95 * kHour);
  open_guarded();
  machine_.pass(7 * kDay);
  open_guarded();
  const int looks = look();
  EXPECT_GE(looks, 9);
  EXPECT_EQ(churned(), 95);
  for (const auto& event : events_) EXPECT_LE(event.fired.looked_at, 10);
  const auto rows = log();
  EXPECT_EQ(rows[rows.size() - 95], "A0 buyer>churned 2026-04-11 churn");
  EXPECT_EQ(rows.back(), "A94 buyer>churned 2026-04-14 churn");
  expect_sound();
}

TEST_F(TimersTest, G13_NoEarlyChurnWhenTheClockJumpsAhead) {
  buy("A", "O1");
  for (const int64_t jump : {200 * kDay, kHour, -kHour, -30 * kDay}) {
    machine_.wall += jump;
    events_.clear();
    EXPECT_TRUE(timers_->look().held);
    EXPECT_TRUE(timers_->held());
    EXPECT_TRUE(timers_->look().held);
    EXPECT_EQ(kinds(), (std::vector{Kind::held}));  // said once
    // A fact does not fire the timers of its account either: the service goes by the same clock.
    buy("A", "during " + std::to_string(jump));
    EXPECT_EQ(churned(), 0);
    machine_.wall -= jump;
    EXPECT_FALSE(timers_->look().held);
    EXPECT_EQ(kinds(), (std::vector{Kind::held, Kind::released}));
  }
  EXPECT_EQ(churned(), 0);
  expect_sound();
}

TEST_F(TimersTest, G13_AConfirmedJumpFiresOnceEach) {
  buy("A", "O1");
  timers_->look();
  machine_.wall += 200 * kDay;
  EXPECT_TRUE(timers_->look().held);
  open_guarded();  // a restart is no confirmation
  EXPECT_TRUE(timers_->look().held);
  clock_guard_->confirm();
  look();
  EXPECT_EQ(churned(), 1);
  // Back again, which a person confirms too: nothing fires twice.
  machine_.wall -= 200 * kDay;
  EXPECT_TRUE(timers_->look().held);
  clock_guard_->confirm();
  look();
  machine_.pass(300 * kDay);
  look();
  EXPECT_EQ(churned(), 1);
  expect_sound();
}

TEST_F(TimersTest, G13_DaysOfALocalCalendarAcrossTheChangeOfItsClocks) {
  ASSERT_TRUE(guarded_service_->create_workspace(
      {.name = "london", .pack = folder_ + "/shop", .time_zone = "Europe/London"}));
  machine_.wall = at("2026-01-15T12:00:00Z").micros;  // 100 days later it is summer
  clock_guard_->confirm();
  ASSERT_TRUE(guarded_service_->record(
      "london", {{.account = "A", .kind = "order.placed", .create_account = true}}));
  EXPECT_EQ(timers_->look().next, at("2026-04-25T11:00:00Z"));
}

TEST_F(TimersTest, AnIdleMachineWritesNothing) {
  buy("A", "O1");
  timers_->look();
  const auto kept = kept_anchor(*store_);
  ASSERT_TRUE(kept);
  for (int i = 0; i < 48; ++i) {
    machine_.pass(kHour);
    timers_->look();
  }
  EXPECT_EQ(kept_anchor(*store_)->wall, kept->wall);
  buy("A", "O2");
  timers_->look();
  EXPECT_EQ(kept_anchor(*store_)->wall, Instant{machine_.wall});
}

TEST_F(TimersTest, TheWorkerWakesByItselfAndByCommits) {
  machine_.wall = at("2026-06-01").micros;
  clock_guard_->confirm();
  timers_->start();
  // What is due is due by its own instant, whether it was learned late or the clock reached it.
  ASSERT_TRUE(guarded_service_->record("default", {order("A", "O1", "2026-05-20")}));
  buy("B", "O2");
  const auto wait_for = [&](int64_t count) {
    for (int i = 0; i < 1'000 && churned() < count; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return churned();
  };
  machine_.pass(100 * kDay - 12 * kDay);
  EXPECT_EQ(wait_for(1), 1);
  machine_.pass(12 * kDay);
  EXPECT_EQ(wait_for(2), 2);
  timers_->stop();
  expect_sound();
}

}  // namespace
}  // namespace tenure::service
