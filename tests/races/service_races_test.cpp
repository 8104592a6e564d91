// The service's one door, with everybody in it: facts, verbs, reads, timers, another definition, permissions.
#include <latch>
#include <thread>

#include "crowd.h"
#include "service/asking_test_support.h"
#include "service/changing_test_support.h"
#include "service/settings.h"

namespace tenure::service {
namespace {

using races::at_once;

class ServiceRaces : public Changing<AskingTest> {
 protected:
  Result<Done> on(const std::string& account, std::string_view verb, Given values, std::optional<int64_t> version = {},
                  std::optional<Idempotency> key = {}) {
    const Caller caller{.actor = "ann", .role = "manager", .idempotency = std::move(key)};
    return perform(*service_,
                   {.caller = caller,
                    .workspace = "default",
                    .key = account,
                    .values = std::move(values),
                    .expected_version = version},
                   *find_verb("account", verb));
  }
};

TEST_F(ServiceRaces, C5_OfAHundredMovesOfOneVersionOneIsDone) {
  record(order("R", "O1", "2026-05-01"));
  const Result<Done> before = on("R", "set_stage", {{"stage", "suspect"}});
  ASSERT_TRUE(before);
  std::atomic<int> done = 0, stale = 0;
  at_once(20, [&](int i) {
    for (int n = 0; n < 5; ++n) {
      const Result<Done> answer = on("R", "set_stage", {{"stage", i % 2 ? "customer" : "churned"}}, before->version);
      if (answer) {
        EXPECT_EQ(answer->moves.size(), 1u);
        ++done;
      } else {
        EXPECT_EQ(answer.error().code, "stale-version");
        ++stale;
      }
    }
  });
  EXPECT_EQ(done, 1);
  EXPECT_EQ(stale, 99);
  EXPECT_EQ(log().size(), 3u);  // the first order, back to suspect, and the one
  expect_sound();
}

TEST_F(ServiceRaces, C3_TwinsOfOneKeyAreDoneOnceEach) {
  record(order("R", "O1", "2026-05-01"));
  std::atomic<int> done = 0, replayed = 0;
  at_once(12, [&](int i) {
    const std::string key = "k" + std::to_string(i % 3);
    Result<Done> answer = refuse("request-in-progress");
    while (!answer && answer.error().code == "request-in-progress")
      answer = on("R", "place_order", {{"key", "O" + key}, {"amount", "1"}}, {}, Idempotency{key, key});
    ASSERT_TRUE(answer) << answer.error().code;
    ++(answer->replayed ? replayed : done);
  });
  EXPECT_EQ(done, 3);
  EXPECT_EQ(replayed, 9);
  EXPECT_EQ(property("R", "order_count"), Value(4));
  expect_sound();
}

// What nobody may see half-done: a snapshot is sound at any moment, and the end is the sum of what was acknowledged.
TEST_F(ServiceRaces, G24_EverythingAtOnceAddsUp) {
  constexpr int kAccounts = 5;
  const auto account = [](int n) { return "A" + std::to_string(n % kAccounts); };
  for (int a = 0; a < kAccounts; ++a) record(created(account(a), "Name", "2025-12-01", "ann"));
  std::atomic<int> orders = 0, working = 5;
  at_once(9, [&](int i) {
    switch (i) {
      case 0:
      case 1:  // late as often as not
        for (int n = 0; n < 20; ++n) {
          const std::string key = std::to_string(i) + "-" + std::to_string(n);
          FactInput fact = order(account(n + i), key, "2026-03-01");
          fact.at->micros += (n * 7 + i) % 40 * kMicrosPerDay;
          EXPECT_EQ(service_->record("default", {fact})->front().outcome, Outcome::recorded);
          ++orders;
        }
        break;
      case 2:
        for (int n = 0; n < 8; ++n) {
          const auto placed = on(account(n), "place_order", {{"key", "V" + std::to_string(n)}, {"amount", "5"}});
          EXPECT_TRUE(placed) << placed.error().code;
          orders += placed && !placed->refused;
          EXPECT_TRUE(on(account(n), "set_stage", {{"stage", n % 2 ? "suspect" : "customer"}}));
        }
        break;
      case 3:  // another definition, again and again
        for (int n = 0; n < 3; ++n)
          run(act("add_property", {{"name", "extra" + std::to_string(n)}, {"type", "string"}}));
        break;
      case 4:
        for (int n = 0; n < 5; ++n) {
          EXPECT_TRUE(set_field_permission(
              *service_, {}, "default",
              {.role = "rep", .record = "account", .field = "credit", .read = n % 2 == 1, .write = false}));
          EXPECT_TRUE(service_->create_workspace({.name = "w" + std::to_string(n), .pack = folder_ + "/shop"}));
        }
        break;
      case 5:
        while (working > 0) expect_sound();
        return;
      case 6:
        while (working > 0) {
          (void)service_->tick("default");
          EXPECT_TRUE(service_->board("default", {}));
          EXPECT_TRUE(service_->explain("default", "A1", {}));
        }
        return;
      case 7:
        while (working > 0) {
          const Lines seen = ask("accounts", {.select = "key,status,order_count", .count = true});
          EXPECT_EQ(seen.back(), "count " + std::to_string(kAccounts));
          EXPECT_EQ(ask("accounts", {.select = "key", .orderby = "key"}, {at("2026-01-01"), {}}),
                    (Lines{"A0", "A1", "A2", "A3", "A4"}));
        }
        return;
      default:  // sees the field or does not know it
        while (working > 0) {
          const Lines seen = ask("accounts", {.select = "credit", .top = 1}, {}, {.actor = "rita", .role = "rep"});
          EXPECT_TRUE(seen.front() == "" || seen.front().starts_with("unknown-name")) << seen.front();
        }
        return;
    }
    --working;
  });
  int64_t counted = 0;
  for (int a = 0; a < kAccounts; ++a) counted += std::atoll(to_text(property(account(a), "order_count")).c_str());
  EXPECT_EQ(counted, orders);
  EXPECT_EQ(orders, 48);
  const auto definition = service_->definition("default");
  for (const char* name : {"extra0", "extra1", "extra2"}) EXPECT_TRUE((*definition)->find_property(name)) << name;
  expect_sound();
  open();  // as another process reads it
  expect_sound();
}

// A listener may be gone with what it looks at as soon as it is let go, whoever is about to call it.
TEST_F(ServiceRaces, G24_WhoLetsGoHearsNothingMore) {
  std::latch inside(1), may_end(1);
  std::atomic<bool> gone = false;
  std::atomic<int> late = 0;
  const auto holds = service_->subscribe([&](const Committed&) {
    if (gone) return;
    inside.count_down();
    may_end.wait();
  });
  auto listening = service_->subscribe([&](const Committed&) { late += gone; });
  std::thread tells([&] { record(order("A", "O1", "2026-05-01")); });
  inside.wait();  // it is about to tell the second one
  listening.reset();
  gone = true;
  may_end.count_down();
  tells.join();
  EXPECT_EQ(late, 0);
  // And with many, at any moment.
  at_once(6, [&](int i) {
    for (int n = 0; n < 20; ++n) {
      if (i < 3) {
        record(order("A", std::to_string(i) + "-" + std::to_string(n), "2026-05-01"));
        continue;
      }
      auto lives = std::make_unique<std::atomic<int>>(0);
      auto hears = service_->subscribe([&counted = *lives](const Committed&) { ++counted; });
      std::this_thread::yield();
      hears.reset();
      lives.reset();
    }
  });
  expect_sound();
}

}  // namespace
}  // namespace tenure::service
