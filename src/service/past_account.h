#pragma once
// One account as it stood at an instant, and as rows of a model: its facts folded again, by the definitions that decide
// them, its moves from the log. A measure is what the definition in force at that instant says it is; one that it did
// not have is folded as the next says.
#include <optional>
#include <string_view>
#include <vector>

#include "query/model.h"
#include "service/documents.h"
#include "service/history.h"

namespace tenure::service {

class PastAccount {
 public:
  // `realm`: whose words the rows are in, today's. `believed`: the last of the definitions that decide, as was
  // believed at `known_at`.
  PastAccount(const Realm& realm, const Realm& believed, store::Reader& reader, Instant at,
              std::optional<Instant> known_at)
      : realm_(realm), reader_(reader), at_(at), known_at_(known_at), history_(believed), facts_(history_.facts()),
        believed_(believed) {}

  void load(store::AccountId);
  int64_t read() const { return static_cast<int64_t>(facts_.rows().size()); }  // facts of it that were read
  bool exists() const { return exists_; }  // by then

  // A value per field of the entity.
  std::vector<Value> row(const query::Entity&) const;
  const std::vector<store::Spell>& spells() const { return spells_; }
  std::vector<Value> spell_row(const query::Entity&, const store::Spell&) const;
  // Those of one record that are listed under this account.
  std::vector<Document> documents(std::string_view record);
  std::vector<Value> document_row(const query::Entity&, const Document&);

 private:
  struct Standing {
    store::Name stage = 0;
    std::optional<Instant> since;  // of its last move
  };
  void fold();
  void fold_part(History::Part&);
  void remember_new_measures();
  void follow_log();
  Value slot_value(size_t slot) const;
  const Standing* find_standing(store::Name lifecycle) const;
  Value spell_value(const store::Spell&, std::string_view column) const;
  const store::Spell* find_spell(std::string_view lifecycle, std::string_view stage) const;

  const Realm& realm_;
  store::Reader& reader_;
  Instant at_;
  std::optional<Instant> known_at_;
  History history_;
  AccountFacts& facts_;  // as the last of the definitions sees them
  const Realm& believed_;
  store::AccountId id_ = 0;
  std::string key_;
  bool exists_ = false, merged_ = false;
  Instant first_at_, changed_at_;
  const Realm* then_ = nullptr;          // that decided at the instant
  engine::State state_;                  // in its words
  std::optional<engine::State> memory_;  // measures as the last of the definitions folds them
  std::vector<Standing> standing_;       // by lifecycle of `then_`
  std::vector<store::Spell> spells_;
  std::optional<std::vector<Document>> documents_;
  int64_t made_ids_ = 0;  // of documents that are no more
};

}  // namespace tenure::service
