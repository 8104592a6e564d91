#include "base/shape.h"

#include <gtest/gtest.h>

namespace tenure {
namespace {

constexpr NamedShape kBook[] = {
    {"title", "{en: text, he: text}"},
    {"user", "{key: text, name: text?, age?: int, title: title}"},
};
constexpr NamedShape kMore[] = {{"made", "{...user, at: instant}"}};

const Shapes& shapes() {
  static const Shapes shapes{kBook, kMore};
  return shapes;
}
std::string schema(std::string_view shape) {
  std::string text;
  json::Writer out(text);
  shapes().write_schema(out, shape, "#/");
  return text;
}
std::string fault(std::string_view shape, std::string_view json) {
  const Result<Value> value = json::parse(json);
  EXPECT_TRUE(value.has_value()) << json;
  return shapes().misfit(shape, *value);
}

TEST(Shape, a_value_of_each_kind_fits_and_another_does_not) {
  const struct {
    std::string_view shape, fits, misfits;
  } cases[] = {
      {"text", R"("a")", "1"},
      {"flag", "true", R"("true")"},
      {"int", "7", "7.5"},
      {"number", "7.5", R"("7.5")"},
      {"instant", R"("2026-01-01T00:00:00Z")", R"("soon")"},
      {"date", R"("2026-01-01")", R"("2026")"},
      {"'yes'|'no'", R"("no")", R"("maybe")"},
      {"[int]", "[1,2]", R"([1,"2"])"},
      {"{*: int}", R"({"a":1,"b":2})", R"({"a":"1"})"},
      {"{a: int, b?: int}", R"({"a":1})", R"({"b":1})"},
      {"{a: int}", R"({"a":1})", R"({"a":1,"c":1})"},
      {"title", R"({"en":"a","he":"b"})", R"({"en":"a"})"},
      {"[title?]", R"([null,{"en":"a","he":"b"}])", "[1]"},
      {"text?", "null", "1"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(fault(c.shape, c.fits), "") << c.shape;
    EXPECT_NE(fault(c.shape, c.misfits), "") << c.shape;
    EXPECT_EQ(fault(c.shape, "null").empty(), c.shape.ends_with('?')) << c.shape;
  }
  EXPECT_EQ(fault("any", "null"), "");
  EXPECT_EQ(fault("any", "{}"), "");
}

TEST(Shape, a_misfit_says_where) {
  EXPECT_EQ(fault("[user]", R"([{"key":"a","name":null,"title":{"en":"x","he":2}}])"), "0/title/he: no text");
  EXPECT_EQ(fault("user", R"({"key":"a","name":null})"), "title: missing");
  EXPECT_EQ(fault("user", R"({"key":"a","more":1})"), "more: no such member");
  EXPECT_EQ(fault("{a: [text]}", R"({"a":{}})"), "a: no list");
}

TEST(Shape, an_object_takes_over_what_another_has) {
  EXPECT_EQ(fault("made", R"({"key":"a","name":"b","title":{"en":"x","he":"y"},"at":"2026-01-01T00:00:00Z"})"), "");
  EXPECT_EQ(fault("made", R"({"key":"a","name":"b","title":{"en":"x","he":"y"}})"), "at: missing");
}

TEST(Shape, a_schema_says_the_same) {
  EXPECT_EQ(schema("text?"), R"({"type":["string","null"]})");
  EXPECT_EQ(schema("any"), "{}");
  EXPECT_EQ(schema("title?"), R"({"anyOf":[{"$ref":"#/title"},{"type":"null"}]})");
  EXPECT_EQ(schema("[{at: instant, n?: int}]"),
            R"({"type":"array","items":{"type":"object","properties":{"at":{"type":"string","format":"date-time"},)"
            R"("n":{"type":"integer","format":"int64"}},"required":["at"]}})");
  EXPECT_EQ(schema("'a'|'b'?"), R"({"type":["string","null"],"enum":["a","b",null]})");
  EXPECT_EQ(schema("{*: date}"), R"({"type":"object","additionalProperties":{"type":"string","format":"date"}})");
}

}  // namespace
}  // namespace tenure
