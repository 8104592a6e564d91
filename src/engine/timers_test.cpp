// Time in the engine: calendar days, instants that coincide, timers that wait and timers that were missed.
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/owned_fact.h"

namespace tenure::engine {
namespace {

constexpr std::string_view kPack = R"(
pack: clock
title: {en: Clock}
languages: [en]
properties:
  paused: {type: bool, title: {en: Paused}}
)";

constexpr std::string_view kLifecycle = R"(
lifecycle: status
title: {en: Status}
parameters:
  quiet_days: {type: int, min: 1, default: 365, title: {en: Quiet days}}
stages:
  new: {title: {en: New}}
  buyer: {title: {en: Buyer}}
  gone: {title: {en: Gone}}
  forgotten: {title: {en: Forgotten}}
initial: new
by_hand: anyone
rules:
  - {id: bought, on: order.placed, to: buyer}
timers:
  - id: left
    from: [buyer]
    at: {since: last_order_at, days: "@quiet_days"}
    when: paused ne true
    to: gone
  - id: forgot
    from: [gone]
    at: {since: status_since, hours: 36}
    to: forgotten
)";

struct World {
  lifecycle::DefinitionPtr definition;
  std::vector<OwnedFact> facts;

  explicit World(const std::string& zone = "UTC") {
    lifecycle::Settings settings;
    settings.zone = *TimeZone::load(zone);
    auto loaded = lifecycle::load({{"clock/pack.yaml", std::string(kPack)},
                                   {"clock/lifecycle.yaml", std::string(kLifecycle)}},
                                  settings);
    for (const auto& fault : loaded.faults) ADD_FAILURE() << lifecycle::to_string(fault, Language::english);
    definition = loaded.definition;
  }
  void happens(std::string_view at, std::string_view kind,
               std::vector<std::pair<std::string, Value>> values = {}) {
    Built built = build_fact(*definition, {kind, values});
    ASSERT_TRUE(built.faults.empty());
    built.fact.at = *parse_instant(at);
    built.fact.key = std::to_string(facts.size());
    built.fact.id = static_cast<int64_t>(facts.size()) + 1;
    facts.push_back(std::move(built.fact));
  }
  // "new>buyer 2026-01-01T00:00:00Z bought" …
  std::vector<std::string> log(std::string_view until) {
    const FactViews views(*definition, facts);
    std::vector<Fact> sorted(views.facts().begin(), views.facts().end());
    std::ranges::sort(sorted, before);
    std::vector<std::string> rows;
    for (const Transition& move : fold(*definition, sorted, *parse_instant(until)).transitions) {
      const auto& cycle = definition->lifecycles[move.lifecycle];
      rows.push_back(std::string(cycle.stage_id(move.from)) + ">" + std::string(cycle.stage_id(move.to)) + " " +
                     to_string(move.at) + " " + std::string(rule_id(*definition, move)));
    }
    return rows;
  }
};

using Rows = std::vector<std::string>;

TEST(Timers, FireAtTheirDueInstantHoweverLateTheServerLooks) {
  World world;
  world.happens("2024-03-01T10:00:00Z", "order.placed");
  EXPECT_EQ(world.log("2030-01-01T00:00:00Z"),
            (Rows{"new>buyer 2024-03-01T10:00:00Z bought", "buyer>gone 2025-03-01T10:00:00Z left",
                  "gone>forgotten 2025-03-02T22:00:00Z forgot"}));
}

TEST(Timers, DueAtUntilFires) {
  World world;
  world.happens("2024-03-01T10:00:00Z", "order.placed");
  EXPECT_EQ(world.log("2025-03-01T09:59:59Z").size(), 1u);
  EXPECT_EQ(world.log("2025-03-01T10:00:00Z").size(), 2u);
}

TEST(Timers, AFactAtTheDueInstantGoesFirst) {
  World world;
  world.happens("2024-03-01T10:00:00Z", "order.placed");
  world.happens("2025-03-01T10:00:00Z", "order.placed");
  EXPECT_EQ(world.log("2025-03-01T10:00:00Z"), (Rows{"new>buyer 2024-03-01T10:00:00Z bought"}));
}

TEST(Timers, AFactAMomentLaterComesAfterTheTimer) {
  World world;
  world.happens("2024-03-01T10:00:00Z", "order.placed");
  world.happens("2025-03-01T10:00:00.000001Z", "order.placed");
  EXPECT_EQ(world.log("2025-03-01T10:00:01Z"),
            (Rows{"new>buyer 2024-03-01T10:00:00Z bought", "buyer>gone 2025-03-01T10:00:00Z left",
                  "gone>buyer 2025-03-01T10:00:00.000001Z bought"}));
}

TEST(Timers, DaysAreCalendarDaysOfTheWorkspace) {
  // 2024-03-10 02:00 New York jumps an hour ahead: 365 calendar days later it is the same wall-clock time.
  World world("America/New_York");
  world.happens("2024-03-09T15:00:00Z", "order.placed");  // 10:00 local, UTC-5
  EXPECT_EQ(world.log("2026-01-01T00:00:00Z")[1], "buyer>gone 2025-03-09T14:00:00Z left");  // 10:00 local, UTC-4
  // The hours of the second timer are exact.
  EXPECT_EQ(world.log("2026-01-01T00:00:00Z")[2], "gone>forgotten 2025-03-11T02:00:00Z forgot");
}

TEST(Timers, OneWhoseConditionIsFalseWhenDueWaitsForTheFactThatMakesItTrue) {
  World world;
  world.happens("2024-01-01T00:00:00Z", "order.placed");
  world.happens("2024-06-01T00:00:00Z", "account.changed", {{"paused", true}});
  world.happens("2025-05-01T00:00:00Z", "account.changed", {{"paused", false}});
  EXPECT_EQ(world.log("2025-05-01T12:00:00Z"),
            (Rows{"new>buyer 2024-01-01T00:00:00Z bought", "buyer>gone 2025-05-01T00:00:00Z left"}));
}

TEST(Timers, OneThatWasDueBeforeTheStageWasEnteredDoesNotFire) {
  World world;
  world.happens("2024-01-01T00:00:00Z", "order.placed");
  world.happens("2026-01-01T00:00:00Z", "stage.set", {{"lifecycle", "status"}, {"stage", "buyer"}});
  EXPECT_EQ(world.log("2029-01-01T00:00:00Z").back(), "forgotten>buyer 2026-01-01T00:00:00Z by-hand");
  world.happens("2026-02-01T00:00:00Z", "order.placed");
  EXPECT_EQ(world.log("2027-02-01T00:00:00Z").back(), "buyer>gone 2027-02-01T00:00:00Z left");
}

TEST(Timers, FarAwayIsNotWrappedRound) {
  World world;
  world.happens("9999-06-01T00:00:00Z", "order.placed");
  EXPECT_EQ(world.log("9999-12-31T23:59:59Z").size(), 1u);
}

TEST(Timers, ALoopOfTimersComesToAnEnd) {
  std::string loop(kLifecycle);
  loop += "  - {id: back, from: [forgotten], at: {since: status_since, seconds: 1}, to: gone}\n";
  auto loaded = lifecycle::load({{"clock/pack.yaml", std::string(kPack)}, {"clock/lifecycle.yaml", loop}});
  ASSERT_NE(loaded.definition, nullptr);
  Built built = build_fact(*loaded.definition, {"order.placed", {}});
  built.fact.at = Instant{0};
  const FactViews views(*loaded.definition, std::span(&built.fact, 1));
  const Timeline timeline = fold(*loaded.definition, views.facts(), *parse_instant("9000-01-01T00:00:00Z"));
  EXPECT_EQ(timeline.transitions.size(), 1u + kTimerRun);
}

}  // namespace
}  // namespace tenure::engine
