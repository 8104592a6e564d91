// The histories that check() shows are stories that come out as they say.
#include <gtest/gtest.h>

#include "lifecycle/fixtures.h"
#include "story/story.h"

namespace tenure::story {
namespace {

namespace fixtures = lifecycle::fixtures;

TEST(History, OfEveryFaultPlaysAsItSays) {
  int played = 0;
  for (const FolderFile& file : fixtures::all()) {
    fixtures::Fixture fixture = fixtures::read_fixture(file);
    lifecycle::Loaded loaded = lifecycle::load(fixture.files, fixture.settings);
    if (!loaded.definition) continue;
    for (const lifecycle::Fault& fault : lifecycle::check(*loaded.definition)) {
      if (fault.history.empty()) continue;
      std::string text = "story " + fault.code + " " + file.name + "\n";
      for (const std::string& line : fault.history) text += line + "\n";
      for (const Outcome& outcome : run(fixture.files, "history", text))
        EXPECT_TRUE(outcome.failures.empty()) << to_string(outcome, Language::english) << text;
      ++played;
    }
  }
  EXPECT_GT(played, 10);
}

}  // namespace
}  // namespace tenure::story
