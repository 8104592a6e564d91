// Proves what must always hold: every stored state, stage, log row and timer is what the facts say.
#include <algorithm>
#include <map>

#include "service/account_facts.h"
#include "service/account_row.h"
#include "service/documents.h"
#include "service/history.h"
#include "service/impl.h"

namespace tenure::service {

using engine::State;
using lifecycle::kNone;

namespace {

class Verifier {
 public:
  Verifier(const Realm& realm, store::Reader& reader, std::vector<Service::Finding>& findings)
      : realm_(realm),
        definition_(*realm.definition),
        reader_(reader),
        findings_(findings),
        history_(realm),
        facts_(history_.facts()) {}

  void account(const store::Account&, std::string_view key);

 private:
  void find(std::string code, std::string_view account, Arguments more = {}) {
    more.emplace_back("account", std::string(account));
    findings_.push_back({std::move(code), std::move(more)});
  }
  void fold_again(const store::Account&, const State* stored);
  void compare_log(const store::Account&, std::string_view key);
  void compare_documents(const store::Account&, std::string_view key, const State&);
  void compare_columns(const store::Account&, std::string_view key, const State&);

  const Realm& realm_;
  const lifecycle::Definition& definition_;
  store::Reader& reader_;
  std::vector<Service::Finding>& findings_;
  History history_;
  AccountFacts& facts_;  // of the history, as the definition in force sees them
  History::Folded folded_;
  store::RecordRow row_;
};

void Verifier::fold_again(const store::Account& account, const State* stored) {
  history_.clear();
  history_.load(reader_, account.id);
  folded_ = {};
  // As far as the clock had come when it was written, and no further.
  const auto settle = [&](const State&) -> std::optional<Instant> {
    if (!stored || stored->position().kind != engine::Position::kTimer) return std::nullopt;
    return stored->position().at;
  };
  history_.fold(reader_, settle, folded_);
}

void Verifier::compare_log(const store::Account& account, std::string_view key) {
  struct Saying {
    store::Name lifecycle, from, to;
    Instant at;
    uint8_t cause;
    bool operator==(const Saying&) const = default;
  };
  std::vector<Saying> logged, folded;
  reader_.transitions(realm_.id, account.id, [&](const store::Transition& row) {
    if (!row.superseded_at) logged.push_back({row.lifecycle, row.from, row.to, row.at, row.cause});
  });
  for (const HistoryMove& move : folded_.moves) {
    folded.push_back({move.lifecycle, move.from, move.to, move.at, static_cast<uint8_t>(move.cause)});
  }
  // Each lifecycle is in order of its own; how they interleave at one instant says nothing.
  std::ranges::stable_sort(logged, {}, &Saying::lifecycle);
  std::ranges::stable_sort(folded, {}, &Saying::lifecycle);
  if (logged == folded) return;
  const auto differs = std::ranges::mismatch(logged, folded);
  const Saying& first = differs.in1 != logged.end() ? *differs.in1 : *differs.in2;
  find("log-differs", key, {{"at", to_string(first.at)}});
}

void Verifier::compare_columns(const store::Account& account, std::string_view key,
                               const State& state) {
  for (size_t l = 0; l < definition_.lifecycles.size(); ++l) {
    const store::Name stage = realm_.stage(l, state.standing(l).stage);
    if (reader_.stands(realm_.id, account.id, realm_.lifecycles[l].name, stage)) continue;
    find("stage-differs", key, {{"lifecycle", definition_.lifecycles[l].name}});
  }
  for (size_t slot = 0; slot < definition_.slots.size(); ++slot) {
    const std::string& column = definition_.account.fields[slot].name;
    if (column == "key") continue;
    const Value value = account_value(realm_, state, account.first_at, slot);
    if (reader_.property_is(realm_.id, account.id, column, value)) continue;
    find("property-differs", key, {{"property", column}});
  }
  if (!reader_.property_is(realm_.id, account.id, "version", account.version))
    find("property-differs", key, {{"property", "version"}});
  std::vector<store::Spell> kept,
      made = account_spells(realm_, account.id, account.first_at, folded_.moves);
  reader_.spells(realm_.id, account.id, [&](const store::Spell& spell) { kept.push_back(spell); });
  std::ranges::sort(made, [](const store::Spell& a, const store::Spell& b) {
    return std::pair(a.lifecycle, a.stage) < std::pair(b.lifecycle, b.stage);
  });
  if (kept != made) find("spells-differ", key);
}

// Every document is what its facts say, and stands under this account.
void Verifier::compare_documents(const store::Account& account, std::string_view key,
                                 const State& state) {
  // One that was merged into another: its documents are there.
  const auto merged_into = definition_.find_slot("merged_into");
  if (merged_into && !state.row()[*merged_into].is_null()) return;
  std::map<const records::Record*, int64_t> made;
  const auto about = [](const Document& document) {
    return Arguments{{"record", std::string(document.record->name)}, {"key", document.key}};
  };
  for (Document& document : documents_of(realm_, facts_)) {
    ++made[document.record];
    const bool is_there =
        reader_.find_record(realm_.id, *document.record, document.key, row_);
    if (!is_there || row_.account != account.id) {
      // A document that two accounts speak of is the one's that has it.
      if (!is_there) find("record-missing", key, about(document));
      --made[document.record];
    } else if (row_.cells != document.row.cells) {
      find("record-differs", key, about(document));
    }
  }
  for (const records::Record& record : records::schema()) {
    if (record.sort != records::RecordSort::document) continue;
    int64_t rows = 0;
    reader_.records(realm_.id, record, account.id, [&](const store::RecordRow&) { ++rows; });
    if (rows != made[&record])
      find("records-unfounded", key,
           {{"record", std::string(record.name)}, {"count", std::to_string(rows - made[&record])}});
  }
}

void Verifier::account(const store::Account& account, std::string_view key) {
  const Result<State> stored = State::decode(definition_, account.state);
  fold_again(account, stored ? &*stored : nullptr);
  const State& folded = folded_.state;
  if (!stored || !(*stored == folded)) find("state-differs", key);
  if (account.first_at != folded_.first_at) find("beginning-differs", key);
  compare_log(account, key);
  compare_columns(account, key, folded);
  compare_documents(account, key, folded);
  const std::optional<Instant> due = engine::next_due(definition_, folded);
  // A timer that is due and was not noticed yet waits for the next tick; one that nothing waits for
  // is lost.
  if (due && (!account.wake || *account.wake > *due))
    find("timer-lost", key, {{"due", to_string(*due)}});
}

}  // namespace

Result<std::vector<Service::Finding>> Service::verify(
    std::string_view workspace, const std::function<void(int64_t, int64_t)>& progress) {
  TENURE_TRY(const RealmPtr realm, impl_->realm(workspace));
  std::vector<Finding> findings;
  impl_->store.read([&](store::Reader& reader) {
    const int64_t total = reader.count_accounts(realm->id);
    if (progress) progress(0, total);
    for (store::Fault& fault : reader.check(realm->id)) {
      findings.push_back({std::move(fault.code), std::move(fault.arguments)});
    }
    const store::Definition record = reader.definition(realm->id, realm->number);
    if (record.version != realm->definition->version) {
      findings.push_back({"definition-changed", {{"number", std::to_string(realm->number)}}});
    }
    Verifier verifier(*realm, reader, findings);
    // Those that have not been brought over to the definition in force stand as the one before it says.
    std::optional<Verifier> behind;
    if (realm->leaving) behind.emplace(*realm->leaving, reader, findings);
    int64_t done = 0, standing_behind = 0;
    reader.accounts(realm->id, [&](const store::Account& account, std::string_view key) {
      const bool is_behind = behind && account.definition != realm->number;
      standing_behind += is_behind;
      (is_behind ? *behind : verifier).account(account, std::string(key));
      if (progress && (++done % 1000 == 0 || done == total)) progress(done, total);
    });
    // Each stands in one stage of each lifecycle: with none missing, more rows than that are twins.
    int64_t standing = 0;
    for (const store::StageCount& count : reader.stage_counts(realm->id))
      standing += count.accounts;
    int64_t expected = (total - standing_behind) * static_cast<int64_t>(realm->lifecycles.size());
    for (size_t l = 0; behind && l < realm->leaving->lifecycles.size(); ++l) {
      const bool stays = realm->find_lifecycle(realm->leaving->lifecycles[l].name) != kNone;
      if (stays) expected += standing_behind;
    }
    if (standing != expected) {
      findings.push_back({"stage-rows-wrong", {{"count", std::to_string(standing)}}});
    }
  });
  return findings;
}

}  // namespace tenure::service
