#pragma once
// All that was ever recorded about one account, and which of it holds: per kind and key the latest
// revision, unless it was retracted or another fact made it void. Reused from account to account.
//
// While an account.merged holds, what happened to the other account (orders, calls, deals; not what
// it was called or where somebody set it to stand) counts here too, each fact at its own instant. The
// other stands as it stood when it was merged: what was told of it since happened to the survivor.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "service/body.h"
#include "service/realm.h"
#include "store/store.h"

namespace tenure::service {

// How the key of the fact ends that says where a merged account went (verbs/merge.cpp).
inline constexpr std::string_view kInto = "#into";

class AccountFacts {
 public:
  struct Row {
    store::Sequence sequence;
    Instant at, recorded_at;
    int64_t revision;
    store::Name actor;
    uint32_t key, key_size, body, body_size;  // in the bytes
    uint16_t kind;
    uint16_t owner;  // 0: the account's own; else of one that was merged into it
    uint8_t flags;
    bool dropped;
  };

  explicit AccountFacts(const Realm& realm) : realm_(realm) {}
  void clear();
  // All facts of the account, and of those that were merged into it.
  void load(store::Reader&, store::AccountId);
  // Adds the facts of accounts that an added account.merged names, and that are not in it yet.
  void follow(store::Reader&);
  void add(const store::Fact&);  // facts of kinds that the definition has no more are left out
  void drop(store::Sequence);    // as if it had not been added

  std::span<const Row> rows() const { return rows_; }
  bool empty() const { return rows_.empty(); }
  std::string_view key(const Row& row) const { return {bytes_.data() + row.key, row.key_size}; }
  std::string_view body(const Row& row) const { return {bytes_.data() + row.body, row.body_size}; }

  // Indices of the rows that hold, in fold order. With `known_at`, as they were known then.
  const std::vector<uint32_t>& effective(std::optional<Instant> known_at = {});
  // The same, and with them those that another fact made void: what documents are made of. Good until
  // the next call of either.
  const std::vector<uint32_t>& told(std::optional<Instant> known_at = {});
  // What a text field of the row says; "" when nothing.
  std::string text(const Row&, std::string_view field);
  // The key of the document that it tells of; "" for kinds that tell of none.
  std::string document(const Row&);
  // The row as the engine's fact, its id the sequence. Good until the next call.
  engine::Fact fact(const Row&, std::string_view actor);

 private:
  bool fold_order(uint32_t a, uint32_t b) const;
  bool same_fact(uint32_t a, uint32_t b) const;
  bool voided(uint32_t row, std::span<const uint32_t> by_fact) const;
  const std::vector<uint32_t>& holding(std::optional<Instant> known_at, bool voided_too);
  void keep_latest(std::optional<Instant> known_at, bool voided_too);
  const Row* find(uint16_t kind, std::string_view key);
  void keep_merged();
  void leave_to_survivor(std::optional<Instant> known_at);
  bool says_where_it_went(const Row&);
  uint16_t owner_of(store::AccountId);

  const Realm& realm_;
  std::vector<Row> rows_;
  std::string bytes_;
  struct Owner {
    store::AccountId id;
    std::string key;  // "" for the first
  };
  std::vector<Owner> owners_;
  size_t followed_ = 0;  // rows that were looked at for merges
  bool plain_ = true;    // no revisions, retractions, voids or drops: every row holds
  bool sorted_ = true;  // they came in fold order
  std::vector<uint32_t> effective_, by_fact_;  // by_fact_: rows by kind and key, as far as it is long
  std::vector<expression::Cell> cells_;
  std::vector<engine::Fact::PropertyValue> properties_;
};

}  // namespace tenure::service
