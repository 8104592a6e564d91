#include "odata/url.h"

#include <gtest/gtest.h>

namespace tenure::odata {
namespace {

// One case a line: the path as it comes, and what it is taken for; "!code" when it is refused.
std::string shown(std::string_view raw) {
  const Result<Path> path = parse_path(raw);
  if (!path) return "!" + path.error().code;
  std::string out;
  for (const Segment& segment : path->segments) {
    out += "/" + segment.name;
    if (!segment.has_parentheses || segment.name.starts_with('$')) continue;
    out += '(';
    for (const auto& [name, value] : segment.arguments) {
      if (out.back() != '(') out += ';';
      out += name + ":" + (value.alias.empty() ? to_literal(value.value) : "@" + value.alias);
    }
    out += ')';
  }
  return out;
}

TEST(Url, PathsAreTakenApart) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"", ""},
      {"/accounts", "/accounts"},
      {"/accounts('C-1')", "/accounts(:'C-1')"},
      {"/accounts(%27C-1%27)", "/accounts(:'C-1')"},
      {"/accounts('O''Neil')", "/accounts(:'O''Neil')"},
      {"/accounts('a%2Fb')/orders", "/accounts(:'a/b')/orders"},
      {"/accounts(key='C-1')", "/accounts(key:'C-1')"},
      {"/stage_spells(account='A',lifecycle='l',stage='s')",
       "/stage_spells(account:'A';lifecycle:'l';stage:'s')"},
      {"/accounts(@k)", "/accounts(:@k)"},
      {"/facts(-12)", "/facts(:-12)"},
      {"/facts(12)/$count", "/facts(:12)/$count"},
      {"/accounts('x')/tenure.explain(at=2026-01-01T00:00:00Z)",
       "/accounts(:'x')/tenure.explain(at:2026-01-01T00:00:00Z)"},
      {"/accounts('a,b')", "/accounts(:'a,b')"},
      {"/accounts('a)b')", "/accounts(:'a)b')"},
      {"/accounts()", "/accounts()"},
      {"/accounts(1 or 1=1)", "!odata-syntax"},
      {"/accounts('a','b')", "!odata-syntax"},
      {"/accounts('a'", "!odata-syntax"},
      {"/accounts('a')x", "!odata-syntax"},
      {"/accounts(a=1,a=2)", "!duplicate-name"},
      {"/acc%2", "!invalid-address"},
      {"/acc%00", "!invalid-address"},
      {"/acc%ff", "!invalid-address"},
      {"/accounts//orders", "!invalid-address"},
  };
  for (const auto& [raw, expected] : cases) EXPECT_EQ(shown(raw), expected) << raw;
}

TEST(Url, H16_AnOptionGivenTwiceIsRefused) {
  EXPECT_EQ(parse_options("$filter=a&filter=b").error().code, "duplicate-query-option");
  EXPECT_EQ(parse_options("$FILTER=a&$Filter=b").error().code, "duplicate-query-option");
}

TEST(Url, OptionsNeedNoDollarAndNoCase) {
  const Result<Options> options = parse_options("TOP=5&%24Select=name&@p=%27x%27&as_of=2026&a+b=c+d");
  ASSERT_TRUE(options.has_value());
  EXPECT_EQ(*options->find("top"), "5");
  EXPECT_EQ(*options->find("select"), "name");
  EXPECT_EQ(*options->find_alias("p"), "'x'");
  EXPECT_EQ(*options->find_custom("as_of"), "2026");
  EXPECT_EQ(*options->find_custom("a+b"), "c+d");  // a plus sign is a plus sign
}

TEST(Url, UnknownSystemOptionsAreRefusedWithTheNearest) {
  const Result<Options> options = parse_options("$fliter=x");
  ASSERT_FALSE(options.has_value());
  EXPECT_EQ(options.error().code, "unknown-query-option");
  EXPECT_EQ(options.error().arguments[1].second, "$filter");
}

TEST(Url, LiteralsComeBack) {
  for (const std::string_view text : {"'it''s'", "12", "-12", "1.5", "true", "null", "2026-01-01",
                                      "2026-01-01T10:00:00Z", "''"}) {
    const Result<Value> value = parse_literal(text);
    ASSERT_TRUE(value.has_value()) << text;
    EXPECT_EQ(to_literal(*value), text);
  }
  EXPECT_EQ(to_literal(*parse_literal("-0E0")), "0");
  for (const std::string_view text : {"", " 1", "(1)", "1 add 2", "name", "'a"}) {
    EXPECT_FALSE(parse_literal(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace tenure::odata
