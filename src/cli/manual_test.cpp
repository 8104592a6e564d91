// The pages are what the table of commands says, and the table is complete.
#include "cli/manual.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

namespace tenure::cli {
namespace {

const std::string kDocs = std::string(TENURE_SOURCE_DIR) + "/docs/";

// With UPDATE=1 in the environment the page is written instead.
void expect_page(const std::string& name, const std::string& text) {
  if (std::getenv("UPDATE")) {
    std::ofstream(kDocs + name, std::ios::binary) << text;
    return;
  }
  std::ostringstream found;
  found << std::ifstream(kDocs + name, std::ios::binary).rdbuf();
  EXPECT_EQ(found.str(), text) << "docs/" << name << " is old: run this test with UPDATE=1";
}

TEST(Manual, ManPageIsWhatTheProgramSays) { expect_page("tenure.1", man_page()); }
TEST(Manual, CommandPageIsWhatTheProgramSays) { expect_page("cli.md", manual_page()); }

TEST(Manual, EveryCommandAndOptionIsDescribedInBothLanguages) {
  std::set<std::string_view> codes;
  for (const CatalogueEntry& entry : catalogue()) codes.insert(entry.code);
  for (const Command& command : commands()) {
    EXPECT_TRUE(codes.contains(command.help_code())) << command.name;
    EXPECT_FALSE(command.examples.empty()) << command.name;
    for (const std::string& example : command.examples) {
      EXPECT_NE(example.find("tenure " + command.name), std::string::npos) << example;
    }
    for (const Option& option : command.all_options()) {
      EXPECT_TRUE(codes.contains(option.help_code())) << command.name << " " << option.name;
    }
  }
}

TEST(Manual, ExamplesAreCommandLinesThatParse) {
  for (const Command& command : commands()) {
    for (const std::string& example : command.examples) {
      // The part of a pipe that is ours, without what follows it, be it said of it.
      std::string line = example.substr(example.find("tenure " + command.name) + 7);
      line = line.substr(0, line.find_first_of("|>)#"));
      std::vector<std::string> words;
      std::istringstream stream(line);
      for (std::string word; stream >> word;) words.push_back(word);
      Parsed parsed;
      const auto result = parse(words, parsed);
      EXPECT_TRUE(result) << example << ": " << say(Language::english, result.error());
      EXPECT_EQ(parsed.command, &command) << example;
    }
  }
}

TEST(Manual, NoOptionStandsTwiceInACommand) {
  for (const Command& command : commands()) {
    std::set<std::string> names;
    for (const Option& option : command.all_options()) {
      EXPECT_TRUE(names.insert(option.name).second) << command.name << " " << option.name;
      const bool fresh = option.short_name.empty() || names.insert(option.short_name).second;
      EXPECT_TRUE(fresh) << command.name << " " << option.short_name;
    }
  }
}

TEST(Manual, CompletionsNameEveryCommandAndOption) {
  for (const char* shell : {"bash", "zsh", "fish"}) {
    const std::string script = completion_script(shell);
    for (const Command& command : commands()) {
      EXPECT_NE(script.find(command.name.substr(command.name.rfind(' ') + 1)), std::string::npos) << shell << command.name;
      for (const Option& option : command.all_options()) {
        if (option.word()) continue;
        const std::string name = std::string(shell) == "fish" ? "-l " + option.name.substr(2) : option.name;
        EXPECT_NE(script.find(name), std::string::npos) << shell << " " << name;
      }
    }
  }
}

}  // namespace
}  // namespace tenure::cli
