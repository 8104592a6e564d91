// The tables of the RFM report.
#include "report/rfm.h"

#include <algorithm>
#include <map>

namespace tenure::report {

namespace {

// To a billionth: 255.8, not 255.79999999999998.
Value rounded(double number) {
  const auto decimal = Decimal::from_double(number);
  return decimal ? Value(decimal->rounded(9).normalized()) : Value(number);
}

}  // namespace

std::optional<std::vector<double>> parse_rfm_edges(std::string_view text) {
  std::vector<double> edges;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(',', begin), text.size());
    const auto edge = Decimal::parse(text.substr(begin, end - begin));
    if (!edge || (!edges.empty() && edge->to_double() <= edges.back()) || edges.size() == 8) return std::nullopt;
    edges.push_back(edge->to_double());
    begin = end + 1;
  }
  return edges;
}

Table rfm_thresholds(std::span<const RfmCustomer> customers, Date analysis, const RfmEdges& edges) {
  Table table{{{"recency_lower", true}, {"recency_upper", true}, {"frequency_lower", true},
               {"frequency_upper", true}, {"monetary_lower", true}, {"monetary_upper", true}},
              {}};
  const auto [r, f, m] = rfm_bounds(customers, analysis, edges);
  for (size_t i = 0; i < std::max({r.size(), f.size(), m.size()}); ++i) {
    std::vector<Value>& row = table.rows.emplace_back();
    for (const auto* part : {&r, &f, &m}) {
      row.push_back(i < part->size() ? rounded((*part)[i].first) : Value());
      row.push_back(i < part->size() ? rounded((*part)[i].second) : Value());
    }
  }
  return table;
}

Table rfm_segment_summary(std::span<const RfmCustomer> customers, std::span<const RfmScore> scores,
                          std::span<const RfmSegment> segments) {
  struct Sum {
    int64_t customers = 0, orders = 0;
    Decimal revenue;
  };
  std::map<std::string_view, Sum> sums;
  for (size_t i = 0; i < customers.size(); ++i) {
    Sum& sum = sums[rfm_segment(scores[i], segments)];
    ++sum.customers;
    sum.orders += customers[i].orders;
    sum.revenue = sum.revenue.plus(customers[i].monetary).value_or(sum.revenue);
  }
  Table table{{{"segment"}, {"customers", true}, {"orders", true}, {"revenue", true}, {"aov", true}}, {}};
  for (const auto& [name, sum] : sums) {
    const auto mean = sum.revenue.divided(Decimal(sum.orders));
    table.rows.push_back({std::string(name), sum.customers, sum.orders, sum.revenue,
                          mean ? Value(mean->rounded(2).normalized()) : Value()});
  }
  return table;
}

Table rfm_table(std::span<const RfmCustomer> customers, std::span<const RfmScore> scores,
                std::span<const RfmSegment> segments) {
  Table table{{{"account"}, {"recency_days", true}, {"frequency", true}, {"monetary", true},
               {"r_score", true}, {"f_score", true}, {"m_score", true}, {"rfm_score", true}},
              {}};
  if (!segments.empty()) table.columns.push_back({"segment"});
  table.rows.reserve(customers.size());
  for (const uint32_t i : id_order(customers)) {
    const RfmScore& score = scores[i];
    std::vector<Value> row{customers[i].key, score.recency_days, customers[i].orders, customers[i].monetary,
                           int{score.r}, int{score.f}, int{score.m}, score.score()};
    if (!segments.empty()) row.emplace_back(rfm_segment(score, segments));
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table rfm_grid(std::span<const RfmScore> scores) {
  int64_t counts[10][10] = {};
  int best_r = 1, best_f = 1;
  for (const RfmScore& score : scores) {
    ++counts[std::min<int>(score.r, 9)][std::min<int>(score.f, 9)];
    best_r = std::max(best_r, std::min<int>(score.r, 9));
    best_f = std::max(best_f, std::min<int>(score.f, 9));
  }
  Table table{{{"r_score", true}}, {}};
  for (int f = 1; f <= best_f; ++f) table.columns.push_back({"f" + std::to_string(f), true});
  for (int r = best_r; r >= 1; --r) {
    std::vector<Value>& row = table.rows.emplace_back();
    row.emplace_back(r);
    for (int f = 1; f <= best_f; ++f) row.emplace_back(counts[r][f]);
  }
  return table;
}

}  // namespace tenure::report
