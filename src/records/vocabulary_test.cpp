// The vocabulary is sound, and docs/vocabulary.md says the same. UPDATE=1 writes the page anew.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "records/fact_kinds.h"
#include "records/schema.h"

namespace tenure::records {
namespace {

using expression::Kind;

std::string type_name(Kind kind) {  // as docs/definition.md spells types
  switch (kind) {
    case Kind::boolean:
      return "bool";
    case Kind::int64:
      return "int";
    case Kind::decimal:
      return "decimal";
    case Kind::string:
      return "string";
    case Kind::date:
      return "date";
    case Kind::instant:
      return "instant";
    case Kind::choice:
      return "choice";
    default:
      return "?";
  }
}

bool is_snake(std::string_view name) {
  static const std::regex kSnake("[a-z][a-z0-9]*(_[a-z0-9]+)*");
  return std::regex_match(name.begin(), name.end(), kSnake);
}
bool is_hebrew(std::string_view text) {  // has at least one letter of the alphabet (U+05D0..U+05EA)
  for (size_t i = 0; i + 1 < text.size(); ++i)
    if (text[i] == '\xd7' && static_cast<unsigned char>(text[i + 1]) >= 0x90) return true;
  return false;
}
void expect_titles(std::string_view english, std::string_view hebrew, std::string_view of) {
  EXPECT_FALSE(english.empty()) << of;
  EXPECT_FALSE(is_hebrew(english)) << of;
  EXPECT_TRUE(is_hebrew(hebrew) || hebrew == english) << of;
  EXPECT_FALSE(hebrew.empty()) << of;
}

struct Measure {
  std::string name, form;
};
std::vector<Measure> measures() {
  std::vector<Measure> all;
  std::istringstream lines{std::string(measures_yaml())};
  for (std::string line; std::getline(lines, line);) {
    const size_t colon = line.find(": ");
    EXPECT_NE(colon, std::string::npos) << line;
    all.push_back({line.substr(0, colon), line.substr(colon + 2)});
  }
  return all;
}

TEST(FactKinds, NamesAreUniqueAndSnakeCase) {
  std::set<std::string_view> seen;
  for (const FactKind& kind : fact_kinds()) {
    EXPECT_TRUE(seen.insert(kind.name).second) << kind.name;
    const size_t dot = kind.name.find('.');
    ASSERT_NE(dot, std::string_view::npos) << kind.name;
    EXPECT_TRUE(is_snake(kind.name.substr(0, dot)) && is_snake(kind.name.substr(dot + 1)))
        << kind.name;
    EXPECT_EQ(find_fact_kind(kind.name), &kind);
  }
  EXPECT_EQ(find_fact_kind("order.eaten"), nullptr);
}

TEST(FactKinds, FieldsAreUniqueTypedAndTitled) {
  for (const FactKind& kind : fact_kinds()) {
    expect_titles(kind.english, kind.hebrew, kind.name);
    std::set<std::string_view> seen;
    for (const FactField& field : kind.fields) {
      const std::string where = std::string(kind.name) + "/" + std::string(field.name);
      EXPECT_TRUE(seen.insert(field.name).second) << where;
      EXPECT_TRUE(is_snake(field.name)) << where;
      EXPECT_NE(type_name(field.type), "?") << where;
      expect_titles(field.english, field.hebrew, where);
      // What every fact has by itself.
      for (const char* taken : {"key", "account", "at", "recorded_at"})
        EXPECT_NE(field.name, taken) << where;
    }
  }
}

// A field has one type whatever the kind: a condition over several kinds means one thing.
TEST(FactKinds, AFieldNameHasOneType) {
  std::map<std::string_view, Kind> types;
  for (const FactKind& kind : fact_kinds())
    for (const FactField& field : kind.fields)
      EXPECT_EQ(types.emplace(field.name, field.type).first->second, field.type)
          << kind.name << "/" << field.name;
}

TEST(FactKinds, ADocumentsFactCarriesTheDocumentsKey) {
  for (const FactKind& kind : fact_kinds()) {
    if (kind.record.empty()) continue;
    EXPECT_NE(find_record(kind.record), nullptr) << kind.name;
    EXPECT_TRUE(std::ranges::any_of(kind.fields, [&](const FactField& f) {
      return f.name == kind.record && f.type == Kind::string;
    })) << kind.name;
  }
}

TEST(FactKinds, PrecedenceTellsAStoryInItsOrder) {
  std::vector<std::string_view> names;
  for (const FactKind& kind : fact_kinds()) names.push_back(kind.name);
  const auto before = [&](std::string_view a, std::string_view b) {
    return std::ranges::find(names, a) < std::ranges::find(names, b);
  };
  EXPECT_EQ(names.front(), "account.created");
  EXPECT_TRUE(before("ledger.opened", "order.placed"));
  EXPECT_TRUE(before("opportunity.created", "opportunity.won"));
  EXPECT_TRUE(before("opportunity.won", "order.placed"));
  EXPECT_TRUE(before("order.placed", "order.cancelled"));
  EXPECT_TRUE(before("call.logged", "stage.declared"));
  EXPECT_TRUE(before("receipt.issued", "invoice.changed"));
  EXPECT_TRUE(before("note.logged", "activity.changed"));
  EXPECT_TRUE(before("stage.scripted", "task.opened"));
  EXPECT_EQ(names.back(), "task.changed");
}

TEST(Schema, NamesAreUniqueAndLinksExist) {
  std::set<std::string_view> names;
  for (const Record& record : schema()) {
    EXPECT_TRUE(names.insert(record.name).second) << record.name;
    EXPECT_TRUE(names.insert(record.set).second) << record.set;
    EXPECT_TRUE(is_snake(record.name)) << record.name;
    EXPECT_EQ(find_record(record.name), &record);
    expect_titles(record.english, record.hebrew, record.name);
    std::set<std::string_view> fields;
    int keys = 0;
    for (const Field& field : record.fields) {
      const std::string where = std::string(record.name) + "/" + std::string(field.name);
      EXPECT_TRUE(fields.insert(field.name).second) << where;
      EXPECT_TRUE(is_snake(field.name)) << where;
      EXPECT_NE(type_name(field.type), "?") << where;
      EXPECT_EQ(find_field(record, field.name), &field);
      expect_titles(field.english, field.hebrew, where);
      keys += (field.flags & kKey) != 0;
      if (!field.link.empty()) {
        EXPECT_NE(find_record(field.link), nullptr) << where;
        EXPECT_EQ(field.type, Kind::string) << where;  // a link holds the other's key
      }
    }
    EXPECT_EQ(keys, 1) << record.name;
    EXPECT_TRUE(key_field(record).flags & kKey) << record.name;
    for (const std::span<const Field> more : {row_fields(), receipt_fields()}) {
      for (const Field& field : more) {
        EXPECT_TRUE(fields.insert(field.name).second) << record.name << "/" << field.name;
        EXPECT_TRUE(field.flags & kReadOnly) << field.name;
        expect_titles(field.english, field.hebrew, field.name);
      }
    }
    EXPECT_EQ(find_field(record, "no_such_field"), nullptr);
    if (record.sort == RecordSort::document) {
      EXPECT_NE(find_field(record, "account"), nullptr) << record.name;
    }
  }
  EXPECT_EQ(find_record("customer"), nullptr);
}

TEST(Measures, ReadKindsAndFieldsThatExist) {
  const Record& account = *find_record("account");
  static const std::regex kKindName("[a-z_]+\\.[a-z_]+"),
      kFieldUse("(sum|first|last|min|max|by): ([a-z_]+)");
  std::set<std::string> names;
  for (const Measure& measure : measures()) {
    EXPECT_TRUE(is_snake(measure.name)) << measure.name;
    EXPECT_TRUE(names.insert(measure.name).second) << measure.name;
    EXPECT_EQ(find_field(account, measure.name), nullptr)
        << measure.name << " is an account property too";
    std::smatch use;
    const bool has_field = std::regex_search(measure.form, use, kFieldUse) && use[2] != "at";
    int kinds = 0;
    for (std::sregex_iterator it(measure.form.begin(), measure.form.end(), kKindName), end;
         it != end; ++it) {
      const FactKind* kind = find_fact_kind(it->str());
      ASSERT_NE(kind, nullptr) << measure.name << ": " << it->str();
      ++kinds;
      if (!has_field) continue;
      EXPECT_TRUE(std::ranges::any_of(kind->fields,
                                      [&](const FactField& f) { return f.name == use[2].str(); }))
          << measure.name << ": " << kind->name << " has no " << use[2];
    }
    EXPECT_GT(kinds, 0) << measure.name;
  }
  for (const char* needed :
       {"order_count", "first_order_at", "last_order_at", "order_total", "open_opportunity_count",
        "ledger_count", "contact_count", "last_contact_at", "invoice_count", "quote_count"})
    EXPECT_TRUE(names.contains(needed)) << needed;
}

std::string flags_in_words(const Field& field) {
  std::vector<std::string> words;
  if (field.flags & kKey) words.push_back("key");
  if (field.flags & kRequired) words.push_back("required");
  if (field.flags & kUnique) words.push_back("unique");
  if (field.flags & kReadOnly) words.push_back("read only");
  if (field.flags & kSearch) words.push_back("searched");
  if (!field.link.empty()) words.push_back("→ " + std::string(field.link));
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string vocabulary_page() {
  std::ostringstream page;
  page << "# The vocabulary\n\n"
          "Written by `UPDATE=1 build/release/src/records/records_test`; the test fails while this "
          "page and the program "
          "differ.\nA pack adds properties, fact kinds and measures of its own "
          "(docs/definition.md).\n\n"
          "## Fact kinds\n"
          "In order of precedence: at one and the same instant facts fold in this order, then by "
          "key. Every fact has its\n"
          "own `key`, the `account`, `at` (when it happened) and `recorded_at` (when we learned). "
          "A kind that tells of a\n"
          "document has a field of that record's name: the document's key.\n\n"
          "| kind | means | | record | fields |\n| --- | --- | --- | --- | --- |\n";
  for (const FactKind& kind : fact_kinds()) {
    page << "| `" << kind.name << "` | " << kind.english << " | " << kind.hebrew << " | "
         << kind.record << " | ";
    const bool open = kind.name == "account.created" || kind.name == "account.changed";
    if (open) page << "the account's own properties";
    for (const FactField& field : kind.fields)
      page << (&field == kind.fields.data() ? "" : ", ") << '`' << field.name << "` "
           << type_name(field.type);
    page << " |\n";
  }
  page << "\n## Measures\nFolded from facts; properties of the account like any other. The forms "
          "are in "
          "docs/definition.md.\n\n| measure | form |\n| --- | --- |\n";
  for (const Measure& measure : measures())
    page << "| `" << measure.name << "` | `" << measure.form << "` |\n";
  page << "\n## Records\n";
  for (const Record& record : schema()) {
    page << "\n### " << record.name << " (`" << record.set << "`) · " << record.english << " · "
         << record.hebrew << "\n| field | type | | means | |\n| --- | --- | --- | --- | --- |\n";
    for (const Field& field : record.fields)
      page << "| `" << field.name << "` | " << type_name(field.type) << " | "
           << flags_in_words(field) << " | " << field.english << " | " << field.hebrew << " |\n";
  }
  return page.str();
}

TEST(Vocabulary, ThePageSaysWhatTheProgramKnows) {
  const std::string path = TENURE_SOURCE_DIR "/docs/vocabulary.md";
  const std::string page = vocabulary_page();
  if (std::getenv("UPDATE") != nullptr) std::ofstream(path, std::ios::binary) << page;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream written;
  written << file.rdbuf();
  EXPECT_EQ(written.str(), page) << "run this test with UPDATE=1 to write the page anew";
}

}  // namespace
}  // namespace tenure::records
