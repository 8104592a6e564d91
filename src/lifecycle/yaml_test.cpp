#include "lifecycle/yaml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/limits.h"

namespace tenure::lifecycle::yaml {
namespace {

struct Read {
  std::optional<Node> root;
  std::vector<Fault> faults;
};
Read read(std::string_view text) {
  Read out;
  Faults faults("t.yaml", text, out.faults);
  out.root = parse(text, faults);
  return out;
}
std::string said(const std::vector<Fault>& faults) {
  std::string out;
  for (const Fault& fault : faults) {
    if (!out.empty()) out += "; ";
    out += std::to_string(fault.place.line) + ":" + std::to_string(fault.place.column) + " " + fault.code;
    for (const auto& [name, value] : fault.arguments) out += " " + name + "=" + value;
  }
  return out;
}

TEST(Yaml, TreeKnowsWhereThingsStand) {
  Read r = read("a: 1\nlist:\n  - x\n  - {b: 'two', c: }\n");
  ASSERT_TRUE(r.root);
  EXPECT_EQ(said(r.faults), "");
  EXPECT_EQ(r.root->kind, Node::Kind::mapping);
  EXPECT_EQ(r.root->find("a")->text, "1");
  const Node& list = *r.root->find("list");
  ASSERT_EQ(list.items.size(), 2u);
  EXPECT_EQ(list.items[0].mark, (Mark{3, 5}));
  const Node& two = *list.items[1].find("b");
  EXPECT_EQ(two.mark, (Mark{4, 9}));
  EXPECT_FALSE(two.is_plain());
  EXPECT_EQ(list.items[1].find("c")->kind, Node::Kind::empty);
  EXPECT_EQ(list.items[1].entries[1].mark, (Mark{4, 16}));
  EXPECT_EQ(r.root->find("absent"), nullptr);
}

TEST(Yaml, OnlyPlainTrueAndFalseAreBooleans) {
  Read r = read("[true, false, yes, 'true', True, on]");
  std::vector<std::optional<bool>> values;
  for (const Node& node : r.root->items) values.push_back(as_bool(node));
  EXPECT_THAT(values, testing::ElementsAre(true, false, std::nullopt, std::nullopt, std::nullopt,
                                           std::nullopt));
}

TEST(Yaml, OnlyPlainDigitsAreWholeNumbers) {
  Read r = read("[12, -3, 010, 0x10, '12', 1.0, 1_000, 9223372036854775808]");
  std::vector<std::optional<int64_t>> values;
  for (const Node& node : r.root->items) values.push_back(as_int(node));
  EXPECT_THAT(values, testing::ElementsAre(12, -3, 10, std::nullopt, std::nullopt, std::nullopt,
                                           std::nullopt, std::nullopt));
}

TEST(Yaml, RefusesWhatReadsDifferentlyThanItLooks) {
  EXPECT_EQ(said(read("a: &x 1\nb: *x\nc: !!str 2\n").faults),
            "1:4 yaml-anchor; 2:4 yaml-alias; 3:4 yaml-tag");
  EXPECT_EQ(said(read("a: 1\n---\nb: 2\n").faults), "2:1 yaml-document");
  EXPECT_EQ(said(read("? [a, b]\n: 1\nc: 2\n").faults), "1:3 yaml-key");
  EXPECT_EQ(said(read("? {[x]: 1}\n: 1\n? *y\n: 3\nc: 2\n").faults),
            "1:3 yaml-key; 1:4 yaml-key; 3:3 yaml-alias");
}

TEST(Yaml, DuplicateKeysAreRefusedWithBothPlaces) {
  Read r = read("a: 1\nb: 2\na: 3\nb: 4\n");
  EXPECT_EQ(said(r.faults),
            "3:1 yaml-duplicate-key key=a first=1:1; 4:1 yaml-duplicate-key key=b first=2:1");
  EXPECT_EQ(r.root->entries.size(), 2u);
  EXPECT_EQ(r.root->find("a")->text, "1");
}

TEST(Yaml, SyntaxFaultsHaveAPlace) {
  Read r = read("a: [1, 2\nb: 3\n");
  EXPECT_FALSE(r.root);
  ASSERT_EQ(r.faults.size(), 1u);
  EXPECT_EQ(r.faults[0].code, "yaml-syntax");
  EXPECT_EQ(r.faults[0].place.line, 2);
  EXPECT_FALSE(read("a: \"\xff\"\n").root);
  EXPECT_FALSE(read(std::string_view("a: \0b", 5)).root);
}

TEST(Yaml, NothingIsEmptyNotAFault) {
  for (const char* text : {"", "\n\n", "# only a comment\n", "---\n"}) {
    Read r = read(text);
    ASSERT_TRUE(r.root) << text;
    EXPECT_EQ(r.root->kind, Node::Kind::empty) << text;
    EXPECT_EQ(said(r.faults), "") << text;
  }
}

TEST(Yaml, DepthAndSizeAreBounded) {
  std::string deep(static_cast<size_t>(limits::kYamlDepth), '[');
  EXPECT_TRUE(read(deep + std::string(deep.size(), ']')).root);
  EXPECT_EQ(said(read("[" + deep).faults), "1:33 yaml-too-deep limit=32");
  EXPECT_EQ(said(read(std::string(100'000, '[')).faults), "1:33 yaml-too-deep limit=32");
  std::string large = "a: " + std::string(limits::kYamlBytes, 'x');
  EXPECT_EQ(said(read(large).faults), "1:1 yaml-too-large limit=1048576");
}

// The place of a byte of a scalar's text, for every style: `^` marks it in the file.
struct Inside {
  const char* name;
  std::string text;  // the value of `k`; the marked character is X
};
class MarkInside : public testing::TestWithParam<Inside> {};

TEST_P(MarkInside, IsThePlaceInTheFile) {
  std::string text = GetParam().text;
  Read r = read(text);
  ASSERT_TRUE(r.root) << said(r.faults);
  const Node* node = r.root->find("k");
  ASSERT_NE(node, nullptr);
  size_t offset = node->text.find('X');
  ASSERT_NE(offset, std::string::npos) << node->text;
  size_t raw = text.find('X');
  size_t line_begin = text.rfind('\n', raw) + 1;  // npos + 1 == 0
  int column = 1;
  for (size_t i = line_begin; i < raw; ++i) column += (text[i] & 0xc0) != 0x80;
  int line = 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<long>(raw), '\n'));
  std::vector<Fault> none;
  Faults faults("t.yaml", text, none);
  EXPECT_EQ(faults.mark_inside(*node, offset), (Mark{line, column}));
}

INSTANTIATE_TEST_SUITE_P(
    Styles, MarkInside,
    testing::Values(Inside{"plain", "k: a eq X\n"}, Inside{"plain_spaces", "k: a   eq  X\n"},
                    Inside{"plain_folded", "k: a eq 1\n   and\n\n   X eq 2\n"},
                    Inside{"single", "k: 'it''s X'\n"},
                    Inside{"double_quoted", "k: \"a\\\"b \\u05d0 \\x41\\t X\"\n"},
                    Inside{"double_folded", "k: \"a  \n   b\\\n    c X\"\n"},
                    Inside{"literal", "k: |\n  a eq 1\n    and b\n  X\n"},
                    Inside{"folded", "k: >-\n  a eq 1\n  and X\n"},
                    Inside{"hebrew", "k: 'שלום X'\n"}, Inside{"flow", "{j: שם, k: a X}\n"},
                    Inside{"crlf", "k: a\r\n   X\r\n"}),
    [](const auto& info) { return info.param.name; });

const Shape kShape{"thing", {{"name", true}, {"count"}, {"flag"}, {"list"}}};

TEST(YamlMap, UnknownAndMissingKeysAreReportedWithTheNearest) {
  std::vector<Fault> out;
  std::string text = "cuont: 3\nflag: yes\nlist: [a, [b]]\n";
  Faults faults("t.yaml", text, out);
  auto root = parse(text, faults);
  Map map(*root, kShape, faults);
  EXPECT_EQ(map.integer("count"), std::nullopt);
  EXPECT_EQ(map.boolean("flag"), std::nullopt);
  auto found = words(map.get("list"), faults);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].text, "a");
  EXPECT_EQ(said(out),
            "1:1 missing-key key=name; 1:1 unknown-key key=cuont nearest=count; "
            "2:7 not-true-or-false; 3:11 not-text");
}

TEST(YamlMap, ReadsWhatIsThere) {
  std::vector<Fault> out;
  std::string text = "{name: n, count: 3, flag: true, list: one}";
  Faults faults("t.yaml", text, out);
  auto root = parse(text, faults);
  Map map(*root, kShape, faults);
  EXPECT_EQ(map.text("name"), "n");
  EXPECT_EQ(map.integer("count"), 3);
  EXPECT_EQ(map.boolean("flag"), true);
  EXPECT_EQ(words(map.get("list"), faults).at(0).text, "one");
  EXPECT_EQ(said(out), "");
  Map no_map(*map.get("name"), kShape, faults);
  EXPECT_FALSE(no_map.ok());
  EXPECT_EQ(no_map.get("count"), nullptr);
  EXPECT_EQ(said(out), "1:8 not-a-map");
}

}  // namespace
}  // namespace tenure::lifecycle::yaml
