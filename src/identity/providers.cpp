// Users as another house knows them, and the houses whose word is taken.
#include <algorithm>
#include <array>

#include "base/limits.h"
#include "identity/work.h"

namespace tenure::identity {
namespace {

// Who comes by a provider for the first time is never made an administrator by its word.
constexpr std::array<std::string_view, 4> kCreateRoles{"", "manager", "rep", "viewer"};

std::optional<store::Provider> find(store::Reader& reads, store::WorkspaceId workspace,
                                    std::string_view key) {
  for (store::Provider& provider : reads.people().providers(workspace)) {
    if (provider.key == key) return std::move(provider);
  }
  return std::nullopt;
}

// A secret as it is kept: bound to whom it was made for, so that a row that is copied elsewhere opens nothing.
constexpr std::string_view kSealed = "sealed:";
std::string purpose_of(store::WorkspaceId workspace, const store::Provider& provider) {
  return "provider " + std::to_string(workspace) + " " + provider.key + " " + provider.issuer;
}
bool is_open(const store::Provider& provider) {
  return !provider.client_secret.empty() && !provider.client_secret.starts_with(kSealed);
}
void close(std::string_view key, store::WorkspaceId workspace, store::Provider& provider) {
  provider.client_secret = std::string(kSealed) + seal(key, purpose_of(workspace, provider), provider.client_secret);
}

// A key that nobody has: the e-mail that the provider has verified, else one that is made of who they are there.
std::string new_key(store::Reader& reads, store::WorkspaceId workspace, std::string_view provider,
                    const Claims& claims) {
  const std::string email = lower_ascii(claims.email);
  if (claims.email_verified && is_user_key(email) &&
      !reads.people().find_user(workspace, email)) {
    return email;
  }
  const std::string made = csrf_of(claims.issuer + " " + claims.subject).substr(0, 16);
  return std::string(provider) + "-" + lower_ascii(made);
}

}  // namespace

Result<void> check_provider(const store::Provider& provider) {
  const auto invalid = [](std::string_view field) {
    return refuse("provider-invalid", {{"field", std::string(field)}});
  };
  if (provider.key.empty() || provider.key.size() > 40 ||
      provider.key.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") !=
          std::string::npos) {
    return invalid("key");
  }
  TENURE_CHECK_OK(check_short_text("title", provider.title));
  TENURE_CHECK_OK(check_short_text("issuer", provider.issuer));
  TENURE_CHECK_OK(check_short_text("client_id", provider.client_id));
  TENURE_CHECK_OK(check_short_text("client_secret", provider.client_secret));
  if (!provider.issuer.starts_with("https://") && !provider.issuer.starts_with("http://")) {
    return invalid("issuer");
  }
  if (provider.client_id.empty()) return invalid("client_id");
  if (std::ranges::find(kCreateRoles, provider.create_role) == kCreateRoles.end()) {
    return invalid("create_role");
  }
  return {};
}

Result<std::vector<store::Provider>> Identity::providers(const Caller& caller,
                                                         std::string_view workspace) {
  std::vector<store::Provider> rows;
  const auto work = [&](Context& context) -> Result<Done> {
    TENURE_CHECK_OK(context.access().check(service::kMayRead, "provider"));
    rows = context.reads().people().providers(context.workspace());
    for (store::Provider& row : rows) row.client_secret.clear();
    return Done{};
  };
  TENURE_CHECK_OK(
      service_.impl().observe(caller, workspace, {.name = "read", .record = "provider"}, work));
  return rows;
}

Result<Done> Identity::put_provider(const Caller& caller, std::string_view workspace,
                                    const store::Provider& wanted,
                                    std::optional<int64_t> expected_version) {
  // Made, if it must be, before the transaction.
  const std::string sealing = wanted.client_secret.empty() ? "" : key_file_.find_or_make();
  const auto work = [&](Context& context) -> Result<Done> {
    store::Provider provider = wanted;
    TENURE_CHECK_OK(check_provider(provider));
    const auto known = find(context.reads(), context.workspace(), provider.key);
    const int64_t version = known ? known->version : 0;
    if (expected_version && *expected_version != version) {
      return std::unexpected(stale("provider", provider.key, version, *expected_version));
    }
    if (known && provider.client_secret.empty()) {
      // The secret stays with the house that it was made for.
      if (known->issuer != provider.issuer) {
        return refuse("provider-invalid", {{"field", "client_secret"}});
      }
      provider.client_secret = known->client_secret;
    } else if (!provider.client_secret.empty()) {
      close(sealing, context.workspace(), provider);
    }
    provider.changed_at = context.now();
    context.transaction().people().put_provider(context.workspace(), provider);
    Done answer = done("provider", provider.key, version + 1);
    answer.created = !known;
    return answer;
  };
  return service_.impl().transact(
      caller, workspace, {.verb = &verb("provider", "put"), .key = excerpt(wanted.key)}, work);
}

Result<Done> Identity::delete_provider(const Caller& caller, std::string_view workspace,
                                       std::string_view key) {
  const auto work = [&](Context& context) -> Result<Done> {
    if (!find(context.reads(), context.workspace(), key)) {
      return refuse("unknown-provider", {{"provider", excerpt(key)}});
    }
    context.transaction().people().delete_provider(context.workspace(), key);
    return done("provider", key, 0);
  };
  return service_.impl().transact(
      caller, workspace, {.verb = &verb("provider", "delete"), .key = excerpt(key)}, work);
}

Result<store::Provider> Identity::provider(std::string_view workspace, std::string_view key) {
  std::optional<store::Provider> found;
  store::WorkspaceId where = 0;
  if (const auto own = std::ranges::find(providers_, key, &store::Provider::key); own != providers_.end()) return *own;
  service_.impl().store.read([&](store::Reader& reads) {
    if (const auto realm = reads.find_workspace(workspace)) where = realm->id, found = find(reads, realm->id, key);
  });
  if (!found || !found->active) return refuse("unknown-provider", {{"provider", excerpt(key)}});
  if (found->client_secret.empty()) return std::move(*found);
  const auto sealing = key_file_.find();
  const auto secret = sealing && found->client_secret.starts_with(kSealed)
                          ? identity::open_sealed(*sealing, purpose_of(where, *found),
                                                  found->client_secret.substr(kSealed.size()))
                          : std::nullopt;
  if (!secret) return refuse("provider-secret-unreadable", {{"provider", excerpt(key)}});
  found->client_secret = *secret;
  return std::move(*found);
}

void Identity::seal_providers() {
  store::Store& store = service_.impl().store;
  std::vector<store::WorkspaceId> places;
  store.read([&](store::Reader& reads) {
    for (const std::string& workspace : reads.workspaces()) {
      const store::WorkspaceId id = reads.find_workspace(workspace)->id;
      if (std::ranges::any_of(reads.people().providers(id), is_open)) places.push_back(id);
    }
  });
  if (places.empty()) return;
  const std::string key = key_file_.find_or_make();
  store.write([&](store::Transaction& transaction) {
    for (const store::WorkspaceId workspace : places) {
      for (store::Provider& provider : transaction.reads().people().providers(workspace)) {
        if (!is_open(provider)) continue;
        close(key, workspace, provider);
        transaction.people().put_provider(workspace, provider);
      }
    }
  });
}

std::vector<Identity::ProviderTitle> Identity::open_providers(std::string_view workspace) {
  std::vector<ProviderTitle> titles;
  for (const store::Provider& own : providers_) titles.push_back({own.key, own.title});
  service_.impl().store.read([&](store::Reader& reads) {
    const auto realm = reads.find_workspace(workspace);
    if (!realm) return;
    for (const store::Provider& provider : reads.people().providers(realm->id)) {
      if (std::ranges::find(providers_, provider.key, &store::Provider::key) != providers_.end()) continue;
      if (provider.active) titles.push_back({provider.key, provider.title});
    }
  });
  return titles;
}

Result<SignedIn> Identity::sign_in(std::string_view workspace, std::string_view provider_key,
                                   const Claims& claims, const Peer& peer,
                                   std::string_view session, std::string_view invitation) {
  TENURE_TRY(const store::Provider provider, provider(workspace, provider_key));
  if (claims.issuer.empty() || claims.subject.empty() ||
      claims.subject.size() > limits::kTextBytes) {
    return refuse("oidc-unknown-user", {{"issuer", claims.issuer}});
  }
  // Who it is, or shall be.
  const std::optional<Presented> link = read_secret(SecretKind::invitation, invitation);
  std::optional<store::User> user;
  std::optional<store::Invitation> invited;
  bool is_known = false;
  store::User fresh;
  store::WorkspaceId where = 0;
  service_.impl().store.read([&](store::Reader& reads) {
    const auto realm = reads.find_workspace(workspace);
    if (!realm) return;
    where = realm->id;
    store::PeopleReader& people = reads.people();
    if (const auto known = people.find_identity(realm->id, claims.issuer, claims.subject)) {
      is_known = true;
      user = people.find_user(realm->id, *known);
      return;
    }
    if (link && link->workspace == realm->id) {
      invited = people.find_invitation(link->workspace, link->hash);
      if (invited && invited->expires_at > clock_.now()) {
        user = people.find_user(realm->id, invited->user);
      }
      return;
    }
    if (provider.create_role.empty() || !invitation.empty()) return;
    fresh = {.key = new_key(reads, realm->id, provider.key, claims),
             .name = std::string(excerpt(claims.name, limits::kUserTextBytes)),
             .email = claims.email_verified ? claims.email : "",
             .role = provider.create_role};
    if (!check_short_text("name", fresh.name)) fresh.name.clear();
    if (!check_short_text("email", fresh.email)) fresh.email.clear();
    user = fresh;
  });
  if (!user) {
    const char* const code = invitation.empty() ? "oidc-unknown-user" : "token-invalid";
    if (where != 0) audit(where, peer, "sign_in", "", code);
    if (!invitation.empty()) return refuse("token-invalid");
    return refuse("oidc-unknown-user", {{"issuer", claims.issuer}});
  }
  return let_in(workspace, *user, "sign_in", session, peer, [&](Context& context) -> Result<void> {
    store::PeopleWriter& people = context.transaction().people();
    const auto known = context.reads().people().find_identity(context.workspace(), claims.issuer,
                                                              claims.subject);
    if (is_known) {
      if (known != user->id) return refuse("sign-in-failed");
      return {};
    }
    if (known) return refuse("sign-in-failed");  // made meanwhile
    UserId id = user->id;
    if (invited) {
      if (!context.reads().people().find_invitation(context.workspace(), link->hash)) {
        return refuse("token-invalid");
      }
      people.delete_invitations(context.workspace(), id);
    } else {
      fresh.created_at = fresh.changed_at = context.now();
      TENURE_CHECK_OK(check_user(context, fresh));
      if (context.reads().people().find_user(context.workspace(), fresh.key)) {
        return refuse("sign-in-failed");
      }
      id = people.add_user(context.workspace(), fresh);
    }
    people.add_identity(context.workspace(), {claims.issuer, claims.subject, id, context.now()});
    return {};
  });
}

}  // namespace tenure::identity
