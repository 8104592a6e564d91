#pragma once
// The documents that one account's facts tell of, as rows: read when a fact first speaks of them,
// folded on in order, or made again from all their facts, and written once.
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "service/account_facts.h"
#include "service/projector.h"
#include "service/realm.h"

namespace tenure::service {

struct Document {
  const records::Record* record = nullptr;
  std::string key;
  store::RecordRow row;       // as it is stored, then as it will be
  std::vector<Value> stored;  // its cells as they are stored, when it is made again
  bool was_there = false;     // a row is stored
  bool was_early = false;     // facts of it were known before the one that creates it
  bool exists = false;        // some fact creates it
  bool early = false;         // a fact came that tells of it, and none that creates it
  bool changed = false;
  bool again = false;  // to be made from all its facts
};

class Documents {
 public:
  Documents(const Realm& realm, store::Transaction& transaction)
      : realm_(realm), transaction_(transaction), reads_(transaction.reads()) {}

  void begin();  // the next account
  // What stands beside a row's cells (what finds duplicates) may be made in another way: rows that are made again
  // are written even where their cells stay.
  void write_all() { all_ = true; }
  // As it is stored, or not there. Good until begin().
  Document& find(const records::Record&, std::string_view key);
  // One more fact, behind all that are known. Nothing for kinds that tell of no document.
  void add(uint16_t kind, const engine::Fact&);
  void make_again(const records::Record&, std::string_view key);
  // Why the gates let it in.
  void set_receipt(const records::Record&, std::string_view key, const std::vector<Value>&);
  // `facts`: all of the account, or empty: then they are read, where they are needed, which is after
  // the new ones were written.
  void write(AccountFacts& facts, store::AccountId, int64_t version, Instant now);

 private:
  void load(Document&);
  void blank(Document&);
  void fold_again(AccountFacts&);
  void write(Document&, store::AccountId, int64_t version, Instant now);

  const Realm& realm_;
  store::Transaction& transaction_;
  store::Reader& reads_;
  std::deque<Document> documents_;
  size_t count_ = 0;
  bool any_again_ = false;
  bool all_ = false;
  std::unordered_map<std::string, size_t> places_;  // when there are many
};

// What the facts of one account make: every document that some fact of it creates. Its row has no id,
// version or receipt; it changed when the last of its facts was recorded. With `at`, of what had happened by then; with
// `known_at`, of what was known by then.
std::vector<Document> documents_of(const Realm&, AccountFacts&, Instant at = kMaxInstant,
                                   std::optional<Instant> known_at = {});

}  // namespace tenure::service
