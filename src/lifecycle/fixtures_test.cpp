// Every fixture has just the faults that it says. UPDATE=1 rewrites the expectations; read the diff.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "lifecycle/fixtures.h"

namespace tenure::lifecycle {
namespace {

using fixtures::Fixture;
using fixtures::kExpect;
using fixtures::kLife;
using fixtures::kPack;
using fixtures::read_fixture;

std::vector<Fault> faults_of(const Fixture& fixture) {
  Loaded loaded = load(fixture.files, fixture.settings);
  EXPECT_EQ(loaded.definition == nullptr,
            std::ranges::any_of(loaded.faults, [](const Fault& f) { return f.severity == Severity::error; }));
  if (loaded.definition)
    for (Fault& fault : check(*loaded.definition)) loaded.faults.push_back(std::move(fault));
  return std::move(loaded.faults);
}

class Fixtures : public testing::TestWithParam<FolderFile> {};

TEST_P(Fixtures, HasJustTheseFaults) {
  Fixture fixture = read_fixture(GetParam());
  std::string found;
  for (const Fault& fault : faults_of(fixture)) {
    std::string said = to_string(fault, Language::english);
    for (const PackFile& file : fixture.files)
      if (said.starts_with(file.path + ":")) said.erase(0, file.path.size() + 1);
    found += said + "\n";
    std::string hebrew = to_string(fault, Language::hebrew);
    EXPECT_THAT(hebrew, testing::HasSubstr("שגיאה"));
    for (const std::string& text : {said, hebrew})  // every {name} of the sentence was given
      EXPECT_THAT(text, testing::Not(testing::ContainsRegex("[{][a-z]+[}]"))) << text;
  }
  if (std::getenv("UPDATE") != nullptr && found != fixture.expected) {
    std::ofstream rewritten(fixtures::kFolder + "/" + GetParam().name, std::ios::binary);
    rewritten << fixture.body;
    std::istringstream lines(found);
    for (std::string line; std::getline(lines, line);) rewritten << kExpect << line << "\n";
    return;
  }
  EXPECT_EQ(found, fixture.expected);
}

INSTANTIATE_TEST_SUITE_P(All, Fixtures, testing::ValuesIn(fixtures::all()), [](const auto& info) {
  std::string name = info.param.name.substr(0, info.param.name.find('.'));
  std::ranges::replace(name, '-', '_');
  return name;
});

// Every sentence that this room can say of a definition is said by some fixture.
TEST(FixtureCoverage, EveryFaultIsShown) {
  static const std::set<std::string_view> elsewhere{
      "fault-error",    "fault-warning",    // parts of every fault
      "unknown-pack",   "unreadable-pack",  // load_test.cpp
      "yaml-too-large", "yaml-too-deep",    // yaml_test.cpp
      "too-many-names", "too-many-rules",   "too-many-timers", "too-many-declarations",
      "no-pack-file"};                      // below
  std::set<std::string> shown;
  for (const FolderFile& file : fixtures::all())
    for (const Fault& fault : faults_of(read_fixture(file))) {
      shown.insert(fault.code);
      for (const auto& [name, value] : fault.arguments)
        if (name == "reason") shown.insert(value);  // a row of its own
    }
  for (const CatalogueEntry& entry : catalogue()) {
    if (entry.file != "text/lifecycle.txt" || elsewhere.contains(entry.code)) continue;
    EXPECT_TRUE(shown.contains(std::string(entry.code))) << entry.code << " is in no fixture";
  }
}

std::vector<std::string> codes(const std::vector<PackFile>& files) {
  std::vector<std::string> out;
  for (const Fault& fault : load(files).faults) out.push_back(fault.code);
  return out;
}

TEST(Bounds, NothingIsUnbounded) {
  EXPECT_THAT(codes({}), testing::ElementsAre("no-pack-file"));
  auto with = [](const std::string& pack, const std::string& life) {
    return codes({{"pack.yaml", kPack + pack}, {"life.yaml", kLife + life}});
  };
  auto repeat = [](int count, auto&& item) {
    std::string out;
    for (int i = 0; i < count; ++i) out += item(std::to_string(i));
    return out;
  };
  EXPECT_THAT(with("lists:\n  l:\n" + repeat(4097, [](auto i) { return "    i" + i + ": {en: x}\n"; }), ""),
              testing::ElementsAre("too-many-names"));
  EXPECT_THAT(with("", "rules:\n" + repeat(513, [](auto i) {
                         return "  - {id: r" + i + ", on: order.placed, to: new}\n";
                       })),
              testing::ElementsAre("too-many-rules"));
  EXPECT_THAT(with("", "timers:\n" + repeat(513, [](auto i) {
                         return "  - {id: t" + i + ", at: {since: life_since, days: 1}, to: new}\n";
                       })),
              testing::ElementsAre("too-many-timers"));
  EXPECT_THAT(with("", "declarations:\n" + repeat(513, [](auto i) {
                         return "  d" + i + ": {title: {en: D}, to: new}\n";
                       })),
              testing::ElementsAre("too-many-declarations"));
}

}  // namespace
}  // namespace tenure::lifecycle
