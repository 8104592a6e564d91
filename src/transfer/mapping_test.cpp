#include "transfer/mapping.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/embedded.h"
#include "base/json.h"
#include "transfer/mapping_shapes.h"
#include "transfer/row_facts.h"

namespace tenure::transfer {
namespace {

lifecycle::DefinitionPtr prospectsoft(const char* zone = "UTC") {
  auto files = lifecycle::read_pack("prospectsoft");
  lifecycle::Settings settings;
  settings.zone = *TimeZone::load(zone);
  return lifecycle::load(*files, settings).definition;
}

const std::vector<std::string> kHeader{"InvoiceNo",   "Quantity",    "UnitPrice",
                                       "InvoiceDate", "Customer ID", "Country"};

std::string faults_of(std::string_view text, const std::vector<std::string>& header = kHeader) {
  MappingText mapping("m.yaml", std::string(text));
  const bool compiled = mapping.compile(prospectsoft(), header, header.size()) != nullptr;
  std::string out;
  for (const lifecycle::Fault& fault : mapping.faults()) {
    out += std::to_string(fault.place.line) + ":" + std::to_string(fault.place.column) + " " +
           fault.code;
    for (const auto& [name, value] : fault.arguments) {
      if (name == "nearest") out += " ~" + value;
    }
    out += "\n";
  }
  EXPECT_EQ(compiled, out.empty());
  return out;
}

constexpr std::string_view kOrders = R"(import: orders
columns:
  Quantity: int
  UnitPrice: {type: decimal, decimal_comma: true, thousands: "."}
  InvoiceDate: {type: instant, format: "%d/%m/%Y %H:%M"}
  customer: "Customer ID"
where: customer ne null
account:
  key: customer
  fields: {country: Country}
facts:
  - kind: order.placed
    where: not startswith(InvoiceNo,'C') and Quantity gt 0
    key: InvoiceNo
    at: InvoiceDate
    fields: {order: InvoiceNo, amount: Quantity mul UnitPrice}
    lines: {sum: amount}
)";

struct Row {
  RowFacts::Outcome outcome;
  std::string account;
  std::vector<std::string> told;  // "kind key at line? value…"
  std::vector<std::string> faults;
};
class Rows {
 public:
  explicit Rows(std::string_view text, const std::vector<std::string>& header = kHeader,
                const char* zone = "UTC")
      : text_("m.yaml", std::string(text)),
        mapping_(text_.compile(prospectsoft(zone), header, header.size())) {
    for (const lifecycle::Fault& fault : text_.faults())
      ADD_FAILURE() << to_string(fault, Language::english);
    if (mapping_) facts_.emplace(*mapping_);
  }
  Row read(std::vector<std::string_view> fields, int64_t row = 1) {
    CsvRow csv{.row = row, .line = row + 1, .fields = fields};
    Row out;
    out.outcome = facts_->read(csv);
    out.account = facts_->account();
    if (out.outcome == RowFacts::Outcome::told) {
      for (const RowFacts::Told& told : facts_->facts()) {
        const FactMapping& fact = mapping_->facts[told.mapping];
        std::string text = mapping_->definition->kinds[fact.kind].name + " " +
                           std::string(told.key) + " " + to_string(told.at);
        for (size_t i = 0; i < told.values.size(); ++i) {
          text += " " + to_text(to_value(told.values[i], fact.fields[i].second.type));
        }
        out.told.push_back(text);
      }
    }
    for (const Error& fault : facts_->faults())
      out.faults.push_back(say_reject(Language::english, fault));
    return out;
  }
  std::string line_id(std::vector<std::string_view> fields) {
    CsvRow csv{.row = 1, .line = 2, .fields = fields};
    facts_->read(csv);
    return facts_->facts()[0].line;
  }
  const RowFacts& facts() const { return *facts_; }

 private:
  MappingText text_;
  std::shared_ptr<const Mapping> mapping_;
  std::optional<RowFacts> facts_;
};

using testing::ElementsAre;
using Outcome = RowFacts::Outcome;

TEST(Mapping, ARowTellsItsFact) {
  Rows rows(kOrders);
  Row row = rows.read({"536365", "6", "1.002,55", "01/12/2010 08:26", "17850", "UK"});
  EXPECT_EQ(row.outcome, Outcome::told);
  EXPECT_EQ(row.account, "17850");
  EXPECT_THAT(row.told, ElementsAre("order.placed 536365 2010-12-01T08:26:00Z 536365 6015.30"));
  EXPECT_EQ(rows.facts().fields()[0].as_text(), "UK");
}

TEST(Mapping, RowsThatDoNotPassAreLeftOutWhateverElseTheySay) {
  Rows rows(kOrders);
  EXPECT_EQ(rows.read({"536365", "x", "y", "z", "", "UK"}).outcome, Outcome::left_out);
}

// The condition of the fact reads two columns; where it does not hold, the date may be anything.
TEST(Mapping, OnlyColumnsThatAreAskedForAreRead) {
  Rows rows(kOrders);
  Row row = rows.read({"C536365", "6", "2,55", "never", "17850", "UK"});
  EXPECT_EQ(row.outcome, Outcome::told);
  EXPECT_THAT(row.told, ElementsAre());
}

TEST(Mapping, ARowSaysAllThatIsWrongWithIt) {
  Rows rows(kOrders);
  Row row = rows.read({"a\tb", "6", "2.55", "31/02/2010 10:00", "17850", "UK"});
  EXPECT_EQ(row.outcome, Outcome::rejected);
  EXPECT_THAT(row.faults,
              ElementsAre("'a\tb' cannot be a key: it has control characters.",
                          "Column 'InvoiceDate': '31/02/2010 10:00' is not a date or time of the "
                          "form %d/%m/%Y %H:%M.",
                          "Column 'UnitPrice': '2.55' is not a number in the declared form."));
}

TEST(Mapping, KeysThatCannotBeKeysAreRejected) {
  Rows rows(kOrders);
  EXPECT_THAT(Rows("import: t\naccount: {key: Country}\n").read({"", "", "", "", "", ""}).faults,
              ElementsAre("The row names no account."));
  const std::string date = "01/12/2010 08:26", high(201, '9');
  EXPECT_THAT(rows.read({"1", "1", "1", date, high, ""}).faults,
              ElementsAre(testing::HasSubstr("too long for a key: at most 200 bytes")));
  EXPECT_THAT(rows.read({"a\nb", "1", "1", date, "7", ""}).faults,
              ElementsAre(testing::HasSubstr("control characters")));
  EXPECT_EQ(rows.read({"1", "1", "1", date, high.substr(1), ""}).outcome, Outcome::told);
}

// A wall-clock time is the workspace's, in summer and in winter.
TEST(Mapping, TimesAreLocalToTheWorkspace) {
  Rows rows(kOrders, kHeader, "Asia/Jerusalem");
  EXPECT_THAT(rows.read({"1", "1", "1", "01/12/2010 08:26", "7", ""}).told,
              ElementsAre("order.placed 1 2010-12-01T06:26:00Z 1 1"));
  EXPECT_THAT(rows.read({"1", "1", "1", "01/07/2010 08:26", "7", ""}).told,
              ElementsAre("order.placed 1 2010-07-01T05:26:00Z 1 1"));
}

TEST(Mapping, ALineIsTheWholeRowUnlessItIsNamed) {
  Rows rows(kOrders);
  const std::vector<std::string_view> row{"1", "6", "2,55", "01/12/2010 08:26", "7", "UK"};
  std::vector<std::string_view> other = row;
  other[5] = "FR";
  EXPECT_EQ(rows.line_id(row), rows.line_id(row));
  EXPECT_NE(rows.line_id(row), rows.line_id(other));
  EXPECT_NE(rows.line_id({"1", "6", "2,5", "501/12/2010 08:26", "7", "UK"}),
            rows.line_id({"1", "6", "2,55", "01/12/2010 08:26", "7", "UK"}));
  std::string named(kOrders);
  named.replace(named.find("{sum"), 4, "{line: Country, sum");
  EXPECT_EQ(Rows(named).line_id(row), "=UK");
}

TEST(Mapping, RowAndLineAreNumbersOfTheFileUnlessItHasSuchColumns) {
  const char* text = R"yaml(import: t
account: {key: "concat('C', cast(row, Edm.String))", create: true, created_at: when}
columns: {when: date}
facts:
  - {kind: note.logged, key: line, at: when, fields: {activity: row, note: "'x'"}}
)yaml";
  Rows rows(text, {"when"});
  Row row = rows.read({"2026-11-21"}, 41);
  EXPECT_EQ(row.account, "C41");
  EXPECT_THAT(row.told, ElementsAre("note.logged 42 2026-11-21T00:00:00Z 41 x"));
  EXPECT_EQ(to_string(*rows.facts().created_at()), "2026-11-21T00:00:00Z");
  Rows named(text, {"when", "row", "line"});
  EXPECT_THAT(named.read({"2026-11-21", "r", "l"}, 41).told,
              ElementsAre("note.logged l 2026-11-21T00:00:00Z r x"));
}

TEST(Mapping, FilesWithoutAHeaderHaveTheirColumnsNamedInOrder) {
  const char* text = R"(import: t
file: {header: false, delimiter: spaces, encoding: windows-1255}
columns: {customer: string, day: {type: date, format: "%Y%m%d"}, extra: }
account: {key: customer}
facts: [{kind: call.logged, key: extra, at: day}]
)";
  MappingText read("m.yaml", text);
  EXPECT_FALSE(read.format().header);
  EXPECT_EQ(read.format().delimiter, kDelimiterSpaces);
  EXPECT_EQ(read.format().encoding, Encoding::windows_1255);
  auto mapping = read.compile(prospectsoft(), {}, 3);
  ASSERT_TRUE(mapping);
  RowFacts facts(*mapping);
  const std::vector<std::string_view> fields{"00001", "19970101", "k"};
  EXPECT_EQ(facts.read({.row = 1, .line = 1, .fields = fields}), Outcome::told);
  EXPECT_EQ(facts.facts()[0].key, "k");
  MappingText narrow("m.yaml", text);
  EXPECT_FALSE(narrow.compile(prospectsoft(), {}, 2));
  EXPECT_EQ(narrow.faults()[0].code, "mapping-too-many-columns");
}

// Every fault at once, each at its place and with the name that was meant.
TEST(Mapping, FaultsAreSaidAllAtOnceWithPlaces) {
  EXPECT_EQ(faults_of(R"(import: t
file: {delimiter: komma, encoding: utf-9, header: perhaps}
colums: {}
columns:
  Quantity: imt
  UnitPrice: {type: dezimal}
  InvoiceDate: {type: instant, format: "%Q"}
  Datum: {column: InvoiceDat, type: date, format: "%d.%m.%Y %H:%M"}
  Customer ID: string
  Land: Contry
  Country: {type: string, thousands: ",", decimal_comma: true, format: "%Y"}
where: Quantity
account:
  create: false
  created_at: InvoiceDate
  fields: {contry: Country, order_count: 1, archived: true}
facts:
  - kind: order.plced
    key: InvoiceNo
    at: InvoiceDate
  - kind: account.created
    key: InvoiceNo
    at: InvoiceDate
  - kind: order.placed
    key: InvoiceNoo
    at: now()
    fields: {amont: 1, amount: true, currency: Country}
    lines: {at: mean, sum: [amount, currency, total]}
on_change: perhaps
)"),
            "2:19 unknown-delimiter\n"
            "2:36 unknown-encoding\n"
            "2:51 not-true-or-false\n"
            "3:1 unknown-key ~columns\n"
            "5:13 mapping-type ~int\n"
            "6:21 mapping-type ~decimal\n"
            "7:41 time-pattern-unknown\n"
            "8:19 mapping-column ~InvoiceDate\n"
            "8:51 mapping-date-time\n"
            "9:3 mapping-name\n"
            "10:9 mapping-column ~Country\n"
            "11:38 mapping-option\n"
            "11:58 mapping-option\n"
            "11:72 mapping-option\n"
            "12:8 wrong-type\n"
            "14:3 missing-key\n"
            "15:15 mapping-created-at\n"
            "16:12 unknown-account-property ~country\n"
            "16:29 not-a-property\n"
            "16:45 read-only-property\n"
            "18:11 unknown-fact-kind ~order.placed\n"
            "21:11 mapping-account-created\n"
            "25:10 unknown-name ~InvoiceNo\n"
            "26:9 mapping-now\n"
            "27:14 unknown-fact-field ~amount\n"
            "27:32 wrong-type\n"
            "28:17 mapping-lines-at\n"
            "28:37 field-not-a-number\n"
            "28:47 mapping-sum\n"
            "29:12 mapping-on-change\n");
}

TEST(Mapping, WhatIsNoYamlIsSaid) {
  EXPECT_EQ(faults_of("import: [t\n"), "2:1 yaml-syntax\n");
  EXPECT_EQ(faults_of(""), "1:1 not-a-map\n");
  EXPECT_EQ(faults_of("import: t\naccount: {key: Country}\n"), "");
}

TEST(Mapping, DocumentsWithLinesAreToldInOnePlace) {
  EXPECT_EQ(faults_of(R"(import: t
columns: {InvoiceDate: instant}
account: {key: Country}
facts:
  - {kind: order.placed, key: InvoiceNo, at: InvoiceDate, lines: {at: max}}
  - {kind: order.placed, key: InvoiceNo, at: InvoiceDate}
  - {kind: account.changed, key: InvoiceNo, at: InvoiceDate, fields: {country: Country}, lines: {at: max}}
)"),
            "6:5 mapping-lines-twice\n7:97 mapping-lines-of-account\n");
}

// Every mapping that is shipped, against the columns of the files it is for.
TEST(Mapping, ShippedMappingsAreSound) {
  const std::vector<std::pair<std::string, std::string>> shipped{
      {"example/customers", ""},
      {"example/calls", ""},
      {"example/quotes", ""},
      {"example/opportunities", ""},
      {"example/orders", ""},
      {"example/summaries", ""},
      {"cdnow/rows", "row,customer_id,date,number_of_cds,dollar_value"},
      {"cdnow/days", "row,customer_id,date,number_of_cds,dollar_value"},
      {"cdnow/master", "customer_id,date,number_of_cds,dollar_value"},
      {"online_retail/orders",
       "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"},
      {"r_rfm/orders", "customer_id,order_date,revenue,first_name,last_name,email"},
      {"maven_crm/opportunities",
       "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value"}};
  const std::string folder = std::string(TENURE_SOURCE_DIR) + "/examples/";
  size_t found = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    found += entry.path().string().ends_with(".map.yaml");
  }
  EXPECT_EQ(found, shipped.size());
  for (const auto& [name, columns] : shipped) {
    std::ifstream file(folder + name + ".map.yaml");
    std::stringstream text;
    text << file.rdbuf();
    std::string line = columns;
    if (line.empty()) std::getline(std::ifstream(folder + name + ".csv"), line);
    std::vector<std::string> header;
    std::stringstream words(line);
    for (std::string word; std::getline(words, word, ',');) header.push_back(word);
    EXPECT_EQ(faults_of(text.str(), header), "") << name;
  }
}

// The JSON Schema that editors use allows the same keys in the same maps, and asks for the same
// ones.
TEST(Mapping, TheSchemaForEditorsSaysTheSame) {
  const auto text = embedded_file("packs/mapping.schema.json");
  ASSERT_TRUE(text);
  const Result<Value> schema = json::parse(*text);
  ASSERT_TRUE(schema) << say(Language::english, schema.error());
  const auto member = [](const Value& value, std::string_view name) -> const Value* {
    const auto* object = value.get<std::shared_ptr<const Object>>();
    if (!object) return nullptr;
    for (const auto& [key, inner] : (*object)->members) {
      if (key == name) return &inner;
    }
    return nullptr;
  };
  for (const shapes::Shape* shape : shapes::all) {
    const Value* definitions = member(*schema, "$defs");
    const Value* node = shape->name == "mapping" ? &*schema : member(*definitions, shape->name);
    ASSERT_TRUE(node) << shape->name;
    EXPECT_EQ(*member(*node, "additionalProperties"), Value(false)) << shape->name;
    std::vector<std::string> keys, required, wanted, needed;
    for (const auto& [key, inner] :
         (*member(*node, "properties")->get<std::shared_ptr<const Object>>())->members) {
      keys.push_back(key);
      EXPECT_TRUE(member(inner, "description")) << key << " of " << shape->name;
    }
    if (const Value* list = member(*node, "required")) {
      for (const Value& item : (*list->get<std::shared_ptr<const List>>())->items) {
        required.push_back(*item.get<std::string>());
      }
    }
    for (const auto& key : shape->keys) {
      wanted.emplace_back(key.name);
      if (key.required) needed.emplace_back(key.name);
    }
    EXPECT_EQ(keys, wanted) << shape->name;
    EXPECT_EQ(required, needed) << shape->name;
  }
}

}  // namespace
}  // namespace tenure::transfer
