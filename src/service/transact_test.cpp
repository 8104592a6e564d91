// Requests that are repeated, and what is written down about them.
#include <sys/wait.h>

#include <atomic>
#include <latch>
#include <thread>

#include "base/limits.h"
#include "service/impl.h"
#include "service/service_test_support.h"

namespace tenure::service {
namespace {

constexpr Verb kPlace{.name = "place", .record = "order", .run = nullptr};

class TransactTest : public ServiceTest {
 protected:
  static Caller caller(std::string key = "", std::string body = "b1", std::string actor = "dana") {
    Caller caller{.actor = std::move(actor), .role = "rep", .request_id = "r-1"};
    if (!key.empty()) caller.idempotency = Idempotency{std::move(key), std::move(body)};
    return caller;
  }
  // Places one more order of account A.
  Service::Impl::Work place(std::string order = "") {
    return [this, order](Context& context) -> Result<Done> {
      const std::string key = order.empty() ? "O" + std::to_string(++runs_) : order;
      const std::vector<Verdict> verdicts =
          context.record({ServiceTest::order("A", key, "2026-05-01")}, {.all_or_nothing = true});
      Done done{.refused = verdicts[0].outcome == Outcome::refused,
                .refusals = verdicts[0].refusals,
                .record = "order",
                .key = key,
                .version = 1,
                .created = true};
      return done;
    };
  }
  Result<Done> transact(const Caller& who, const Service::Impl::Work& work,
                        std::string_view workspace = "default", bool dry_run = false) {
    return service_->impl().transact(who, workspace, {.verb = &kPlace, .dry_run = dry_run}, work);
  }
  int64_t facts(std::string_view workspace = "default") {
    int64_t count = 0;
    (void)service_->facts(workspace, {}, [&](const Service::FactRow& row) {
      count += row.kind == "order.placed";
    });
    return count;
  }
  std::vector<std::string> audit() {
    std::vector<std::string> rows;
    store_->read([&](store::Reader& reader) {
      reader.directory().audit_events(1, 0, 1000, [&](const store::AuditEvent& event) {
        rows.push_back(std::to_string(event.sequence) + " " + event.actor + " " + event.role + " " +
                       event.channel + " " + event.record + "." + event.verb + " " + event.key +
                       " " + event.outcome + (event.detail.empty() ? "" : " " + event.detail));
      });
    });
    return rows;
  }
  std::atomic<int> runs_ = 0;
};

TEST_F(TransactTest, C1_TheSameKeyWithTheSameBodyIsAnsweredFromWhatWasDone) {
  Caller first = caller("k1");
  first.idempotency->reply = [](Context&, const Done& done) { return "made " + done.key; };
  const Result<Done> done = transact(first, place());
  ASSERT_TRUE(done.has_value());
  EXPECT_FALSE(done->replayed);
  EXPECT_EQ(done->reply, "made O1");
  for (int i = 0; i < 3; ++i) {
    const Result<Done> again = transact(caller("k1"), place());
    ASSERT_TRUE(again.has_value());
    EXPECT_TRUE(again->replayed && again->created);
    EXPECT_EQ(again->key, "O1");
    EXPECT_EQ(again->reply, "made O1");
    EXPECT_EQ(again->version, 1);
  }
  EXPECT_EQ(facts(), 1);
  EXPECT_EQ(audit().size(), 1u);
  // Another actor's key of the same name is another key.
  EXPECT_FALSE(transact(caller("k1", "b1", "avi"), place())->replayed);
  EXPECT_EQ(facts(), 2);
}

TEST_F(TransactTest, C1_ARefusalIsTheAnswerToItsRetriesToo) {
  const Service::Impl::Work refused = [](Context&) -> Result<Done> {
    return Done{.refused = true,
                .refusals = {{.code = "gate-closed",
                              .id = "order",
                              .lifecycle = 2,
                              .arguments = {{"gate", "order"}},
                              .says = {"No", "לא"}}},
                .allowed = {"buyer"}};
  };
  const Result<Done> first = transact(caller("k1"), refused);
  ASSERT_TRUE(first && first->refused);
  const Result<Done> again = transact(caller("k1"), place());
  ASSERT_TRUE(again && again->refused && again->replayed);
  ASSERT_EQ(again->refusals.size(), 1u);
  EXPECT_EQ(again->refusals[0].code, "gate-closed");
  EXPECT_EQ(again->refusals[0].arguments, (Arguments{{"gate", "order"}}));
  EXPECT_EQ(again->refusals[0].says.hebrew, "לא");
  EXPECT_EQ(again->refusals[0].lifecycle, 2);
  EXPECT_EQ(again->allowed, (std::vector<std::string>{"buyer"}));
  EXPECT_EQ(facts(), 0);
}

TEST_F(TransactTest, C1_AKeyIsForgottenAfterADay) {
  ASSERT_TRUE(transact(caller("k1"), place()));
  clock_.set({clock_.now().micros + limits::kIdempotencyMicros - 1});
  EXPECT_TRUE(transact(caller("k1"), place())->replayed);
  clock_.set({clock_.now().micros + 1});
  EXPECT_FALSE(transact(caller("k1"), place())->replayed);
  EXPECT_EQ(facts(), 2);
}

TEST_F(TransactTest, C2_TheSameKeyWithAnotherBodyIsRefused) {
  ASSERT_TRUE(transact(caller("k1", "b1"), place()));
  const Result<Done> other = transact(caller("k1", "b2"), place());
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, "idempotency-key-reused");
  EXPECT_EQ(facts(), 1);
  EXPECT_EQ(transact(caller(std::string(201, 'k')), place()).error().code,
            "idempotency-key-invalid");
}

TEST_F(TransactTest, C3_WhileTheFirstIsInFlightItsTwinIsTurnedAway) {
  std::latch inside(1), may_end(1);
  Result<Done> first = refuse("never-ran");
  std::thread slow([&] {
    first = transact(caller("k1"), [&](Context& context) -> Result<Done> {
      inside.count_down();
      may_end.wait();
      return place()(context);
    });
  });
  inside.wait();
  EXPECT_EQ(transact(caller("k1"), place()).error().code, "request-in-progress");
  may_end.count_down();
  slow.join();
  ASSERT_TRUE(first.has_value());
  EXPECT_TRUE(transact(caller("k1"), place())->replayed);
  EXPECT_EQ(facts(), 1);
}

TEST_F(TransactTest, C3_ManyTwinsAtOnceAreDoneOnce) {
  std::atomic<int> done = 0, replayed = 0, turned_away = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] {
      const Result<Done> answer = transact(caller("k1"), place());
      if (!answer) {
        EXPECT_EQ(answer.error().code, "request-in-progress");
        ++turned_away;
      } else {
        ++(answer->replayed ? replayed : done);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(done, 1);
  EXPECT_EQ(replayed + turned_away, 15);
  EXPECT_EQ(facts(), 1);
}

TEST_F(TransactTest, C4_AnotherWorkspaceKnowsNothingOfTheKey) {
  ASSERT_TRUE(service_->create_workspace({.name = "other", .pack = folder_ + "/shop"}));
  ASSERT_TRUE(transact(caller("k1", "b1"), place()));
  const Result<Done> other = transact(caller("k1", "b2"), place(), "other");
  ASSERT_TRUE(other.has_value());
  EXPECT_FALSE(other->replayed);
  EXPECT_EQ(facts("other"), 1);
}

// Killed when the change is on disk and nobody has been told.
TEST_F(TransactTest, C6_ARetryAfterACrashGetsTheFirstOutcome) {
  service_.reset();
  store_.reset();
  const pid_t child = fork();
  if (child == 0) {
    open();
    const auto listening = service_->subscribe([](const Committed&) { _exit(7); });
    (void)transact(caller("k1"), place());
    _exit(1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_EQ(WEXITSTATUS(status), 7);
  open();
  const Result<Done> again = transact(caller("k1"), place("O9"));
  ASSERT_TRUE(again.has_value());
  EXPECT_TRUE(again->replayed);
  EXPECT_EQ(again->key, "O1");
  EXPECT_EQ(facts(), 1);
  expect_sound();
}

TEST_F(TransactTest, WhatIsRefusedIsUndoneAndWrittenDown) {
  const Verb script{.name = "run_script", .record = "account", .right = Right::administer};
  ASSERT_TRUE(transact(caller(), place()));
  const Result<Done> error = transact(caller(), [&](Context& context) -> Result<Done> {
    (void)place()(context);
    return refuse("stale-version", {{"secret", "hunter2"}});
  });
  EXPECT_EQ(error.error().code, "stale-version");
  const Result<Done> refused = transact(caller(), [&](Context& context) -> Result<Done> {
    (void)place()(context);
    return Done{.refused = true, .refusals = {{.code = "gate-closed"}, {.code = "wrong-stage"}}};
  });
  EXPECT_TRUE(refused->refused);
  const Result<Done> denied =
      service_->impl().transact(caller(), "default", {.verb = &script, .key = "A"}, place());
  EXPECT_EQ(denied.error().code, "not-allowed");
  EXPECT_TRUE(transact(caller(), place(), "default", true).has_value());  // a dry run
  EXPECT_EQ(facts(), 1);
  EXPECT_EQ(audit(), (std::vector<std::string>{
                         "4 dana rep cli account.run_script A not-allowed",
                         "3 dana rep cli order.place  refused gate-closed,wrong-stage",
                         "2 dana rep cli order.place  stale-version",
                         "1 dana rep cli order.place O1 done",
                     }));
}

TEST_F(TransactTest, ListenersHearOfWhatIsOnDiskUntilTheyGo) {
  std::vector<std::string> heard;
  auto listening = service_->subscribe([&](const Committed& committed) {
    heard.push_back(committed.workspace + " " + committed.verb + " " + committed.key + " " +
                    std::to_string(committed.facts));
  });
  ASSERT_TRUE(transact(caller(), place()));
  (void)transact(caller(), [](Context&) -> Result<Done> { return refuse("no"); });
  record(order("A", "O1", "2026-05-01"));  // known
  record(order("A", "P1", "2026-05-02"));
  listening.reset();
  ASSERT_TRUE(transact(caller(), place()));
  EXPECT_EQ(heard, (std::vector<std::string>{"default place O1 1", "default   1"}));
}

// The works of callers that come at once end in one commit of the file.
TEST_F(TransactTest, CallersAtOnceShareCommits) {
  const auto commits = [&] {
    int64_t count = 0;
    store_->read([&](store::Reader& reader) { count = reader.extent(1).commits; });
    return count;
  };
  ASSERT_TRUE(transact(caller(), place()));
  const int64_t before = commits();
  std::latch inside(1), may_end(1);
  std::thread first([&] {
    (void)transact(caller(), [&](Context& context) -> Result<Done> {
      inside.count_down();
      may_end.wait();
      return place()(context);
    });
  });
  inside.wait();
  std::atomic<int> ready = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] {
      ++ready;
      EXPECT_TRUE(transact(caller(), place()).has_value());
    });
  }
  while (ready < 16) std::this_thread::yield();
  std::this_thread::sleep_for(std::chrono::milliseconds(100));  // until they stand in the queue
  may_end.count_down();
  first.join();
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(facts(), 18);
  EXPECT_LE(commits() - before, 8);
  expect_sound();
}

}  // namespace
}  // namespace tenure::service
