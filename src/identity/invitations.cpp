// Links that work once: the first owner's, invitations, password resets. They go when they are used, when the
// password is set in another way, when the user is disabled or deleted, and with time.
#include <algorithm>

#include "base/limits.h"
#include "identity/work.h"

namespace tenure::identity {
namespace {

using store::InvitationPurpose;

constexpr int64_t kMicrosPerHour = 3'600 * kMicrosPerSecond;
constexpr int64_t kSetUpHours = 24;

std::optional<store::Invitation> find_valid(store::Reader& reads, const Presented& presented,
                                            Instant now) {
  auto found = reads.people().find_invitation(presented.workspace, presented.hash);
  if (found && found->expires_at > now) return found;
  return std::nullopt;
}

bool has_owner(store::Reader& reads, store::WorkspaceId workspace) {
  return std::ranges::any_of(reads.people().users(workspace), [&](const store::User& user) {
    return user.role == "owner" && can_come_in(reads, workspace, user);
  });
}

}  // namespace

Result<std::optional<std::string>> Identity::set_up_token(std::string_view workspace) {
  std::optional<std::string> token;
  const Caller caller{
      .actor = "console", .role = "owner", .channel = service::Channel::system};
  const auto work = [&](Context& context) -> Result<Done> {
    token.reset();
    store::PeopleWriter& people = context.transaction().people();
    people.delete_invitations(context.workspace(), 0);
    const Secret secret = make_secret(SecretKind::invitation, context.workspace());
    people.add_invitation(
        context.workspace(),
        {.hash = secret.hash,
         .user = 0,
         .purpose = InvitationPurpose::setup,
         .created_by = caller.actor,
         .created_at = context.now(),
         .expires_at = {context.now().micros + kSetUpHours * kMicrosPerHour}});
    token = secret.text;
    return done("invitation", "", 1);
  };
  bool wanted = true;
  TENURE_CHECK_OK(service_.impl().observe(caller, workspace, {.name = "look"},
                                          [&](Context& context) -> Result<Done> {
                                            wanted = !has_owner(context.reads(), context.workspace());
                                            return Done{};
                                          }));
  if (!wanted) return token;
  TENURE_CHECK_OK(service_.impl().transact(
      caller, workspace, {.name = "set_up", .record = "invitation"}, work));
  return token;
}

Result<SignedIn> Identity::set_up(std::string_view text, const NewUser& owner,
                                  std::string_view password, const Peer& peer) {
  const std::optional<Presented> presented = read_secret(SecretKind::invitation, text);
  if (!presented) return refuse("token-invalid");
  std::string workspace;
  int64_t least = 0;
  service_.impl().store.read([&](store::Reader& reads) {
    const auto found = find_valid(reads, *presented, clock_.now());
    if (!found || found->purpose != InvitationPurpose::setup) return;
    if (const auto realm = reads.find_workspace(presented->workspace)) workspace = realm->name;
    least = Settings(reads, presented->workspace).number("password_least_length");
  });
  if (workspace.empty()) return refuse("token-invalid");
  TENURE_CHECK_OK(check_password(password, owner.key, static_cast<size_t>(least)));
  TENURE_TRY(const std::string hash, hasher_.hash(password));
  const store::User wanted{.key = lower_ascii(owner.key),
                           .name = owner.name,
                           .email = owner.email,
                           .role = "owner",
                           .language = owner.language};
  return let_in(workspace, wanted, "set_up", "", peer, [&](Context& context) -> Result<void> {
    if (!find_valid(context.reads(), *presented, context.now()) ||
        has_owner(context.reads(), context.workspace())) {
      return refuse("token-invalid");
    }
    store::User user = wanted;
    user.created_at = user.changed_at = context.now();
    TENURE_CHECK_OK(check_user(context, user));
    if (context.reads().people().find_user(context.workspace(), user.key)) {
      return refuse("user-exists", {{"user", user.key}});
    }
    store::PeopleWriter& people = context.transaction().people();
    const UserId id = people.add_user(context.workspace(), user);
    people.set_password(context.workspace(), id, hash, context.now());
    people.delete_invitations(context.workspace(), 0);
    return {};
  });
}

Result<Made> Identity::link(const Caller& caller, std::string_view workspace, std::string_view key,
                            InvitationPurpose purpose) {
  Made made;
  const std::string_view name = purpose == InvitationPurpose::invite ? "invite" : "reset";
  const auto work = [&](Context& context) -> Result<Done> {
    TENURE_TRY(const store::User user, find_user(context, key));
    TENURE_CHECK_OK(check_may_touch(caller, user.role, "user." + std::string(name) + ".owner"));
    if (!user.active) return refuse("user-disabled", {{"user", user.key}});
    const Secret secret = make_secret(SecretKind::invitation, context.workspace());
    const int64_t hours = Settings(context.reads(), context.workspace()).number("invitation_hours");
    made.secret = secret.text;
    made.expires_at = {context.now().micros + hours * kMicrosPerHour};
    store::PeopleWriter& people = context.transaction().people();
    people.delete_invitations(context.workspace(), user.id);
    people.drop_expired(context.workspace(), context.now(), limits::kExpiredDropped);
    people.add_invitation(context.workspace(), {.hash = secret.hash,
                                                .user = user.id,
                                                .purpose = purpose,
                                                .created_by = caller.actor,
                                                .created_at = context.now(),
                                                .expires_at = made.expires_at});
    return done("user", user.key, user.version);
  };
  TENURE_TRY(made.done,
             service_.impl().transact(caller, workspace,
                                      {.verb = &verb("user", name), .key = excerpt(key)}, work));
  return made;
}

Result<Made> Identity::invite(const Caller& caller, std::string_view workspace,
                              std::string_view user) {
  return link(caller, workspace, user, InvitationPurpose::invite);
}

Result<Made> Identity::reset(const Caller& caller, std::string_view workspace,
                             std::string_view user) {
  return link(caller, workspace, user, InvitationPurpose::reset);
}

Result<Invited> Identity::invited(std::string_view text) {
  const std::optional<Presented> presented = read_secret(SecretKind::invitation, text);
  std::optional<Invited> invited;
  if (presented) {
    service_.impl().store.read([&](store::Reader& reads) {
      const auto found = find_valid(reads, *presented, clock_.now());
      const auto workspace = reads.find_workspace(presented->workspace);
      if (!found || !workspace) return;
      const auto user = found->user != 0
                            ? reads.people().find_user(presented->workspace, found->user)
                            : std::nullopt;
      if (found->user != 0 && (!user || !user->active)) return;
      invited = Invited{.workspace = workspace->name,
                        .user = user ? user->key : "",
                        .name = user ? user->name : "",
                        .purpose = found->purpose,
                        .expires_at = found->expires_at};
    });
  }
  if (!invited) return refuse("token-invalid");
  return std::move(*invited);
}

Result<SignedIn> Identity::accept(std::string_view text, std::string_view key,
                                  std::string_view password, const Peer& peer) {
  TENURE_TRY(const Invited invited, this->invited(text));
  if (invited.user.empty() || (!key.empty() && lower_ascii(key) != invited.user)) {
    return refuse("token-invalid");
  }
  const Presented presented = *read_secret(SecretKind::invitation, text);
  std::optional<store::User> user;
  int64_t least = 0;
  service_.impl().store.read([&](store::Reader& reads) {
    user = reads.people().find_user(presented.workspace, invited.user);
    least = Settings(reads, presented.workspace).number("password_least_length");
  });
  if (!user) return refuse("token-invalid");
  TENURE_CHECK_OK(check_password(password, user->key, static_cast<size_t>(least)));
  TENURE_TRY(const std::string hash, hasher_.hash(password));
  const auto first = [&](Context& context) -> Result<void> {
    const auto found = find_valid(context.reads(), presented, context.now());
    if (!found || found->user != user->id) return refuse("token-invalid");
    store::PeopleWriter& people = context.transaction().people();
    people.set_password(context.workspace(), user->id, hash, context.now());
    people.delete_sessions(context.workspace(), user->id);
    people.delete_invitations(context.workspace(), user->id);
    return {};
  };
  Result<SignedIn> in = let_in(invited.workspace, *user, "accept_invitation", "", peer, first);
  if (in) attempts_.forget(invited.workspace + "/" + user->key);
  return in;
}

}  // namespace tenure::identity
