#include "base/value.h"

#include <gtest/gtest.h>

#include <limits>

namespace tenure {
namespace {

Value list(std::vector<Value> items) {
  return std::make_shared<const List>(List{std::move(items)});
}
Value object(std::vector<std::pair<std::string, Value>> members) {
  return std::make_shared<const Object>(Object{std::move(members)});
}

TEST(Value, EqualByContent) {
  std::vector<Value> distinct = {Null{},
                                 true,
                                 false,
                                 1,
                                 2,
                                 Decimal(1),
                                 1.0,
                                 1.5,
                                 "1",
                                 "",
                                 Guid{},
                                 Date{1},
                                 Instant{1},
                                 TimeOfDay{1},
                                 Duration{1},
                                 Binary{"1"},
                                 list({}),
                                 list({1}),
                                 list({1, 2}),
                                 list({2, 1}),
                                 list({list({1})}),
                                 object({}),
                                 object({{"a", 1}}),
                                 object({{"a", 2}}),
                                 object({{"b", 1}}),
                                 object({{"a", 1}, {"b", 2}}),
                                 object({{"a", 2}, {"b", 1}})};
  for (size_t i = 0; i < distinct.size(); ++i) {
    for (size_t j = 0; j < distinct.size(); ++j)
      EXPECT_EQ(distinct[i] == distinct[j], i == j) << i << ' ' << j;
  }
  EXPECT_EQ(list({1, "a", list({Null{}})}), list({1, "a", list({Null{}})}));
  EXPECT_EQ(object({{"a", 1}, {"b", 2}}), object({{"b", 2}, {"a", 1}}));  // order is no content
  EXPECT_EQ(Value(*Decimal::parse("1.0")), Value(*Decimal::parse("1.00")));
}

TEST(Value, ToText) {
  struct Case {
    Value value;
    const char* text;
  } cases[] = {
      {Null{}, ""},
      {true, "true"},
      {false, "false"},
      {-5, "-5"},
      {*Decimal::parse("1.50"), "1.50"},
      {0.1, "0.1"},
      {std::numeric_limits<double>::infinity(), "INF"},
      {-std::numeric_limits<double>::infinity(), "-INF"},
      {std::numeric_limits<double>::quiet_NaN(), "NaN"},
      {"שלום", "שלום"},
      {*parse_guid("0F8FAD5B-d9cb-469f-a165-70867728950e"), "0f8fad5b-d9cb-469f-a165-70867728950e"},
      {*parse_date("2026-11-21"), "2026-11-21"},
      {*parse_instant("2026-11-21T10:00:00Z"), "2026-11-21T10:00:00Z"},
      {*parse_time_of_day("10:00"), "10:00:00"},
      {*parse_duration("P1DT2H"), "P1DT2H"},
      {Binary{std::string("\xfb\xff\x00", 3)}, "-_8A"},
      {list({1, "a", Null{}}), "[1,\"a\",null]"},
      {object({{"a", true}}), "{\"a\":true}"},
  };
  for (const Case& c : cases) EXPECT_EQ(to_text(c.value), c.text);
}

TEST(Value, Base64Url) {
  const char* cases[][2] = {{"", ""},        {"f", "Zg"},        {"fo", "Zm8"},
                            {"foo", "Zm9v"}, {"foob", "Zm9vYg"}, {"foobar", "Zm9vYmFy"}};
  for (auto& c : cases) EXPECT_EQ(base64url(c[0]), c[1]);
}

TEST(Guid, RefusesWhatIsNone) {
  for (const char* text :
       {"", "0f8fad5b", "0f8fad5bd9cb469fa16570867728950e", "0f8fad5b-d9cb-469f-a165-70867728950",
        "0f8fad5b-d9cb-469f-a165-70867728950g", "0f8fad5b-d9cb-469f-a165-70867728950e0",
        "{0f8fad5b-d9cb-469f-a165-70867728950", "0f8fad5b-d9cb-469f-a165070867728950e"}) {
    auto guid = parse_guid(text);
    ASSERT_FALSE(guid) << text;
    EXPECT_EQ(guid.error().code, "invalid-guid");
  }
}

}  // namespace
}  // namespace tenure
