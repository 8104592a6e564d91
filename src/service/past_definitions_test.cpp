// What was true and what was believed while another definition was in force: the past is told by the definition that
// decided it, not by the one of today.
#include <random>

#include "service/asking_test_support.h"
#include "service/changing_test_support.h"
#include "service/story.h"

namespace tenure::service {
namespace {

using query::Options;
using query::When;

class PastDefinitionsTest : public Changing<AskingTest> {
 protected:
  void SetUp() override {
    clock_.set(at("2025-12-01"));
    AskingTest::SetUp();
  }
  static std::string pack_with(const std::string& measures) { return std::string(kPackYaml) + "measures:\n" + measures; }
  static std::string big_orders(const char* above) {
    return pack_with("  big_order_count: {count: order.placed, where: fact/amount gt " + std::string(above) + "}\n");
  }
  void change(const char* when, const std::string& pack, const char* days, const char* mode) {
    clock_.set(at(when));
    apply(plan({{"files", texts({"shop/pack.yaml=" + pack})},
                {"parameters", texts({std::string("churn_days=") + days})},
                {"mode", mode}}));
  }
  Lines account(const char* field, const When& when = {}) {
    return ask("accounts", {.select = field, .filter = "key eq 'A'"}, when);
  }
  ToldStory story(const std::string& account, const Service::When& when = {}) {
    auto told = explain(*service_, "default", account, when);
    EXPECT_TRUE(told.has_value()) << (told ? "" : say(Language::english, told.error()));
    return told ? std::move(*told) : ToldStory();
  }
  // "first-order by churn_days=100, third-order not (order_count ge 3: false), first-order fits"
  static std::string told(const Service::Story::Step& step, const Decided& by) {
    std::string text = step.row.rule + " by ";
    if (!by.definition) return text + "gone " + by.version;
    for (const auto& parameter : by.definition->parameters) text += parameter.name + "=" + to_text(parameter.value);
    for (const engine::Tried& tried : step.trace.tried) {
      const auto& rule = by.definition->lifecycles[tried.lifecycle].rules[tried.rule];
      text += ", " + rule.id + (tried.outcome == engine::Tried::Outcome::fits ? " fits" : " not");
      for (const auto& [id, reason] : step.reasons) {
        if (id == rule.id) text += " (" + reason.text + ": " + to_text(reason.value) + ")";
      }
    }
    return text;
  }
  static Lines told(const ToldStory& story) {
    Lines lines;
    for (size_t i = 0; i < story.decided.size(); ++i) lines.push_back(told(story.story.steps[i], story.decided[i]));
    return lines;
  }
};

TEST_F(PastDefinitionsTest, a_measure_is_what_the_definition_of_that_time_says) {
  clock_.set(at("2026-01-10"));
  record(created("A", "Acme", "2025-12-01"));
  record({order("A", "A-1", "2026-01-01", "20"), order("A", "A-2", "2026-01-02", "60")});
  change("2026-02-01", big_orders("10"), "100", "from_now");
  EXPECT_EQ(account("big_order_count"), Lines{"2"});
  change("2026-03-01", big_orders("50"), "90", "from_now");
  EXPECT_EQ(account("big_order_count"), Lines{"1"});
  EXPECT_EQ(account("big_order_count", {at("2026-02-15"), {}}), Lines{"2"});
  EXPECT_EQ(account("big_order_count", {at("2026-03-02"), {}}), Lines{"1"});
  EXPECT_EQ(account("big_order_count", {{}, at("2026-02-15")}), Lines{"2"});
  EXPECT_EQ(account("big_order_count", {at("2026-01-01T12:00:00Z"), at("2026-02-15")}), Lines{"1"});
  EXPECT_EQ(account("order_count", {at("2026-01-01T12:00:00Z"), {}}), Lines{"1"});
  // Nobody counted them then.
  EXPECT_EQ(account("big_order_count", {{}, at("2026-01-15")}), Lines{""});
  EXPECT_EQ(ask("accounts", {.select = "key", .filter = "big_order_count eq 2"}, {at("2026-02-15"), {}}), Lines{"A"});
  // A rewritten history is today's belief of all of it; what was believed stays what it was.
  change("2026-04-01", big_orders("100"), "80", "rewrite");
  EXPECT_EQ(account("big_order_count"), Lines{"0"});
  EXPECT_EQ(account("big_order_count", {at("2026-02-15"), {}}), Lines{"0"});
  EXPECT_EQ(account("big_order_count", {{}, at("2026-02-15")}), Lines{"2"});
  EXPECT_EQ(account("big_order_count", {{}, at("2026-03-15")}), Lines{"1"});
  EXPECT_EQ(account("big_order_count", {at("2026-02-15"), at("2026-03-15")}), Lines{"2"});
}

// A measure that comes later has no other meaning than its own.
TEST_F(PastDefinitionsTest, a_measure_that_was_not_there_is_folded_as_the_next_definition_says) {
  clock_.set(at("2026-01-10"));
  record(created("A", "Acme", "2025-12-01"));
  record({order("A", "A-1", "2026-01-01", "20"), order("A", "A-2", "2026-01-05", "60")});
  change("2026-03-01", big_orders("10"), "90", "from_now");
  EXPECT_EQ(account("big_order_count", {at("2026-01-03"), {}}), Lines{"1"});
  EXPECT_EQ(account("big_order_count", {at("2026-01-06"), {}}), Lines{"2"});
}

TEST_F(PastDefinitionsTest, who_never_moved_stands_where_accounts_began_then) {
  record(created("A", "Acme", "2025-12-01"));
  clock_.set(at("2026-02-01"));
  apply(plan_file(with(kLifecycleYaml, "initial: suspect", "initial: closed")));
  clock_.set(at("2026-02-03"));
  record(created("B", "Beta", "2026-02-02"));
  const Options who{.select = "key,status", .orderby = "key"};
  EXPECT_EQ(ask("accounts", who), (Lines{"A|suspect", "B|closed"}));
  EXPECT_EQ(ask("accounts", who, {at("2026-01-15"), {}}), (Lines{"A|suspect"}));
  EXPECT_EQ(ask("accounts", who, {at("2026-02-02"), {}}), (Lines{"A|suspect", "B|closed"}));
  EXPECT_EQ(ask("accounts", {.select = "status_since", .filter = "key eq 'A'"}, {at("2026-01-15"), {}}), (Lines{"2025-12-01T00:00:00Z"}));
  EXPECT_EQ(board({.at = at("2026-01-15")}), "suspect=1 buyer=0 customer=0 churned=0 closed=0");
  record(order("C", "C-1", "2026-02-04"));  // something later, so that the day before is asked of the log
  EXPECT_EQ(board({.at = at("2026-02-02")}), "suspect=1 buyer=0 customer=0 churned=0 closed=1");
  EXPECT_EQ(board({.at = at("2026-02-02"), .known_at = at("2026-01-20")}), "suspect=1 buyer=0 customer=0 churned=0 closed=0");
}

TEST_F(PastDefinitionsTest, a_lifecycle_that_was_not_there_has_no_stage) {
  record(created("A", "Acme", "2025-12-01"));
  const std::string second = R"(lifecycle: health
title: {en: Health, he: בריאות}
stages: {fine: {title: {en: Fine, he: תקין}}}
initial: fine
by_hand: anyone
)";
  clock_.set(at("2026-02-01"));
  apply(plan({{"files", texts({"shop/health.yaml=" + second})}}));
  EXPECT_EQ(account("health,health_since"), (Lines{"fine|2026-02-01T00:00:00Z"}));
  EXPECT_EQ(account("health,health_since", {at("2026-01-15"), {}}), (Lines{"|"}));
  EXPECT_EQ(account("health,health_since", {at("2026-02-02"), {}}), (Lines{"fine|2026-02-01T00:00:00Z"}));
}

// What a timer set is set, whatever came after it.
TEST_F(PastDefinitionsTest, timers_between_the_instant_and_the_next_fact_have_fired) {
  clock_.set(at("2026-01-01"));
  apply(plan_file(with(kLifecycleYaml, R"(days: "@churn_days"}, to: churned})",
                       R"(days: "@churn_days"}, to: churned, effects: [{set: {channel: "'gone'"}}]})")));
  clock_.set(at("2026-06-01"));
  record({order("A", "A-1", "2026-01-01"), order("A", "A-2", "2026-05-01")});
  EXPECT_EQ(account("status,channel", {at("2026-04-10"), {}}), (Lines{"buyer|shop"}));
  EXPECT_EQ(account("status,channel", {at("2026-04-20"), {}}), (Lines{"churned|gone"}));
  EXPECT_EQ(account("status,channel"), (Lines{"buyer|shop"}));
  EXPECT_EQ(story("A", {.at = at("2026-04-20")}).story.state.standing(0).stage, 3);
  EXPECT_EQ(story("A", {.at = at("2026-04-10")}).story.state.standing(0).stage, 1);
}

TEST_F(PastDefinitionsTest, explain_gives_every_move_the_trace_of_the_definition_that_decided_it) {
  clock_.set(at("2026-05-31"));
  record({order("A", "A-1", "2026-01-01"), order("A", "A-2", "2026-05-01")});
  clock_.set(at("2026-06-01"));
  apply(plan_days("30", "from_now"));
  const std::string third = "third-order not (order_count ge 3: false)";
  EXPECT_EQ(told(story("A")), (Lines{"first-order by churn_days=100, " + third + ", first-order fits",
                                     "churn by churn_days=100",
                                     "first-order by churn_days=100, third-order not (order_count ge 3: false), first-order fits",
                                     "churn by churn_days=30"}));
  // The rule has another name and another place in the file now.
  std::string text = with(kLifecycleYaml, "  - {id: third-order, on", "  - {id: fourth-order, on");
  text = with(text, "order_count ge 3", "order_count ge 4");
  text = with(text, "rules:\n", "rules:\n  - {id: never, on: order.placed, from: [closed], to: closed}\n");
  clock_.set(at("2026-06-02"));
  apply(plan_file(text, "rewrite"));
  const Lines now = told(story("A"));
  ASSERT_EQ(now.size(), 4U);
  EXPECT_EQ(now[0], "first-order by churn_days=100, " + third + ", first-order fits");
  clock_.set(at("2026-06-03"));
  record(order("B", "B-1", "2026-06-02"));
  EXPECT_EQ(told(story("B")), (Lines{"first-order by churn_days=30, never not, fourth-order not (order_count ge 4: false), first-order fits"}));
  // As was believed before.
  EXPECT_EQ(told(story("A", {.at = at("2026-06-01T12:00:00Z"), .known_at = at("2026-06-01T12:00:00Z")}))[3], "churn by churn_days=30");
  EXPECT_EQ(told(story("A", {.at = at("2026-05-30"), .known_at = at("2026-05-31")})).size(), 3U);
  // As it stood then, in the words of the definition of then.
  EXPECT_EQ(to_text(story("A", {.at = at("2026-05-30"), .known_at = at("2026-06-01T12:00:00Z")}).story.definition->parameters[0].value), "100");
}

TEST_F(PastDefinitionsTest, a_definition_that_can_be_read_no_more_is_named_by_its_version) {
  clock_.set(at("2026-05-31"));
  record(order("A", "A-1", "2026-01-01"));
  clock_.set(at("2026-06-02"));
  store_->write([&](store::Transaction& transaction) {
    const store::Definition sound = transaction.reads().definition(1, 1);
    store::Definition broken = sound;
    broken.version = "v-broken";
    broken.applied_at = at("2026-06-01");
    for (auto& [path, text] : broken.files) text = "written by another program: [";
    const int64_t gone = transaction.add_definition(1, broken, {});
    transaction.changes().put_era(1, {.number = gone, .mode = "rewrite", .begins = at("2026-06-01")});
    store::Definition again = sound;
    again.applied_at = at("2026-06-02");
    const int64_t now = transaction.add_definition(1, again, {});
    transaction.changes().put_era(1, {.number = now, .mode = "rewrite", .begins = at("2026-06-02")});
    const auto name = [&](std::string_view text) { return transaction.reads().find_name(1, text); };
    transaction.add(1, store::Transition{.account = *transaction.reads().find_account(1, "A"),
                                         .lifecycle = name("status"),
                                         .from = name("buyer"),
                                         .to = name("customer"),
                                         .at = at("2026-05-31"),
                                         .recorded_at = at("2026-06-01"),
                                         .rule = name("third-order"),
                                         .fact = 99,
                                         .definition = gone,
                                         .trace = "x"});
  });
  open();
  EXPECT_EQ(told(story("A")).back(), "third-order by gone v-broken");
  EXPECT_EQ(ask("accounts", {.select = "key"}, {{}, at("2026-06-01")}), (Lines{"definition-gone version=v-broken"}));
  const auto known = service_->explain("default", "A", {.known_at = at("2026-06-01")});
  ASSERT_FALSE(known.has_value());
  EXPECT_EQ(known.error().code, "definition-gone");
  EXPECT_EQ(service_->board("default", {.known_at = at("2026-06-01")}).error().code, "definition-gone");
}

// The proof: whatever definitions follow each other, an answer that was given is given again as of its instant.
class ChangingHistory : public PastDefinitionsTest, public testing::WithParamInterface<int> {};

TEST_P(ChangingHistory, G21_an_answer_given_under_another_definition_is_given_again) {
  std::mt19937 random(static_cast<unsigned>(GetParam()));
  const auto pick = [&](int most) { return static_cast<int>(random() % static_cast<unsigned>(most)); };
  const Lines sets{"accounts", "orders", "stage_spells"};
  struct Answered {
    Instant at;
    Lines fields, rows;  // by set
    std::string board;
  };
  std::vector<Answered> given;
  Instant now = at("2026-01-01");
  const Lines names{"A", "B", "C"};
  clock_.set(now);
  for (const std::string& name : names) record(created(name, "Name " + name, "2025-12-01"));
  const auto join = [](const Lines& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
  };
  for (int step = 0; step < 40; ++step) {
    now.micros += int64_t{86'400'000'000} * (1 + pick(12)) + 1'000'000;
    clock_.set(now);
    (void)service_->tick("default");
    if (pick(6) == 0) {
      std::string text = kLifecycleYaml;
      if (pick(2)) text = with(text, "order_count ge 3", "order_count ge " + std::to_string(2 + pick(3)));
      if (pick(3) == 0) text = with(text, "initial: suspect", "initial: churned");
      if (pick(3) == 0) text = with(text, "from: [buyer, customer], at", "from: [buyer], at");
      apply(plan({{"files", texts({"shop/status.yaml=" + text, "shop/pack.yaml=" + big_orders(std::to_string(pick(90)).c_str())})},
                  {"parameters", texts({"churn_days=" + std::to_string(20 + pick(60))})},
                  {"mode", pick(3) == 0 ? "rewrite" : "from_now"}}));
      now.micros += 1'000'000;
      clock_.set(now);
    }
    const std::string account = names[static_cast<size_t>(pick(3))];
    const Instant when{now.micros - int64_t{86'400'000'000} * (pick(2) ? 0 : pick(60))};
    FactInput fact{.account = account, .kind = "order.placed", .key = account + std::to_string(pick(15)), .at = when,
                   .values = {{"amount", Value(std::to_string(pick(90) + 1))}}};
    if (pick(7) == 0) fact.retract = true;
    if (pick(9) == 0) fact = created("N" + std::to_string(step), "New", to_string(when).c_str());
    record(fact);
    Answered answer{.at = now, .fields = {}, .rows = {}, .board = board()};
    for (const std::string& set : sets) {
      answer.fields.push_back(all_fields(set));
      answer.rows.push_back(join(ask(set, {.select = answer.fields.back()})));
      EXPECT_EQ(join(ask(set, {.select = answer.fields.back()}, {now, {}})), answer.rows.back()) << set << " at its own instant, step " << step;
    }
    given.push_back(std::move(answer));
    if (HasFailure()) return;
  }
  for (const Answered& answer : given) {
    EXPECT_EQ(board({.at = answer.at, .known_at = answer.at}), answer.board) << to_string(answer.at);
    for (size_t i = 0; i < sets.size(); ++i) {
      EXPECT_EQ(join(ask(sets[i], {.select = answer.fields[i]}, {answer.at, answer.at})), answer.rows[i])
          << sets[i] << " as of " << to_string(answer.at);
    }
    if (HasFailure()) return;
  }
}
INSTANTIATE_TEST_SUITE_P(Seeds, ChangingHistory, testing::Range(1, 9));

}  // namespace
}  // namespace tenure::service
