#include "transfer/gathering.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "base/environment.h"

namespace tenure::transfer {
namespace {

using service::Service;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kMapping = R"(import: t
columns: {at: instant, opened: instant, amount: decimal}
account: {key: who, create: true, created_at: opened, fields: {country: country, name: name}}
facts:
  - {kind: order.placed, where: what eq 'order', key: key, at: at,
     fields: {order: key, amount: amount}, lines: {sum: amount}}
  - {kind: call.logged, where: what eq 'call', key: key, at: at, fields: {note: name}}
)";
const std::vector<std::string> kHeader{"who", "what", "key", "at", "amount", "country", "name", "opened"};

lifecycle::DefinitionPtr definition() {
  static const lifecycle::DefinitionPtr loaded = [] {
    const auto files = lifecycle::read_pack("prospectsoft");
    return lifecycle::load(*files).definition;
  }();
  return loaded;
}

// Rows of a file, through the stager and the gathering, with what would be recorded as text.
class GatheringTest : public testing::Test {
 protected:
  GatheringTest()
      : prefix_(std::filesystem::temp_directory_path() / ("tenure-gather-" + std::to_string(::getpid()))) {}

  void map(std::string_view text) {
    MappingText read("m.yaml", std::string(text));
    mapping_ = read.compile(definition(), kHeader, kHeader.size());
    for (const auto& fault : read.faults()) ADD_FAILURE() << to_string(fault, Language::english);
    staged_.emplace(prefix_, 1'000'000);
    row_.emplace(*mapping_);
    stager_.emplace(*mapping_, *staged_);
  }
  void row(std::vector<std::string_view> fields) {
    fields.resize(kHeader.size());
    ++rows_;
    ASSERT_EQ(row_->read({.row = rows_, .line = rows_ + 1, .fields = fields}), RowFacts::Outcome::told)
        << say_reject(Language::english, row_->faults().front());
    stager_->add(*row_, rows_);
  }
  void gather() {
    Gathering gathering(
        *mapping_, prefix_,
        [&](int64_t row, const Error& why) { refused_.push_back(std::to_string(row) + " " + why.code); },
        [&](const Batch& batch) {
          std::vector<std::string> facts;
          for (const Service::BulkFact& fact : batch.facts) facts.push_back(say(batch, fact));
          said_again_.push_back(batch.said_again);
          batches_.push_back(std::move(facts));
          return true;
        });
    staged_->finish();
    ExternalSort::Record record;
    while (staged_->next(record)) ASSERT_TRUE(gathering.add(record));
    ASSERT_TRUE(gathering.finish());
    repeated_ = gathering.repeated();
  }
  // "account kind key at value… <rows"
  std::string say(const Batch& batch, const Service::BulkFact& fact) {
    const auto& kind = mapping_->definition->kinds[fact.kind];
    std::string out = std::string(fact.account) + " " + kind.name + " " + std::string(fact.key) + " " +
                      to_string(fact.at).substr(0, 10);
    for (const Value& value : fact.body) {
      if (!value.is_null()) out += " " + to_text(value);
    }
    for (const auto& [property, value] : fact.properties) {
      out += " " + mapping_->definition->properties[property].name + "=" + to_text(value);
    }
    out += fact.fill ? " fill <" : " <";
    RowList::each(batch.sources[static_cast<size_t>(fact.line)].rows,
                  [&](int64_t row) { out += std::to_string(row) + ","; });
    return out;
  }

  std::string prefix_;
  std::shared_ptr<const Mapping> mapping_;
  std::optional<ExternalSort> staged_;
  std::optional<RowFacts> row_;
  std::optional<Stager> stager_;
  int64_t rows_ = 0, repeated_ = 0;
  std::vector<std::vector<std::string>> batches_;
  std::vector<int64_t> said_again_;
  std::vector<std::string> refused_;
};

TEST_F(GatheringTest, AccountsStandTogetherAndTheirFactsInFoldOrder) {
  map(kMapping);
  row({"b", "order", "2", "2026-03-01", "5", "UK", "", "2026-02-02"});
  row({"a", "call", "9", "2026-05-01", "", "", "Ann", ""});
  row({"b", "call", "8", "2026-02-01", "", "FR", "Bob", "2026-01-02"});
  row({"b", "order", "1", "2026-03-01", "1.25", "", "", ""});
  row({"b", "order", "2", "2026-01-15", "2.5", "", "", ""});
  row({"c", "nothing", "", "", "", "", "", ""});
  gather();
  ASSERT_EQ(batches_.size(), 1u);
  EXPECT_THAT(batches_[0],
              ElementsAre("a account.created a 0001-01-01 name=Ann fill <2,", "a call.logged 9 2026-05-01 Ann <2,",
                          "b account.created b 2026-01-02 name=Bob country=UK fill <1,3,4,",
                          "b order.placed 2 2026-01-15 2 7.5 <1,5,", "b call.logged 8 2026-02-01 Bob <3,",
                          "b order.placed 1 2026-03-01 1 1.25 <4,",
                          "c account.created c 0001-01-01 fill <6,"));
  EXPECT_THAT(refused_, IsEmpty());
}

TEST_F(GatheringTest, TheLaterRowOfAKeyCountsUnlessChangesAreRejected) {
  const auto rows = [&] {
    row({"a", "call", "1", "2026-01-01", "", "", "first", ""});
    row({"a", "call", "1", "2026-01-01", "", "", "first", ""});
    row({"a", "call", "1", "2026-01-02", "", "", "second", ""});
  };
  map(kMapping);
  rows();
  gather();
  EXPECT_EQ(batches_[0][1], "a call.logged 1 2026-01-02 second <1,2,3,");
  EXPECT_EQ(repeated_, 2);
  EXPECT_THAT(refused_, IsEmpty());

  batches_.clear();
  rows_ = 0;
  map(std::string(kMapping) + "on_change: reject\n");
  rows();
  gather();
  EXPECT_EQ(batches_[0][1], "a call.logged 1 2026-01-01 first <1,2,");
  EXPECT_EQ(repeated_, 1);
  EXPECT_THAT(refused_, ElementsAre("3 import-repeated"));
}

TEST_F(GatheringTest, WithoutCreationNobodyIsMade) {
  std::string text(kMapping);
  text.replace(text.find("create: true, created_at: opened"), 32, "create: false");
  map(text);
  row({"a", "call", "1", "2026-01-01", "", "UK", "x", ""});
  row({"b", "nothing", "", "", "", "", "", ""});
  gather();
  EXPECT_THAT(batches_[0], ElementsAre("a account.changed a 0001-01-01 name=x country=UK fill <1,",
                                       "a call.logged 1 2026-01-01 x <1,",
                                       "b account.changed b 0001-01-01 fill <2,"));
}

// A thousand facts and then to the end of the account; a single account that is larger than that is cut,
// and every part says who it is about.
TEST_F(GatheringTest, BatchesEndWithAnAccountOrWhenItIsTooLarge) {
  map(kMapping);
  for (int i = 0; i < 3'000; ++i) {
    const std::string who = "a" + std::to_string(1000 + i / 600), key = std::to_string(i);
    row({who, "call", key, "2026-01-01", "", "", "", ""});
  }
  for (int i = 0; i < 20'500; ++i) {
    const std::string key = std::to_string(i), at = "2026-01-01 00:00:" + std::to_string(59 - i % 50);
    row({"b", "call", key, at, "", "", "", ""});
  }
  gather();
  std::vector<size_t> sizes;
  for (const auto& batch : batches_) sizes.push_back(batch.size());
  EXPECT_THAT(sizes, ElementsAre(1'202, 1'202, 601 + 10'001, 10'001, 501));
  EXPECT_THAT(said_again_, ElementsAre(0, 0, 0, 1, 1));
  EXPECT_EQ(batches_[4][0], "b account.created b 0001-01-01 fill <3001,");
  // The earliest of all first, though its row came late.
  EXPECT_EQ(batches_[2][602], "b call.logged 10049 2026-01-01 <13050,");
}

TEST_F(GatheringTest, ADocumentHasAtMostSoManyLines) {
  map(kMapping);
  for (int i = 0; i < 100'002; ++i) row({"a", "order", "1", "2026-01-01", "1", "", "", ""});
  gather();
  EXPECT_THAT(refused_, ElementsAre("100001 import-too-many-lines", "100002 import-too-many-lines"));
  EXPECT_TRUE(batches_[0][1].starts_with("a order.placed 1 2026-01-01 1 100000 <"));
}

TEST_F(GatheringTest, ADocumentWhoseSumIsTooLargeIsRefusedWhole) {
  map(kMapping);
  const std::string huge(38, '9');
  row({"a", "order", "1", "2026-01-01", huge, "", "", ""});
  row({"a", "order", "1", "2026-01-02", huge, "", "", ""});
  gather();
  EXPECT_THAT(refused_, ElementsAre("1 import-sum", "2 import-sum"));
  EXPECT_EQ(batches_[0].size(), 1u);
}

// What the store kept of a document and what this file says of it.
class MergeTest : public GatheringTest {
 protected:
  // The document after the rows that were told came to what was kept; its lines in `kept_`.
  std::string merged() {
    std::string out;
    Gathering* self = nullptr;
    Gathering gathering(
        *mapping_, prefix_, [](int64_t, const Error&) {},
        [&](const Batch& batch) {
          std::map<int64_t, Gathering::Refused> refused;
          const Service::BulkFact& fact = batch.facts.back();
          const Service::Document document = self->merge(fact, batch, kept_, refused);
          kept_ = document.lines;
          out = to_string(document.at).substr(0, 10);
          for (const Value& value : document.body) {
            if (!value.is_null()) out += " " + to_text(value);
          }
          for (const auto& [line, what] : refused) {
            out += " !" + what.why.code;
            RowList::each(what.rows, [&](int64_t row) { out += " " + std::to_string(row); });
            for (const int64_t row : what.single) out += " " + std::to_string(row);
          }
          return true;
        });
    self = &gathering;
    staged_->finish();
    ExternalSort::Record record;
    while (staged_->next(record)) gathering.add(record);
    gathering.finish();
    staged_->clear();
    return out;
  }
  std::string kept_;
};

TEST_F(MergeTest, LinesOfAnotherFileJoin) {
  map(kMapping);
  row({"a", "order", "1", "2026-01-05", "10", "UK", "", ""});
  EXPECT_EQ(merged(), "2026-01-05 1 10");
  row({"a", "order", "1", "2026-01-03", "2.50", "", "", ""});
  row({"a", "order", "1", "2026-01-03", "2.50", "", "", ""});
  EXPECT_EQ(merged(), "2026-01-03 1 15.00");
  row({"a", "order", "1", "2026-01-03", "2.50", "", "", ""});
  EXPECT_EQ(merged(), "2026-01-03 1 15.00");
}

TEST_F(MergeTest, RefusedLinesLeaveTheDocumentAsItWas) {
  std::string text(kMapping);
  text.replace(text.find("{sum"), 4, "{line: name, sum");
  map(text + "on_change: reject\n");
  row({"a", "order", "1", "2026-01-05", "10", "", "l1", ""});
  EXPECT_EQ(merged(), "2026-01-05 1 10");
  row({"a", "order", "1", "2026-01-05", "11", "", "l1", ""});
  row({"a", "order", "1", "2026-01-06", "5", "", "l2", ""});
  EXPECT_EQ(merged(), "2026-01-05 1 15 !import-line-known 2");
  row({"a", "order", "1", "2026-01-06", std::string(38, '9'), "", "l3", ""});
  EXPECT_EQ(merged(), "2026-01-05 1 15 !import-sum 4");
}

TEST_F(MergeTest, KeptBytesThatAreNotOursAreTheStoresFault) {
  map(kMapping);
  kept_ = "broken";
  row({"a", "order", "1", "2026-01-05", "10", "", "", ""});
  EXPECT_THROW(merged(), EnvironmentError);
}

}  // namespace
}  // namespace tenure::transfer
