// Files of earlier releases come up to date when they are opened: their rows are made from their facts.
#include <sstream>

#include "records/schema.h"
#include "service/service_test_support.h"
#include "store/sqlite_test_support.h"

namespace tenure::service {
namespace {

class UpgradeTest : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    service_.reset();
    store_.reset();
    for (const char* behind : {"", "-wal", "-shm"}) std::filesystem::remove(path() + behind);
  }
  // The golden file as it was on that program's disk.
  void restore(const std::string& name) {
    std::ifstream file(std::string(TENURE_SOURCE_DIR) + "/src/service/golden/" + name);
    std::stringstream sql;
    sql << file.rdbuf();
    ASSERT_FALSE(sql.str().empty());
    EXPECT_EQ(store::run_sql(path(), sql.str()), "");
  }
  std::string rows_of(std::string_view record) {
    std::string text;
    store_->read([&](store::Reader& r) {
      const records::Record& about = *records::find_record(record);
      r.all_records(1, about, [&](const store::RecordRow& row) {
        for (const Value& cell : row.cells)
          if (!cell.is_null()) text += to_text(cell) + " ";
        text += "of " + r.account_key(1, row.account) + "\n";
      });
    });
    return text;
  }
};

TEST_F(UpgradeTest, G18_AFileOfTheFirstReleaseHasItsRowsMade) {
  restore("schema_6.sql");
  clock_.set(at("2025-06-05"));
  open();
  EXPECT_EQ(stage("A"), "customer");
  EXPECT_EQ(rows_of("order"),
            "O1 11 2025-01-09T00:00:00Z of A\n"
            "O2 7 EUR 2025-01-12T00:00:00Z of A\n"
            "O3 8 2025-05-20T00:00:00Z of A\n"
            "P1 1 2025-02-01T00:00:00Z 2025-02-02T00:00:00Z of B\n");
  EXPECT_EQ(rows_of("quote"), "Q1 99 2025-01-13T00:00:00Z approved 2025-01-14T00:00:00Z of A\n");
  EXPECT_EQ(rows_of("task"), "T1 Call 2025-02-04T00:00:00Z of B\n");
  EXPECT_EQ(rows_of("activity"), "N1 note 2025-03-02T00:00:00Z note of C\n");
  store_->read([&](store::Reader& r) {
    EXPECT_EQ(r.property(1, 1, "status"), Value("customer"));
    EXPECT_EQ(r.property(1, 1, "order_count"), Value(3));
    EXPECT_EQ(r.property(1, 1, "name"), Value("Acme"));
    EXPECT_EQ(r.property(1, 3, "status"), Value("closed"));
    EXPECT_EQ(r.accounts_by_email(1, "info@acme.example", 9), (std::vector<store::AccountId>{1}));
  });
  expect_sound();
  EXPECT_EQ(board(), "suspect=1 buyer=0 customer=1 churned=0 closed=1");
  // The log stayed what it was, and life goes on.
  EXPECT_EQ(log({.account = "A", .all = true}).size(), 4u);
  FactInput order;
  order.account = "B";
  order.kind = "order.placed";
  order.key = "P2";
  order.at = at("2025-06-04");
  EXPECT_EQ(record(order).outcome, Outcome::recorded);
  EXPECT_NE(rows_of("order").find("P2 2025-06-04T00:00:00Z 2025-02-03T00:00:00Z of B"),
            std::string::npos);
  expect_sound();
}

TEST_F(UpgradeTest, G18_OpenedTwiceItIsMadeOnce) {
  restore("schema_6.sql");
  clock_.set(at("2025-06-05"));
  open();
  (void)service_->definition("default");
  int64_t commits = 0;
  store_->read([&](store::Reader& r) {
    EXPECT_GT(r.projected(1).number, 0);
    commits = r.extent(1).commits;
  });
  open();
  (void)service_->definition("default");
  store_->read([&](store::Reader& r) { EXPECT_EQ(r.extent(1).commits, commits); });
  expect_sound();
}

}  // namespace
}  // namespace tenure::service
