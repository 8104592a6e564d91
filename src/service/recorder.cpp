#include "service/recorder.h"

#include <algorithm>

#include "base/assert.h"
#include "base/limits.h"

namespace tenure::service {

using engine::State;
using expression::Cell;
using lifecycle::kNone;

Recorder::Recorder(const Realm& realm, store::Transaction& transaction, Instant now,
                   const RecordOptions& options, const Service::Merge* merge)
    : realm_(realm),
      definition_(*realm.definition),
      transaction_(transaction),
      reads_(transaction.reads()),
      now_(now),
      options_(options),
      merge_(merge),
      documents_(realm, transaction),
      history_(realm),
      facts_(history_.facts()) {}

std::string_view Recorder::merged_into() const {
  if (is_new_ || realm_.merged_into == kNone) return {};
  const Cell& into = state_.row()[definition_.properties[realm_.merged_into].slot];
  return into.is_null() ? std::string_view() : into.as_text();
}

std::string Recorder::survivor(std::string_view account) {
  std::string key(account);
  for (int depth = 0; depth < limits::kAccountDepth; ++depth) {
    const std::optional<store::AccountId> id = reads_.find_account(realm_.id, key);
    if (!id) break;
    std::string into = to_text(reads_.property(realm_.id, *id, "merged_into"));
    if (into.empty()) break;
    key = std::move(into);
  }
  return key;
}

// Is it the account at hand, or one that was merged into it?
bool Recorder::is_here(store::AccountId account) {
  return account == account_.id ||
         (!is_new_ && survivor(reads_.account_key(realm_.id, account)) == account_key_);
}

bool Recorder::has_merged() {
  if (!has_merged_) has_merged_ = reads_.has_merged(realm_.id, account_key_);
  return *has_merged_;
}

// A document keeps its facts together, so that it goes with its account when accounts are parted.
store::AccountId Recorder::home_of(const Candidate& candidate) {
  if (told_of_ != 0) return told_of_;
  const lifecycle::FactKind& kind = definition_.kinds[candidate.kind];
  const int field = kind.record.empty() ? -1 : kind.fields.find(kind.record);
  if (is_new_ || field < 0 || !has_merged()) return account_.id;
  cells_.clear();
  cell_properties_.clear();
  decode_body(candidate.body, realm_, candidate.kind, cells_, cell_properties_);
  const Cell& cell = cells_[static_cast<size_t>(field)];
  const std::string document(cell.is_null() ? std::string_view(candidate.key) : cell.as_text());
  store::Fact first;
  for (uint16_t k = 0; k < definition_.kinds.size(); ++k) {
    if (k == candidate.kind || definition_.kinds[k].record != kind.record) continue;
    if (!reads_.find_fact(realm_.id, realm_.kinds[k], document, first)) continue;
    if (is_here(first.account)) return first.account;
  }
  return account_.id;
}

void Recorder::begin(std::string_view account) {
  open(account);
  if (!is_new_ && account_.definition != realm_.number) {
    bring_over(account_.id);
    open(account);
  }
  state_ = is_new_ ? State(definition_) : decode_state(realm_, reads_, account_, account_key_);
  was_archived_ = state_.archived();
  stood_.clear();
  for (size_t l = 0; l < definition_.lifecycles.size(); ++l)
    stood_.push_back({realm_.stage(l, state_.standing(l).stage), !is_new_});
}

void Recorder::open(std::string_view account) {
  told_of_ = 0;
  has_merged_.reset();
  account_key_ = account;
  account_ = {};
  const std::optional<store::AccountId> id = reads_.find_account(realm_.id, account);
  is_new_ = !id;
  if (is_new_) {
    account_.first_at = kMaxInstant;
  } else {
    TENURE_ASSERT(reads_.load_account(realm_.id, *id, account_));
  }
  documents_.begin();
  history_.clear();
  began_ = account_.first_at;
  seen_version_ = account_.version;
  settle_at_.reset();
  whole_ = false;
  present_.reset();
  before_.reset();
  count_ = 0;
  twins_.clear();
  duplicates_ = false;
  fresh_.clear();
  gone_.clear();
  effects_.clear();
  changed_.clear();
  due_.reset();
}

// What happened to an account that was merged happened to its survivor; what is said of the account
// itself stays its own.
void Recorder::record(std::string_view account, std::span<const NewFact> facts,
                      std::span<service::Verdict> verdicts) {
  begin(account);
  if (merged_into().empty()) return record_here(facts, verdicts);
  const store::AccountId told_of = account_.id;
  std::vector<NewFact> along, own;
  for (const NewFact& fact : facts) {
    (realm_.about[fact.kind].goes_along ? along : own).push_back(fact);
  }
  if (!own.empty()) record_here(own, verdicts);
  if (along.empty()) return;
  begin(survivor(account));
  told_of_ = told_of;
  record_here(along, verdicts);
}

void Recorder::record_here(std::span<const NewFact> facts, std::span<service::Verdict> verdicts) {
  verdicts_ = verdicts;
  present_at_ = present_at(facts);
  const bool made_here = std::ranges::any_of(facts, [&](const NewFact& fact) {
    return fact.create_account || (fact.kind == realm_.created && !fact.retract);
  });
  for (const NewFact& fact : facts) {
    if (is_new_ && !made_here && !fact.retract) {
      refuse(fact.input, "unknown-account",
             {{"account", account_key_},
              {"nearest", nearest(account_key_, reads_.keys_near(realm_.id, account_key_, 40))}});
    } else {
      classify(fact);
    }
  }
  if (count_ > 0) {
    consider_creation();
    if (in_order()) {
      decide_in_order();
    } else {
      refold();
    }
    if (options_.together) refuse_with_others(facts);
    if (count_ > 0) write();
  }
  for (const auto& [input, first] : twins_) {
    if (verdicts_[first].outcome != Outcome::refused) continue;
    verdicts_[input].outcome = Outcome::refused;
    verdicts_[input].refusals = verdicts_[first].refusals;
  }
}

// Nothing has been written yet: what was decided is let go.
void Recorder::refuse_with_others(std::span<const NewFact> facts) {
  const auto refused = [&](const NewFact& fact) {
    return verdicts_[fact.input].outcome == Outcome::refused;
  };
  if (std::ranges::none_of(facts, refused)) return;
  count_ = 0;
  for (const NewFact& fact : facts) {
    verdicts_[fact.input].moves.clear();
    if (!refused(fact)) refuse(fact.input, "refused-with-others", {});
  }
}

bool Recorder::settle(store::AccountId id) {
  verdicts_ = {};
  begin(reads_.account_key(realm_.id, id));
  TENURE_ASSERT(!is_new_);
  settle_now();
  open_tasks();
  if (fresh_.empty() && effects_.empty() && count_ == 0) {
    write_account();  // only when to look again
    return false;
  }
  write();
  return !fresh_.empty();
}

}  // namespace tenure::service
