#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/command.h"

namespace tenure::cli {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Parsed understood(const std::vector<std::string>& words) {
  Parsed parsed;
  const auto result = parse(words, parsed);
  EXPECT_TRUE(result) << result.error().code;
  return parsed;
}

Error refused(const std::vector<std::string>& words) {
  Parsed parsed;
  const auto result = parse(words, parsed);
  EXPECT_FALSE(result);
  return result ? Error{} : result.error();
}

std::string argument(const Error& error, std::string_view name) {
  for (const auto& [key, value] : error.arguments) {
    if (key == name) return value;
  }
  return "(none)";
}

TEST(Parse, OptionsMayStandBeforeAndAfterTheCommand) {
  for (const auto& words : {std::vector<std::string>{"--db", "x.db", "-q", "board", "-o", "json", "--at", "2026-01-01"},
                            std::vector<std::string>{"board", "--at=2026-01-01", "-ojson", "--db=x.db", "--quiet"}}) {
    const Parsed parsed = understood(words);
    ASSERT_TRUE(parsed.command);
    EXPECT_EQ(parsed.command->name, "board");
    EXPECT_EQ(parsed.given.text("--db"), "x.db");
    EXPECT_EQ(parsed.given.text("--at"), "2026-01-01");
    EXPECT_EQ(parsed.given.text("--output"), "json");
    EXPECT_TRUE(parsed.given.has("--quiet"));
    EXPECT_FALSE(parsed.given.has("--verbose"));
  }
}

TEST(Parse, AnOptionsValueIsNoCommand) {
  const Parsed parsed = understood({"--db", "board", "log", "--account", "log"});
  EXPECT_EQ(parsed.command->name, "log");
  EXPECT_EQ(parsed.given.text("--db"), "board");
  EXPECT_EQ(parsed.given.text("--account"), "log");
}

TEST(Parse, CommandsOfTwoWords) {
  EXPECT_EQ(understood({"report", "--db", "x", "rfm", "--method", "quantile"}).command->name, "report rfm");
  const Parsed group = understood({"report"});
  EXPECT_EQ(group.command, nullptr);
  EXPECT_EQ(group.group, "report");
}

TEST(Parse, WordsInOrderTheRestForTheLast) {
  const Parsed parsed =
      understood({"fact", "C-1", "order.placed", "amount=-5", "--at", "2026-01-01", "note=[a,b]", "x=a=b"});
  EXPECT_EQ(parsed.given.text("ACCOUNT"), "C-1");
  EXPECT_EQ(parsed.given.text("KIND"), "order.placed");
  EXPECT_THAT(parsed.given.list("FIELD=VALUE"), ElementsAre("amount=-5", "note=[a,b]", "x=a=b"));
  EXPECT_EQ(understood({"explain", "--", "-5"}).given.text("ACCOUNT"), "-5");
  EXPECT_EQ(understood({"explain", "[a,b]"}).given.text("ACCOUNT"), "[a,b]");
}

TEST(Parse, RepeatedOptions) {
  const Parsed parsed = understood({"init", "--pack", "hyper", "--set", "a=1", "--set", "b=[x,y]"});
  EXPECT_THAT(parsed.given.list("--set"), ElementsAre("a=1", "b=[x,y]"));
  const Error twice = refused({"board", "--at", "2026-01-01", "--at", "2026-01-02"});
  EXPECT_EQ(twice.code, "cli.twice");
  EXPECT_EQ(argument(twice, "option"), "--at");
}

TEST(Parse, NamesTheNearest) {
  const Error command = refused({"bord"});
  EXPECT_EQ(command.code, "cli.unknown-command");
  EXPECT_EQ(argument(command, "nearest"), "board");
  const Error option = refused({"board", "--lifecyle=x"});
  EXPECT_EQ(option.code, "cli.unknown-option");
  EXPECT_EQ(argument(option, "option"), "--lifecyle");
  EXPECT_EQ(argument(option, "nearest"), "--lifecycle");
  const Error choice = refused({"board", "-o", "jsn"});
  EXPECT_EQ(choice.code, "cli.unknown-choice");
  EXPECT_EQ(argument(choice, "nearest"), "json");
  const Error report = refused({"report", "flw"});
  EXPECT_EQ(argument(report, "nearest"), "flow");
}

TEST(Parse, AnOptionOfAnotherCommandIsUnknown) {
  EXPECT_EQ(refused({"init", "--pack", "x", "--at", "2026-01-01"}).code, "cli.unknown-option");
  EXPECT_EQ(refused({"--frob"}).code, "cli.unknown-option-nowhere");
}

TEST(Parse, WhatIsMissingOrTooMuch) {
  const Error value = refused({"board", "--at"});
  EXPECT_EQ(value.code, "cli.needs-value");
  EXPECT_EQ(argument(value, "option"), "--at");
  EXPECT_EQ(argument(refused({"fact", "C-1"}), "what"), "KIND");
  EXPECT_EQ(argument(refused({"user", "add", "dana"}), "what"), "--role");
  EXPECT_EQ(understood({"init"}).given.text("--pack"), "");  // it says itself which packs there are
  const Error more = refused({"explain", "C-1", "C-2"});
  EXPECT_EQ(more.code, "cli.too-many");
  EXPECT_EQ(argument(more, "what"), "C-2");
}

TEST(Parse, HelpAndVersionNeedNothingElse) {
  EXPECT_TRUE(understood({"fact", "--help"}).help);
  EXPECT_TRUE(understood({"-h"}).help);
  EXPECT_TRUE(understood({"--version"}).version);
  EXPECT_THAT(understood({}).given.values_, IsEmpty());
}

TEST(Parse, TheLanguageIsKnownEvenWhenTheRestIsWrong) {
  Parsed parsed;
  EXPECT_FALSE(parse({"--lang", "he", "bord"}, parsed));
  EXPECT_EQ(parsed.given.text("--lang"), "he");
}

}  // namespace
}  // namespace tenure::cli
