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
