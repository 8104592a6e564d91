#include "scoring/rfm.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace tenure::scoring {

namespace {

constexpr int kGroups = 5;

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view without_zeros(std::string_view digits) {
  const size_t first = digits.find_first_not_of('0');
  return first == std::string_view::npos ? digits.substr(digits.size() - 1) : digits.substr(first);
}

// One sort key per customer: the number, or the first eight bytes; `tie` decides between equal keys.
struct Keyed {
  uint64_t key;
  uint32_t index;
};

uint64_t prefix(std::string_view text) {
  uint64_t key = 0;
  for (size_t i = 0; i < 8; ++i) key = key << 8 | (i < text.size() ? static_cast<uint8_t>(text[i]) : 0);
  return key;
}

int64_t days_since(const RfmCustomer& customer, Date analysis) {
  return int64_t{analysis.days} - customer.last_order.days;
}

__int128 power_of_ten(int exponent) {
  __int128 power = 1;
  while (exponent-- > 0) power *= 10;
  return power;
}

// Numbers in the order of the decimals: the decimals themselves at one scale where that fits, else
// their places among the distinct values.
std::vector<int64_t> sortable(std::span<const RfmCustomer> customers) {
  int scale = 0;
  for (const RfmCustomer& customer : customers) scale = std::max(scale, customer.monetary.scale());
  std::vector<int64_t> numbers(customers.size());
  bool fits = true;
  for (size_t i = 0; i < customers.size() && fits; ++i) {
    const __int128 limit = INT64_MAX / power_of_ten(std::min(scale - customers[i].monetary.scale(), 18));
    const __int128 coefficient = customers[i].monetary.coefficient();
    fits = scale - customers[i].monetary.scale() <= 18 && coefficient <= limit && -coefficient <= limit;
    if (fits) {
      numbers[i] = static_cast<int64_t>(coefficient * power_of_ten(scale - customers[i].monetary.scale()));
    }
  }
  if (fits) return numbers;
  std::vector<uint32_t> order(customers.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, [&](uint32_t a, uint32_t b) {
    return customers[a].monetary < customers[b].monetary;
  });
  int64_t place = 0;
  for (size_t i = 0; i < order.size(); ++i) {
    if (i > 0 && customers[order[i]].monetary != customers[order[i - 1]].monetary) ++place;
    numbers[order[i]] = place;
  }
  return numbers;
}

// Calls give(customer, group 1..5) for NTILE(5) over (value ascending, place among the ids ascending).
template <typename Give>
void ntile(std::span<const int64_t> values, std::span<const uint32_t> ids, const Give& give) {
  const size_t count = values.size();
  if (count == 0) return;
  const auto [low, high] = std::ranges::minmax(values);
  const int place_bits = std::bit_width(count - 1);
  const uint64_t range = static_cast<uint64_t>(high) - static_cast<uint64_t>(low);
  std::vector<uint32_t> order(count);  // places among the ids, by (value, place)
  if (std::bit_width(range) + place_bits <= 64) {
    // Value and place in one word: sorting words is three times as fast as sorting pairs.
    std::vector<uint64_t> words(count);
    for (size_t place = 0; place < count; ++place) {
      words[place] = (static_cast<uint64_t>(values[ids[place]]) - static_cast<uint64_t>(low)) << place_bits | place;
    }
    std::ranges::sort(words);
    const uint64_t mask = (uint64_t{1} << place_bits) - 1;
    for (size_t i = 0; i < count; ++i) order[i] = static_cast<uint32_t>(words[i] & mask);
  } else {
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, [&](uint32_t a, uint32_t b) { return values[ids[a]] < values[ids[b]]; });
  }
  size_t next = 0;
  for (int group = 1; group <= kGroups; ++group) {
    const size_t size = count / kGroups + (static_cast<size_t>(group) <= count % kGroups);
    for (const size_t end = next + size; next < end; ++next) give(ids[order[next]], static_cast<uint8_t>(group));
  }
}

// The type-7 quantile of sorted values, in the very steps of R's quantile(): see RfmEdges.
double quantile(const std::vector<double>& values, double probability) {
  const double index = static_cast<double>(values.size() - 1) * probability;
  const auto low = static_cast<size_t>(index);
  const double part = index - static_cast<double>(low);
  const double from = values[low];
  if (part == 0 || values[low + 1] == from) return from;
  return (1 - part) * from + part * values[low + 1];
}

std::vector<double> quantile_edges(std::vector<double> values) {
  std::vector<double> edges;
  if (values.empty()) return edges;
  std::ranges::sort(values);
  for (const double probability : {0.2, 0.4, 0.6, 0.8}) edges.push_back(quantile(values, probability) + 1);
  return edges;
}

int bin(double value, const std::vector<double>& edges) {
  int below = 1;
  for (const double edge : edges) below += edge <= value;
  return below;
}

template <typename Number>
std::vector<double> numbers_of(std::span<const RfmCustomer> customers, const Number& number) {
  std::vector<double> values;
  values.reserve(customers.size());
  for (const RfmCustomer& customer : customers) values.push_back(number(customer));
  return values;
}
auto recency(Date analysis) {
  return [=](const RfmCustomer& customer) { return static_cast<double>(days_since(customer, analysis)); };
}
double frequency(const RfmCustomer& customer) { return static_cast<double>(customer.orders); }
double monetary(const RfmCustomer& customer) { return static_cast<double>(customer.binary_monetary); }

// lower and upper of each bin.
std::vector<std::pair<double, double>> bounds(const std::vector<double>& values,
                                              const std::vector<double>& edges) {
  const auto [low, high] = std::ranges::minmax(values);
  std::vector<std::pair<double, double>> result;
  for (size_t i = 0; i <= edges.size(); ++i) {
    result.emplace_back(i == 0 ? low : edges[i - 1], i == edges.size() ? high + 1 : edges[i]);
  }
  return result;
}

}  // namespace

void RfmCustomer::add_order(Date day, const Decimal& amount) {
  last_order = orders++ == 0 ? day : std::max(last_order, day);
  monetary = monetary.plus(amount).value_or(monetary);
  binary_monetary += amount.to_double();
}

RfmCustomer RfmCustomer::from_totals(std::string key, int64_t orders, Date last_order, const Decimal& monetary) {
  return {std::move(key), orders, last_order, monetary, monetary.to_double()};
}

std::vector<uint32_t> id_order(std::span<const RfmCustomer> customers) {
  const bool numbers = std::ranges::all_of(customers, all_digits, &RfmCustomer::key);
  const bool words = numbers && std::ranges::all_of(customers, [](const RfmCustomer& customer) {
    return without_zeros(customer.key).size() <= 19;
  });
  std::vector<Keyed> keys(customers.size());
  for (uint32_t i = 0; i < customers.size(); ++i) {
    uint64_t key = 0;
    if (words) {
      for (const char c : without_zeros(customers[i].key)) key = key * 10 + static_cast<uint64_t>(c - '0');
    } else if (numbers) {
      key = without_zeros(customers[i].key).size();
    } else {
      key = prefix(customers[i].key);
    }
    keys[i] = {key, i};
  }
  std::ranges::sort(keys, [&](const Keyed& a, const Keyed& b) {
    if (a.key != b.key) return a.key < b.key;
    const std::string_view left = customers[a.index].key, right = customers[b.index].key;
    if (numbers && !words && without_zeros(left) != without_zeros(right)) {
      return without_zeros(left) < without_zeros(right);
    }
    return left < right;
  });
  std::vector<uint32_t> order(keys.size());
  for (size_t i = 0; i < keys.size(); ++i) order[i] = keys[i].index;
  return order;
}

std::vector<RfmScore> rfm_ntile(std::span<const RfmCustomer> customers, Date analysis) {
  const std::vector<uint32_t> ids = id_order(customers);
  std::vector<RfmScore> scores(customers.size());
  std::vector<int64_t> values(customers.size());
  for (size_t i = 0; i < customers.size(); ++i) {
    values[i] = scores[i].recency_days = days_since(customers[i], analysis);
  }
  ntile(values, ids, [&](uint32_t i, uint8_t group) { scores[i].r = kGroups + 1 - group; });
  for (size_t i = 0; i < customers.size(); ++i) values[i] = customers[i].orders;
  ntile(values, ids, [&](uint32_t i, uint8_t group) { scores[i].f = group; });
  ntile(sortable(customers), ids, [&](uint32_t i, uint8_t group) { scores[i].m = group; });
  return scores;
}

RfmEdges rfm_quantile_edges(std::span<const RfmCustomer> customers, Date analysis) {
  return {quantile_edges(numbers_of(customers, recency(analysis))),
          quantile_edges(numbers_of(customers, frequency)), quantile_edges(numbers_of(customers, monetary))};
}

std::vector<RfmScore> rfm_by_edges(std::span<const RfmCustomer> customers, Date analysis,
                                   const RfmEdges& edges) {
  std::vector<RfmScore> scores(customers.size());
  const int bins = static_cast<int>(edges.recency.size()) + 1;
  for (size_t i = 0; i < customers.size(); ++i) {
    RfmScore& score = scores[i];
    score.recency_days = days_since(customers[i], analysis);
    score.r = static_cast<uint8_t>(bins + 1 - bin(static_cast<double>(score.recency_days), edges.recency));
    score.f = static_cast<uint8_t>(bin(frequency(customers[i]), edges.frequency));
    score.m = static_cast<uint8_t>(bin(monetary(customers[i]), edges.monetary));
  }
  return scores;
}

RfmBounds rfm_bounds(std::span<const RfmCustomer> customers, Date analysis, const RfmEdges& edges) {
  if (customers.empty()) return {};
  return {bounds(numbers_of(customers, recency(analysis)), edges.recency),
          bounds(numbers_of(customers, frequency), edges.frequency),
          bounds(numbers_of(customers, monetary), edges.monetary)};
}

const std::string& rfm_segment(const RfmScore& score, std::span<const RfmSegment> segments) {
  static const std::string others = "Others";
  for (const RfmSegment& segment : segments) {
    if (score.r >= segment.recency_lower && score.r <= segment.recency_upper &&
        score.f >= segment.frequency_lower && score.f <= segment.frequency_upper &&
        score.m >= segment.monetary_lower && score.m <= segment.monetary_upper) {
      return segment.name;
    }
  }
  return others;
}

}  // namespace tenure::scoring
