// Against the results of the R package rfm 0.3.0 and of SQL window queries over the same orders.
#include "report/rfm.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <filesystem>
#include <map>
#include <random>
#include <set>

#include "base/text.h"

namespace tenure::report {
namespace {

using testing::ElementsAre;

Decimal decimal(const std::string& text) { return Decimal::parse(text).value(); }
Date date(const std::string& text) { return parse_date(text.substr(0, 10)).value(); }

// A table of a data file: quotes and gzip, nothing more.
struct Sheet {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
  size_t column(const std::string& name) const {
    const auto found = std::ranges::find(header, name);
    EXPECT_NE(found, header.end()) << name;
    return static_cast<size_t>(found - header.begin());
  }
};

Sheet read_sheet(const std::string& path) {
  Sheet sheet;
  gzFile file = gzopen(path.c_str(), "rb");
  EXPECT_NE(file, nullptr) << path;
  if (!file) return sheet;
  std::string bytes;
  char buffer[65536];
  for (int n = 0; (n = gzread(file, buffer, sizeof buffer)) > 0;) bytes.append(buffer, static_cast<size_t>(n));
  gzclose(file);
  std::vector<std::string> row(1);
  bool quoted = false;
  for (const char c : bytes) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      row.emplace_back();
    } else if (c == '\n') {
      (sheet.header.empty() ? sheet.header : sheet.rows.emplace_back()) = std::move(row);
      row.assign(1, "");
    } else if (c != '\r') {
      row.back() += c;
    }
  }
  return sheet;
}

const std::string kOrders = std::string(TENURE_SHARED_DIR) + "/data/orders/";

// Customers from orders, in no particular order.
std::vector<RfmCustomer> from_orders(const Sheet& orders, const char* at, const char* amount) {
  const size_t c = orders.column("customer_id"), d = orders.column(at), a = orders.column(amount);
  std::map<std::string, RfmCustomer> customers;
  for (const auto& row : orders.rows) {
    RfmCustomer& customer = customers[row[c]];
    customer.key = row[c];
    customer.add_order(date(row[d]), decimal(row[a]));
  }
  std::vector<RfmCustomer> result;
  for (auto& [key, customer] : customers) result.push_back(std::move(customer));
  std::shuffle(result.begin(), result.end(), std::mt19937(7));
  return result;
}

// The oracle's columns, by customer, beside ours.
struct Names {
  const char *recency, *frequency, *monetary, *r, *f, *m, *score;
};
constexpr Names kOurs{"recency_days", "frequency", "monetary", "r_score", "f_score", "m_score", "rfm_score"};
constexpr Names kPackage{"recency_days",    "transaction_count", "amount",    "recency_score",
                         "frequency_score", "monetary_score",    "rfm_score"};

void expect_same(const std::vector<RfmCustomer>& customers, const std::vector<RfmScore>& scores,
                 const Sheet& oracle, const Names& names) {
  ASSERT_EQ(customers.size(), oracle.rows.size());
  std::map<std::string, const std::vector<std::string>*> rows;
  for (const auto& row : oracle.rows) rows[row[oracle.column("customer_id")]] = &row;
  for (size_t i = 0; i < customers.size(); ++i) {
    ASSERT_TRUE(rows.contains(customers[i].key)) << customers[i].key;
    const auto& row = *rows[customers[i].key];
    const auto cell = [&](const char* name) { return row[oracle.column(name)]; };
    ASSERT_EQ(std::to_string(scores[i].recency_days), cell(names.recency)) << customers[i].key;
    ASSERT_EQ(std::to_string(customers[i].orders), cell(names.frequency)) << customers[i].key;
    ASSERT_EQ(customers[i].monetary, decimal(cell(names.monetary))) << customers[i].key;
    ASSERT_EQ(std::to_string(scores[i].r), cell(names.r)) << customers[i].key;
    ASSERT_EQ(std::to_string(scores[i].f), cell(names.f)) << customers[i].key;
    ASSERT_EQ(std::to_string(scores[i].m), cell(names.m)) << customers[i].key;
    ASSERT_EQ(std::to_string(scores[i].score()), cell(names.score)) << customers[i].key;
  }
}

void expect_thresholds(const Table& ours, const Sheet& oracle) {
  ASSERT_EQ(ours.rows.size(), oracle.rows.size());
  for (size_t c = 0; c < oracle.header.size(); ++c) EXPECT_EQ(ours.columns[c].name, oracle.header[c]);
  for (size_t r = 0; r < oracle.rows.size(); ++r) {
    for (size_t c = 0; c < oracle.header.size(); ++c) {
      EXPECT_EQ(*ours.rows[r][c].get<Decimal>(), decimal(oracle.rows[r][c])) << "row " << r << " " << oracle.header[c];
    }
  }
}

bool absent() { return !std::filesystem::exists(kOrders); }
#define SKIP_WITHOUT_DATA() \
  if (absent()) GTEST_SKIP() << "there is no ../shared/data/orders beside the repository"

struct Oracle {
  const char *name, *folder, *orders, *end;
};
class RfmOracle : public testing::TestWithParam<Oracle> {};
class RfmPackageOracle : public testing::TestWithParam<Oracle> {};

TEST_P(RfmOracle, NtileIsWhatSqlWindowsSay) {
  SKIP_WITHOUT_DATA();
  const std::string folder = kOrders + GetParam().folder;
  const auto customers = from_orders(read_sheet(folder + GetParam().orders), "at", "amount");
  expect_same(customers, rfm_ntile(customers, date(GetParam().end)), read_sheet(folder + "rfm.csv"), kOurs);
}

TEST_P(RfmPackageOracle, QuantilesAreWhatThePackageSays) {
  SKIP_WITHOUT_DATA();
  const std::string folder = kOrders + GetParam().folder;
  const auto customers = from_orders(read_sheet(folder + GetParam().orders), "at", "amount");
  const Date end = date(GetParam().end);
  const auto scores = rfm_by_edges(customers, end, rfm_quantile_edges(customers, end));
  expect_same(customers, scores, read_sheet(folder + "rfm_r_package.csv"), kPackage);
}

constexpr Oracle kCdnowRows{"cdnow_rows", "cdnow/oracle_row_orders/", "orders.csv.gz", "1998-06-30"};
constexpr Oracle kCdnowDays{"cdnow_days", "cdnow/oracle_day_orders/", "orders.csv.gz", "1998-06-30"};
constexpr Oracle kOnlineRetail{"online_retail", "online_retail_2010_2011/oracle/", "orders.csv", "2011-12-09"};
constexpr Oracle kRRfm{"r_rfm", "r_rfm/oracle_row_orders/", "orders.csv", "2006-12-30"};
std::string name(const testing::TestParamInfo<Oracle>& info) { return info.param.name; }
INSTANTIATE_TEST_SUITE_P(Histories, RfmOracle, testing::Values(kCdnowRows, kCdnowDays, kOnlineRetail, kRRfm), name);
INSTANTIATE_TEST_SUITE_P(Histories, RfmPackageOracle, testing::Values(kCdnowRows, kOnlineRetail), name);

class RfmPackage : public testing::Test {
 protected:
  static std::vector<RfmCustomer> orders() {
    return from_orders(read_sheet(kOrders + "r_rfm/rfm_data_orders.csv"), "order_date", "revenue");
  }
  static std::vector<RfmSegment> segments() {
    std::vector<RfmSegment> result;
    for (const auto& row : read_sheet(kOrders + "r_rfm/segment_intervals_readme.csv").rows) {
      const auto n = [&](size_t i) { return std::stoi(row[i]); };
      result.push_back({row[0], n(1), n(2), n(3), n(4), n(5), n(6)});
    }
    return result;
  }
  static constexpr const char* kEnd = "2006-12-31";
};

TEST_F(RfmPackage, OrdersScoresAndThresholds) {
  SKIP_WITHOUT_DATA();
  const auto customers = orders();
  const RfmEdges edges = rfm_quantile_edges(customers, date(kEnd));
  expect_same(customers, rfm_by_edges(customers, date(kEnd), edges),
              read_sheet(kOrders + "r_rfm/result_rfm_table_order_2006-12-31.csv"), kPackage);
  expect_thresholds(rfm_thresholds(customers, date(kEnd), edges),
                    read_sheet(kOrders + "r_rfm/result_rfm_table_order_2006-12-31_thresholds.csv"));
}

TEST_F(RfmPackage, CustomBins) {
  SKIP_WITHOUT_DATA();
  const auto customers = orders();
  const RfmEdges edges{{115, 181, 297, 482}, {4, 5, 6, 8}, {256, 382, 506, 666}};
  expect_same(customers, rfm_by_edges(customers, date(kEnd), edges),
              read_sheet(kOrders + "r_rfm/result_rfm_table_order_2006-12-31_custom_bins.csv"), kPackage);
  expect_thresholds(rfm_thresholds(customers, date(kEnd), edges),
                    read_sheet(kOrders + "r_rfm/result_rfm_table_order_2006-12-31_custom_bins_thresholds.csv"));
}

TEST_F(RfmPackage, SummariesOfCustomers) {
  SKIP_WITHOUT_DATA();
  const Sheet data = read_sheet(kOrders + "r_rfm/rfm_data_customer.csv.gz");
  std::vector<RfmCustomer> customers;
  for (const auto& row : data.rows) {
    customers.push_back(RfmCustomer::from_totals(
        row[data.column("customer_id")], std::stoll(row[data.column("number_of_orders")]),
        date(row[data.column("most_recent_visit")]), decimal(row[data.column("revenue")])));
  }
  const RfmEdges edges = rfm_quantile_edges(customers, date("2007-01-01"));
  const auto scores = rfm_by_edges(customers, date("2007-01-01"), edges);
  expect_same(customers, scores, read_sheet(kOrders + "r_rfm/result_rfm_table_customer_2007-01-01.csv.gz"), kPackage);
  expect_thresholds(rfm_thresholds(customers, date("2007-01-01"), edges),
                    read_sheet(kOrders + "r_rfm/result_rfm_table_customer_2007-01-01_thresholds.csv"));
}

TEST_F(RfmPackage, SegmentsAndTheirSummary) {
  SKIP_WITHOUT_DATA();
  const auto customers = orders();
  const auto scores = rfm_by_edges(customers, date(kEnd), rfm_quantile_edges(customers, date(kEnd)));
  std::map<std::string, std::string> ours;
  for (size_t i = 0; i < customers.size(); ++i) ours[customers[i].key] = rfm_segment(scores[i], segments());
  const Sheet oracle = read_sheet(kOrders + "r_rfm/result_segments_readme_intervals.csv");
  ASSERT_EQ(ours.size(), oracle.rows.size());
  for (const auto& row : oracle.rows) EXPECT_EQ(ours[row[0]], row[1]) << row[0];

  const Table summary = rfm_segment_summary(customers, scores, segments());
  const Sheet expected = read_sheet(kOrders + "r_rfm/result_segments_readme_intervals_summary.csv");
  ASSERT_EQ(summary.rows.size(), expected.rows.size());
  for (size_t r = 0; r < expected.rows.size(); ++r) {
    for (size_t c = 0; c < expected.header.size(); ++c) {
      EXPECT_EQ(to_text(summary.rows[r][c]), expected.rows[r][c]) << expected.header[c];
    }
  }
}

TEST(Rfm, NoSegmentFitsMeansOthers) {
  const std::vector<RfmSegment> segments{{"first", 5, 5, 1, 5, 1, 5}, {"second", 1, 5, 5, 5, 1, 5}};
  EXPECT_EQ(rfm_segment({0, 5, 5, 1}, segments), "first");
  EXPECT_EQ(rfm_segment({0, 4, 5, 1}, segments), "second");
  EXPECT_EQ(rfm_segment({0, 4, 4, 1}, segments), "Others");
}

std::vector<std::string> ordered(const std::vector<std::string>& keys) {
  std::vector<RfmCustomer> customers;
  for (const std::string& key : keys) customers.push_back({.key = key});
  std::vector<std::string> result;
  for (const uint32_t i : id_order(customers)) result.push_back(keys[i]);
  return result;
}

TEST(Rfm, IdsAreNumbersOnlyWhenAllAre) {
  EXPECT_THAT(ordered({"10", "9", "0009", "00010", "1"}), ElementsAre("1", "0009", "9", "00010", "10"));
  EXPECT_THAT(ordered({"10", "9", "x"}), ElementsAre("10", "9", "x"));
  EXPECT_THAT(ordered({"100000000000000000000000", "99999999999999999999999", "0"}),
              ElementsAre("0", "99999999999999999999999", "100000000000000000000000"));
  EXPECT_THAT(ordered({"customer-b", "customer-a", "customer", "éa"}),
              ElementsAre("customer", "customer-a", "customer-b", "éa"));
}

TEST(Rfm, FirstGroupsGetOneMore) {
  std::vector<RfmCustomer> customers;
  for (int i = 0; i < 7; ++i) customers.push_back(RfmCustomer::from_totals(std::to_string(i), 1, Date{100 + i}, Decimal(1)));
  std::vector<int> f, r;
  for (const RfmScore& score : rfm_ntile(customers, Date{200})) {
    f.push_back(score.f);
    r.push_back(score.r);
  }
  EXPECT_THAT(f, ElementsAre(1, 1, 2, 2, 3, 4, 5));  // all equal: by id
  EXPECT_THAT(r, ElementsAre(1, 2, 3, 4, 4, 5, 5));  // the two most recent are the best
}

TEST(Rfm, FewerCustomersThanGroups) {
  EXPECT_TRUE(rfm_ntile({}, Date{0}).empty());
  EXPECT_TRUE(rfm_by_edges({}, Date{0}, rfm_quantile_edges({}, Date{0})).empty());
  const std::vector<RfmCustomer> one{RfmCustomer::from_totals("a", 3, Date{1}, decimal("2.5"))};
  const RfmScore ntile = rfm_ntile(one, Date{5})[0];
  EXPECT_EQ(ntile.score(), 511);
  EXPECT_EQ(ntile.recency_days, 4);
  // All quantiles are the value itself, plus 1: it is below every edge.
  EXPECT_EQ(rfm_by_edges(one, Date{5}, rfm_quantile_edges(one, Date{5}))[0].score(), 511);
}

TEST(Rfm, AmountsThatFitNoWordAreStillInOrder) {
  std::vector<RfmCustomer> customers;
  const char* amounts[] = {"0.0000000000000000000000000001", "9000000000000000000", "-1", "1", "9000000000000000000.5"};
  for (int i = 0; i < 5; ++i) {
    customers.push_back(RfmCustomer::from_totals(std::to_string(i), 1, Date{0}, decimal(amounts[i])));
  }
  std::vector<int> m;
  for (const RfmScore& score : rfm_ntile(customers, Date{0})) m.push_back(score.m);
  EXPECT_THAT(m, ElementsAre(2, 4, 1, 3, 5));
}

TEST(Rfm, GridCountsEveryCustomerOnce) {
  const std::vector<RfmScore> scores{{0, 5, 5, 1}, {0, 5, 1, 1}, {0, 1, 1, 5}, {0, 1, 1, 1}};
  const Table grid = rfm_grid(scores);
  ASSERT_EQ(grid.rows.size(), 5U);
  EXPECT_THAT(grid.rows.front(), ElementsAre(Value(5), Value(1), Value(0), Value(0), Value(0), Value(1)));
  EXPECT_THAT(grid.rows.back(), ElementsAre(Value(1), Value(2), Value(0), Value(0), Value(0), Value(0)));
}

}  // namespace
}  // namespace tenure::report
