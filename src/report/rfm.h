#pragma once
// The RFM report: scores (scoring/rfm.h) as tables.
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "report/table.h"
#include "scoring/rfm.h"

namespace tenure::report {

using scoring::RfmBounds;
using scoring::RfmCustomer;
using scoring::RfmEdges;
using scoring::RfmScore;
using scoring::RfmSegment;
using scoring::id_order;
using scoring::rfm_bounds;
using scoring::rfm_by_edges;
using scoring::rfm_ntile;
using scoring::rfm_quantile_edges;
using scoring::rfm_segment;

// One's own edges of a score as people write them, "115,181,297,482": up to eight growing numbers. Nothing: it is none.
std::optional<std::vector<double>> parse_rfm_edges(std::string_view);
// One row per bin: lower and upper of recency, frequency and monetary; lower <= x < upper.
Table rfm_thresholds(std::span<const RfmCustomer>, Date analysis, const RfmEdges&);
// Per segment, by name: customers, orders, revenue, and revenue per order to two digits.
Table rfm_segment_summary(std::span<const RfmCustomer>, std::span<const RfmScore>,
                          std::span<const RfmSegment>);
// customer, recency_days, frequency, monetary, r_score, f_score, m_score, rfm_score (and segment, when
// there are segments), in id order.
Table rfm_table(std::span<const RfmCustomer>, std::span<const RfmScore>,
                std::span<const RfmSegment> segments = {});
// How many customers have which r (rows, the best first) and f (columns).
Table rfm_grid(std::span<const RfmScore>);

}  // namespace tenure::report
