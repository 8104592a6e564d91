#pragma once
// What a verb is given: the caller, the workspace as it is loaded, what the caller may do, the instant at which
// all of it happens, and the store. Lives as long as one transaction (or one snapshot, for verbs that only
// read).
#include <string_view>
#include <vector>

#include "service/access.h"
#include "service/realm.h"
#include "service/service.h"
#include "service/verb.h"

namespace tenure::service {

class Context {
 public:
  Context(const Caller& caller, RealmPtr realm, AccessPtr access, Instant now, store::Reader& reads,
          store::Transaction* transaction)
      : caller_(caller),
        realm_(std::move(realm)),
        access_(std::move(access)),
        now_(now),
        reads_(reads),
        transaction_(transaction) {}
  Context(const Context&) = delete;

  const Caller& caller() const { return caller_; }
  const Realm& realm() const { return *realm_; }
  const RealmPtr& realm_ptr() const { return realm_; }
  const lifecycle::Definition& definition() const { return *realm_->definition; }
  const Access& access() const { return *access_; }
  const AccessPtr& access_ptr() const { return access_; }
  Instant now() const { return now_; }
  store::WorkspaceId workspace() const { return realm_->id; }

  store::Reader& reads() { return reads_; }  // sees what this transaction has written
  store::Transaction& transaction();         // a verb with `changes` only: else a bug

  // Facts in this transaction, in the caller's role, and with the caller as actor where an input names none of
  // its own ("cli" is the default of FactInput and counts as none). A verdict each, in the order given. Unlike Service::record it
  // undoes nothing by itself: a verb whose facts are refused answers with Done::refused, and the whole
  // transaction is undone.
  std::vector<Verdict> record(std::vector<FactInput>, const RecordOptions& = {});

  // "Own accounts only". Before a change: an account that is not the caller's is not there: "unknown-account".
  Result<void> check_own(std::string_view account);
  // … and after it: one may not give away or take what one could not touch: "outside-own-accounts" {account}.
  Result<void> check_still_own(std::string_view account);

  int64_t recorded() const { return recorded_; }  // facts that were written so far

 private:
  bool owns(std::string_view account, bool& exists);

  const Caller& caller_;
  RealmPtr realm_;
  AccessPtr access_;
  Instant now_;
  store::Reader& reads_;
  store::Transaction* transaction_;
  int64_t recorded_ = 0;
};

}  // namespace tenure::service
