#include <algorithm>

#include "base/environment.h"
#include "base/limits.h"
#include "identity/work.h"

namespace tenure::identity {
namespace {

constexpr int64_t kMicrosPerHour = 3'600 * kMicrosPerSecond;
// When a session or token was last used is for people: to five minutes is near enough, and spares a write each.
constexpr int64_t kTouchMicros = 300 * kMicrosPerSecond;

// What stands in a device secret, behind the seal: whose browser it is, and until when.
struct Device {
  store::WorkspaceId workspace = 0;
  UserId user = 0;
  int64_t expires = 0;
  std::string id;
};

std::string device_text(const Device& device) {
  return std::to_string(device.workspace) + " " + std::to_string(device.user) + " " +
         std::to_string(device.expires) + " " + device.id;
}

// The id of the device, when it is one that this user signed in from before.
std::string device_id(std::string_view text, store::WorkspaceId workspace, UserId user,
                      Instant now) {
  const std::string mine =
      std::to_string(workspace) + " " + std::to_string(user) + " ";
  if (!text.starts_with(mine)) return "";
  const std::string rest(text.substr(mine.size()));
  const size_t space = rest.find(' ');
  if (space == std::string::npos || std::stoll(rest) <= now.micros) return "";
  return rest.substr(space + 1);
}

bool is_alive(const store::Session& session, const Settings& settings, Instant now) {
  return session.expires_at > now &&
         session.used_at.micros + settings.number("session_idle_hours") * kMicrosPerHour >
             now.micros;
}

Result<void> check_scope(const Who& who) {
  if (!(who.caller.scopes & service::kScopeAdmin)) return refuse("insufficient-scope", {{"scope", "admin"}});
  return {};
}

std::string session_id(std::string_view hash) { return base64url(hash.substr(0, 12)); }

}  // namespace

// ---- who is it

Result<Who> Identity::by_session(std::string_view session, const Peer& peer) {
  const std::optional<Presented> presented = read_secret(SecretKind::session, session);
  if (!presented) return refuse("session-ended");
  const Instant now = clock_.now();
  std::optional<Who> who;
  bool touch = false;
  service_.impl().store.read([&](store::Reader& reads) {
    const auto found = reads.people().find_session(presented->workspace, presented->hash);
    if (!found) return;
    const auto user = reads.people().find_user(presented->workspace, found->user);
    const auto workspace = reads.find_workspace(presented->workspace);
    const Settings settings(reads, presented->workspace);
    if (!user || !user->active || !workspace || !is_alive(*found, settings, now)) return;
    who = Who{.caller = caller_of(*user, settings, peer),
              .workspace = workspace->name,
              .user = user->id,
              .name = user->name,
              .csrf = csrf_of(session),
              .expires_at = found->expires_at};
    touch = found->used_at.micros + kTouchMicros <= now.micros;
  });
  if (!who) return refuse("session-ended");
  if (touch) {
    try {
      service_.impl().store.write([&](store::Transaction& transaction) {
        transaction.people().touch_session(presented->workspace, presented->hash, now);
      });
    } catch (const EnvironmentError&) {  // a full disk keeps nobody from reading
    }
  }
  return std::move(*who);
}

// ---- sign-in

Result<SignedIn> Identity::begin_session(Context& context, const store::User& user,
                                         const Peer& peer) {
  const Settings settings(context.reads(), context.workspace());
  const Secret secret = make_secret(SecretKind::session, context.workspace());
  const Instant now = context.now();
  const Instant expires{now.micros + settings.number("session_days") * kMicrosPerDay};
  store::PeopleWriter& people = context.transaction().people();
  people.drop_expired(context.workspace(), now, limits::kExpiredDropped);
  const std::vector<store::Session> known =
      context.reads().people().sessions(context.workspace(), user.id);
  for (size_t i = 0; i + limits::kSessionsOfUser <= known.size(); ++i) {
    people.delete_session(context.workspace(), known[i].hash);
  }
  people.add_session(context.workspace(), {.hash = secret.hash,
                                           .user = user.id,
                                           .created_at = now,
                                           .used_at = now,
                                           .expires_at = expires,
                                           .address = peer.address});
  SignedIn in;
  in.who = {.caller = caller_of(user, settings, peer),
            .workspace = context.realm().name,
            .user = user.id,
            .name = user.name,
            .csrf = csrf_of(secret.text),
            .expires_at = expires};
  in.session = secret.text;
  in.device_expires_at = {now.micros + limits::kDeviceDays * kMicrosPerDay};
  in.device = seal("device", device_text({context.workspace(), user.id, in.device_expires_at.micros,
                                          session_id(secret.hash)}));
  return in;
}

// One transaction: what comes first (it may refuse), the session that was presented ends, a new one begins.
Result<SignedIn> Identity::let_in(std::string_view workspace, const store::User& user,
                                  std::string_view verb, std::string_view session,
                                  const Peer& peer,
                                  const std::function<Result<void>(Context&)>& first) {
  SignedIn in;
  const auto work = [&](Context& context) -> Result<Done> {
    TENURE_CHECK_OK(first(context));
    const auto now = context.reads().people().find_user(context.workspace(), user.key);
    if (!now || !now->active || (user.id != 0 && now->id != user.id)) {
      return refuse("sign-in-failed");
    }
    if (const auto old = read_secret(SecretKind::session, session);
        old && old->workspace == context.workspace()) {
      context.transaction().people().delete_session(context.workspace(), old->hash);
    }
    TENURE_TRY(in, begin_session(context, *now, peer));
    return done("session", user.key, 0);
  };
  const Caller caller{.actor = user.key,
                      .role = user.role,
                      .channel = peer.channel,
                      .address = peer.address,
                      .request_id = peer.request_id};
  TENURE_CHECK_OK(service_.impl().transact(
      caller, workspace, {.name = std::string(verb), .record = "session", .key = user.key}, work));
  return in;
}

Result<SignedIn> Identity::sign_in(std::string_view workspace, std::string_view user,
                                   std::string_view password, const Peer& peer,
                                   std::string_view session) {
  if (password.size() > limits::kPasswordBytes) {
    return refuse("password-too-long", {{"limit", std::to_string(limits::kPasswordBytes)}});
  }
  const std::string key = lower_ascii(excerpt(user, limits::kUserTextBytes));
  std::optional<store::Workspace> realm;
  std::optional<store::User> known;
  std::string hash;
  service_.impl().store.read([&](store::Reader& reads) {
    realm = reads.find_workspace(workspace);
    if (!realm) return;
    known = reads.people().find_user(realm->id, key);
    if (known && known->active) hash = reads.people().password(realm->id, known->id);
  });
  std::string device;
  if (known && !peer.device.empty()) {
    if (const auto opened = open_sealed("device", peer.device)) {
      device = device_id(*opened, realm->id, known->id, clock_.now());
    }
  }
  const std::string account = std::string(excerpt(workspace)) + "/" + key;
  TENURE_TRY(const Attempts::Guess guess, attempts_.begin(account, peer.address, device));
  const Result<bool> fits = hasher_.verify(hash, password);
  if (!fits) {
    attempts_.take_back(guess);
    return std::unexpected(fits.error());
  }
  if (!*fits) {
    // The name that was given is written down only where it is a user's: it may be a password.
    if (realm) audit(realm->id, peer, "sign_in", known ? known->key : "", "sign-in-failed");
    return refuse("sign-in-failed");
  }
  attempts_.was_right(guess);
  std::string better;
  if (hasher_.is_dated(hash)) better = hasher_.hash(password).value_or("");
  return let_in(workspace, *known, "sign_in", session, peer, [&](Context& context) -> Result<void> {
    // Changed since it was looked at?
    if (context.reads().people().password(context.workspace(), known->id) != hash) {
      return refuse("sign-in-failed");
    }
    if (!better.empty()) {
      context.transaction().people().set_password(context.workspace(), known->id, better,
                                                  context.now());
    }
    return {};
  });
}

void Identity::sign_out(std::string_view session, const Peer& peer) {
  const Result<Who> who = by_session(session, peer);
  if (!who) return;
  (void)service_.impl().transact(
      who->caller, who->workspace,
      {.name = "sign_out", .record = "session", .key = who->caller.actor},
      [&](Context& context) -> Result<Done> {
        context.transaction().people().delete_session(
            context.workspace(), read_secret(SecretKind::session, session)->hash);
        return done("session", who->caller.actor, 0);
      });
}

Result<std::vector<SessionRow>> Identity::sessions(const Who& who, std::string_view session) {
  TENURE_CHECK_OK(check_scope(who));
  std::vector<SessionRow> rows;
  const std::optional<Presented> presented = read_secret(SecretKind::session, session);
  service_.impl().store.read([&](store::Reader& reads) {
    const auto workspace = reads.find_workspace(who.workspace);
    if (!workspace) return;
    const Settings settings(reads, workspace->id);
    for (const store::Session& known : reads.people().sessions(workspace->id, who.user)) {
      if (!is_alive(known, settings, clock_.now())) continue;
      rows.push_back({.id = session_id(known.hash),
                      .created_at = known.created_at,
                      .used_at = known.used_at,
                      .expires_at = known.expires_at,
                      .address = known.address,
                      .is_this = presented && presented->hash == known.hash});
    }
  });
  return rows;
}

Result<Done> Identity::end_session(const Who& who, std::string_view id) {
  TENURE_CHECK_OK(check_scope(who));
  return service_.impl().transact(
      who.caller, who.workspace, {.name = "end", .record = "session", .key = who.caller.actor},
      [&](Context& context) -> Result<Done> {
        for (const store::Session& known :
             context.reads().people().sessions(context.workspace(), who.user)) {
          if (session_id(known.hash) != id) continue;
          context.transaction().people().delete_session(context.workspace(), known.hash);
          return done("session", who.caller.actor, 0);
        }
        return refuse("no-such-session");
      });
}

Result<SignedIn> Identity::change_password(const Who& who, std::string_view present,
                                           std::string_view next, const Peer& peer) {
  if (present.size() > limits::kPasswordBytes) {
    return refuse("password-too-long", {{"limit", std::to_string(limits::kPasswordBytes)}});
  }
  if (who.token != 0) return not_allowed(who.caller, "user.change_password");
  std::string hash;
  std::optional<store::User> user;
  int64_t least = 0;
  service_.impl().store.read([&](store::Reader& reads) {
    const auto workspace = reads.find_workspace(who.workspace);
    if (!workspace) return;
    user = reads.people().find_user(workspace->id, who.user);
    hash = reads.people().password(workspace->id, who.user);
    least = Settings(reads, workspace->id).number("password_least_length");
  });
  if (!user) return refuse("sign-in-failed");
  const std::string account = who.workspace + "/" + user->key;
  TENURE_TRY(const Attempts::Guess guess, attempts_.begin(account, peer.address, ""));
  const Result<bool> fits = hasher_.verify(hash, present);
  if (!fits) {
    attempts_.take_back(guess);
    return std::unexpected(fits.error());
  }
  if (!*fits) return refuse("sign-in-failed");
  attempts_.was_right(guess);
  TENURE_CHECK_OK(check_password(next, user->key, static_cast<size_t>(least)));
  TENURE_TRY(const std::string better, hasher_.hash(next));
  return let_in(who.workspace, *user, "change_password", "", peer,
                [&](Context& context) -> Result<void> {
                  store::PeopleWriter& people = context.transaction().people();
                  if (context.reads().people().password(context.workspace(), user->id) != hash) {
                    return refuse("sign-in-failed");
                  }
                  people.set_password(context.workspace(), user->id, better, context.now());
                  people.delete_sessions(context.workspace(), user->id);
                  people.delete_invitations(context.workspace(), user->id);
                  return {};
                });
}

}  // namespace tenure::identity
