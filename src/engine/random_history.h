#pragma once
// Random histories of the shipped packs, for the laws of the fold.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "engine/owned_fact.h"

namespace tenure::engine {

using lifecycle::DefinitionPtr;

inline DefinitionPtr pack(const std::string& name, const std::string& zone = "UTC",
                          std::vector<std::pair<std::string, std::string>> parameters = {}) {
  const auto files = lifecycle::read_pack(name);
  if (!files) return nullptr;
  lifecycle::Settings settings;
  settings.zone = *TimeZone::load(zone);
  settings.parameters = std::move(parameters);
  const lifecycle::Loaded loaded = lifecycle::load(*files, settings);
  for (const auto& fault : loaded.faults) ADD_FAILURE() << to_string(fault, Language::english);
  return loaded.definition;
}

inline const std::vector<DefinitionPtr>& packs() {
  static const std::vector<DefinitionPtr> all = {pack("prospectsoft"), pack("prospectsoft", "Asia/Jerusalem"),
                                                 pack("hyper"), pack("tempworks"),
                                                 pack("leanscale", "America/New_York")};
  return all;
}

// A believable body: few ids so that opportunities close and reopen, some nulls.
inline Value random_value(const expression::Type& type, const std::string& name, const Definition& definition) {
  if (name == "lifecycle") return definition.lifecycles[*rc::gen::inRange<size_t>(0, definition.lifecycles.size())].name;
  if (name == "stage" || name == "declaration") {
    const auto& cycle = definition.lifecycles[0];
    if (name == "stage") return cycle.stages[*rc::gen::inRange<size_t>(0, cycle.stages.size())].id;
    if (!cycle.declarations.empty()) {
      return cycle.declarations[*rc::gen::inRange<size_t>(0, cycle.declarations.size())].id;
    }
  }
  if (*rc::gen::inRange(0, 4) == 0) return Null{};
  switch (type.kind) {
    case expression::Kind::boolean: return *rc::gen::arbitrary<bool>();
    case expression::Kind::int64: return static_cast<int64_t>(*rc::gen::inRange(0, 6));
    case expression::Kind::decimal: return Decimal::from_parts(*rc::gen::inRange(-50, 100000), 2);
    case expression::Kind::string: return "id" + std::to_string(*rc::gen::inRange(0, 4));
    case expression::Kind::instant: return Instant{*rc::gen::inRange<int64_t>(0, 2'000) * kMicrosPerDay};
    case expression::Kind::date: return Date{*rc::gen::inRange(10'000, 20'000)};
    default: return Null{};
  }
}

inline OwnedFact random_fact(const Definition& definition, int number, std::optional<uint16_t> of_kind = {}) {
  OwnedFact fact;
  fact.kind = of_kind ? *of_kind : *rc::gen::inRange<uint16_t>(0, static_cast<uint16_t>(definition.kinds.size()));
  // Half-days over six years: equal instants happen, and so do years of silence.
  fact.at = Instant{(*rc::gen::inRange<int64_t>(0, 4'400)) * (kMicrosPerDay / 2)};
  fact.key = "k" + std::to_string(number);
  fact.actor = "someone";
  fact.id = number + 1;
  const auto& kind = definition.kinds[fact.kind];
  for (size_t f = 0; f < kind.body_fields; ++f) {
    fact.body.push_back(random_value(kind.fields.fields[f].type, kind.fields.fields[f].name, definition));
  }
  return fact;
}

inline std::vector<OwnedFact> random_history(const Definition& definition) {
  std::vector<OwnedFact> facts;
  const int count = *rc::gen::inRange(0, 40);
  for (int i = 0; i < count; ++i) facts.push_back(random_fact(definition, i));
  return facts;
}

inline std::vector<Fact> in_order(const FactViews& views) {
  std::vector<Fact> facts(views.facts().begin(), views.facts().end());
  std::ranges::sort(facts, before);
  return facts;
}

inline DefinitionPtr any_pack() {
  const DefinitionPtr definition = packs()[*rc::gen::inRange<size_t>(0, packs().size())];
  RC_ASSERT(definition.get() != nullptr);
  return definition;
}

inline const Instant kUntil{4'000 * kMicrosPerDay};

}  // namespace tenure::engine
