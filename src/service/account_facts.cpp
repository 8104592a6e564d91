#include "service/account_facts.h"

#include <algorithm>
#include <numeric>

namespace tenure::service {

using lifecycle::kNone;

void AccountFacts::clear() {
  rows_.clear();
  bytes_.clear();
  plain_ = sorted_ = true;
}

void AccountFacts::add(const store::Fact& fact) {
  const uint16_t kind = realm_.kind(fact.kind);
  if (kind == kNone) return;
  Row row{.sequence = fact.sequence,
          .at = fact.at,
          .recorded_at = fact.recorded_at,
          .revision = fact.revision,
          .actor = fact.actor,
          .key = static_cast<uint32_t>(bytes_.size()),
          .key_size = static_cast<uint32_t>(fact.key.size()),
          .body = static_cast<uint32_t>(bytes_.size() + fact.key.size()),
          .body_size = static_cast<uint32_t>(fact.body.size()),
          .kind = kind,
          .flags = fact.flags,
          .dropped = false};
  bytes_.append(fact.key).append(fact.body);
  const Realm::KindFacts& about = realm_.about[kind];
  if (fact.revision > 1 || (fact.flags & store::kRetracted) || !about.voided_by.empty())
    plain_ = false;
  rows_.push_back(row);
  const auto last = static_cast<uint32_t>(rows_.size() - 1);
  if (last > 0 && !fold_order(last - 1, last)) sorted_ = false;
}

void AccountFacts::drop(store::Sequence sequence) {
  for (Row& row : rows_) {
    if (row.sequence == sequence) row.dropped = true;
  }
  plain_ = false;
}

bool AccountFacts::fold_order(uint32_t a, uint32_t b) const {
  const Row &x = rows_[a], &y = rows_[b];
  if (x.at != y.at) return x.at < y.at;
  if (x.kind != y.kind) return x.kind < y.kind;
  return key(x) < key(y);
}

bool AccountFacts::same_fact(uint32_t a, uint32_t b) const {
  return rows_[a].kind == rows_[b].kind && key(rows_[a]) == key(rows_[b]);
}

// Is there a fact with this one's key whose kind makes this kind void? `by_fact` is sorted by kind
// and key.
bool AccountFacts::voided(uint32_t row, std::span<const uint32_t> by_fact) const {
  for (uint16_t kind : realm_.about[rows_[row].kind].voided_by) {
    const auto place = std::ranges::partition_point(by_fact, [&](uint32_t other) {
      if (rows_[other].kind != kind) return rows_[other].kind < kind;
      return key(rows_[other]) < key(rows_[row]);
    });
    if (place != by_fact.end() && rows_[*place].kind == kind &&
        key(rows_[*place]) == key(rows_[row])) {
      return true;
    }
  }
  return false;
}

void AccountFacts::keep_latest(std::optional<Instant> known_at) {
  std::erase_if(effective_, [&](uint32_t i) {
    return rows_[i].dropped || (known_at && rows_[i].recorded_at > *known_at);
  });
  std::ranges::sort(effective_, [&](uint32_t a, uint32_t b) {
    const Row &x = rows_[a], &y = rows_[b];
    if (x.kind != y.kind) return x.kind < y.kind;
    if (const int order = key(x).compare(key(y))) return order < 0;
    return x.revision < y.revision;
  });
  size_t kept = 0;
  for (size_t i = 0; i < effective_.size(); ++i) {
    const bool latest = i + 1 == effective_.size() || !same_fact(effective_[i], effective_[i + 1]);
    if (latest && !(rows_[effective_[i]].flags & store::kRetracted))
      effective_[kept++] = effective_[i];
  }
  effective_.resize(kept);
  const std::vector<uint32_t> by_fact = effective_;
  std::erase_if(effective_, [&](uint32_t i) { return voided(i, by_fact); });
}

const std::vector<uint32_t>& AccountFacts::effective(std::optional<Instant> known_at) {
  effective_.resize(rows_.size());
  std::iota(effective_.begin(), effective_.end(), 0);
  const bool all_hold = plain_ && !known_at;
  if (!all_hold) keep_latest(known_at);
  if (!all_hold || !sorted_) {
    std::ranges::sort(effective_, [&](uint32_t a, uint32_t b) { return fold_order(a, b); });
  }
  return effective_;
}

engine::Fact AccountFacts::fact(const Row& row, std::string_view actor) {
  cells_.clear();
  properties_.clear();
  decode_body(body(row), realm_, row.kind, cells_, properties_);
  return {.at = row.at,
          .kind = row.kind,
          .key = key(row),
          .actor = actor,
          .body = cells_,
          .properties = properties_,
          .id = row.sequence};
}

}  // namespace tenure::service
