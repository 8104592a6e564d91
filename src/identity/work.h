#pragma once
// What the files of this room share.
#include "identity/identity.h"
#include "service/impl.h"

namespace tenure::identity {

using service::Access;
using service::Attempt;
using service::Context;
using service::Settings;
using service::Verb;

inline constexpr auto kAdminister = service::Right::administer;
inline constexpr auto kSelf = service::Right::read;  // of one's own: whoever is let in may

// Rows of verbs(), by name.
const Verb& verb(std::string_view record, std::string_view name);

Caller caller_of(const store::User&, const Settings&, const Peer&);

// Of small letters, digits and what else stands in addresses as it is; not one of the log's own names.
bool is_user_key(std::string_view);
// Errors: "no-such-user" {user, nearest}.
Result<store::User> find_user(Context&, std::string_view key);
Result<store::User> find_user(Context&, std::string_view key, std::optional<int64_t> expected_version);
// Only an owner touches an owner: "not-allowed".
Result<void> check_may_touch(const Caller&, std::string_view role, std::string_view what);
// A user as it shall be, of any door. Makes key and language what they mean. Errors: see add_user.
Result<void> check_user(Context&, store::User&);
// An owner is about to go, or to be less: "last-admin" where there is no other who can come in.
Result<void> check_not_last(Context&, const store::User& before);
bool can_come_in(store::Reader&, store::WorkspaceId, const store::User&);
Result<void> check_short_text(std::string_view field, std::string_view text);

Error stale(std::string_view record, std::string_view key, int64_t version, int64_t expected);
std::unexpected<Error> not_allowed(const Caller&, std::string_view what);
Done done(std::string_view record, std::string_view key, int64_t version);

}  // namespace tenure::identity
