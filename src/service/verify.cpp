// Proves what must always hold: every stored state, stage, log row and timer is what the facts say.
#include <algorithm>

#include "service/account_facts.h"
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
        facts_(realm),
        fold_(definition_) {}

  void account(const store::Account&, std::string_view key);

 private:
  void find(std::string code, std::string_view account, Arguments more = {}) {
    more.emplace_back("account", std::string(account));
    findings_.push_back({std::move(code), std::move(more)});
  }
  void fold_again(const store::Account&, const State* stored);
  void compare_log(const store::Account&, std::string_view key);
  void compare_columns(const store::Account&, std::string_view key, const State&);

  const Realm& realm_;
  const lifecycle::Definition& definition_;
  store::Reader& reader_;
  std::vector<Service::Finding>& findings_;
  AccountFacts facts_;
  engine::Fold fold_;
  std::vector<engine::Transition> moves_;
  Instant first_at_;
};

void Verifier::fold_again(const store::Account& account, const State* stored) {
  facts_.clear();
  reader_.facts(realm_.id, account.id, [&](const store::Fact& fact) { facts_.add(fact); });
  moves_.clear();
  fold_.reset();
  first_at_ = kMaxInstant;
  const engine::Sink sink{&moves_, nullptr, nullptr};
  for (uint32_t index : facts_.effective()) {
    const AccountFacts::Row& row = facts_.rows()[index];
    fold_.add(facts_.fact(row, reader_.text(realm_.id, row.actor)), sink);
    first_at_ = std::min(first_at_, row.at);
  }
  // As far as the clock had come when it was written, and no further.
  if (stored && stored->position().kind == engine::Position::kTimer) {
    fold_.settle(stored->position().at, sink);
  }
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
  for (const engine::Transition& move : moves_) {
    folded.push_back(
        {realm_.lifecycles[move.lifecycle].name, realm_.stage(move.lifecycle, move.from),
         realm_.stage(move.lifecycle, move.to), move.at, static_cast<uint8_t>(move.cause)});
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
  for (size_t i = 0; i < definition_.properties.size(); ++i) {
    const lifecycle::Property& property = definition_.properties[i];
    if (realm_.read_only[i]) continue;
    const Value value = expression::to_value(state.row()[property.slot], property.type);
    if (reader_.property_is(realm_.id, account.id, property.name, value)) continue;
    find("property-differs", key, {{"property", property.name}});
  }
}

void Verifier::account(const store::Account& account, std::string_view key) {
  const Result<State> stored = State::decode(definition_, account.state);
  fold_again(account, stored ? &*stored : nullptr);
  const State& folded = fold_.state();
  if (!stored || !(*stored == folded)) find("state-differs", key);
  if (account.first_at != first_at_) find("beginning-differs", key);
  compare_log(account, key);
  compare_columns(account, key, folded);
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
    int64_t done = 0;
    reader.accounts(realm->id, [&](const store::Account& account, std::string_view key) {
      verifier.account(account, std::string(key));
      if (progress && (++done % 1000 == 0 || done == total)) progress(done, total);
    });
    // Each stands in one stage of each lifecycle: with none missing, more rows than that are twins.
    int64_t standing = 0;
    for (const store::StageCount& count : reader.stage_counts(realm->id))
      standing += count.accounts;
    if (standing != total * static_cast<int64_t>(realm->lifecycles.size())) {
      findings.push_back({"stage-rows-wrong", {{"count", std::to_string(standing)}}});
    }
  });
  return findings;
}

}  // namespace tenure::service
