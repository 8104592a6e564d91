// recognise(): rules by name, positions, limits.
#include <gtest/gtest.h>

#include <chrono>

#include "expression/expression.h"

namespace tenure::expression {
namespace {

struct Case {
  const char* rule;
  const char* input;
  int64_t position;  // -1: follows the rule
};

class Recognise : public testing::TestWithParam<Case> {};

TEST_P(Recognise, rule) {
  const Case& c = GetParam();
  auto result = recognise(c.rule, c.input);
  EXPECT_EQ(result.has_value() ? -1 : result.error().position, c.position) << c.rule << ": " << c.input;
  if (!result) {
    EXPECT_EQ(result.error().code, "expression-syntax");
  }
}

INSTANTIATE_TEST_SUITE_P(
    rules, Recognise,
    testing::Values(
        Case{"boolCommonExpr", "name eq 'Milk' and price lt 2.55", -1},
        Case{"BOOLCOMMONEXPR", "NOT contains(name,'x')", -1},
        Case{"boolCommonExpr", "stage has NS.Stage'a,b' and x", -1},
        Case{"commonExpr", "stage has NS.Stage'a' add 1", 22},
        Case{"commonExpr", "1 add stage has NS.Stage'a' eq 2", -1},
        Case{"commonExpr", "x in ('a','b') or y in [1,2]", -1},
        Case{"commonExpr", "x in (a,b)", 7},
        Case{"commonExpr", "x eq ('a','b')", 9},
        Case{"commonExpr", "", 0},
        Case{"commonExpr", "x eq", 4},
        Case{"commonExpr", "any()", 3},
        Case{"commonExpr", "lines/any(l:l/qty gt 5", 22},
        Case{"commonExpr", "any eq 1 or all/x gt 2", -1},
        Case{"commonExpr", "case(x gt 1:2,true:null)", -1},
        Case{"commonExpr", "lines/any(l:l/qty gt 5) and lines/$count gt 2", -1},
        Case{"commonExpr", "cast(x,Edm.Int64) mul -y", -1},
        Case{"commonExpr", "name%20eq%20%27O%27%27Neil%27", -1},
        Case{"commonExpr", "name eq 'שלום עולם'", -1},
        Case{"filter", "$filter=active", -1},
        Case{"filter", "$filter= active", 9},
        Case{"orderby", "$orderby=name asc,length(name) desc,x", -1},
        Case{"orderbyItem", "name down", 5},
        Case{"search", "$search=(a OR \"b c\") NOT d", -1},
        Case{"searchExpr", "\"open", 5},
        Case{"compute", "$compute=a mul b as c", -1},
        Case{"select", "$select=name,parent/name,lines($filter=qty gt 1)", -1},
        Case{"expand", "$expand=contacts($select=name;$top=3),parent/$ref", -1},
        Case{"primitiveLiteral", "2026-11-21T10:00:00.5+02:00", -1},
        Case{"primitiveLiteral", "01234567-89ab-cdef-0123-456789abcdef", -1},
        Case{"primitiveLiteral", "geography'SRID=0;Point(142.1 64.1)'", -1},
        Case{"dateValue", "2026-13-01", 6},
        Case{"timeOfDayValue", "24:00", 1},
        Case{"durationValue", "P1Y", 2},
        Case{"guidValue", "01234567-89ab", 13},
        Case{"booleanValue", "True", 0},
        Case{"int64Value", "-42", -1},
        Case{"byteValue", "2555", 3},
        Case{"decimalValue", "42.", 3},
        Case{"doubleValue", "-INF", -1},
        Case{"binaryLiteral", "binary'T0RhdGE'", -1},
        Case{"enumLiteral", "NS.Color'Red,-2'", -1},
        Case{"arrayOrObject", "{\"a\":[1,\"x\",name add 1]}", -1},
        Case{"parameterAlias", "@p", -1},
        Case{"caseMethodCallExpr", "case(a:1)", -1},
        Case{"odataIdentifier", "1a", 0}));

TEST(RecogniseLimits, unknown_rules_offer_the_nearest) {
  auto result = recognise("boolComonExpr", "x");
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, "unknown-rule");
  EXPECT_EQ(result.error().arguments[1].second, "boolCommonExpr");
}

TEST(RecogniseLimits, O5_hostile_nesting_is_refused_at_once) {
  std::string nots, chain = "1";
  for (int i = 0; i < 10'000; ++i) nots += "not ";
  for (int i = 0; i < 10'000; ++i) chain += " add 1";
  for (const std::string& text :
       {std::string(10'000, '('), nots + "true", chain, std::string(100'000, 'a')}) {
    auto result = recognise("commonExpr", text);
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().code, "expression-too-complex");
  }
  EXPECT_EQ(recognise("commonExpr", "a\xff").error().code, "invalid-text");
}

}  // namespace
}  // namespace tenure::expression
