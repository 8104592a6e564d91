// 8,800 opportunities of a CRM: what they do to their accounts, against the same rules written as
// one SQL query over the raw rows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <map>

#include "history.h"

namespace tenure::proof {
namespace {

constexpr const char* kEnd = "2017-12-31T00:00:00Z";
constexpr const char* kRaw = "crm/maven_crm_opportunities/sales_pipeline.csv";

// Creation lifts an account to opportunity; one that is won makes it onboarding, for good; when the
// last open one is lost, it falls back to prospect. On one day, creations come first, then what was
// won, then what was lost.
constexpr const char* kQuery = R"sql(
WITH happened AS (
  SELECT party, engage_date AS at, 1 AS kind, opportunity_id AS id FROM pipeline WHERE engage_date <> ''
  UNION ALL
  SELECT party, close_date, 2, opportunity_id FROM pipeline WHERE deal_stage = 'Won'
  UNION ALL
  SELECT party, close_date, 3, opportunity_id FROM pipeline WHERE deal_stage = 'Lost'
), so_far AS (
  SELECT *,
    sum(CASE kind WHEN 1 THEN 1 ELSE -1 END) OVER history AS open,
    sum(kind = 2) OVER history AS won
  FROM happened WHERE party <> ''
  WINDOW history AS (PARTITION BY party ORDER BY at, kind, id ROWS UNBOUNDED PRECEDING)
)
SELECT 'opportunity>onboarding', count(*) FROM so_far WHERE kind = 2 AND won = 1
UNION ALL
SELECT 'opportunity>prospect', count(*) FROM so_far WHERE kind = 3 AND won = 0 AND open = 0
UNION ALL
SELECT '>opportunity', count(*) FROM so_far WHERE kind = 1 AND won = 0 AND open = 1
UNION ALL
SELECT 'accounts', count(DISTINCT party) FROM pipeline WHERE party <> ''
UNION ALL
SELECT 'facts', count(*) FROM so_far
)sql";

std::map<std::string, int64_t> ask_sql(const Sheet& sheet, const std::string& party) {
  sqlite3* database = nullptr;
  EXPECT_EQ(sqlite3_open(":memory:", &database), SQLITE_OK);
  EXPECT_EQ(
      sqlite3_exec(database,
                   "CREATE TABLE raw(opportunity_id, sales_agent, product, account, deal_stage, "
                   "engage_date, close_date, close_value)",
                   nullptr, nullptr, nullptr),
      SQLITE_OK);
  sqlite3_stmt* insert = nullptr;
  EXPECT_EQ(
      sqlite3_prepare_v2(database, "INSERT INTO raw VALUES(?,?,?,?,?,?,?,?)", -1, &insert, nullptr),
      SQLITE_OK);
  for (const auto& row : sheet.rows) {
    for (int i = 0; i < 8; ++i) {
      const std::string& cell = row[static_cast<size_t>(i)];
      sqlite3_bind_text(insert, i + 1, cell.data(), static_cast<int>(cell.size()), SQLITE_STATIC);
    }
    EXPECT_EQ(sqlite3_step(insert), SQLITE_DONE);
    sqlite3_reset(insert);
  }
  sqlite3_finalize(insert);
  const std::string view = "CREATE VIEW pipeline AS SELECT *, CASE account WHEN '' THEN '' ELSE " +
                           party + " END AS party FROM raw";
  EXPECT_EQ(sqlite3_exec(database, view.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
  std::map<std::string, int64_t> counts;
  sqlite3_stmt* query = nullptr;
  EXPECT_EQ(sqlite3_prepare_v2(database, kQuery, -1, &query, nullptr), SQLITE_OK)
      << sqlite3_errmsg(database);
  while (sqlite3_step(query) == SQLITE_ROW) {
    counts[reinterpret_cast<const char*>(sqlite3_column_text(query, 0))] =
        sqlite3_column_int64(query, 1);
  }
  sqlite3_finalize(query);
  sqlite3_close(database);
  return counts;
}

// Whose opportunities they are: the account's; or an account's under one salesman, so that some of
// them win nothing and lose their last one.
struct Reading {
  const char* name;
  const char* key;    // of the account, in the mapping
  const char* party;  // in SQL
};
class Maven : public testing::TestWithParam<Reading> {};

TEST_P(Maven, OpportunitiesMoveTheirAccountsAsSqlSays) {
  if (!have_data()) GTEST_SKIP() << kNoData;
  Workspace workspace(kEnd);
  std::string mapping = read_text(TENURE_SOURCE_DIR "/examples/maven_crm/opportunities.map.yaml");
  const std::string key = "\n  key: account\n";
  ASSERT_TRUE(mapping.contains(key));
  mapping.replace(mapping.find(key), key.size(), std::string("\n  key: ") + GetParam().key + "\n");
  const auto report = workspace.import(shared_file(kRaw), mapping);
  EXPECT_EQ(report.rows, 8'800);
  EXPECT_EQ(report.left_out, 1'425);

  std::map<std::string, int64_t> found{{"accounts", report.totals.accounts_created},
                                       {"facts", report.totals.recorded},
                                       {"opportunity>prospect", 0}};
  const auto done =
      workspace.service().log("default", {}, [&](const service::Service::LogRow& row) {
        if (row.lifecycle != "customer_lifecycle") return;
        ++found[row.to == "opportunity" ? ">opportunity" : row.from + ">" + row.to];
      });
  ASSERT_TRUE(done);
  EXPECT_EQ(found, ask_sql(read_sheet(shared_file(kRaw)), GetParam().party));
  EXPECT_THAT(workspace.findings(), testing::IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Readings, Maven,
                         testing::Values(Reading{"Accounts", "account", "account"},
                                         Reading{"AccountsOfSalesmen",
                                                 "concat(concat(account, '/'), sales_agent)",
                                                 "account || '/' || sales_agent"}),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace tenure::proof
