#pragma once
// RFM: how recently, how often and for how much a customer bought, each as a score, 5 the best. Two
// methods that people know: quintiles as SQL's NTILE makes them (groups of one size; equal values may
// be parted), and the quantile edges of the R package rfm 0.3.0 (equal values share a score).
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "base/instant.h"
#include "base/result.h"

namespace tenure::scoring {

struct RfmCustomer {  // one with at least one order
  std::string key;
  int64_t orders = 0;
  Date last_order;
  Decimal monetary;  // the sum of the orders' amounts
  // The same sum as the R package adds it up; see RfmEdges. Nobody is shown it.
  long double binary_monetary = 0;

  // Orders may come in any order.
  void add_order(Date, const Decimal& amount);
  static RfmCustomer from_totals(std::string key, int64_t orders, Date last_order, const Decimal& monetary);
};
struct RfmScore {
  int64_t recency_days = 0;  // calendar days from the last order to the day of the analysis
  uint8_t r = 0, f = 0, m = 0;
  int score() const { return 100 * r + 10 * f + m; }
};

// Customer ids in order: as numbers when all of them are whole numbers ("7" before "00012"; equal
// numbers by their bytes), else by their bytes. The order of the keys' indices.
std::vector<uint32_t> id_order(std::span<const RfmCustomer>);

// f and m: NTILE(5) over (value ascending, id ascending); r: 6 − NTILE(5) over (recency_days ascending,
// id ascending). The first N mod 5 groups get one more. Parallel to the customers.
std::vector<RfmScore> rfm_ntile(std::span<const RfmCustomer>, Date analysis);

// Where the next score begins: a value below edges[0] is in bin 1, … , one from the last edge on in
// the last bin. Ascending; bins = edges + 1. Amounts are decimals everywhere else. Here they are binary,
// edges and sums, because the package's are: who stands on an edge falls on the same side of it (15.36
// and 16.99 are a hair less than 32.35 to the package, and one customer in 23,570 stands just there).
struct RfmEdges {
  std::vector<double> recency, frequency, monetary;
};
// Type-7 quantiles at 20, 40, 60 and 80 %, plus 1.
RfmEdges rfm_quantile_edges(std::span<const RfmCustomer>, Date analysis);
// f and m are the bin; r is counted backwards. Parallel to the customers.
std::vector<RfmScore> rfm_by_edges(std::span<const RfmCustomer>, Date analysis, const RfmEdges&);
// Per bin: lower <= x < upper.
struct RfmBounds {
  std::vector<std::pair<double, double>> recency, frequency, monetary;
};
RfmBounds rfm_bounds(std::span<const RfmCustomer>, Date analysis, const RfmEdges&);

struct RfmSegment {  // scores from … to, both included
  std::string name;
  int recency_lower, recency_upper, frequency_lower, frequency_upper, monetary_lower, monetary_upper;
};
// The name of the first segment that fits, else "Others".
const std::string& rfm_segment(const RfmScore&, std::span<const RfmSegment>);

}  // namespace tenure::scoring
