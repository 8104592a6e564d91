// What load() makes of correct input. Faults are in fixtures/, told by fixtures_test.cpp.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lifecycle/definition.h"

namespace tenure::lifecycle {
namespace {

constexpr const char* kPack = R"(pack: small
title: {en: Small, he: קטן}
languages: [en, he]
lists:
  tiers:
    gold: {en: Gold, he: זהב}
    silver: {en: Silver, he: כסף}
properties:
  tier: {type: choice, list: tiers, title: {en: Tier, he: דרגה}}
  company_type: {type: choice, list: tiers, title: {en: Type, he: סוג}}
facts:
  visit.made:
    title: {en: Visit, he: ביקור}
    fields: {shop: string, spent: decimal}
measures:
  visit_count: {count: visit.made}
  spent_total: {sum: spent, on: visit.made, where: fact/spent gt @least}
  last_visit_at: {last: at, on: visit.made}
  first_shop: {first: shop, on: visit.made}
withdraw: {order.cancelled: order.placed}
notices:
  team: {title: {en: The team, he: הצוות}, role: rep}
page:
  sections:
    - {id: main, title: {en: Main, he: ראשי}, fields: [tier, life, life_old_times, visit_count], visible_when: tier ne null}
calling_list: {where: visit_count gt 0, order_by: "last_visit_at desc, life_old_entered_at"}
)";
constexpr const char* kLife = R"(lifecycle: life
title: {en: Life, he: חיים}
parameters:
  days: {type: int, min: 1, max: 400, default: 30, title: {en: Days, he: ימים}}
  least: {type: decimal, default: 0.50, title: {en: Least, he: מינימום}}
stages:
  young: {title: {en: Young, he: צעיר}, gates: {shop: {verdict: warn, says: {en: Careful, he: זהירות}}}}
  grown: {title: {en: Grown, he: בוגר}, code: 7, on_enter: [{notify: team}]}
  old: {title: {en: Old, he: זקן}, active: false, gates: {shop: no}}
initial: none
by_hand: {roles: [admin, manager]}
rules:
  - {id: first, on: visit.made, from: [none, below grown], when: fact/shop ne null, to: grown, effects: [{set: {tier: "'gold'", csm: fact/actor}}]}
  - {id: seen, on: [visit.made, order.placed], to: stay, says: {en: Seen, he: נראה}}
timers:
  - {id: ageing, from: [active], at: {since: last_visit_at, days: "@days"}, to: old}
  - {id: nap, from: grown, at: {since: life_since, hours: 2}, when: visit_count gt 9, to: former}
declarations:
  retire:
    title: {en: Retire, he: פרישה}
    from: [above young]
    to: old
    roles: [rep]
    requires:
      - {id: why, note: true, unless: visit_count eq 0, says: {en: Why, he: למה}}
      - {id: tier, field: tier, says: {en: Tier, he: דרגה}}
      - {id: quiet, when: fact/note ne 'x' and order_count eq 0, says: {en: Quiet, he: שקט}}
    effects: [{task: {id: card, title: {en: Card, he: כרטיס}}}, {archive: true}]
gates:
  shop: {title: {en: Shop, he: קנייה}, on: [visit.made]}
)";

std::vector<PackFile> files() { return {{"small/pack.yaml", kPack}, {"small/life.yaml", kLife}}; }

DefinitionPtr loaded(const Settings& settings = {}) {
  Loaded result = load(files(), settings);
  for (const Fault& fault : result.faults) ADD_FAILURE() << to_string(fault, Language::english);
  return result.definition;
}

std::vector<std::string> measure_names(const Definition& d, std::string_view kind) {
  std::vector<std::string> out;
  for (const auto& input : d.measures_by_kind[*d.find_kind(kind)])
    out.push_back(d.measures[input.measure].name);
  return out;
}

TEST(Load, TheAccountRowHoldsPropertiesMeasuresAndStages) {
  DefinitionPtr d = loaded();
  ASSERT_TRUE(d);
  EXPECT_EQ(d->account.fields.size(), d->slots.size());
  for (size_t i = 0; i < d->properties.size(); ++i)
    EXPECT_EQ(d->account.fields[d->properties[i].slot].name, d->properties[i].name);
  for (const Measure& measure : d->measures)
    EXPECT_EQ(d->account.fields[measure.slot].name, measure.name);
  const Lifecycle& life = d->lifecycles[0];
  EXPECT_EQ(d->find_slot("life"), life.stage_slot);
  EXPECT_EQ(d->find_slot("life_since"), life.since_slot);
  EXPECT_EQ(d->account.fields[life.stage_slot].type.choices, &life.stage_ids);
  EXPECT_EQ(d->account.fields[*d->find_slot("spent_total")].type.kind, expression::Kind::decimal);
  EXPECT_EQ(d->account.fields[*d->find_slot("first_shop")].type.kind, expression::Kind::string);
  EXPECT_EQ(d->account.fields[*d->find_slot("last_visit_at")].type.kind, expression::Kind::instant);
  EXPECT_EQ(d->find_slot("life_old_times"), std::nullopt);
}

TEST(Load, APackNamesABuiltInPropertyAnewAndGivesItsChoices) {
  DefinitionPtr d = loaded();
  const Property& type = d->properties[*d->find_property("company_type")];
  EXPECT_EQ(type.list, "tiers");
  EXPECT_FALSE(type.extra);
  EXPECT_EQ(type.title.hebrew, "סוג");
  EXPECT_THAT(*type.type.choices, testing::ElementsAre("gold", "silver"));
  EXPECT_TRUE(d->properties[*d->find_property("tier")].extra);
}

TEST(Load, KindsKeepTheirOrderAndCarryAtKeyActor) {
  DefinitionPtr d = loaded();
  const FactKind& visit = d->kinds[*d->find_kind("visit.made")];
  EXPECT_EQ(&visit, &d->kinds.back());
  EXPECT_EQ(visit.body_fields, 2);
  ASSERT_EQ(visit.fields.fields.size(), 5u);
  EXPECT_EQ(visit.fields.fields[2].name, "at");
  EXPECT_EQ(d->kinds[0].builtin, Builtin::account_created);
  EXPECT_EQ(d->kinds[*d->find_kind("stage.set")].builtin, Builtin::stage_set);
  EXPECT_EQ(d->kinds[*d->find_kind("order.cancelled")].voids, d->find_kind("order.placed"));
  EXPECT_TRUE(d->reads_header[*d->find_kind("visit.made")]);  // an effect reads fact/actor
  EXPECT_FALSE(d->reads_header[*d->find_kind("order.placed")]);
}

TEST(Load, AKindOfThePackMayTellOfADocument) {
  const std::string pack = std::string(kPack).replace(
      std::string(kPack).find("facts:\n"), 7,
      "facts:\n  order.taken: {title: {en: Taken, he: נלקחה}, record: order, creates: true}\n"
      "  order.weighed: {title: {en: W, he: ש}, fields: {amount: decimal}, record: order, "
      "at: approved_at}\n");
  Loaded all = load({{"pack.yaml", pack}, {"life.yaml", kLife}});
  for (const Fault& fault : all.faults) ADD_FAILURE() << to_string(fault, Language::english);
  ASSERT_TRUE(all.definition);
  const FactKind& taken = all.definition->kinds[*all.definition->find_kind("order.taken")];
  EXPECT_EQ(taken.record, "order");
  EXPECT_TRUE(taken.creates);
  EXPECT_EQ(taken.at_field, "placed_at");
  EXPECT_EQ(taken.fields.find("order"), 0);
  const FactKind& weighed = all.definition->kinds[*all.definition->find_kind("order.weighed")];
  EXPECT_FALSE(weighed.creates);
  EXPECT_EQ(weighed.at_field, "approved_at");
  EXPECT_EQ(weighed.body_fields, 2);
  EXPECT_EQ(all.definition->kinds[*all.definition->find_kind("quote.approved")].at_field,
            "decided_at");
}

TEST(Load, StageSetsAreByRank) {
  DefinitionPtr d = loaded();
  const Lifecycle& life = d->lifecycles[0];
  EXPECT_EQ(life.initial, kNoStage);
  EXPECT_EQ(life.rules[0].from, bit(0) | bit(kNoStage));
  EXPECT_EQ(life.rules[1].from, ~StageSet{0});
  EXPECT_EQ(life.timers[0].from, bit(0) | bit(1));
  EXPECT_EQ(life.declarations[0].from, bit(1) | bit(2));
  EXPECT_EQ(life.rules[1].target.to, To::stay);
  EXPECT_EQ(life.timers[1].target.to, To::former);
  EXPECT_EQ(life.timers[1].unit_micros, 3600 * kMicrosPerSecond);
  EXPECT_EQ(life.by_kind[*d->find_kind("visit.made")].size(), 2u);
  EXPECT_EQ(life.by_kind[*d->find_kind("order.placed")].size(), 1u);
  EXPECT_EQ(life.by_kind[*d->find_kind("order.placed")][0].position, 1);
  EXPECT_EQ(life.gates[0].verdicts, (std::vector{Verdict::warn, Verdict::yes, Verdict::no}));
  EXPECT_EQ(life.gates[0].says[0].english, "Careful");
  EXPECT_EQ(life.stages[1].code, 7);
  EXPECT_THAT(life.by_hand_roles, testing::ElementsAre("admin", "manager"));
}

TEST(Load, ConditionsSeeAccountFactAndParameters) {
  DefinitionPtr d = loaded();
  const auto* total = &d->measures[d->slots[*d->find_slot("spent_total")].index];
  const auto& reads = total->inputs[0].where->reads();
  ASSERT_EQ(reads.size(), 2u);
  EXPECT_EQ(reads[0].source, 1);
  EXPECT_EQ(reads[0].slot, 1);  // spent is the second field
  EXPECT_EQ(reads[1].source, 2);
  EXPECT_EQ(reads[1].slot, d->parameters[1].slot);
  EXPECT_EQ(d->parameter_row.size(), 2u);
  EXPECT_EQ(d->parameter_row[0].as_int64(), 30);
}

TEST(Load, SettingsChangeParametersWithinTheirBounds) {
  DefinitionPtr d = loaded({.parameters = {{"days", "180"}}});
  ASSERT_TRUE(d);
  EXPECT_EQ(d->parameter_row[0].as_int64(), 180);
  EXPECT_EQ(d->parameters[0].default_value, Value(30));
  struct Case {
    const char *name, *value, *code;
  };
  for (const Case& c : {Case{"days", "401", "parameter-out-of-bounds"},
                        Case{"days", "0", "parameter-out-of-bounds"},
                        Case{"days", "many", "parameter-type"}, Case{"days", "", "parameter-type"},
                        Case{"dayz", "3", "unknown-parameter"}}) {
    Loaded result = load(files(), {.parameters = {{c.name, c.value}}});
    EXPECT_FALSE(result.definition);
    ASSERT_EQ(result.faults.size(), 1u) << c.value;
    EXPECT_EQ(result.faults[0].code, c.code) << c.value;
  }
}

TEST(Load, OnlyMeasuresThatADecisionReadsWhenAskedSo) {
  DefinitionPtr all = loaded();
  EXPECT_THAT(measure_names(*all, "visit.made"),
              testing::ElementsAre("visit_count", "spent_total", "last_visit_at", "first_shop"));
  EXPECT_THAT(measure_names(*all, "call.logged"),
              testing::ElementsAre("contact_log_count", "last_contact_at"));
  Settings few;
  few.all_measures = false;
  DefinitionPtr read = loaded(few);
  EXPECT_THAT(measure_names(*read, "visit.made"),
              testing::ElementsAre("visit_count", "last_visit_at"));
  EXPECT_THAT(measure_names(*read, "order.placed"), testing::ElementsAre("order_count"));
  EXPECT_THAT(measure_names(*read, "call.logged"), testing::ElementsAre());
  EXPECT_EQ(read->measures.size(), all->measures.size());
}

// An administrator's own properties are columns, names and, where the pack asks for it, a parameter.
TEST(Load, HY_14_ExtraPropertiesAreDefinedByTheirFile) {
  std::vector<PackFile> files = *read_pack("hyper");
  const auto defined = [](const Definition& definition) {
    const int slot = definition.parameter_type.find(kExtraPropertiesDefined);
    return definition.parameters[static_cast<size_t>(slot)].value;
  };
  EXPECT_EQ(defined(*load(files).definition), Value(false));
  files.push_back({"properties.yaml", R"(properties:
  shoe_size: {type: int, title: {en: Shoe size, he: מידת נעל}}
)"});
  const Loaded loaded = load(files);
  ASSERT_TRUE(loaded.definition);
  const auto property = loaded.definition->find_property("shoe_size");
  ASSERT_TRUE(property);
  EXPECT_TRUE(loaded.definition->properties[*property].administrators);
  EXPECT_TRUE(loaded.definition->find_slot("shoe_size"));
  EXPECT_EQ(defined(*loaded.definition), Value(true));
  Settings settings;
  settings.parameters = {{"extra_properties_defined", "false"}};
  EXPECT_EQ(defined(*load(files, settings).definition), Value(false));
  files.back().text = "properties: {}\n";
  EXPECT_EQ(defined(*load(files).definition), Value(false));
}

TEST(Load, TheVersionIsOfTextAndValues) {
  std::string version = loaded()->version;
  EXPECT_EQ(version.size(), 64u);
  EXPECT_EQ(loaded()->version, version);
  EXPECT_EQ(loaded({.parameters = {{"days", "30"}}})->version, version);  // the default, said aloud
  EXPECT_NE(loaded({.parameters = {{"days", "31"}}})->version, version);
  auto moved = files();
  for (PackFile& file : moved) file.path = "elsewhere/" + file.path;
  EXPECT_EQ(load(moved).definition->version, version);
  moved[1].text += "# a remark\n";
  EXPECT_NE(load(moved).definition->version, version);
}

TEST(Load, TitlesFallBackToTheOtherLanguage) {
  EXPECT_EQ((Title{"a", "b"}.in(Language::hebrew)), "b");
  EXPECT_EQ((Title{"a", ""}.in(Language::hebrew)), "a");
  EXPECT_EQ((Title{"", "b"}.in(Language::english)), "b");
}

TEST(ReadPack, FindsBuiltInPacksAndFolders) {
  auto built_in = read_pack("hyper");
  ASSERT_TRUE(built_in);
  EXPECT_EQ(built_in->front().path, "hyper/pack.yaml");
  auto folder = read_pack(TENURE_SOURCE_DIR "/packs/hyper/");
  ASSERT_TRUE(folder);
  ASSERT_EQ(folder->size(), built_in->size());
  for (size_t i = 0; i < folder->size(); ++i) EXPECT_EQ((*folder)[i].text, (*built_in)[i].text);
  EXPECT_EQ(load(*folder).definition->version, load(*built_in).definition->version);
  EXPECT_EQ(read_pack("hypper").error(),
            (Error{"unknown-pack", {{"name", "hypper"}, {"nearest", "hyper"}}}));
  EXPECT_EQ(read_pack("./no/such/folder").error().code, "unreadable-pack");
}

class Packs : public testing::TestWithParam<const char*> {};
TEST_P(Packs, LoadWithoutAFault) {
  auto files = read_pack(GetParam());
  ASSERT_TRUE(files);
  Loaded result = load(*files);
  for (const Fault& fault : result.faults) ADD_FAILURE() << to_string(fault, Language::english);
  ASSERT_TRUE(result.definition);
  std::vector<Fault> found = check(*result.definition);
  for (const Fault& fault : found) ADD_FAILURE() << to_string(fault, Language::english);
}
INSTANTIATE_TEST_SUITE_P(Shipped, Packs,
                         testing::Values("hyper", "prospectsoft", "tempworks", "leanscale"),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace tenure::lifecycle
