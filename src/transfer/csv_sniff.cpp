#include "transfer/csv_sniff.h"

#include <vector>

namespace tenure::transfer {

namespace {

constexpr size_t kRows = 50;

// How many fields each of the first rows has when they are cut at `delimiter`.
std::vector<size_t> field_counts(std::string_view text, char delimiter, bool whole) {
  std::vector<size_t> counts;
  size_t fields = 1, begin = 0;
  bool quoted = false;
  size_t row_begin = 0;
  for (size_t i = 0; i < text.size() && counts.size() < kRows; ++i) {
    const char c = text[i];
    if (c == '"' && (quoted || i == begin)) {
      // A doubled quote closes and opens again, which comes to the same.
      quoted = !quoted;
      if (!quoted) begin = i + 1;
    } else if (quoted) {
      continue;
    } else if (c == delimiter) {
      ++fields;
      begin = i + 1;
    } else if (c == '\n' || c == '\r') {
      if (i > row_begin) counts.push_back(fields);
      fields = 1;
      begin = row_begin = i + 1;
    }
  }
  if (whole && row_begin < text.size() && counts.size() < kRows) counts.push_back(fields);
  return counts;
}

}  // namespace

char sniff_delimiter(std::string_view window, bool whole) {
  char best = ',';
  double best_share = 0;
  size_t best_fields = 1;
  for (const char delimiter : {',', ';', '\t', '|'}) {
    const std::vector<size_t> counts = field_counts(window, delimiter, whole);
    if (counts.empty() || counts.front() < 2) continue;
    size_t agreeing = 0;
    for (const size_t n : counts) agreeing += n == counts.front();
    const double share = static_cast<double>(agreeing) / static_cast<double>(counts.size());
    if (share > best_share || (share == best_share && counts.front() > best_fields)) {
      best = delimiter;
      best_share = share;
      best_fields = counts.front();
    }
  }
  return best;
}

}  // namespace tenure::transfer
