// Rows of records and spells: what every store must do with them, and that the tables of the file
// have the columns that records/schema.h describes, and no others.
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <set>

#include "records/schema.h"
#include "store/sqlite/collation.h"
#include "store/sqlite/schema.h"
#include "store/store.h"

namespace tenure::store {
namespace {

using records::Record;
using records::RecordSort;

class RecordRows : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "/records-" + std::to_string(getpid()) + "-" +
              testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    store_ = open_sqlite(folder_ + "/store.db", {.create = true});
    store_->write([&](Transaction& t) {
      workspace_ = t.add_workspace("default", "UTC", {0});
      other_ = t.add_workspace("other", "UTC", {0});
      account_ = t.add_account(workspace_, "A", {1});
      t.save_account(workspace_, {.id = account_, .state = "s", .definition = 1});
    });
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }
  // One value of every column's type.
  static Value sample(const records::Field& field) {
    using expression::Kind;
    switch (field.type) {
      case Kind::boolean:
        return true;
      case Kind::int64:
        return int64_t{INT64_MAX};
      case Kind::decimal:
        return *Decimal::parse("-12345678901234567890.1200");
      case Kind::date:
        return Date{20'000};
      case Kind::instant:
        return Instant{1'700'000'000'123'456};
      default:
        return std::string(field.name) + " 'שלום'";
    }
  }
  RecordRow sample_row(const Record& record) const {
    RecordRow row{.version = 3, .changed_at = {99}};
    if (record.sort == RecordSort::document) row.account = account_;
    for (const records::Field& field : record.fields) {
      const bool is_account = record.sort == RecordSort::document && field.name == "account";
      row.cells.push_back(is_account ? Value{} : sample(field));
    }
    return row;
  }
  static std::string key_of(const Record& record) {
    return to_text(sample(records::key_field(record)));
  }

  std::string folder_;
  std::unique_ptr<Store> store_;
  WorkspaceId workspace_ = 0, other_ = 0;
  AccountId account_ = 0;
};

std::set<std::string> columns(sqlite3* db, std::string_view table) {
  std::set<std::string> names;
  const std::string sql = "SELECT name FROM pragma_table_xinfo('" + std::string(table) + "')";
  sqlite3_exec(
      db, sql.c_str(),
      [](void* to, int, char** values, char**) {
        static_cast<std::set<std::string>*>(to)->insert(values[0]);
        return 0;
      },
      &names, nullptr);
  return names;
}

TEST_F(RecordRows, TheColumnsAreThoseOfTheSchemaAndNoOthers) {
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open((folder_ + "/store.db").c_str(), &db), SQLITE_OK);
  for (const Record& record : records::schema()) {
    std::set<std::string> expected{"_id", "_workspace"};
    for (const records::Field& field : records::row_fields()) expected.emplace(field.name);
    if (record.sort == RecordSort::account) {
      // The others come with a definition: service_test compares them.
      expected.insert({"key", "_recorded_at", "_email", "_email_2", "_name", "_phone"});
      EXPECT_EQ(columns(db, record.name), expected);
      continue;
    }
    for (const records::Field& field : record.fields) {
      if (record.sort != RecordSort::document || field.name != "account") expected.emplace(field.name);
    }
    if (record.sort == RecordSort::document) {
      expected.insert("_account");
      for (const records::Field& field : records::receipt_fields()) expected.emplace(field.name);
    }
    if (record.name == "contact") expected.insert({"_email", "_phone"});
    EXPECT_EQ(columns(db, record.name), expected) << record.name;
  }
  sqlite3_close(db);
}

TEST_F(RecordRows, EveryRecordComesBackAsItWasWritten) {
  for (const Record& record : records::schema()) {
    if (record.sort != RecordSort::document && record.sort != RecordSort::house) continue;
    RecordRow row = sample_row(record);
    store_->write([&](Transaction& t) { t.put_record(workspace_, record, row); });
    EXPECT_NE(row.id, 0);
    RecordRow found;
    store_->read([&](Reader& r) {
      EXPECT_TRUE(r.find_record(workspace_, record, key_of(record), found)) << record.name;
      RecordRow none;
      EXPECT_FALSE(r.find_record(other_, record, key_of(record), none));
      EXPECT_FALSE(r.find_record(workspace_, record, "another", none));
    });
    EXPECT_EQ(found.cells, row.cells) << record.name;
    EXPECT_EQ(found.id, row.id);
    EXPECT_EQ(found.version, 3);
    EXPECT_EQ(found.changed_at, Instant{99});
    EXPECT_EQ(found.account, row.account);
    EXPECT_TRUE(found.receipt.empty());
  }
}

TEST_F(RecordRows, AChangeOverwritesAndKeepsTheReceipt) {
  const Record& order = *records::find_record("order");
  RecordRow row = sample_row(order);
  row.receipt = {"order", "allowed", "status", "active", 7, 1, Value{}, "dana"};
  store_->write([&](Transaction& t) { t.put_record(workspace_, order, row); });
  store_->write([&](Transaction& t) {
    RecordRow changed;
    ASSERT_TRUE(t.reads().find_record(workspace_, order, key_of(order), changed));
    changed.cells[3] = *Decimal::parse("7.5");
    changed.receipt.clear();
    changed.version = 4;
    t.put_record(workspace_, order, changed);
  });
  store_->read([&](Reader& r) {
    int rows = 0;
    r.records(workspace_, order, account_, [&](const RecordRow& found) {
      ++rows;
      EXPECT_EQ(found.version, 4);
      EXPECT_EQ(found.cells[3], Value(*Decimal::parse("7.5")));
      EXPECT_EQ(found.receipt, row.receipt);
    });
    EXPECT_EQ(rows, 1);
  });
  store_->write([&](Transaction& t) { t.remove_record(workspace_, order, row.id); });
  store_->read([&](Reader& r) {
    r.all_records(workspace_, order, [&](const RecordRow&) { ADD_FAILURE() << "removed"; });
  });
}

TEST_F(RecordRows, AnExternalKeyFindsItsRecord) {
  const Record& contact = *records::find_record("contact");
  store_->write([&](Transaction& t) {
    RecordRow row = sample_row(contact);
    t.put_record(workspace_, contact, row);
    t.add_account_columns({{.name = "external_key"}});
    t.set_columns(workspace_, account_, std::array{ColumnValue{"external_key", "ERP-7"}});
  });
  store_->read([&](Reader& r) {
    EXPECT_EQ(r.find_external(workspace_, *records::find_record("account"), "ERP-7"), "A");
    EXPECT_EQ(r.find_external(other_, *records::find_record("account"), "ERP-7"), "");
    EXPECT_EQ(r.find_external(workspace_, contact, "external_key 'שלום'"), key_of(contact));
    EXPECT_EQ(r.find_external(workspace_, contact, "none"), "");
  });
}

TEST_F(RecordRows, EarlyDocumentsWaitUnderTheirAccount) {
  const Record& order = *records::find_record("order");
  store_->write([&](Transaction& t) {
    t.put_early_document(workspace_, order, "O1", account_);
    t.put_early_document(workspace_, order, "O1", account_);
    t.put_early_document(workspace_, order, "O2", account_);
    t.remove_early_document(workspace_, order, "O2");
  });
  store_->read([&](Reader& r) {
    EXPECT_EQ(r.early_document(workspace_, order, "O1"), account_);
    EXPECT_EQ(r.early_document(workspace_, order, "O2"), std::nullopt);
    EXPECT_EQ(r.early_document(other_, order, "O1"), std::nullopt);
  });
}

TEST_F(RecordRows, SpellsAreReplacedAndRemovedByAccount) {
  Spell spell{.account = account_,
              .lifecycle = 1,
              .stage = 2,
              .entered_at = Instant{5},
              .left_at = Instant{7},
              .times = 1,
              .micros = 2};
  store_->write([&](Transaction& t) {
    t.put_spell(workspace_, spell);
    spell.times = 2;
    t.put_spell(workspace_, spell);
  });
  std::vector<Spell> found;
  const auto read = [&] {
    found.clear();
    store_->read([&](Reader& r) {
      r.spells(workspace_, account_, [&](const Spell& s) { found.push_back(s); });
      r.spells(other_, account_, [&](const Spell&) { ADD_FAILURE(); });
    });
  };
  read();
  EXPECT_EQ(found, std::vector<Spell>{spell});
  store_->write([&](Transaction& t) { t.remove_spells(workspace_, account_); });
  read();
  EXPECT_TRUE(found.empty());
}

TEST(DecimalText, IsComparedByItsNumber) {
  const char* in_order[] = {"-100", "-2.50", "0", "1.5", "2", "10", "12345678901234567890.1", "a",
                            "b"};
  for (size_t i = 0; i < std::size(in_order); ++i) {
    for (size_t j = 0; j < std::size(in_order); ++j) {
      const int order = sqlite::compare_decimal_text(in_order[i], in_order[j]);
      EXPECT_EQ(order < 0, i < j) << in_order[i] << " " << in_order[j];
      EXPECT_EQ(order == 0, i == j) << in_order[i] << " " << in_order[j];
    }
  }
  EXPECT_EQ(sqlite::compare_decimal_text("1.50", "1.5"), 0);
}

}  // namespace
}  // namespace tenure::store
