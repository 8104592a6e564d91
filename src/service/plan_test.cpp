// Plan and apply: what another definition would change, and then exactly that (TW-35).
#include "base/json.h"
#include "service/changing_test_support.h"

namespace tenure::service {
namespace {

class PlanTest : public Changing<ServiceTest> {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    clock_.set(at("2026-06-01"));
    // Three whose last order is long ago, one of yesterday, one without any.
    record(order("A", "1", "2026-01-10"));
    record(order("B", "2", "2026-04-15"));
    record(order("C", "3", "2026-05-31"));
    record(order("D", "4", "2026-04-20"));
    record({.account = "E", .kind = "account.created", .at = at("2026-05-01"), .values = {{"name", Value("Eve")}}});
    ASSERT_TRUE(service_->tick("default").has_value());
    ASSERT_EQ(stage("A"), "churned");
    ASSERT_EQ(stage("B"), "buyer");
  }

  // "A status buyer → churned churn 2026-06-01T00:00:00Z"
  std::vector<std::string> moves(int64_t number) {
    std::vector<std::string> found;
    store_->read([&](store::Reader& r) {
      r.changes().plan_moves(1, number, 0, [&](int64_t, const store::PlanMove& move) {
        const auto text = [&](store::Name name) { return std::string(r.text(1, name)); };
        found.push_back(r.account_key(1, move.account) + " " + text(move.lifecycle) + " " + text(move.from) + " → " +
                        text(move.to) + " " + move.rule + " " + to_string(move.at).substr(0, 10));
        return true;
      });
    });
    return found;
  }
  std::string stage(const std::string& account, const std::string& lifecycle = "status") {
    Value value;
    store_->read([&](store::Reader& r) {
      value = r.property(1, *r.find_account(1, account), lifecycle);
    });
    return to_text(value);
  }
  std::vector<std::string> log(const std::string& account, bool all = false) {
    std::vector<std::string> rows;
    EXPECT_TRUE(service_->log("default", {.account = account, .all = all}, [&](const Service::LogRow& row) {
      rows.push_back(row.from + " → " + row.to + " " + row.rule + " " + to_string(row.at).substr(0, 10) +
                     (row.superseded_at ? " superseded" : ""));
    }).has_value());
    return rows;
  }
  void expect_sound() {
    const auto findings = service_->verify("default");
    ASSERT_TRUE(findings.has_value());
    for (const auto& finding : *findings) ADD_FAILURE() << say(Language::english, finding.code, finding.arguments);
  }
  int64_t events(store::OutboxType type) {
    int64_t count = 0;
    store_->read([&](store::Reader& r) {
      r.outbox(1, 0, [&](const store::Outbox& row) { count += row.type == type; });
    });
    return count;
  }
  int64_t notices() {
    int64_t count = 0;
    store_->read([&](store::Reader& r) { r.effects(1, 0, [&](const store::Effect&) { ++count; }); });
    return count;
  }
};

TEST_F(PlanTest, SaysWhoWouldMoveFromNowOnAndDoesExactlyThat) {
  const int64_t number = plan_days("30", "from_now");
  EXPECT_EQ(moves(number), (std::vector<std::string>{"B status buyer → churned churn 2026-06-01",
                                                     "D status buyer → churned churn 2026-06-01"}));
  const std::string said = summary(number);
  EXPECT_NE(said.find(R"("matrix":[{"lifecycle":"status","from":"buyer","to":"churned","accounts":2}])"),
            std::string::npos) << said;
  EXPECT_NE(said.find(R"("account.stage.changed":2,"account.history.corrected":0)"), std::string::npos) << said;
  EXPECT_NE(said.find(R"({"name":"churn_days","from":100,"to":30})"), std::string::npos) << said;
  EXPECT_EQ(stage("B"), "buyer");  // nothing happened yet
  expect_sound();

  const int64_t announced = events(store::OutboxType::stage_changed);
  apply(number);
  EXPECT_EQ(stage("B"), "churned");
  EXPECT_EQ(stage("C"), "buyer");
  EXPECT_EQ(events(store::OutboxType::stage_changed), announced + 2);
  EXPECT_EQ(events(store::OutboxType::history_corrected), 0);
  // What was decided before stays decided.
  EXPECT_EQ(log("A"), (std::vector<std::string>{"suspect → buyer first-order 2026-01-10",
                                                "buyer → churned churn 2026-04-20"}));
  expect_sound();

  // A late fact of the time before is decided as it was then, one of today as it is now.
  record(order("F", "5", "2026-02-01"));
  EXPECT_EQ(log("F"), (std::vector<std::string>{"suspect → buyer first-order 2026-02-01",
                                                "buyer → churned churn 2026-05-12"}));
  clock_.set(at("2026-06-01T12:00:00Z"));
  record(order("B", "6", "2026-06-01T11:00:00Z"));
  EXPECT_EQ(stage("B"), "buyer");
  clock_.set(at("2026-07-02"));
  ASSERT_TRUE(service_->tick("default").has_value());
  EXPECT_EQ(log("B").back(), "buyer → churned churn 2026-07-01");
  expect_sound();

  open();  // as it is loaded again
  expect_sound();
  const auto story = service_->explain("default", "B", {});
  ASSERT_TRUE(story.has_value());
  EXPECT_EQ(story->steps.size(), 4u);
  // As it stood before the change, too.
  const auto then = service_->explain("default", "B", {.at = at("2026-05-20")});
  ASSERT_TRUE(then.has_value());
  EXPECT_EQ(then->state.standing(0).stage, 1);
}

TEST_F(PlanTest, RewritesHistoryWhereThatIsAsked) {
  const int64_t number = plan_days("30", "rewrite");
  EXPECT_EQ(moves(number), (std::vector<std::string>{"A status churned → churned churn 2026-02-09",
                                                     "B status buyer → churned churn 2026-05-15",
                                                     "D status buyer → churned churn 2026-05-20"}));
  EXPECT_NE(summary(number).find(R"("account.stage.changed":3,"account.history.corrected":1)"), std::string::npos)
      << summary(number);
  const int64_t announced = events(store::OutboxType::stage_changed), told = notices();
  apply(number);
  EXPECT_EQ(log("A", true), (std::vector<std::string>{"suspect → buyer first-order 2026-01-10",
                                                      "buyer → churned churn 2026-02-09",
                                                      "buyer → churned churn 2026-04-20 superseded"}));
  EXPECT_EQ(events(store::OutboxType::stage_changed), announced + 3);
  EXPECT_EQ(events(store::OutboxType::history_corrected), 1);
  EXPECT_EQ(notices(), told);  // a rewritten past mails nobody
  expect_sound();
  open();
  expect_sound();
}

TEST_F(PlanTest, IsRefusedWhenStale) {
  const int64_t number = plan_days("30", "from_now");
  record(order("C", "7", "2026-06-01"));
  const auto stale = act("apply", {{"plan", Value(number)}});
  ASSERT_FALSE(stale.has_value());
  EXPECT_EQ(stale.error().code, "plan-stale");
  const int64_t first = plan_days("30", "from_now"), second = plan_days("40", "from_now");
  apply(first);
  const auto other = act("apply", {{"plan", Value(second)}});
  ASSERT_FALSE(other.has_value());
  EXPECT_EQ(other.error().code, "plan-stale");
  EXPECT_EQ(act("apply", {{"plan", Value(first)}}).error().code, "plan-applied");
  EXPECT_EQ(act("apply", {{"plan", Value(int64_t{99})}}).error().code, "unknown-plan");
  EXPECT_EQ(act("apply", {{"plan", Value(second)}, {"digest", "x"}}).error().code, "plan-differs");
  const int64_t same = plan({});
  EXPECT_EQ(act("apply", {{"plan", Value(same)}}).error().code, "plan-empty");
}

// Between the check and the job's first piece something may happen.
TEST_F(PlanTest, IsRefusedByItsJobToo) {
  const int64_t number = plan_days("30", "from_now");
  const auto queued = act("apply", {{"plan", Value(number)}});
  ASSERT_TRUE(queued.has_value());
  record(order("C", "7", "2026-06-01"));
  Jobs jobs(*service_, plan_job_kinds(), {});
  const auto job = jobs.run("default", std::stoll(queued->key));
  ASSERT_TRUE(job.has_value());
  EXPECT_EQ(job->state, kFailed);
  EXPECT_EQ(decode_error(job->error).code, "plan-stale");
  EXPECT_EQ(stage("B"), "buyer");
}

TEST_F(PlanTest, IsForAdministrators) {
  for (const char* verb : {"plan", "apply", "plans", "plan_moves", "check_definition", "test_definition"}) {
    const auto refused = act(verb, {{"plan", Value(int64_t{1})}}, "manager");
    ASSERT_FALSE(refused.has_value()) << verb;
    EXPECT_EQ(refused.error().code, "not-allowed") << verb;
  }
}

TEST_F(PlanTest, ADefinitionWithFaultsIsNotPlanned) {
  const auto refused = act("plan", {{"parameters", texts({"churn_days=0"})}});
  ASSERT_FALSE(refused.has_value());
  const auto unknown = act("plan", {{"parameters", texts({"silence=3"})}});
  ASSERT_FALSE(unknown.has_value());
  EXPECT_EQ(unknown.error().code, "unknown-parameter");
  const auto yaml = act("plan", {{"files", texts({"shop/status.yaml=lifecycle: ["})}});
  ASSERT_FALSE(yaml.has_value());
  EXPECT_EQ(yaml.error().code, "invalid-definition");
}

TEST_F(PlanTest, ChecksWithoutKeeping) {
  const auto checked = act("check_definition", {{"files", texts({"shop/status.yaml=" + with(kLifecycleYaml, "to: customer}", "to: costumer}")})}});
  ASSERT_TRUE(checked.has_value());
  const std::string said = json::write(checked->result);
  EXPECT_NE(said.find(R"("sound":false)"), std::string::npos) << said;
  EXPECT_NE(said.find(R"("line":19)"), std::string::npos) << said;
  const auto sound = act("check_definition", {{"parameters", texts({"churn_days=7"})}, {"deep", Value(true)}});
  ASSERT_TRUE(sound.has_value());
  EXPECT_NE(json::write(sound->result).find(R"("sound":true)"), std::string::npos);
}

TEST_F(PlanTest, TestsItsStories) {
  const std::string story = R"(story: T-1 an order makes a buyer
given order.placed 2026-01-01
then status buyer
)";
  const auto tested = act("test_definition", {{"stories", texts({"a.story=" + story})}});
  ASSERT_TRUE(tested.has_value()) << say(Language::english, tested.error());
  EXPECT_NE(json::write(tested->result).find(R"("stories":[)"), std::string::npos);
}

TEST_F(PlanTest, AStageThatIsNoMoreIsFollowedByAnother) {
  std::string text = with(kLifecycleYaml, "  customer: {title: {en: Customer, he: לקוח}}", "  client: {title: {en: Client, he: לקוח}}");
  text = with(text, "from: [below customer, churned]", "from: [below client, churned]");
  text = with(text, "to: customer}", "to: client}");
  text = with(text, "from: [buyer, customer]", "from: [buyer, client]");
  record(order("C", "8", "2026-05-31T01:00:00Z"));
  record(order("C", "9", "2026-05-31T02:00:00Z"));
  ASSERT_EQ(stage("C"), "customer");
  const int64_t number = plan_file(text, "from_now", {"status.customer=client"});
  EXPECT_EQ(moves(number), (std::vector<std::string>{"C status customer → client definition 2026-06-01"}));
  apply(number);
  EXPECT_EQ(stage("C"), "client");
  EXPECT_EQ(log("C").back(), "customer → client definition 2026-06-01");
  expect_sound();
  EXPECT_EQ(act("plan", {{"successors", texts({"status.customer=client"})}}).error().code, "unknown-successor");
  // … and back: the past that "customer" was is still there.
  const int64_t back = plan({{"files", texts({std::string("shop/status.yaml=") + kLifecycleYaml})},
                             {"successors", texts({"status.client=customer"})}});
  apply(back);
  EXPECT_EQ(stage("C"), "customer");
  expect_sound();
  open();
  expect_sound();
}

TEST_F(PlanTest, ALifecycleComesAndGoes) {
  const std::string second = R"(lifecycle: health
title: {en: Health, he: בריאות}
stages:
  fine: {title: {en: Fine, he: תקין}}
  ill: {title: {en: Ill, he: לקוי}}
initial: fine
by_hand: anyone
rules:
  - {id: worse, on: order.placed, when: order_count ge 2, to: ill}
)";
  const int64_t number = plan({{"files", texts({"shop/health.yaml=" + second})}});
  EXPECT_TRUE(moves(number).empty());
  EXPECT_NE(summary(number).find(R"("new_lifecycles":["health"])"), std::string::npos);
  apply(number);
  EXPECT_EQ(stage("A", "health"), "fine");
  expect_sound();
  record(order("A", "10", "2026-06-01"));
  EXPECT_EQ(stage("A", "health"), "ill");  // it remembers the order of January
  expect_sound();
  const int64_t gone = plan({{"files", texts({"shop/health.yaml="})}});
  EXPECT_NE(summary(gone).find(R"("gone_lifecycles":["health"])"), std::string::npos);
  apply(gone);
  expect_sound();
  record(order("A", "11", "2026-06-01T01:00:00Z"));
  record(order("G", "12", "2026-01-01"));
  expect_sound();
  open();
  expect_sound();
  const int64_t again = plan({{"files", texts({"shop/health.yaml=" + second})}, {"mode", "rewrite"}});
  EXPECT_EQ(moves(again).size(), 1u);  // A had two orders
  apply(again);
  EXPECT_EQ(stage("A", "health"), "ill");
  expect_sound();
}

TEST_F(PlanTest, WhatDecidesAlikeMovesNobody) {
  const int64_t number = plan_file(with(kLifecycleYaml, "{en: Churned, he: נטש}", "{en: Lost, he: אבד}"), "rewrite");
  EXPECT_NE(summary(number).find(R"("mode":"alike")"), std::string::npos) << summary(number);
  EXPECT_TRUE(moves(number).empty());
  apply(number);
  expect_sound();
  record(order("B", "13", "2026-05-30"));
  expect_sound();
}

// Applied in parts; whoever comes between them finds every account as it is to be.
TEST_F(PlanTest, GoesOnAfterAStop) {
  std::vector<FactInput> orders;
  for (int i = 0; i < 700; ++i) orders.push_back(order("N" + std::to_string(i), "n" + std::to_string(i), "2026-04-25"));
  record(orders);
  const int64_t number = plan_days("30", "from_now");
  EXPECT_EQ(moves(number).size(), 702u);
  const auto queued = act("apply", {{"plan", Value(number)}});
  ASSERT_TRUE(queued.has_value());
  {
    Jobs jobs(*service_, plan_job_kinds(), {});
    const auto job = jobs.run("default", std::stoll(queued->key), [](const store::Job& now) { return now.done < 200; });
    ASSERT_TRUE(job.has_value());
    ASSERT_NE(job->state, kFinished);
  }
  open();
  EXPECT_EQ(stage("N699"), "buyer");
  expect_sound();
  EXPECT_EQ(act("plan", {}).error().code, "apply-unfinished");
  clock_.set(at("2026-06-01T12:00:00Z"));
  record(order("N699", "late", "2026-06-01T11:00:00Z"));  // brings it over, then decides
  EXPECT_EQ(log("N699"), (std::vector<std::string>{"suspect → buyer first-order 2026-04-25",
                                                   "buyer → churned churn 2026-06-01",
                                                   "churned → buyer first-order 2026-06-01"}));
  const auto story = service_->explain("default", "N698", {});  // reads see it as it is to be
  ASSERT_TRUE(story.has_value());
  EXPECT_EQ(story->state.standing(0).stage, 3);
  ASSERT_TRUE(service_->tick("default").has_value());
  expect_sound();
  Jobs jobs(*service_, plan_job_kinds(), {});
  const auto job = jobs.run("default", std::stoll(queued->key));
  ASSERT_TRUE(job.has_value());
  EXPECT_EQ(job->state, kFinished);
  EXPECT_EQ(stage("N698"), "churned");
  expect_sound();
  EXPECT_NE(plan({}), 0);
}

}  // namespace
}  // namespace tenure::service
