#pragma once
// All that was ever recorded about one account, and which of it holds: per kind and key the latest
// revision, unless it was retracted or another fact made it void. Reused from account to account.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "service/body.h"
#include "service/realm.h"
#include "store/store.h"

namespace tenure::service {

class AccountFacts {
 public:
  struct Row {
    store::Sequence sequence;
    Instant at, recorded_at;
    int64_t revision;
    store::Name actor;
    uint32_t key, key_size, body, body_size;  // in the bytes
    uint16_t kind;
    uint8_t flags;
    bool dropped;
  };

  explicit AccountFacts(const Realm& realm) : realm_(realm) {}
  void clear();
  void add(const store::Fact&);  // facts of kinds that the definition has no more are left out
  void drop(store::Sequence);    // as if it had not been added

  std::span<const Row> rows() const { return rows_; }
  bool empty() const { return rows_.empty(); }
  std::string_view key(const Row& row) const { return {bytes_.data() + row.key, row.key_size}; }
  std::string_view body(const Row& row) const { return {bytes_.data() + row.body, row.body_size}; }

  // Indices of the rows that hold, in fold order. With `known_at`, as they were known then.
  const std::vector<uint32_t>& effective(std::optional<Instant> known_at = {});
  // The row as the engine's fact, its id the sequence. Good until the next call.
  engine::Fact fact(const Row&, std::string_view actor);

 private:
  bool fold_order(uint32_t a, uint32_t b) const;
  bool same_fact(uint32_t a, uint32_t b) const;
  bool voided(uint32_t row, std::span<const uint32_t> by_fact) const;
  void keep_latest(std::optional<Instant> known_at);

  const Realm& realm_;
  std::vector<Row> rows_;
  std::string bytes_;
  bool plain_ = true;   // no revisions, retractions, voids or drops: every row holds
  bool sorted_ = true;  // they came in fold order
  std::vector<uint32_t> effective_;
  std::vector<expression::Cell> cells_;
  std::vector<engine::Fact::PropertyValue> properties_;
};

}  // namespace tenure::service
