#include <unordered_map>

#include "base/limits.h"
#include "engine/owned_fact.h"
#include "service/impl.h"
#include "service/recorder.h"

namespace tenure::service {

using engine::Built;
using engine::Refusal;

namespace {

Refusal to_refusal(const Error& error) {
  Refusal refusal{.code = error.code, .id = error.code, .arguments = error.arguments};
  for (const auto& [name, value] : error.arguments) {
    if (name == "field") refusal.id = value;
  }
  return refusal;
}

void check_text(std::string_view what, std::string_view text, size_t limit,
                std::vector<Refusal>& refusals) {
  if (text.size() > limit) {
    refusals.push_back(
        to_refusal({"too-long", {{"field", std::string(what)}, {"limit", std::to_string(limit)}}}));
  } else if (!valid_utf8(text) || text.find('\0') != std::string_view::npos) {
    refusals.push_back(to_refusal({"not-plain-text", {{"field", std::string(what)}}}));
  }
}

// What a door brought, checked: every fault at once.
struct Prepared {
  Built built;
  std::vector<Refusal> refusals;
};

Prepared prepare(const Realm& realm, const FactInput& input) {
  Prepared prepared;
  std::vector<Refusal>& refusals = prepared.refusals;
  prepared.built = engine::build_fact(*realm.definition, {input.kind, input.values});
  for (const Error& fault : prepared.built.faults) refusals.push_back(to_refusal(fault));
  check_text("account", input.account, limits::kKeyBytes, refusals);
  check_text("key", input.key, limits::kKeyBytes, refusals);
  check_text("actor", input.actor, limits::kKeyBytes, refusals);
  if (input.account.empty() && !input.retract)
    refusals.push_back(to_refusal({"account-missing", {}}));
  if (input.key.empty() && input.retract)
    refusals.push_back(to_refusal({"retraction-needs-key", {}}));
  if (input.at && (*input.at < kMinInstant || *input.at > kMaxInstant)) {
    refusals.push_back(to_refusal({"instant-out-of-range", {}}));
  }
  for (const auto& [name, value] : input.values) {
    if (const std::string* text = value.get<std::string>()) {
      check_text(name, *text, limits::kTextBytes, refusals);
    }
    if (const auto property = realm.definition->find_property(name);
        property && realm.read_only[*property]) {
      const bool in_body = prepared.built.faults.empty() &&
                           realm.definition->kinds[prepared.built.fact.kind].fields.find(name) >= 0;
      if (!in_body) refusals.push_back(to_refusal({"read-only-field", {{"field", name}}}));
    }
  }
  return prepared;
}

NewFact to_new_fact(const FactInput& input, const Built& built, uint32_t index) {
  return {.input = index,
          .kind = built.fact.kind,
          .at = input.at,
          .key = input.key,
          .actor = input.actor,
          .role = input.role,
          .body = &built.fact.body,
          .properties = &built.fact.properties,
          .on_the_account = &built.on_the_account,
          .retract = input.retract,
          .create_account = input.create_account};
}

// A request that was refused in part is refused whole.
void refuse_all(std::vector<Verdict>& verdicts) {
  for (Verdict& verdict : verdicts) {
    verdict.moves.clear();
    verdict.outcome = Outcome::refused;
    if (!verdict.refusals.empty()) continue;
    verdict.refusals.push_back(to_refusal({"refused-with-others", {}}));
  }
}

}  // namespace

Result<std::vector<Verdict>> Service::record(std::string_view workspace,
                                             const std::vector<FactInput>& inputs,
                                             const RecordOptions& options) {
  TENURE_TRY(const RealmPtr realm, impl_->realm(workspace));
  std::vector<Verdict> verdicts(inputs.size());
  std::vector<Prepared> prepared;
  prepared.reserve(inputs.size());
  size_t sound = 0;
  for (size_t i = 0; i < inputs.size(); ++i) {
    prepared.push_back(prepare(*realm, inputs[i]));
    verdicts[i].refusals = prepared[i].refusals;
    sound += prepared[i].refusals.empty();
  }
  if (sound == 0 || (options.all_or_nothing && sound < inputs.size())) {
    refuse_all(verdicts);
    return verdicts;
  }
  const Instant now = impl_->clock.now();
  impl_->store.write([&](store::Transaction& transaction) {
    // Accounts in the order in which they are first spoken of.
    std::vector<std::pair<std::string, std::vector<NewFact>>> accounts;
    std::unordered_map<std::string, size_t> place;
    for (size_t i = 0; i < inputs.size(); ++i) {
      if (!prepared[i].refusals.empty()) continue;
      std::string account = inputs[i].account;
      const NewFact fact = to_new_fact(inputs[i], prepared[i].built, static_cast<uint32_t>(i));
      if (account.empty()) {  // a retraction: the fact knows whose it is
        store::Fact known;
        if (transaction.reads().find_fact(realm->id, realm->kinds[fact.kind], fact.key, known)) {
          account = transaction.reads().account_key(realm->id, known.account);
        }
      }
      const auto [known, is_new] = place.try_emplace(account, accounts.size());
      if (is_new) accounts.emplace_back(account, std::vector<NewFact>());
      accounts[known->second].second.push_back(fact);
    }
    Recorder recorder(*realm, transaction, now, options);
    for (const auto& [account, facts] : accounts) recorder.record(account, facts, verdicts);
    bool refused = false;
    for (const Verdict& verdict : verdicts) refused |= verdict.outcome == Outcome::refused;
    if (options.dry_run || (options.all_or_nothing && refused)) transaction.abandon();
    if (options.all_or_nothing && refused) refuse_all(verdicts);
  });
  return verdicts;
}

Result<Totals> Service::record_bulk(std::string_view workspace, const std::vector<BulkFact>& facts,
                                    const RecordOptions& options, std::string_view actor,
                                    const std::function<void(BulkRefusal)>& refused,
                                    const Merge& merge) {
  TENURE_TRY(const RealmPtr realm, impl_->realm(workspace));
  Totals totals;
  std::vector<BulkRefusal> refusals;  // told when the rest is on disk
  const Instant now = impl_->clock.now();
  impl_->store.write([&](store::Transaction& transaction) {
    Recorder recorder(*realm, transaction, now, options, &merge);
    std::vector<NewFact> of_account;
    std::vector<Verdict> verdicts;
    bool any_refused = false;
    for (size_t begin = 0; begin < facts.size();) {
      size_t end = begin;
      of_account.clear();
      for (; end < facts.size() && facts[end].account == facts[begin].account; ++end) {
        const BulkFact& fact = facts[end];
        of_account.push_back({.input = static_cast<uint32_t>(end - begin),
                              .kind = fact.kind,
                              .at = fact.at,
                              .key = fact.key,
                              .actor = actor,
                              .body = &fact.body,
                              .properties = &fact.properties,
                              .fill = fact.fill,
                              .lines = fact.lines,
                              .bulk = &fact});
      }
      verdicts.assign(end - begin, {});
      const int64_t accounts_before = recorder.accounts_created();
      recorder.record(facts[begin].account, of_account, verdicts);
      for (size_t i = 0; i < verdicts.size(); ++i) {
        const BulkFact& fact = facts[begin + i];
        switch (verdicts[i].outcome) {
          case Outcome::recorded: {
            const bool is_creation = fact.fill && recorder.accounts_created() > accounts_before &&
                                     fact.kind == realm->created;
            totals.recorded += is_creation ? 0 : 1;
            break;
          }
          case Outcome::known:
            totals.known += fact.fill ? 0 : 1;
            break;
          case Outcome::corrected:
            ++totals.corrected;
            break;
          case Outcome::retracted:
            ++totals.retracted;
            break;
          case Outcome::refused:
            ++totals.refused;
            any_refused = true;
            refusals.push_back({fact.line, std::move(verdicts[i].refusals)});
            break;
        }
      }
      begin = end;
    }
    totals.accounts_created = recorder.accounts_created();
    totals.moves = recorder.moves();
    if (options.dry_run || (options.all_or_nothing && any_refused)) transaction.abandon();
  });
  for (BulkRefusal& refusal : refusals) refused(std::move(refusal));
  return totals;
}

Result<Service::Ticked> Service::tick(std::string_view workspace,
                                      const std::function<void(const Ticked&)>& progress) {
  TENURE_TRY(const RealmPtr realm, impl_->realm(workspace));
  const Instant now = impl_->clock.now();
  Ticked ticked;
  for (bool more = true; more;) {
    impl_->store.write([&](store::Transaction& transaction) {
      const std::vector<store::AccountId> due =
          transaction.reads().due(realm->id, now, limits::kTickAccounts);
      Recorder recorder(*realm, transaction, now, {});
      int64_t accounts = 0;
      for (store::AccountId account : due) accounts += recorder.settle(account);
      ticked.accounts += accounts;
      ticked.moves += recorder.moves();
      more = static_cast<int64_t>(due.size()) == limits::kTickAccounts;
    });
    if (progress) progress(ticked);
  }
  return ticked;
}

}  // namespace tenure::service
