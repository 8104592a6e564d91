#include "identity/identity.h"

#include <algorithm>

#include "base/assert.h"
#include "identity/work.h"

namespace tenure::identity {
namespace {

constexpr Verb kVerbs[] = {
    {.name = "create", .record = "user", .bound = service::Bound::set, .right = kAdminister},
    {.name = "change", .record = "user", .right = kSelf},  // one's own name and language too
    {.name = "delete", .record = "user", .right = kAdminister},
    {.name = "set_password", .record = "user", .right = kAdminister},
    {.name = "invite", .record = "user", .right = kAdminister},
    {.name = "reset", .record = "user", .right = kAdminister},
    {.name = "create", .record = "token", .bound = service::Bound::set, .right = kSelf},
    {.name = "revoke", .record = "token", .right = kSelf},
    {.name = "put", .record = "provider", .bound = service::Bound::set, .right = kAdminister},
    {.name = "delete", .record = "provider", .right = kAdminister},
};

}  // namespace

std::span<const Verb> verbs() { return kVerbs; }

const Verb& verb(std::string_view record, std::string_view name) {
  const auto* const found = std::ranges::find_if(
      kVerbs, [&](const Verb& verb) { return verb.record == record && verb.name == name; });
  TENURE_ASSERT(found != std::end(kVerbs));
  return *found;
}

Identity::Identity(service::Service& service, const Clock& clock, Options options)
    : service_(service),
      clock_(clock),
      key_file_(options.key_file),
      hasher_(options.cost),
      attempts_(clock),
      providers_(std::move(options.providers)) {
  service_.impl().store.read([&](store::Reader& reads) { secret_ = reads.directory().secret(); });
  if (!options.key_file.empty()) seal_providers();
}

std::string Identity::secret_for(std::string_view purpose) const {
  return identity::secret_for(secret_, purpose);
}

std::string Identity::seal(std::string_view purpose, std::string_view text) const {
  return identity::seal(secret_, purpose, text);
}

std::optional<std::string> Identity::open_sealed(std::string_view purpose,
                                                 std::string_view sealed) const {
  return identity::open_sealed(secret_, purpose, sealed);
}

void Identity::audit(store::WorkspaceId workspace, const Peer& peer, std::string_view verb,
                     std::string_view user, std::string_view outcome) {
  service_.impl().store.write([&](store::Transaction& transaction) {
    transaction.directory().add_audit_event(
        workspace, {.at = clock_.now(),
                    .actor = std::string(user),
                    .channel = std::string(to_string(peer.channel)),
                    .address = peer.address,
                    .request_id = peer.request_id,
                    .verb = std::string(verb),
                    .record = "session",
                    .outcome = std::string(outcome)});
  });
}

Caller caller_of(const store::User& user, const Settings& settings, const Peer& peer) {
  Caller caller{.actor = user.key,
                .role = user.role,
                .own_only = user.own_only,
                .channel = peer.channel,
                .address = peer.address,
                .request_id = peer.request_id};
  caller.language = parse_language(user.language).value_or(settings.language());
  return caller;
}

Error stale(std::string_view record, std::string_view key, int64_t version, int64_t expected) {
  return {"stale-version",
          {{"record", std::string(record)},
           {"key", std::string(key)},
           {"version", std::to_string(version)},
           {"expected", std::to_string(expected)}}};
}

std::unexpected<Error> not_allowed(const Caller& caller, std::string_view what) {
  return refuse("not-allowed", {{"role", caller.role}, {"what", std::string(what)}});
}

Done done(std::string_view record, std::string_view key, int64_t version) {
  return {.record = std::string(record), .key = std::string(key), .version = version};
}

}  // namespace tenure::identity
