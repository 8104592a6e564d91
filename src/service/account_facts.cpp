#include "service/account_facts.h"

#include <algorithm>
#include <numeric>

namespace tenure::service {

using lifecycle::kNone;

void AccountFacts::clear() {
  rows_.clear();
  bytes_.clear();
  owners_.clear();
  followed_ = 0;
  by_fact_.clear();
  plain_ = sorted_ = true;
}

void AccountFacts::load(store::Reader& reader, store::AccountId account) {
  owner_of(account);
  reader.facts(realm_.id, account, [&](const store::Fact& fact) { add(fact); });
  follow(reader);
}

void AccountFacts::follow(store::Reader& reader) {
  for (; followed_ < rows_.size(); ++followed_) {
    const Row& row = rows_[followed_];
    if (row.kind != realm_.merged || (row.flags & store::kRetracted)) continue;
    const std::string key = text(row, "other");
    const std::optional<store::AccountId> other = reader.find_account(realm_.id, key);
    const auto is_known = [&](const Owner& owner) { return owner.id == *other; };
    if (!other || std::ranges::any_of(owners_, is_known)) continue;
    owners_.push_back({*other, key});
    plain_ = false;
    reader.facts(realm_.id, *other, [&](const store::Fact& fact) { add(fact); });
  }
}

uint16_t AccountFacts::owner_of(store::AccountId account) {
  for (size_t i = 0; i < owners_.size(); ++i) {
    if (owners_[i].id == account) return static_cast<uint16_t>(i);
  }
  if (owners_.empty()) owners_.push_back({account, ""});
  return 0;
}

std::string AccountFacts::text(const Row& row, std::string_view name) {
  const int field = realm_.definition->kinds[row.kind].fields.find(name);
  cells_.clear();
  properties_.clear();
  decode_body(body(row), realm_, row.kind, cells_, properties_);
  const bool is_said = field >= 0 && static_cast<size_t>(field) < cells_.size() &&
                       cells_[static_cast<size_t>(field)].kind == expression::Kind::string;
  return is_said ? std::string(cells_[static_cast<size_t>(field)].as_text()) : std::string();
}

std::string AccountFacts::document(const Row& row) {
  const Projector& projector = realm_.projectors[row.kind];
  if (!projector.record) return "";
  std::string said = text(row, projector.record->name);
  if (!said.empty()) return said;
  // What makes a fact void, under its key, speaks of that fact's document.
  const uint16_t voids = realm_.definition->kinds[row.kind].voids;
  const Row* voided = voids == kNone ? nullptr : find(voids, key(row));
  if (voided && realm_.projectors[voids].record == projector.record) {
    said = text(*voided, projector.record->name);
  }
  return said.empty() ? std::string(key(row)) : said;
}

// The latest revision.
const AccountFacts::Row* AccountFacts::find(uint16_t kind, std::string_view key) {
  if (by_fact_.size() != rows_.size()) {
    by_fact_.resize(rows_.size());
    std::iota(by_fact_.begin(), by_fact_.end(), 0);
    std::ranges::sort(by_fact_, [&](uint32_t a, uint32_t b) {
      const Row &x = rows_[a], &y = rows_[b];
      if (x.kind != y.kind) return x.kind < y.kind;
      if (const int order = this->key(x).compare(this->key(y))) return order < 0;
      return x.revision < y.revision;
    });
  }
  const auto behind = std::ranges::partition_point(by_fact_, [&](uint32_t other) {
    if (rows_[other].kind != kind) return rows_[other].kind < kind;
    return this->key(rows_[other]) <= key;
  });
  if (behind == by_fact_.begin()) return nullptr;
  const Row& row = rows_[*(behind - 1)];
  return row.kind == kind && this->key(row) == key ? &row : nullptr;
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
          .owner = owner_of(fact.account),
          .flags = fact.flags,
          .dropped = false};
  bytes_.append(fact.key).append(fact.body);
  const Realm::KindFacts& about = realm_.about[kind];
  if (fact.revision > 1 || (fact.flags & store::kRetracted) || !about.voided_by.empty())
    plain_ = false;
  if (kind == realm_.changed && fact.key.ends_with(kInto)) plain_ = false;
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

bool AccountFacts::says_where_it_went(const Row& row) {
  if (row.owner != 0 || row.kind != realm_.changed || !key(row).ends_with(kInto)) return false;
  cells_.clear();
  properties_.clear();
  decode_body(body(row), realm_, row.kind, cells_, properties_);
  return std::ranges::any_of(properties_, [&](const auto& entry) {
    return entry.property == realm_.merged_into && !entry.value.is_null();
  });
}

// While it is merged into another, by the latest that is known of that.
void AccountFacts::leave_to_survivor(std::optional<Instant> known_at) {
  if (realm_.merged_into == kNone) return;
  const auto is_known = [&](const Row& row) { return !row.dropped && !(known_at && row.recorded_at > *known_at); };
  const Row* into = nullptr;
  for (const Row& row : rows_) {
    if (is_known(row) && says_where_it_went(row) && (!into || row.sequence < 0 || row.sequence > into->sequence)) into = &row;
  }
  if (!into || into->sequence < 0) return;  // merged just now: nothing has been told since
  for (const Row& row : rows_) {  // was it parted again?
    if (is_known(row) && row.kind == into->kind && key(row) == key(*into) && (row.flags & store::kRetracted))
      return;
  }
  std::erase_if(effective_, [&](uint32_t i) {
    return realm_.about[rows_[i].kind].goes_along && rows_[i].sequence > into->sequence;
  });
}

void AccountFacts::keep_latest(std::optional<Instant> known_at, bool voided_too) {
  std::erase_if(effective_, [&](uint32_t i) {
    return rows_[i].dropped || (known_at && rows_[i].recorded_at > *known_at);
  });
  leave_to_survivor(known_at);
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
  if (!voided_too) {
    const std::vector<uint32_t> by_fact = effective_;
    std::erase_if(effective_, [&](uint32_t i) { return voided(i, by_fact); });
  }
  if (owners_.size() > 1) keep_merged();
}

// Merges that hold bring in their accounts, and those theirs; what is not brought in is left out.
void AccountFacts::keep_merged() {
  std::vector<bool> in(owners_.size());
  in[0] = true;
  for (bool more = true; more;) {
    more = false;
    for (uint32_t i : effective_) {
      const Row& row = rows_[i];
      if (row.kind != realm_.merged || !in[row.owner]) continue;
      const std::string key = text(row, "other");
      for (size_t owner = 1; owner < owners_.size(); ++owner) {
        if (owners_[owner].key != key || in[owner]) continue;
        in[owner] = more = true;
      }
    }
  }
  std::erase_if(effective_, [&](uint32_t i) {
    const Row& row = rows_[i];
    return row.owner != 0 && (!in[row.owner] || !realm_.about[row.kind].goes_along);
  });
}

const std::vector<uint32_t>& AccountFacts::effective(std::optional<Instant> known_at) {
  return holding(known_at, false);
}

const std::vector<uint32_t>& AccountFacts::told(std::optional<Instant> known_at) {
  return holding(known_at, true);
}

const std::vector<uint32_t>& AccountFacts::holding(std::optional<Instant> known_at,
                                                   bool voided_too) {
  effective_.resize(rows_.size());
  std::iota(effective_.begin(), effective_.end(), 0);
  const bool all_hold = plain_ && !known_at;
  if (!all_hold) keep_latest(known_at, voided_too);
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
