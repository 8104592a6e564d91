// What a plan says will be announced is what applying it announces, to the last of them (TW-35).
#include <map>
#include <random>

#include "service/changing_test_support.h"

namespace tenure::service {
namespace {

class PlanCountsTest : public Changing<ServiceTest> {
 protected:
  struct Told {  // all that subscribers, people and the board hear of
    int64_t changed = 0, corrected = 0;
    std::map<std::string, int64_t> notices, tasks;
    std::map<std::string, std::string> stages;  // by account
  };
  Told told() {
    Told told;
    store_->read([&](store::Reader& r) {
      r.outbox(1, 0, [&](const store::Outbox& row) {
        ++(row.type == store::OutboxType::stage_changed ? told.changed : told.corrected);
      });
      r.effects(1, 0, [&](const store::Effect& effect) {
        const bool notice = effect.kind == static_cast<uint8_t>(lifecycle::EffectKind::notify);
        ++(notice ? told.notices : told.tasks)[std::string(effect.id)];
      });
      r.accounts(1, [&](const store::Account& account, std::string_view key) {
        told.stages[std::string(key)] = to_text(r.property(1, account.id, "status"));
      });
    });
    return told;
  }
  static std::string counts(const std::map<std::string, int64_t>& after, const std::map<std::string, int64_t>& before) {
    std::string text;
    for (const auto& [id, count] : after) {
      const auto known = before.find(id);
      const int64_t more = count - (known == before.end() ? 0 : known->second);
      if (more > 0) text += (text.empty() ? "" : ",") + (R"({"id":")" + id + R"(","count":)") + std::to_string(more) + "}";
    }
    return "[" + text + "]";
  }
  // As a plan's summary says it.
  static std::string announced(const Told& before, const Told& after) {
    return R"("announced":{"account.stage.changed":)" + std::to_string(after.changed - before.changed) +
           R"(,"account.history.corrected":)" + std::to_string(after.corrected - before.corrected) + R"(},"notices":)" +
           counts(after.notices, before.notices) + R"(,"tasks":)" + counts(after.tasks, before.tasks);
  }
  static int64_t moved(const Told& before, const Told& after) {
    int64_t moved = 0;
    for (const auto& [account, stage] : after.stages) moved += before.stages.at(account) != stage;
    return moved;
  }
  // Plans, applies an hour later and compares.
  void expect_kept(Given change) {
    const int64_t number = plan(std::move(change));
    const std::string said = summary(number);
    const Told before = told();
    clock_.set(Instant{clock_.now().micros + int64_t{3'600'000'000}});
    apply(number);
    const Told after = told();
    EXPECT_NE(said.find(announced(before, after)), std::string::npos) << announced(before, after) << "\n" << said;
    const std::string moving = R"("moving":)" + std::to_string(moved(before, after)) + ",";
    EXPECT_NE(said.find(moving), std::string::npos) << moving << "\n" << said;
    expect_sound();
  }
};

// Churn opens a task, and a task wakes the customer up again: the second move is announced too.
TEST_F(PlanCountsTest, TW_35_a_task_that_moves_the_account_is_foreseen) {
  record({order("A", "1", "2026-04-15"), order("B", "2", "2026-05-31")});
  std::string text = with(kLifecycleYaml, R"(days: "@churn_days"}, to: churned})",
                          R"(days: "@churn_days"}, to: churned, effects: [{task: {id: call, title: {en: Call, he: להתקשר}}}]})");
  text = with(text, "timers:", "  - {id: woken, on: task.opened, from: [churned], to: customer, effects: [{notify: team}]}\ntimers:");
  expect_kept({{"files", texts({"shop/status.yaml=" + text})}, {"parameters", texts({"churn_days=30"})}, {"mode", "from_now"}});
  EXPECT_EQ(stage("A"), "customer");
  EXPECT_EQ(log({.account = "A"}).size(), 3U);
}

class PlanCounts : public PlanCountsTest, public testing::WithParamInterface<int> {};

TEST_P(PlanCounts, TW_35_a_plan_says_what_applying_does) {
  std::mt19937 random(static_cast<unsigned>(GetParam()));
  const auto pick = [&](int most) { return static_cast<int>(random() % static_cast<unsigned>(most)); };
  const auto one_of = [&](const std::vector<std::string>& choices) { return choices[static_cast<size_t>(pick(static_cast<int>(choices.size())))]; };
  const std::string call = "effects: [{task: {id: call, title: {en: Call, he: להתקשר}}}]";
  for (int round = 0; round < 12 && !HasFailure(); ++round) {
    for (int i = 0; i < 6; ++i) {
      const std::string account = one_of({"A", "B", "C", "D"});
      FactInput fact = order(account, account + std::to_string(pick(20)), "2026-01-01", one_of({"5", "50"}).c_str());
      fact.at = Instant{clock_.now().micros - int64_t{86'400'000'000} * pick(120)};
      if (pick(6) == 0) fact.retract = true;
      record(fact);
    }
    clock_.set(Instant{clock_.now().micros + int64_t{86'400'000'000} * (1 + pick(20))});
    std::string text = kLifecycleYaml;
    text = with(text, R"(days: "@churn_days"}, to: churned})",
                R"(days: "@churn_days"}, to: churned, )" + one_of({"effects: []", call, "effects: [{notify: team}]"}) + "}");
    if (pick(2)) text = with(text, "order_count ge 3", "order_count ge " + std::to_string(1 + pick(4)));
    if (pick(2)) text = with(text, "    effects: [{set: {channel: \"'shop'\"}}]", "    " + call);
    if (pick(2)) {
      text = with(text, "timers:", "  - {id: woken, on: task.opened, from: [" + one_of({"churned", "buyer"}) + "], to: " +
                                       one_of({"customer", "suspect"}) + ", " + one_of({"effects: [{notify: team}]", call}) + "}\ntimers:");
    }
    if (pick(4) == 0) text = with(text, "from: [buyer, customer], at", "from: [buyer], at");
    expect_kept({{"files", texts({"shop/status.yaml=" + text})},
                 {"parameters", texts({"churn_days=" + std::to_string(5 + pick(80))})},
                 {"mode", pick(3) == 0 ? "rewrite" : "from_now"}});
  }
}
INSTANTIATE_TEST_SUITE_P(Seeds, PlanCounts, testing::Range(1, 13));

}  // namespace
}  // namespace tenure::service
