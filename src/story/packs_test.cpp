// The shipped packs do what their stories say.
#include <gtest/gtest.h>

#include "story/story.h"

namespace tenure::story {
namespace {

class ShippedPack : public testing::TestWithParam<const char*> {};

TEST_P(ShippedPack, LoadsWithoutAFault) {
  const auto files = lifecycle::read_pack(TENURE_SOURCE_DIR "/packs/" + std::string(GetParam()));
  ASSERT_TRUE(files) << say(Language::english, files.error());
  for (const lifecycle::Fault& fault : lifecycle::load(*files).faults) {
    ADD_FAILURE() << lifecycle::to_string(fault, Language::english);
  }
}

// What a person reads has a name in both languages: a field without a title stands on the page as its id.
TEST_P(ShippedPack, NamesWhatItShowsInBothLanguages) {
  const auto files = lifecycle::read_pack(TENURE_SOURCE_DIR "/packs/" + std::string(GetParam()));
  const lifecycle::DefinitionPtr definition = lifecycle::load(*files).definition;
  ASSERT_TRUE(definition);
  const auto named = [](const lifecycle::Title& title, std::string_view what, std::string_view id) {
    EXPECT_FALSE(title.english.empty() || title.english == id) << what << " " << id << " has no English title";
    EXPECT_FALSE(title.hebrew.empty() || title.hebrew == id) << what << " " << id << " has no Hebrew title";
  };
  named(definition->title, "the pack", definition->pack);
  for (const auto& measure : definition->measures) named(measure.title, "measure", measure.name);
  for (const auto& property : definition->properties) named(property.title, "property", property.name);
  for (const auto& parameter : definition->parameters) named(parameter.title, "parameter", parameter.name);
  for (const auto& list : definition->lists)
    for (size_t i = 0; i < list.ids.size(); ++i) named(list.titles[i], "choice of " + list.name, list.ids[i]);
  for (const auto& lifecycle : definition->lifecycles) {
    named(lifecycle.title, "lifecycle", lifecycle.name);
    for (const auto& stage : lifecycle.stages) named(stage.title, "stage", stage.id);
    for (const auto& declaration : lifecycle.declarations) named(declaration.title, "declaration", declaration.id);
    for (const auto& gate : lifecycle.gates) named(gate.title, "gate", gate.id);
  }
}

TEST_P(ShippedPack, PassesItsStories) {
  const auto outcomes = run_pack(TENURE_SOURCE_DIR "/packs/" + std::string(GetParam()));
  ASSERT_TRUE(outcomes) << say(Language::english, outcomes.error());
  EXPECT_GT(outcomes->size(), 30u);
  for (const Outcome& outcome : *outcomes) {
    if (outcome.failures.empty()) continue;
    ADD_FAILURE() << outcome.id << " " << outcome.title << "\n"
                  << to_string(outcome, Language::english);
  }
}

TEST_P(ShippedPack, TravelsInTheProgramWithItsStories) {
  const auto inside = run_pack(GetParam()),
             outside = run_pack(TENURE_SOURCE_DIR "/packs/" + std::string(GetParam()));
  ASSERT_TRUE(inside && outside);
  EXPECT_EQ(inside->size(), outside->size());
}

TEST(RunPack, AnUnknownPackIsRefused) {
  EXPECT_EQ(run_pack("hypper").error().code, "unknown-pack");
}

INSTANTIATE_TEST_SUITE_P(Packs, ShippedPack,
                         testing::Values("hyper", "prospectsoft", "tempworks", "leanscale"),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace tenure::story
