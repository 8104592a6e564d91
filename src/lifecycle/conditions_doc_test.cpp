// docs/conditions.md tells the truth: each of its lines `expression -> value` is evaluated, and no
// function of the language is left out.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "expression/program.h"

namespace tenure::lifecycle {
namespace {

std::string page() {
  std::ifstream in(TENURE_SOURCE_DIR "/docs/conditions.md", std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

TEST(ConditionsPage, EveryExampleComesOutAsItSays) {
  expression::RecordType nothing;
  expression::RecordScope scope(&nothing, {}, &nothing);
  std::istringstream lines(page());
  int examples = 0;
  for (std::string line; std::getline(lines, line);) {
    size_t arrow = line.find(" ->");
    if (!line.starts_with("    ") || arrow == std::string::npos) continue;
    std::string text = line.substr(4, arrow - 4);
    std::string expected = line.size() > arrow + 4 ? line.substr(arrow + 4) : "";
    auto program = expression::compile(text, scope);
    ASSERT_TRUE(program) << text;
    expression::Arena arena;
    auto cell = program->evaluate({.sources = {}, .now = {}, .zone = nullptr, .arena = &arena});
    EXPECT_EQ(to_text(expression::to_value(cell, program->type())), expected) << text;
    ++examples;
  }
  EXPECT_GT(examples, 25);
}

TEST(ConditionsPage, NamesEveryFunction) {
  std::string text = page();
  for (const expression::Signature& signature : expression::signatures()) {
    std::string name(signature.name);
    EXPECT_TRUE(text.find("`" + name + "(") != std::string::npos ||
                text.find("`" + name + "`") != std::string::npos)
        << name;
  }
}

}  // namespace
}  // namespace tenure::lifecycle
