#include "base/json.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "base/limits.h"

namespace tenure::json {
namespace {

Value list(std::vector<Value> items) {
  return std::make_shared<const List>(List{std::move(items)});
}
Value object(std::vector<std::pair<std::string, Value>> members) {
  return std::make_shared<const Object>(Object{std::move(members)});
}

TEST(Json, Reads) {
  struct Case {
    const char* text;
    Value value;
  } cases[] = {
      {"null", Null{}},
      {" true ", true},
      {"false", false},
      {"0", 0},
      {"-0", 0},
      {"42\n", 42},
      {"-9223372036854775808", std::numeric_limits<int64_t>::min()},
      {"9223372036854775807", std::numeric_limits<int64_t>::max()},
      {"9223372036854775808", *Decimal::parse("9223372036854775808")},
      {"1.50", *Decimal::parse("1.50")},
      {"1e3", Decimal(1000)},
      {"12345678901234567.10", *Decimal::parse("12345678901234567.10")},
      {"1e100", 1e100},
      {"1.5e-200", 1.5e-200},
      {"\"\"", ""},
      {"\"a\\n\\u05d0\\ud83d\\ude00\\/\\\"\"", "a\nא😀/\""},
      {"\"שלום\"", "שלום"},
      {"\"2026-11-21\"", "2026-11-21"},
      {"[]", list({})},
      {"{}", object({})},
      {"[1, [2, []], {\"a\": {}}]", list({1, list({2, list({})}), object({{"a", object({})}})})},
      {"{\"b\":1,\"a\":[true,null],\"\":\"x\"}",
       object({{"b", 1}, {"a", list({true, Null{}})}, {"", "x"}})},
      {"{\"a\":1,\"A\":2}", object({{"a", 1}, {"A", 2}})},
  };
  for (const Case& c : cases) {
    auto value = parse(c.text);
    ASSERT_TRUE(value) << c.text;
    EXPECT_TRUE(*value == c.value) << c.text;
  }
}

TEST(Json, MembersStayInOrder) {
  EXPECT_EQ(write(*parse(R"({"z":1,"a":2.50,"m":[1e2]})")), R"({"z":1,"a":2.50,"m":[100]})");
}

TEST(Json, Refuses) {
  std::string many = "{";
  for (int i = 0; i < 40; ++i) many += "\"k" + std::to_string(i) + "\":1,";
  std::string deep(limits::kJsonDepth + 1, '[');
  struct Case {
    std::string text;
    const char* reason;
    int64_t position;
  } cases[] = {
      {"", "json-empty", 0},
      {"  ", "json-empty", 0},
      {"{", "json-syntax", -1},
      {"[", "json-syntax", -1},
      {"[1", "json-syntax", -1},
      {"[1,]", "json-syntax", -1},
      {"[,1]", "json-syntax", -1},
      {"[1 2]", "json-syntax", -1},
      {"[1}", "json-syntax", -1},
      {"{\"a\"}", "json-syntax", -1},
      {"{\"a\":}", "json-syntax", -1},
      {"{\"a\":1,}", "json-syntax", -1},
      {"{\"a\" 1}", "json-syntax", -1},
      {"{a:1}", "json-syntax", -1},
      {"{1:1}", "json-syntax", -1},
      {"{\"a\":1 \"b\":2}", "json-syntax", -1},
      {"[1]]", "json-syntax", 3},
      {"[1] [2]", "json-syntax", 4},
      {"{}{}", "json-syntax", 2},
      {"1 2", "json-syntax", 2},
      {"null null", "json-syntax", 5},
      {"nul", "json-syntax", 0},
      {"nulll", "json-syntax", 0},
      {"tru", "json-syntax", 0},
      {"[truex]", "json-syntax", 1},
      {"[fals]", "json-syntax", 1},
      {"True", "json-syntax", 0},
      {"NaN", "json-syntax", 0},
      {"[Infinity]", "json-syntax", 1},
      {"01", "json-syntax", 0},
      {"[1.]", "json-syntax", 1},
      {"[.5]", "json-syntax", 1},
      {"[+1]", "json-syntax", 1},
      {"[-]", "json-syntax", 1},
      {"[1e]", "json-syntax", 1},
      {"[1.5e+]", "json-syntax", 1},
      {"[0x10]", "json-syntax", 1},
      {"[1a]", "json-syntax", 1},
      {"'a'", "json-syntax", 0},
      {"// c\n1", "json-syntax", 3},
      {"\"a", "json-unclosed-string", 2},
      {"[\"a]", "json-unclosed-string", 4},
      {"[\"\\x\"]", "json-string", 1},
      {"[\"\\u12\"]", "json-string", 1},
      {"[1,\"\\ud800\"]", nullptr, 3},
      {"[1,\"\\udc00\"]", nullptr, 3},
      {"[1,\"\\ud800\\ud800\"]", nullptr, 3},
      {"[1,\"\\ud800x\"]", nullptr, 3},
      {"{\"\\udfff\":1}", nullptr, 1},
      {"\"\\ud83d\"", nullptr, 0},
      {"[\"\\u0000\"]", "json-nul", 1},
      {"{\"a\\u0000\":1}", "json-nul", 1},
      {"[\"a\nb\"]", "json-control", -1},
      {std::string("[1\0]", 4), "json-syntax", -1},
      {"[\"ab\xff\"]", "json-utf8", 4},
      {"\"\xc0\xaf\"", "json-utf8", 1},
      {"\"\xed\xa0\x80\"", "json-utf8", 1},
      {"\xef\xbb\xbf[]", "json-syntax",
       -1},  // a byte order mark is for files, and for their readers
      {"{\"a\":1,\"a\":2}", "json-duplicate-key", 7},
      {"{\"a\":1,\"\\u0061\":2}", "json-duplicate-key", 7},
      {"[{\"a\":{\"b\":1,\"b\":1}}]", "json-duplicate-key", 13},
      {many + "\"k7\":1}", "json-duplicate-key", static_cast<int64_t>(many.size())},
      {many + "\"k39\":1}", "json-duplicate-key", static_cast<int64_t>(many.size())},
      {"[1e400]", "json-number", 1},
      {"-1e400", "json-number", 0},
      {"[" + std::string(100'000, '9') + "]", "json-number", 1},
      {"0." + std::string(100'000, '0') + "1", "json-number", 0},
      {deep + std::string(limits::kJsonDepth + 1, ']'), "json-depth", limits::kJsonDepth},
      {std::string(100'000, '[') + std::string(100'000, ']'), "json-depth", limits::kJsonDepth},
      {std::string(limits::kJsonBytes, ' ') + "1", "json-too-large",
       static_cast<int64_t>(limits::kJsonBytes)},
  };
  for (const Case& c : cases) {
    auto value = parse(c.text);
    std::string label = c.text.substr(0, 40);
    ASSERT_FALSE(value) << label;
    EXPECT_EQ(value.error().code, "invalid-json") << label;
    std::string reason = value.error().arguments.at(0).second;
    if (c.reason) {
      EXPECT_EQ(reason, c.reason) << label;
    } else {
      EXPECT_TRUE(reason == "json-surrogate" || reason == "json-string") << label << ' ' << reason;
    }
    if (c.position >= 0) {
      EXPECT_EQ(value.error().position, c.position) << label;
    }
    EXPECT_LE(value.error().position, static_cast<int64_t>(c.text.size()));
  }
}

TEST(Json, DepthAtTheLimitIsTaken) {
  EXPECT_TRUE(parse(std::string(limits::kJsonDepth, '[') + std::string(limits::kJsonDepth, ']')));
}

TEST(Json, ManyMembersAreRead) {
  std::string text = "{";
  for (int i = 0; i < 1000; ++i)
    text += (i ? ",\"k" : "\"k") + std::to_string(i) + "\":" + std::to_string(i);
  text += '}';
  auto value = parse(text);
  ASSERT_TRUE(value);
  EXPECT_EQ(write(*value), text);
}

TEST(Json, WritesStrings) {
  struct Case {
    std::string text, json;
  } cases[] = {
      {"", R"("")"},
      {"plain", R"("plain")"},
      {"a\"b\\c/d", R"("a\"b\\c/d")"},
      {"\b\f\n\r\t", R"("\b\f\n\r\t")"},
      {std::string("\0\x01\x1f\x7f", 4), R"("\u0000\u0001\u001f\u007f")"},
      {"שלום 😀", "\"שלום 😀\""},
      {"\xe2\x80\xa8", "\"\xe2\x80\xa8\""},
      {"tail\n", R"("tail\n")"},
  };
  for (const Case& c : cases) {
    std::string out;
    write_string(out, c.text);
    EXPECT_EQ(out, c.json);
  }
}

TEST(Json, WritesValues) {
  struct Case {
    Value value;
    const char* json;
  } cases[] = {
      {Null{}, "null"},
      {true, "true"},
      {-7, "-7"},
      {*Decimal::parse("12345678901234567.10"), "12345678901234567.10"},
      {0.1, "0.1"},
      {1e22, "1e+22"},
      {std::nan(""), "\"NaN\""},
      {-HUGE_VAL, "\"-INF\""},
      {Date{0}, "\"1970-01-01\""},
      {Instant{500'000}, "\"1970-01-01T00:00:00.5Z\""},
      {TimeOfDay{0}, "\"00:00:00\""},
      {Duration{kMicrosPerDay}, "\"P1D\""},
      {Guid{}, "\"00000000-0000-0000-0000-000000000000\""},
      {Binary{"fo"}, "\"Zm8\""},
      {list({}), "[]"},
      {object({}), "{}"},
      {list({1, list({"a"}), object({{"k\"", Null{}}})}), "[1,[\"a\"],{\"k\\\"\":null}]"},
  };
  for (const Case& c : cases) EXPECT_EQ(write(c.value), c.json);
}

TEST(Json, WriterSetsTheCommas) {
  std::string out;
  Writer w(out);
  w.begin_object()
      .field("a", 1)
      .field("b", "x")
      .key("c")
      .begin_array()
      .value(int64_t{1})
      .value(true)
      .null();
  w.begin_object().end_object().begin_array().end_array().value(Value(Date{0})).end_array();
  w.field("d", std::string_view("ד")).key("e").null();
  w.field("f", std::string("f")).field("g", UINT64_MAX).field("h", 7u).field("i", 0.5);
  w.field("j", Instant{0}).field("k", Decimal(5)).end_object();
  EXPECT_EQ(out,
            R"({"a":1,"b":"x","c":[1,true,null,{},[],"1970-01-01"],"d":"ד","e":null,)"
            R"("f":"f","g":18446744073709551615,"h":7,"i":0.5,"j":"1970-01-01T00:00:00Z","k":5})");
  EXPECT_TRUE(parse(out));
}

Value any_value(int depth) {
  switch (*rc::gen::inRange(0, depth > 0 ? 7 : 5)) {
    case 0:
      return Null{};
    case 1:
      return *rc::gen::arbitrary<bool>();
    case 2:
      return *rc::gen::arbitrary<int64_t>();
    case 3:
      return Decimal::from_parts(*rc::gen::arbitrary<int64_t>(), *rc::gen::inRange(1, 29));
    case 4: {
      std::string text;
      for (int c : *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 0x80)))
        text += static_cast<char>(c);
      return text + "א";
    }
    case 5: {
      std::vector<Value> items;
      for (int n = *rc::gen::inRange(0, 4); n > 0; --n) items.push_back(any_value(depth - 1));
      return list(std::move(items));
    }
    default: {
      std::vector<std::pair<std::string, Value>> members;
      for (int n = *rc::gen::inRange(0, 20); n > 0; --n)
        members.emplace_back("k" + std::to_string(n), any_value(depth - 1));
      return object(std::move(members));
    }
  }
}

RC_GTEST_PROP(JsonProperty, ParseUndoesWrite, ()) {
  Value value = any_value(3);
  auto again = parse(write(value));
  RC_ASSERT(again.has_value());
  RC_ASSERT(*again == value);
}

// Whatever the bytes, the answer is a refusal or a value. What the value writes is read again, and
// is the same from then on (the first time, a double may become the decimal of its digits).
RC_GTEST_PROP(JsonProperty, AnyBytesAreAnswered, ()) {
  std::string text = write(any_value(2));
  for (int n = *rc::gen::inRange(1, 4); n > 0; --n) {
    size_t at = *rc::gen::inRange<size_t>(0, text.size() + 1);
    const char* pieces[] = {"[", "]",  "{", "}", ",",    ":",    "\"",     "\\",
                            "0", "1e", ".", " ", "null", "\xff", "\\ud800"};
    text.insert(at, pieces[*rc::gen::inRange<size_t>(0, std::size(pieces))]);
  }
  auto value = parse(text);
  if (value) {
    auto again = parse(write(*value));
    RC_ASSERT(again.has_value());
    RC_ASSERT(parse(write(*again)).value() == *again);
  } else {
    RC_ASSERT(value.error().code == "invalid-json");
    RC_ASSERT(value.error().position <= static_cast<int64_t>(text.size()));
  }
}

}  // namespace
}  // namespace tenure::json
