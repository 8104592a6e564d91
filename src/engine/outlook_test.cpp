// What would move an account: every way out, and everything that is still missing for it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/owned_fact.h"

namespace tenure::engine {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kPack = R"(
pack: clock
title: {en: Clock}
languages: [en]
properties:
  vip: {type: bool, title: {en: VIP}}
)";

constexpr std::string_view kLifecycle = R"(
lifecycle: status
title: {en: Status}
parameters:
  least: {type: int, min: 1, default: 3, title: {en: Least}}
stages:
  new: {title: {en: New}}
  buyer: {title: {en: Buyer}}
  gone: {title: {en: Gone}}
initial: new
by_hand: anyone
rules:
  - {id: bought, on: order.placed, from: [new], when: "order_count ge @least and vip eq true and fact/amount gt 10", to: buyer}
timers:
  - id: left
    from: [new]
    at: {since: first_order_at, days: 10}
    when: order_count gt 5 and vip eq true and call_count eq 0
    to: gone
declarations:
  give-up:
    title: {en: Give up}
    to: gone
    from: [new]
    requires:
      - {id: note, note: true, says: {en: Say why}}
      - {id: is-vip, when: "vip eq true", says: {en: Only for VIPs}}
)";

std::vector<std::string> texts(const std::vector<expression::Reason>& reasons) {
  std::vector<std::string> result;
  for (const expression::Reason& reason : reasons) result.push_back(reason.text);
  return result;
}

TEST(Outlook, NamesEverythingThatIsMissingAndNothingThatIsThere) {
  lifecycle::Settings settings;
  auto loaded = lifecycle::load({{"clock/pack.yaml", std::string(kPack) + "measures: {call_count: {count: call.logged}}\n"},
                                 {"clock/lifecycle.yaml", std::string(kLifecycle)}},
                                settings);
  for (const auto& fault : loaded.faults) ADD_FAILURE() << lifecycle::to_string(fault, Language::english);
  ASSERT_TRUE(loaded.definition);
  const Definition& definition = *loaded.definition;
  Built built = build_fact(definition, {"order.placed", {}});
  ASSERT_TRUE(built.faults.empty());
  built.fact.at = Instant{0};
  built.fact.key = "O-1";
  const std::vector<OwnedFact> facts{built.fact};
  const FactViews views(definition, facts);
  const Timeline timeline = fold(definition, views.facts(), Instant{1});
  const std::vector<WayOut> ways = outlook(definition, timeline.state, Instant{1});
  ASSERT_EQ(ways.size(), 3U);

  EXPECT_EQ(ways[0].cause, Cause::rule);
  EXPECT_FALSE(ways[0].open);
  EXPECT_THAT(texts(ways[0].missing), ElementsAre("order_count ge @least", "vip eq true"));
  EXPECT_EQ(ways[0].missing[0].parts[0].value, Value(2));  // the order that would come counts itself
  EXPECT_THAT(texts(ways[0].asks_fact), ElementsAre("fact/amount gt 10"));

  EXPECT_EQ(ways[1].cause, Cause::timer);
  EXPECT_FALSE(ways[1].open);
  EXPECT_EQ(ways[1].due, Instant{10 * kMicrosPerDay});
  EXPECT_THAT(texts(ways[1].missing), ElementsAre("order_count gt 5", "vip eq true"));  // no calls: that holds

  EXPECT_EQ(ways[2].cause, Cause::declaration);
  EXPECT_THAT(ways[2].needs, ElementsAre("note", "is-vip"));
  EXPECT_THAT(ways[2].missing, IsEmpty());
}

}  // namespace
}  // namespace tenure::engine
