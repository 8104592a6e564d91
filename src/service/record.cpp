#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>

#include "base/limits.h"
#include "engine/owned_fact.h"
#include "service/impl.h"
#include "service/texts.h"
#include "service/import_matches.h"
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
  const Result<void> sound = service::check_text(what, text, limit);
  if (!sound) refusals.push_back(to_refusal(sound.error()));
}

// A gate may be passed with a reason by those who answer for it.
void check_exception(const FactInput& input, std::vector<Refusal>& refusals) {
  constexpr std::array<std::string_view, 3> kRoles{"owner", "admin", "manager"};
  check_text("exception", input.exception, limits::kTextBytes, refusals);
  if (std::ranges::find(kRoles, input.role) == kRoles.end())
    refusals.push_back(to_refusal({"exception-not-allowed", {{"role", input.role}}}));
  if (input.exception.find_first_not_of(" \t\r\n") == std::string::npos)
    refusals.push_back(to_refusal({"exception-needs-reason", {}}));
}

// An explicit null empties a field of a document; a body has no other null than "not given".
void note_cleared(const Realm& realm, const FactInput& input, engine::OwnedFact& fact) {
  const uint16_t cleared = realm.projectors[fact.kind].cleared;
  if (cleared == lifecycle::kNone) return;
  std::set<std::string> names;
  if (const std::string* said = fact.body[cleared].get<std::string>()) {
    for (size_t at = 0; at <= said->size();) {
      const size_t comma = std::min(said->find(',', at), said->size());
      if (comma > at) names.insert(said->substr(at, comma - at));
      at = comma + 1;
    }
  }
  for (const auto& [name, value] : input.values) {
    const int field = realm.definition->kinds[fact.kind].fields.find(name);
    if (value.is_null() && field >= 0 && field != cleared) names.insert(name);
  }
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ",") + name;
  fact.body[cleared] = text.empty() ? Value{} : Value(std::move(text));
}

// What a door brought, checked: every fault at once. One who may not make exceptions is refused, and is told
// what the rules say without it as well.
struct Prepared {
  Built built;
  std::vector<Refusal> refusals;   // it cannot be decided
  std::vector<Refusal> exception;  // what is wrong with its exception
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
        property && realm.read_only[*property] && !input.by_service) {
      const bool in_body = prepared.built.faults.empty() &&
                           realm.definition->kinds[prepared.built.fact.kind].fields.find(name) >= 0;
      if (!in_body) refusals.push_back(to_refusal({"read-only-field", {{"field", name}}}));
    }
  }
  if (!input.exception.empty()) check_exception(input, prepared.exception);
  if (prepared.built.faults.empty()) note_cleared(realm, input, prepared.built.fact);
  return prepared;
}

NewFact to_new_fact(const FactInput& input, const Prepared& prepared, uint32_t index) {
  const Built& built = prepared.built;
  return {.input = index,
          .kind = built.fact.kind,
          .at = input.at,
          .key = input.key,
          .actor = input.actor,
          .role = input.role,
          .body = &built.fact.body,
          .properties = &built.fact.properties,
          .on_the_account = &built.on_the_account,
          .exception = prepared.exception.empty() ? std::string_view(input.exception) : std::string_view(),
          .expected_version = input.expected_version,
          .expected_document_version = input.expected_document_version,
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

namespace {

std::vector<Prepared> prepare_all(const Realm& realm, const std::vector<FactInput>& inputs,
                                  std::vector<Verdict>& verdicts, size_t& sound) {
  std::vector<Prepared> prepared;
  prepared.reserve(inputs.size());
  sound = 0;
  for (size_t i = 0; i < inputs.size(); ++i) {
    prepared.push_back(prepare(realm, inputs[i]));
    verdicts[i].refusals = prepared[i].refusals;
    std::ranges::copy(prepared[i].exception, std::back_inserter(verdicts[i].refusals));
    sound += prepared[i].refusals.empty();
  }
  return prepared;
}

// Records those that are sound.
void record_prepared(const Realm& realm, store::Transaction& transaction, Instant now,
                     const std::vector<FactInput>& inputs, const std::vector<Prepared>& prepared,
                     const RecordOptions& options, std::vector<Verdict>& verdicts) {
  // Accounts in the order in which they are first spoken of.
  std::vector<std::pair<std::string, std::vector<NewFact>>> accounts;
  std::unordered_map<std::string, size_t> place;
  for (size_t i = 0; i < inputs.size(); ++i) {
    if (!prepared[i].refusals.empty()) continue;
    std::string account = inputs[i].account;
    const NewFact fact = to_new_fact(inputs[i], prepared[i], static_cast<uint32_t>(i));
    if (account.empty()) {  // a retraction: the fact knows whose it is
      store::Fact known;
      if (transaction.reads().find_fact(realm.id, realm.kinds[fact.kind], fact.key, known)) {
        account = transaction.reads().account_key(realm.id, known.account);
      }
    }
    const auto [known, is_new] = place.try_emplace(account, accounts.size());
    if (is_new) accounts.emplace_back(account, std::vector<NewFact>());
    accounts[known->second].second.push_back(fact);
  }
  Recorder recorder(realm, transaction, now, options);
  for (const auto& [account, facts] : accounts) recorder.record(account, facts, verdicts);
  for (Verdict& verdict : verdicts) {
    if (verdict.outcome == Outcome::known) verdict.refusals.clear();
  }
}

bool any_refused(const std::vector<Verdict>& verdicts) {
  return std::ranges::any_of(
      verdicts, [](const Verdict& verdict) { return verdict.outcome == Outcome::refused; });
}

}  // namespace

std::vector<Verdict> record_facts(const Realm& realm, store::Transaction& transaction, Instant now,
                                  const std::vector<FactInput>& inputs,
                                  const RecordOptions& options) {
  std::vector<Verdict> verdicts(inputs.size());
  size_t sound = 0;
  const std::vector<Prepared> prepared = prepare_all(realm, inputs, verdicts, sound);
  const bool whole = !options.all_or_nothing || sound == inputs.size();
  if (sound > 0 && whole) {
    record_prepared(realm, transaction, now, inputs, prepared, options, verdicts);
  }
  if (options.all_or_nothing && any_refused(verdicts)) refuse_all(verdicts);
  return verdicts;
}

Result<std::vector<Verdict>> Service::record(std::string_view workspace,
                                             const std::vector<FactInput>& inputs,
                                             const RecordOptions& options) {
  TENURE_TRY(RealmPtr realm, impl_->realm(workspace));
  std::vector<Verdict> verdicts;
  const Instant now = impl_->clock.now();
  bool undone = false, in_force = false;
  while (!in_force) {  // the words are those of the definition in force
    verdicts.assign(inputs.size(), {});
    size_t sound = 0;
    const std::vector<Prepared> prepared = prepare_all(*realm, inputs, verdicts, sound);
    if (sound == 0 || (options.all_or_nothing && sound < inputs.size())) {
      refuse_all(verdicts);
      return verdicts;
    }
    impl_->store.write([&](store::Transaction& transaction) {
      in_force = is_in_force(transaction, *realm);
      if (!in_force) return;
      record_prepared(*realm, transaction, now, inputs, prepared, options, verdicts);
      const bool refused = any_refused(verdicts);
      undone = options.dry_run || (options.all_or_nothing && refused);
      if (undone) transaction.abandon();
      if (options.all_or_nothing && refused) refuse_all(verdicts);
    });
    if (in_force) break;
    impl_->forget_realm(workspace);
    TENURE_TRY(realm, impl_->realm(workspace));
  }
  if (undone) return verdicts;
  Committed committed{.workspace = realm->name};
  for (const Verdict& verdict : verdicts) {
    committed.facts += verdict.outcome != Outcome::refused && verdict.outcome != Outcome::known;
    committed.moves += static_cast<int64_t>(verdict.moves.size());
  }
  if (committed.facts > 0) impl_->announce(committed);
  return verdicts;
}

Result<Totals> Service::record_bulk(std::string_view workspace, const std::vector<BulkFact>& facts,
                                    const RecordOptions& options, std::string_view actor,
                                    const std::function<void(BulkRefusal)>& refused,
                                    const Merge& merge) {
  TENURE_TRY(const RealmPtr realm, impl_->realm(workspace));
  Totals totals;
  std::vector<BulkRefusal> refusals;  // told when the rest is on disk
  bool undone = false, in_force = true;
  const Instant now = impl_->clock.now();
  impl_->store.write([&](store::Transaction& transaction) {
    in_force = is_in_force(transaction, *realm);
    if (!in_force) return;
    Recorder recorder(*realm, transaction, now, options, &merge);
    ImportMatches matches(*realm, transaction.reads());
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
            if (fact.kind == realm->created && recorder.accounts_created() > accounts_before)
              matches.note(fact, totals);
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
    undone = options.dry_run || (options.all_or_nothing && any_refused);
    if (undone) transaction.abandon();
  });
  if (!in_force) {  // the caller's facts are compiled for another one
    impl_->forget_realm(workspace);
    return refuse("definition-replaced");
  }
  if (!undone) {
    impl_->announce({.workspace = realm->name,
                     .actor = std::string(actor),
                     .facts = totals.recorded + totals.corrected + totals.retracted,
                     .moves = totals.moves});
  }
  for (BulkRefusal& refusal : refusals) refused(std::move(refusal));
  return totals;
}

}  // namespace tenure::service
