#include "report/history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace tenure::report {
namespace {

using testing::ElementsAre;

Instant at(const std::string& text) {
  return parse_instant(text.size() == 10 ? text + "T00:00:00Z" : text + (text.ends_with('Z') ? "" : "Z")).value();
}

StageList four_stages() {
  return {{"suspect", "onboarding", "customer", "churned"}, {true, true, true, false}, 0};
}

std::vector<std::string> lines(const Table& table) {
  std::vector<std::string> result;
  for (const auto& row : table.rows) {
    std::string& line = result.emplace_back(to_text(row[0]));
    for (size_t i = 1; i < row.size(); ++i) line += "," + to_text(row[i]);
  }
  return result;
}

// Two customers: a is a customer for a year and churns, b only begins in February; c was always there.
History small() {
  History history(four_stages());
  history.begin("a", at("2026-01-10"));
  history.begin("b", at("2026-02-20"));
  history.add("a", "suspect", "onboarding", at("2026-01-15"));
  history.add("b", "suspect", "onboarding", at("2026-02-20"));
  history.add("a", "onboarding", "customer", at("2026-02-01"));
  history.add("c", "suspect", "onboarding", at("2026-02-10"));
  history.add("a", "customer", "churned", at("2026-03-01T12:00:00Z"));
  return history;
}

TEST(Periods, BeginAtLocalMidnight) {
  const TimeZone utc;
  EXPECT_EQ(next_period(at("2026-01-31T23:59:59Z"), Period::month, utc), at("2026-02-01"));
  EXPECT_EQ(next_period(at("2026-02-01"), Period::month, utc), at("2026-03-01"));
  EXPECT_EQ(next_period(at("2026-12-15"), Period::month, utc), at("2027-01-01"));
  EXPECT_EQ(next_period(at("2026-11-21"), Period::week, utc), at("2026-11-23"));  // Saturday → Monday
  EXPECT_EQ(next_period(at("2026-11-23"), Period::week, utc), at("2026-11-30"));
  EXPECT_EQ(next_period(at("1969-12-31"), Period::week, utc), at("1970-01-05"));
  EXPECT_EQ(next_period(at("2026-11-21T10:00:00Z"), Period::day, utc), at("2026-11-22"));
  const auto zone = TimeZone::load("Asia/Jerusalem");
  ASSERT_TRUE(zone);
  EXPECT_EQ(next_period(at("2026-01-31T22:30:00Z"), Period::month, *zone), at("2026-02-28T22:00:00Z"));
}

TEST(StagesOverTime, CountsBeforeEachPeriodAndIncludesTheLastInstant) {
  EXPECT_THAT(lines(stages_over_time(small(), Period::month, TimeZone(), at("2026-03-01T12:00:00Z"))),
              ElementsAre("2026-02-01T00:00:00Z,1,1,0,0",  // the move at this instant comes after it
                          "2026-03-01T00:00:00Z,0,2,1,0", "2026-03-01T12:00:00Z,0,2,0,1"));
  EXPECT_THAT(lines(stages_over_time(History(four_stages()), Period::day, TimeZone(), at("2026-01-01"))),
              ElementsAre("2026-01-01T00:00:00Z,0,0,0,0"));
}

TEST(Flow, CountsMovesAndAccounts) {
  History history = small();
  history.add("a", "churned", "onboarding", at("2026-04-01"));
  history.add("a", "onboarding", "churned", at("2026-05-01"));
  history.add("a", "churned", "onboarding", at("2026-06-01"));
  EXPECT_THAT(lines(flow(history, std::nullopt, at("2026-12-31"))),
              ElementsAre("suspect,onboarding,3,3", "onboarding,customer,1,1", "onboarding,churned,1,1",
                          "customer,churned,1,1", "churned,onboarding,2,1"));
  EXPECT_THAT(lines(flow(history, at("2026-02-20"), at("2026-04-01"))),
              ElementsAre("suspect,onboarding,1,1", "customer,churned,1,1", "churned,onboarding,1,1"));
}

TEST(Flow, FromNoStage) {
  History history({{"new", "old"}, {true, true}, lifecycle::kNoStage});
  history.add("a", "", "new", at("2026-01-01"));
  history.add("a", "new", "", at("2026-01-02"));
  EXPECT_THAT(lines(flow(history, std::nullopt, at("2026-12-31"))), ElementsAre(",new,1,1", "new,,1,1"));
}

TEST(TimeInStage, SumsWhatIsKnown) {
  // suspect: a 5 days, b 0, c unknown. onboarding: a 17, b 20, c 30. customer: a 28.5.
  EXPECT_THAT(lines(time_in_stage(small(), at("2026-03-12T00:00:00Z"))),
              ElementsAre("suspect,3,0,0.00,2.50,5.00", "onboarding,3,2,20.00,22.33,30.00",
                          "customer,1,0,28.50,28.50,28.50", "churned,1,1,10.50,10.50,10.50"));
}

TEST(TimeInStage, NearestRankOfMany) {
  History history(four_stages());
  for (int i = 1; i <= 10; ++i) {
    const std::string key = std::to_string(i);
    history.begin(key, at("2026-01-01"));
    history.add(key, "suspect", "customer", Instant{at("2026-01-01").micros + i * kMicrosPerDay});
  }
  EXPECT_EQ(lines(time_in_stage(history, at("2026-02-01")))[0], "suspect,10,0,5.00,5.50,9.00");
}

TEST(Cohorts, SharesAfterMonths) {
  const StageId customer[] = {1, 2};
  EXPECT_THAT(lines(cohort_shares(small(), customer, TimeZone(), at("2026-04-15"))),
              ElementsAre("2026-01,1,100.0,100.0,0.0", "2026-02,1,100.0,100.0,"));
  EXPECT_THAT(lines(cohort_stages(small(), 1, TimeZone(), at("2026-04-15"))),
              ElementsAre("2026-01,1,0,0,1,0", "2026-02,1,0,1,0,0"));
  EXPECT_THAT(lines(cohort_stages(small(), 2, TimeZone(), at("2026-04-15"))),
              ElementsAre("2026-01,1,0,0,0,1", "2026-02,1,,,,"));
  EXPECT_TRUE(cohort_shares(History(four_stages()), customer, TimeZone(), at("2026-04-15")).rows.empty());
}

// ---- the oracles ---------------------------------------------------------------------------------------

std::vector<std::vector<std::string>> read_rows(const std::string& path) {
  gzFile file = gzopen(path.c_str(), "rb");
  EXPECT_NE(file, nullptr) << path;
  std::string bytes;
  char buffer[65536];
  for (int n = 0; file && (n = gzread(file, buffer, sizeof buffer)) > 0;) bytes.append(buffer, static_cast<size_t>(n));
  if (file) gzclose(file);
  std::vector<std::vector<std::string>> rows;
  std::istringstream text(bytes);
  for (std::string line; std::getline(text, line);) {
    std::istringstream cells(line);
    std::vector<std::string>& row = rows.emplace_back();
    for (std::string cell; std::getline(cells, cell, ',');) row.push_back(cell);
  }
  return rows;
}

struct Oracle {
  const char *name, *folder, *timeline, *final_stages, *end;
};
class StageOracle : public testing::TestWithParam<Oracle> {
 protected:
  void SetUp() override {
    folder_ = std::string(TENURE_SHARED_DIR) + "/data/orders/" + GetParam().folder;
    if (!std::filesystem::exists(folder_)) GTEST_SKIP() << "there is no ../shared/data/orders/" << GetParam().folder << " beside the repository";
    // Every customer of the raw file is there from the beginning, also who never ordered.
    for (const auto& row : read_rows(folder_ + GetParam().final_stages)) {
      if (row[0] != "customer_id") history_.begin(row[0], kMinInstant);
    }
    for (const auto& row : read_rows(folder_ + GetParam().timeline)) {
      if (row[0] != "customer_id") history_.add(row[0], row[2], row[3], at(row[1]));
    }
  }
  std::string folder_;
  History history_{four_stages()};
};

TEST_P(StageOracle, MonthlyCounts) {
  const Table table = stages_over_time(history_, Period::month, TimeZone(), at(GetParam().end));
  const auto rows = read_rows(folder_ + "stage_counts_monthly.csv");
  ASSERT_EQ(table.rows.size(), rows.size() - 1);
  for (size_t r = 1; r < rows.size(); ++r) {
    EXPECT_EQ(to_text(table.rows[r - 1][0]), rows[r][0] + "Z");
    for (size_t c = 1; c < rows[r].size(); ++c) EXPECT_EQ(to_text(table.rows[r - 1][c]), rows[r][c]) << rows[r][0];
  }
}

TEST_P(StageOracle, TransitionCounts) {
  std::set<std::string> ours, theirs;
  for (const auto& row : flow(history_, std::nullopt, at(GetParam().end)).rows) {
    ours.insert(to_text(row[0]) + "," + to_text(row[1]) + "," + to_text(row[2]));
  }
  const auto rows = read_rows(folder_ + "transition_counts.csv");
  for (size_t r = 1; r < rows.size(); ++r) theirs.insert(rows[r][0] + "," + rows[r][1] + "," + rows[r][2]);
  EXPECT_EQ(ours, theirs);
}

TEST_P(StageOracle, WhoStandsInAStageNowIsItsFinalCount) {
  const Table table = time_in_stage(history_, at(GetParam().end));
  std::map<std::string, std::string> ours;
  for (const auto& row : table.rows) ours[to_text(row[0])] = to_text(row[2]);
  for (const auto& row : read_rows(folder_ + "stage_counts_final.csv")) {
    if (row[0] == "stage" || row[0] == "total") continue;
    EXPECT_EQ(ours[row[0]], row[1]) << row[0];
  }
}

INSTANTIATE_TEST_SUITE_P(
    Histories, StageOracle,
    testing::Values(Oracle{"cdnow_rows", "cdnow/oracle_row_orders/", "stage_timeline.csv.gz", "stage_final.csv.gz",
                           "1998-06-30"},
                    Oracle{"cdnow_days", "cdnow/oracle_day_orders/", "stage_timeline.csv.gz", "stage_final.csv.gz",
                           "1998-06-30"},
                    Oracle{"online_retail", "online_retail_2010_2011/oracle/", "stage_timeline.csv",
                           "stage_final.csv", "2011-12-09T12:50:00"},
                    Oracle{"r_rfm", "r_rfm/oracle_row_orders/", "stage_timeline.csv", "stage_final.csv",
                           "2006-12-30"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(Funnel, CountsWhoEverGotThatFar) {
  // c was always there: it counts, but not among those who began lately.
  EXPECT_THAT(lines(funnel(small(), std::nullopt, at("2026-04-01"))),
              ElementsAre("suspect,3,,100.0", "onboarding,3,100.0,100.0", "customer,1,33.3,33.3"));
  EXPECT_THAT(lines(funnel(small(), at("2026-02-01"), at("2026-04-01"))),
              ElementsAre("suspect,1,,100.0", "onboarding,1,100.0,100.0", "customer,0,0.0,0.0"));
  EXPECT_THAT(lines(funnel(small(), std::nullopt, at("2026-01-20"))),
              ElementsAre("suspect,2,,100.0", "onboarding,1,50.0,50.0", "customer,0,0.0,0.0"));
  EXPECT_THAT(lines(funnel(History(four_stages()), std::nullopt, at("2026-01-20"))),
              ElementsAre("suspect,0,,", "onboarding,0,,", "customer,0,,"));
}

}  // namespace
}  // namespace tenure::report
