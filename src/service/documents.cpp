#include "service/documents.h"

#include <algorithm>

namespace tenure::service {

using records::Record;

namespace {

constexpr size_t kFew = 16;  // are found by looking at each

std::string place_name(const Record& record, std::string_view key) {
  std::string name(record.name);
  return name.append("/").append(key);
}

void make_blank(const Record& record, std::string_view key, std::vector<Value>& cells) {
  cells.assign(record.fields.size(), Value{});
  const records::Field& field = records::key_field(record);
  cells[static_cast<size_t>(&field - record.fields.data())] = Value(key);
}

}  // namespace

void Documents::begin() {
  count_ = 0;
  any_again_ = all_ = false;
  if (!places_.empty()) places_ = {};
}

Document& Documents::find(const Record& record, std::string_view key) {
  if (count_ <= kFew) {
    for (size_t i = 0; i < count_; ++i) {
      if (documents_[i].record == &record && documents_[i].key == key) return documents_[i];
    }
  } else {
    if (places_.empty()) {
      for (size_t i = 0; i < count_; ++i)
        places_.emplace(place_name(*documents_[i].record, documents_[i].key), i);
    }
    const auto [place, is_new] = places_.try_emplace(place_name(record, key), count_);
    if (!is_new) return documents_[place->second];
  }
  if (count_ == documents_.size()) documents_.emplace_back();
  Document& document = documents_[count_++];
  document.record = &record;
  document.key.assign(key);
  load(document);
  return document;
}

void Documents::load(Document& document) {
  document.was_early = document.early = document.changed = document.again = false;
  document.row.id = 0;
  document.row.account = 0;
  document.row.version = 0;
  document.row.receipt.clear();
  document.was_there =
      reads_.find_record(realm_.id, *document.record, document.key, document.row);
  document.exists = document.was_there;
  // Nobody's until now: the account's facts say what it is.
  if (document.was_there && document.row.account == 0) document.exists = false;
  if (!document.exists) {
    document.was_early =
        reads_.early_document(realm_.id, *document.record, document.key).has_value();
    blank(document);
  }
}

void Documents::blank(Document& document) {
  make_blank(*document.record, document.key, document.row.cells);
}

void Documents::add(uint16_t kind, const engine::Fact& fact) {
  const Projector& projector = realm_.projectors[kind];
  if (!projector.record) return;
  Document& document = find(*projector.record, projector.key(fact));
  if (document.again) return;
  if (!document.exists) {
    if (!projector.creates) {
      document.early = true;
      return;
    }
    if (document.early || document.was_early) return make_again(*document.record, document.key);
  }
  projector.apply(fact, document.exists, document.row.cells);
  document.exists = document.changed = true;
}

void Documents::make_again(const Record& record, std::string_view key) {
  Document& document = find(record, key);
  if (document.again) return;
  document.again = any_again_ = true;
  document.stored.clear();
  if (document.was_there && !document.changed) document.stored = document.row.cells;
  document.exists = document.early = false;
  blank(document);
}

void Documents::set_receipt(const Record& record, std::string_view key,
                            const std::vector<Value>& receipt) {
  find(record, key).row.receipt = receipt;
}

void Documents::fold_again(AccountFacts& facts) {
  for (uint32_t index : facts.told()) {
    const AccountFacts::Row& row = facts.rows()[index];
    const Projector& projector = realm_.projectors[row.kind];
    if (!projector.record) continue;
    const std::string key = facts.document(row);
    Document* found = nullptr;
    if (count_ <= kFew) {
      for (size_t i = 0; i < count_; ++i) {
        if (documents_[i].record == projector.record && documents_[i].key == key)
          found = &documents_[i];
      }
    } else {
      const auto place = places_.find(place_name(*projector.record, key));
      if (place != places_.end()) found = &documents_[place->second];
    }
    if (!found || !found->again) continue;
    projector.apply(facts.fact(row, ""), found->exists, found->row.cells);
    found->early = true;
    found->exists |= projector.creates;
  }
}

void Documents::write(AccountFacts& facts, store::AccountId account, int64_t version,
                      Instant now) {
  if (any_again_) {
    if (facts.empty()) facts.load(reads_, account);
    fold_again(facts);
  }
  for (size_t i = 0; i < count_; ++i) write(documents_[i], account, version, now);
}

void Documents::write(Document& document, store::AccountId account, int64_t version,
                      Instant now) {
  const Record& record = *document.record;
  store::RecordRow& row = document.row;
  const bool is_anothers = document.was_there && row.account != 0 && row.account != account;
  if (is_anothers) return;
  if (!document.exists) {
    if (!document.early && !document.again) return;
    if (document.was_there && row.account != 0) transaction_.remove_record(realm_.id, record, row.id);
    if (document.early && !document.was_early)
      transaction_.put_early_document(realm_.id, record, document.key, account);
    return;
  }
  const bool same = document.again && document.was_there && document.stored == row.cells;
  if ((same && !all_) || (!document.changed && !document.again)) return;
  if (!same) {
    row.version = std::max(row.version + 1, version);
    row.changed_at = now;
  }
  if (document.was_there && row.account == 0) {
    transaction_.remove_record(realm_.id, record, row.id);
    row.id = 0;
  }
  if (row.id == 0) row.account = account;
  transaction_.put_record(realm_.id, record, row);
  if (document.was_early) transaction_.remove_early_document(realm_.id, record, document.key);
}

std::vector<Document> documents_of(const Realm& realm, AccountFacts& facts, Instant at,
                                   std::optional<Instant> known_at) {
  std::vector<Document> documents;
  std::unordered_map<std::string, size_t> places;
  for (uint32_t index : facts.told(known_at)) {
    const AccountFacts::Row& row = facts.rows()[index];
    if (row.at > at) break;
    const Projector& projector = realm.projectors[row.kind];
    if (!projector.record) continue;
    const std::string key = facts.document(row);
    const auto [place, is_new] =
        places.try_emplace(place_name(*projector.record, key), documents.size());
    if (is_new) {
      documents.push_back({.record = projector.record, .key = key});
      make_blank(*projector.record, key, documents.back().row.cells);
    }
    Document& document = documents[place->second];
    projector.apply(facts.fact(row, ""), document.exists, document.row.cells);
    document.exists |= projector.creates;
    document.row.changed_at = std::max(document.row.changed_at, row.recorded_at);
  }
  std::erase_if(documents, [](const Document& document) { return !document.exists; });
  return documents;
}

}  // namespace tenure::service
