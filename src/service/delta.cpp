#include "service/delta.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/limits.h"
#include "query/bind.h"
#include "service/account_facts.h"
#include "service/body.h"
#include "service/touched.h"

namespace tenure::service {

using query::Entity;
using query::Place;
using query::Query;
using query::Source;

namespace {

bool is_document(const Entity& entity) {
  const records::Record* record = records::find_record(entity.name);
  return entity.source == Source::table && record && record->sort == records::RecordSort::document;
}

bool uses_now(const Query& query) {
  const auto now = [](const auto& program) { return program.uses_now(); };
  return std::ranges::any_of(query.filters, now);
}

std::unexpected<Error> expired() { return refuse("token-expired", {{"option", "$deltatoken"}}); }

}  // namespace

bool can_track(const Query& query) {
  const Entity& entity = query.about();
  const bool told = query.entity == kAccountEntity || is_document(entity) || entity.source != Source::table;
  const bool whole = !query.grouping && !query.top && query.skip == 0 && !query.within;
  return told && whole && !query.when.at && !query.when.known_at && !uses_now(query) && touched_by(query).only_own;
}

namespace {

class Changes {
 public:
  Changes(const Realm& realm, store::Reader& reader, const Query& query, const Since& since)
      : realm_(realm), reader_(reader), query_(query), entity_(query.about()), since_(since), facts_(realm) {}

  Result<Delta> find() {
    if (since_.definition != realm_.number) return expired();
    if (!read_log()) return expired();
    const bool of_accounts = query_.entity == kAccountEntity;
    // Whoever got an account got rows whose numbers are old, and whoever gave it lost them.
    if (!of_accounts && query_.owner && !handed_over_.empty()) return expired();
    Delta delta;
    bool fits = true;
    if (of_accounts) accounts(delta);
    else if (entity_.source == Source::fact) fits = facts(delta);
    else if (entity_.source == Source::transition) fits = moves(delta);
    else if (entity_.source == Source::stage_spell) spells(delta);
    else documents(delta);
    const bool many = delta.gone.size() > static_cast<size_t>(limits::kDeltaRows) ||
                      (delta.among && delta.among->values.size() > static_cast<size_t>(limits::kDeltaRows));
    if (!fits || many) return expired();
    if (entity_.source == Source::fact || entity_.source == Source::transition) {
      const int64_t after = entity_.source == Source::fact ? since_.facts : since_.moves;
      TENURE_TRY(delta.newer, query::bind_condition(query_.model, query_.entity, "sequence gt " + std::to_string(after)));
    }
    return delta;
  }

 private:
  // The accounts that something was told of, and those that another owns since. False: too many.
  bool read_log() {
    const auto few = [&] { return accounts_.size() <= static_cast<size_t>(limits::kDeltaRows); };
    reader_.facts_after(realm_.id, since_.facts, [&](const store::Fact& fact) {
      accounts_.insert(fact.account);
      if (realm_.kind(fact.kind) == realm_.merged) merged_.insert(fact.account);
      if (query_.owner && tells_owner(fact)) handed_over_.insert(fact.account);
      return few();
    });
    reader_.transitions_after(realm_.id, since_.moves, [&](const store::Transition& move) {
      accounts_.insert(move.account);
      return few();
    });
    reader_.superseded_after(realm_.id, since_.superseded, [&](const store::Transition& move) {
      accounts_.insert(move.account);
      return few();
    });
    for (const store::AccountId account : merged_) {
      for (const store::AccountId part : parts_of(account)) accounts_.insert(part);
    }
    // What was handed on to or by somebody else is nothing to this caller.
    std::erase_if(handed_over_, [&](store::AccountId account) { return owns(account) == owned(account); });
    return few();
  }

  bool tells_owner(const store::Fact& fact) {
    const uint16_t kind = realm_.kind(fact.kind);
    const auto owner = realm_.definition->find_property("owner");
    if (kind == lifecycle::kNone || !owner) return false;
    cells_.clear();
    properties_.clear();
    decode_body(fact.body, realm_, kind, cells_, properties_);
    const auto is_owner = [&](const auto& entry) { return entry.property == *owner; };
    return (fact.flags & store::kRetracted) || std::ranges::any_of(properties_, is_owner);
  }

  bool owns(store::AccountId account) {
    return !query_.owner || to_text(reader_.property(realm_.id, account, "owner")) == *query_.owner;
  }
  // Did the caller own it when the log stood there?
  bool owned(store::AccountId account) {
    facts_.clear();
    reader_.facts(realm_.id, account, [&](const store::Fact& fact) {
      if (fact.sequence <= since_.facts) facts_.add(fact);
    });
    const auto owner = realm_.definition->find_property("owner");
    std::string last;
    for (const uint32_t index : facts_.effective()) {
      const engine::Fact fact = facts_.fact(facts_.rows()[index], "");
      for (const auto& entry : fact.properties) {
        if (owner && entry.property == *owner) last = entry.value.is_null() ? "" : std::string(entry.value.as_text());
      }
    }
    return query_.owner && last == *query_.owner;
  }

  // An account and those that were ever merged into it.
  std::vector<store::AccountId> parts_of(store::AccountId account) {
    std::vector<store::AccountId> parts{account};
    facts_.clear();
    reader_.facts(realm_.id, account, [&](const store::Fact& fact) { facts_.add(fact); });
    for (const AccountFacts::Row& row : facts_.rows()) {
      if (row.kind != realm_.merged) continue;
      const auto other = reader_.find_account(realm_.id, facts_.text(row, "other"));
      if (other) parts.push_back(*other);
    }
    return parts;
  }

  // ---- what to look at again
  void accounts(Delta& delta) {
    delta.among = query::Among{*entity_.find_column("_id"), {accounts_.begin(), accounts_.end()}};
    for (const store::AccountId account : accounts_) {
      if (owns(account) || handed_over_.contains(account)) add_gone(delta, {Value(reader_.account_key(realm_.id, account))}, false);
    }
  }

  void spells(Delta& delta) {
    delta.among = query::Among{entity_.own_field, {accounts_.begin(), accounts_.end()}};
    for (const store::AccountId account : accounts_) {
      if (!owns(account)) continue;
      const std::string key = reader_.account_key(realm_.id, account);
      for (const lifecycle::Lifecycle& cycle : realm_.definition->lifecycles) {
        if (is_unseen(cycle.name)) continue;
        for (const std::string& stage : cycle.stage_ids) add_gone(delta, {Value(key), Value(cycle.name), Value(stage)}, true);
      }
    }
  }

  // Those that were told of; all of an account where something is asked of it, or where accounts were merged or parted.
  void documents(Delta& delta) {
    const records::Record& record = *records::find_record(entity_.name);
    std::set<int64_t> ids;
    std::set<std::string> keys;
    const bool links = touched_by(query_).any();
    for (const store::AccountId account : accounts_) {
      if (!owns(account)) continue;
      facts_.clear();
      reader_.facts(realm_.id, account, [&](const store::Fact& fact) { facts_.add(fact); });
      for (const AccountFacts::Row& row : facts_.rows()) {
        if (row.sequence <= since_.facts || realm_.projectors[row.kind].record != &record) continue;
        for (std::string& key : documents_told(row)) keys.insert(std::move(key));
      }
      if (!links && merged_.empty()) continue;
      reader_.records(realm_.id, record, account, [&](const store::RecordRow& row) {
        keys.insert(to_text(row.cells[static_cast<size_t>(&records::key_field(record) - record.fields.data())]));
      });
    }
    store::RecordRow row;
    for (const std::string& key : keys) {
      const bool is_there = reader_.find_record(realm_.id, record, key, row);
      if (is_there && !owns(row.account)) continue;
      if (is_there) ids.insert(row.id);
      add_gone(delta, {Value(key)}, !is_there);
    }
    delta.among = query::Among{*entity_.find_column("_id"), {ids.begin(), ids.end()}};
  }
  // A revision may speak of another document than the one before it.
  std::vector<std::string> documents_told(const AccountFacts::Row& row) {
    std::vector<std::string> keys;
    for (const AccountFacts::Row& other : facts_.rows()) {
      if (other.kind == row.kind && facts_.key(other) == facts_.key(row)) keys.push_back(facts_.document(other));
    }
    return keys;
  }

  bool facts(Delta& delta) {
    reader_.facts_after(realm_.id, since_.facts, [&](const store::Fact& fact) {
      if (fact.revision == 1 || is_unseen(reader_.text(realm_.id, fact.kind)) || !owns(fact.account)) return true;
      const store::Sequence before = reader_.find_revision(realm_.id, fact.kind, fact.key, fact.revision - 1);
      if (before > 0 && before <= since_.facts) add_gone(delta, {Value(before)}, true);
      return delta.gone.size() <= static_cast<size_t>(limits::kDeltaRows);
    });
    return delta.gone.size() <= static_cast<size_t>(limits::kDeltaRows);
  }

  bool moves(Delta& delta) {
    reader_.superseded_after(realm_.id, since_.superseded, [&](const store::Transition& move) {
      if (move.sequence > since_.moves || is_unseen(reader_.text(realm_.id, move.lifecycle)) || !owns(move.account)) return true;
      add_gone(delta, {Value(move.sequence)}, true);
      return delta.gone.size() <= static_cast<size_t>(limits::kDeltaRows);
    });
    return delta.gone.size() <= static_cast<size_t>(limits::kDeltaRows);
  }

  // Rows of this kind or lifecycle are not there for the caller.
  bool is_unseen(std::string_view value) const {
    return std::ranges::any_of(entity_.without, [&](const query::Without& without) {
      return std::ranges::find(without.values, value) != without.values.end();
    });
  }
  static void add_gone(Delta& delta, std::vector<Value> key, bool deleted) {
    delta.gone.push_back({std::move(key), deleted});
  }

  const Realm& realm_;
  store::Reader& reader_;
  const Query& query_;
  const Entity& entity_;
  const Since& since_;
  AccountFacts facts_;
  std::set<store::AccountId> accounts_, merged_, handed_over_;
  std::vector<expression::Cell> cells_;
  std::vector<engine::Fact::PropertyValue> properties_;
};

}  // namespace

Result<Delta> changes_since(const Realm& realm, store::Reader& reader, const Query& query, const Since& since) {
  return Changes(realm, reader, query, since).find();
}

}  // namespace tenure::service
