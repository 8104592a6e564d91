// Real order histories, from the raw file and a shipped mapping, against answers worked out twice
// by other means (an event loop and SQL windows): every order, every move, every customer, every
// month, every score.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "history.h"
#include "report/rfm.h"

namespace tenure::proof {
namespace {

using testing::IsEmpty;

// Each history is imported once, and asked by several tests.
class Oracle : public testing::TestWithParam<Known> {
 protected:
  void SetUp() override {
    if (!have_data()) GTEST_SKIP() << kNoData;
    auto& workspace = imported()[GetParam().name];
    if (!workspace) {
      workspace = std::make_unique<Workspace>(GetParam().end);
      const std::string mapping =
          std::string(TENURE_SOURCE_DIR "/examples/") + GetParam().mapping + ".map.yaml";
      workspace->import(shared_file(GetParam().raw), read_text(mapping));
    }
    workspace_ = workspace.get();
  }
  static void TearDownTestSuite() { imported().clear(); }

  static std::map<std::string, std::unique_ptr<Workspace>>& imported() {
    static std::map<std::string, std::unique_ptr<Workspace>> all;
    return all;
  }
  static Sheet right(const std::string& file) {
    return read_sheet(shared_file(GetParam().oracle + ("/" + file)));
  }
  static std::vector<std::string> right_rows(const std::string& file,
                                             const std::vector<const char*>& columns) {
    const Sheet sheet = right(file);
    std::vector<std::string> rows;
    for (const auto& row : sheet.rows) {
      std::vector<std::string> cells;
      for (const char* column : columns) cells.push_back(row[sheet.column(column)]);
      rows.push_back(joined(cells));
    }
    return rows;
  }
  Workspace* workspace_ = nullptr;
};

TEST_P(Oracle, EveryOrder) {
  std::vector<std::string> rows;
  const Sheet sheet = right("orders.csv");
  for (const auto& row : sheet.rows) {
    rows.push_back(joined({row[sheet.column("order_id")], row[sheet.column("customer_id")],
                           row[sheet.column("at")],
                           to_string(Decimal::parse(row[sheet.column("amount")])->normalized())}));
  }
  expect_same_rows(workspace_->orders(), rows);
}

TEST_P(Oracle, EveryMove) {
  expect_same_rows(
      workspace_->timeline(),
      right_rows("stage_timeline.csv", {"customer_id", "at", "from_stage", "to_stage", "cause"}));
}

TEST_P(Oracle, WhereEveryCustomerStands) {
  expect_same_rows(workspace_->final_stages(),
                   right_rows("stage_final.csv", {"customer_id", "first_order_at", "last_order_at",
                                                  "orders", "final_stage", "since"}));
}

TEST_P(Oracle, HowManyStandWhere) {
  std::map<std::string, std::string> final;
  const Sheet counts = right("stage_counts_final.csv");
  for (const auto& row : counts.rows) final[row[0]] = row[1];
  EXPECT_EQ(workspace_->counts(*parse_instant(GetParam().end)),
            joined({final["suspect"], final["onboarding"], final["customer"], final["churned"]}));
}

// The state just before the first instant of each month; the last row is that of the end itself.
TEST_P(Oracle, HowManyStoodWhereEveryMonth) {
  const Sheet months = right("stage_counts_monthly.csv");
  ASSERT_GT(months.rows.size(), 10u);
  for (size_t i = 0; i < months.rows.size(); ++i) {
    const auto& row = months.rows[i];
    Instant at = *parse_instant(row[0] + "Z");
    if (i + 1 < months.rows.size()) at.micros -= 1;
    EXPECT_EQ(workspace_->counts(at),
              joined({row[months.column("suspect")], row[months.column("onboarding")],
                      row[months.column("customer")], row[months.column("churned")]}))
        << row[0];
  }
}

TEST_P(Oracle, EveryScore) {
  const auto definition = *workspace_->service().definition("default");
  const auto& kind = definition->kinds[*definition->find_kind("order.placed")];
  const auto amount = static_cast<size_t>(kind.fields.find("amount"));
  std::map<std::string, report::RfmCustomer, std::less<>> by_key;
  const auto read =
      workspace_->service().facts("default", {}, [&](const service::Service::FactRow& fact) {
        if (fact.kind != "order.placed") return;
        const auto [customer, is_new] = by_key.try_emplace(std::string(fact.account));
        customer->second.key = customer->first;
        customer->second.add_order(definition->zone.local_date(fact.at),
                                   *(*fact.body)[amount].get<Decimal>());
      });
  ASSERT_TRUE(read);
  std::vector<report::RfmCustomer> customers;
  for (auto& [key, customer] : by_key) customers.push_back(std::move(customer));
  const Date end = definition->zone.local_date(*parse_instant(GetParam().end));
  const auto scores = rfm_ntile(customers, end);
  std::vector<std::string> rows;
  for (size_t i = 0; i < customers.size(); ++i) {
    rows.push_back(
        joined({customers[i].key, std::to_string(scores[i].recency_days),
                std::to_string(customers[i].orders), to_string(customers[i].monetary.normalized()),
                std::to_string(scores[i].r), std::to_string(scores[i].f),
                std::to_string(scores[i].m), std::to_string(scores[i].score())}));
  }
  const Sheet sheet = right("rfm.csv");
  std::vector<std::string> right_scores;
  for (const auto& row : sheet.rows) {
    std::vector<std::string> cells(row.begin(), row.begin() + 8);
    cells[3] = to_string(Decimal::parse(cells[3])->normalized());
    right_scores.push_back(joined(cells));
  }
  expect_same_rows(rows, right_scores);
}

TEST_P(Oracle, TheStoreIsSound) {
  EXPECT_THAT(workspace_->findings(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Histories, Oracle, testing::ValuesIn(histories()),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace tenure::proof
