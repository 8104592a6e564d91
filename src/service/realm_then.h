#pragma once
// The definitions of a workspace as they were in force at another time.
#include <optional>
#include <vector>

#include "service/realm.h"

namespace tenure::service {

// Does the store know everything that it names?
bool has_names(store::Reader&, store::WorkspaceId, const lifecycle::Definition&);
// As if the definition of this number were the last: with those that decide what happened before it. Errors:
// "definition-gone" {version}: this program cannot read it (or one before it) any more.
Result<RealmPtr> realm_of(const RealmPtr& now, store::Reader&, int64_t number);
// What was believed then to decide: the definitions that had been applied by then. Errors: those of realm_of().
Result<RealmPtr> realm_known_at(const RealmPtr& now, store::Reader&, Instant known_at);

// Where an account that began then and never moved stands at `at`, by lifecycle of the realm; 0: nowhere.
std::vector<store::Name> unmoved(const Realm&, Instant began, Instant at);

// Until when, at or before `until`, the timers of an account have fired, as is believed today or was at `known_at`:
// that of the last which moved it. Others have not been noticed.
Instant settled_until(const Realm&, store::Reader&, store::AccountId, Instant until, std::optional<Instant> known_at);

}  // namespace tenure::service
