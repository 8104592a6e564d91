#include <algorithm>

#include "base/environment.h"
#include "base/limits.h"
#include "identity/work.h"

namespace tenure::identity {
namespace {

constexpr int64_t kTouchMicros = 300 * kMicrosPerSecond;

bool is_alive(const store::Token& token, Instant now) {
  return !token.revoked_at && token.expires_at > now;
}

// Tokens that may not do this themselves do not make, or end, other tokens either.
Result<void> check_may_manage(const Context& context, const store::User& of, std::string_view what) {
  const Caller& caller = context.caller();
  if (!(caller.scopes & service::kScopeAdmin)) {
    return refuse("insufficient-scope", {{"scope", "admin"}});
  }
  if (of.key == caller.actor) return {};
  TENURE_CHECK_OK(context.access().check_administers(what));
  return check_may_touch(caller, of.role, std::string(what) + ".owner");
}

}  // namespace

Result<Who> Identity::by_token(std::string_view text, const Peer& peer) {
  const std::optional<Presented> presented = read_secret(SecretKind::token, text);
  if (!presented) return refuse("api-token-invalid");
  const Instant now = clock_.now();
  std::optional<Who> who;
  bool touch = false;
  service_.impl().store.read([&](store::Reader& reads) {
    const auto token = reads.people().find_token(presented->workspace, presented->hash);
    if (!token || !is_alive(*token, now)) return;
    const auto user = reads.people().find_user(presented->workspace, token->user);
    const auto workspace = reads.find_workspace(presented->workspace);
    if (!user || !user->active || !workspace) return;
    who = Who{.caller = caller_of(*user, Settings(reads, presented->workspace), peer),
              .workspace = workspace->name,
              .user = user->id,
              .name = user->name,
              .token = token->number,
              .expires_at = token->expires_at};
    who->caller.scopes = token->scopes;
    touch = !token->used_at || token->used_at->micros + kTouchMicros <= now.micros;
  });
  if (!who) return refuse("api-token-invalid");
  if (touch) {
    try {
      service_.impl().store.write([&](store::Transaction& transaction) {
        transaction.people().touch_token(presented->workspace, who->token, now);
      });
    } catch (const EnvironmentError&) {  // a full disk keeps nobody from reading
    }
  }
  return std::move(*who);
}

Result<std::vector<TokenRow>> Identity::tokens(const Caller& caller, std::string_view workspace,
                                               std::string_view of) {
  std::vector<TokenRow> rows;
  const auto work = [&](Context& context) -> Result<Done> {
    TENURE_CHECK_OK(context.access().check(service::kMayRead, "token"));
    std::optional<UserId> only;
    if (!of.empty() || !caller.administers()) {
      TENURE_TRY(const store::User user, find_user(context, of.empty() ? caller.actor : of));
      if (user.key != caller.actor && !caller.administers()) return not_allowed(caller, "token");
      only = user.id;
    }
    for (store::Token& token : context.reads().people().tokens(context.workspace(), only)) {
      const auto user = context.reads().people().find_user(context.workspace(), token.user);
      token.hash.clear();
      const char* state = token.revoked_at ? "revoked" : token.expires_at <= context.now() ? "expired" : "valid";
      rows.push_back({std::move(token), user ? user->key : "", state});
    }
    return Done{};
  };
  TENURE_CHECK_OK(
      service_.impl().observe(caller, workspace, {.name = "read", .record = "token"}, work));
  return rows;
}

Result<Made> Identity::add_token(const Caller& caller, std::string_view workspace,
                                 const NewToken& wanted) {
  Made made;
  const auto work = [&](Context& context) -> Result<Done> {
    TENURE_TRY(const store::User user,
               find_user(context, wanted.user.empty() ? caller.actor : wanted.user));
    TENURE_CHECK_OK(check_may_manage(context, user, "token.create"));
    TENURE_CHECK_OK(check_short_text("name", wanted.name));
    if (wanted.scopes == 0 || (wanted.scopes & ~service::kScopeAll)) {
      return refuse("unknown-scope", {{"scope", ""}});
    }
    if (wanted.scopes & ~caller.scopes) {
      return refuse("insufficient-scope",
                    {{"scope", service::scopes_text(wanted.scopes & ~caller.scopes)}});
    }
    const int64_t most =
        Settings(context.reads(), context.workspace()).number("token_days_most");
    const int64_t days = wanted.days == 0 ? most : wanted.days;
    if (days < 1 || days > most) return refuse("token-days", {{"most", std::to_string(most)}});
    const auto known = context.reads().people().tokens(context.workspace(), user.id);
    const auto alive = std::ranges::count_if(
        known, [&](const store::Token& token) { return is_alive(token, context.now()); });
    if (static_cast<size_t>(alive) >= limits::kTokensOfUser) {
      return refuse("too-many-tokens", {{"limit", std::to_string(limits::kTokensOfUser)}});
    }
    const Secret secret = make_secret(SecretKind::token, context.workspace());
    made.secret = secret.text;
    made.expires_at = {context.now().micros + days * kMicrosPerDay};
    const int64_t number = context.transaction().people().add_token(
        context.workspace(), {.hash = secret.hash,
                              .user = user.id,
                              .name = wanted.name,
                              .scopes = wanted.scopes,
                              .created_by = caller.actor,
                              .created_at = context.now(),
                              .expires_at = made.expires_at});
    Done answer = done("token", std::to_string(number), 1);
    answer.created = true;
    return answer;
  };
  TENURE_TRY(made.done, service_.impl().transact(caller, workspace,
                                                 {.verb = &verb("token", "create")}, work));
  return made;
}

Result<Done> Identity::revoke_token(const Caller& caller, std::string_view workspace,
                                    int64_t number) {
  const std::string key = std::to_string(number);
  const auto work = [&](Context& context) -> Result<Done> {
    const auto token = context.reads().people().find_token(context.workspace(), number);
    const auto user =
        token ? context.reads().people().find_user(context.workspace(), token->user) : std::nullopt;
    // Somebody else's is not there for who may not manage it.
    if (!user || (user->key != caller.actor && !caller.administers())) {
      return refuse("unknown-token", {{"token", key}});
    }
    TENURE_CHECK_OK(check_may_manage(context, *user, "token.revoke"));
    context.transaction().people().revoke_token(context.workspace(), number, context.now());
    return done("token", key, 2);
  };
  return service_.impl().transact(caller, workspace,
                                  {.verb = &verb("token", "revoke"), .key = key}, work);
}

}  // namespace tenure::identity
