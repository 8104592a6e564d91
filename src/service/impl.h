#pragma once
// What the files of Service share.
#include <functional>
#include <map>
#include <mutex>
#include <set>

#include "lifecycle/definition.h"
#include "query/model.h"
#include "service/access.h"
#include "service/context.h"
#include "service/realm.h"
#include "service/service.h"
#include "service/verb.h"

namespace tenure::service {

// What somebody is about to do, for the audit and for permission.
struct Attempt {
  const Verb* verb = nullptr;  // checked against the caller's access before anything else; null: see `name`
  std::string name;            // the verb's, where it is none of the table ("facts")
  std::string record, key;     // of what it is bound to
  std::string account;         // whose that is, where it is known
  bool dry_run = false;        // decide, answer, undo; neither audited nor kept, whatever Idempotency-Key it comes with
};

struct Service::Impl {
  store::Store& store;
  const Clock& clock;
  std::mutex mutex;
  std::map<std::string, RealmPtr, std::less<>> realms;  // by workspace, loaded once

  // Errors: "unknown-workspace" {workspace, nearest}. A stored definition that cannot be loaded is
  // thrown as EnvironmentError "stored-definition-invalid" {workspace, reason}.
  Result<RealmPtr> realm(std::string_view workspace);
  void forget_realm(std::string_view workspace);  // another definition is in force, or all accounts were brought over
  // The work in a transaction of the store, with the definition that is in force in it: when another took over since
  // the realm was read, the work is done with that one. Errors: those of realm().
  Result<void> write(std::string_view workspace,
                     const std::function<void(store::Transaction&, const RealmPtr&)>& work);

  // What the caller may do there, as of now. `forget_access` after the workspace's permissions have changed.
  AccessPtr access(const Realm&, const Caller&);
  void forget_access(store::WorkspaceId);
  // What one with this access may read; made once for all of the same.
  query::ModelPtr model(const RealmPtr&, const Access&);

  // The one way in which users change something: `work` in one transaction of the store (which it may share
  // with others). Within it, and thus all or nothing: what the work wrote, the outcome kept under the caller's
  // Idempotency-Key, and the audit event. An answer that is an error, or says `refused`, undoes what the work
  // wrote and is audited by itself; a refusal is kept under the key too, an error is not. Listeners hear of it
  // when it is on disk. The work runs on the store's writer thread: nothing slow belongs there.
  // Errors beside those of the work: "unknown-workspace"; those of Access::check;
  // "idempotency-key-reused" {key}: seen within a day with another request; "idempotency-key-invalid" {limit};
  // "request-in-progress" {key}: one with this key is not answered yet. An answer that was kept comes back with
  // Done::replayed.
  using Work = std::function<Result<Done>(Context&)>;
  Result<Done> transact(const Caller&, std::string_view workspace, const Attempt&, const Work& work);
  // The same for verbs that change nothing: one snapshot; not audited.
  Result<Done> observe(const Caller&, std::string_view workspace, const Attempt&, const Work& work);
  // Tells the listeners. What a listener throws is a bug.
  void announce(const Committed&);

  std::map<store::WorkspaceId, AccessRules> access_rules;  // under `mutex`
  struct Models {  // of one realm, by Access::hash(); made anew with the next
    RealmPtr realm;
    std::map<uint64_t, query::ModelPtr> by_access;
  };
  std::map<store::WorkspaceId, Models> models;  // under `mutex`
  std::set<std::tuple<store::WorkspaceId, std::string, std::string>> in_flight;  // under `mutex`
  std::mutex listeners_mutex;
  std::vector<std::weak_ptr<const Listener>> listeners;
};

// Facts of any accounts in this transaction, a verdict each in the order given; undoes nothing by itself.
std::vector<Verdict> record_facts(const Realm&, store::Transaction&, Instant now,
                                  const std::vector<FactInput>&, const RecordOptions&);

// Service::explain on a snapshot that is open.
Result<Service::Story> tell_story(const RealmPtr&, store::Reader&, std::string_view account,
                                  Instant at, std::optional<Instant> known_at);

// Refusals as they are kept with a row of a job, and back; what cannot be read is none.
std::string encode_refusals(const std::vector<engine::Refusal>&);
std::vector<engine::Refusal> decode_refusals(std::string_view);

// What the files and parameters of a stored definition make today.
lifecycle::Loaded load_definition(const store::Definition&, const TimeZone&);
// A setting that does not fit is its own error; what is wrong in the files is the definition's.
Error not_loadable(std::string_view pack, const std::vector<lifecycle::Fault>&);
// How a definition followed another (store::Era::mode).
inline constexpr std::string_view kModeFromNow = "from_now", kModeRewrite = "rewrite", kModeAlike = "alike";
// Is the realm's definition the one in force, as this transaction sees it?
bool is_in_force(store::Transaction&, const Realm&);

Error unknown_account(store::Reader&, const Realm&, std::string_view account);

}  // namespace tenure::service
