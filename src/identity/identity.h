#pragma once
// Who comes in, and by what: users of a workspace with their passwords, sessions, API tokens, invitations and
// identities elsewhere. What they may do once they are in is service/access.h. Everything that changes goes
// through the service's one transaction, with permission and audit; secrets are handed out once, in the
// answers below, and are nowhere else.
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "identity/attempts.h"
#include "identity/key_file.h"
#include "identity/passwords.h"
#include "identity/secrets.h"
#include "service/service.h"
#include "service/settings.h"
#include "service/verb.h"
#include "store/people.h"

namespace tenure::identity {

using service::Caller;
using service::Done;
using store::UserId;

// Where somebody stands who is not known yet.
struct Peer {
  std::string address, request_id;
  service::Channel channel = service::Channel::page;
  std::string device;  // the device secret that was handed out at an earlier sign-in; "" = none
};

// Somebody who is known.
struct Who {
  Caller caller;
  std::string workspace;
  UserId user = 0;
  std::string name;        // for people
  int64_t token = 0;       // its number; 0: a session
  std::string csrf;        // of a session: what forms and headers must bring along
  Instant expires_at;
};

struct SignedIn {
  Who who;
  std::string session, device;  // secrets: to hand out, once
  Instant device_expires_at;
};

struct NewUser {
  std::string key, name, email, role, language;
  bool own_only = false;
};
// Only what is given changes.
struct UserChange {
  std::optional<std::string> name, email, role, language;
  std::optional<bool> active, own_only;
};
struct UserRow {
  store::User user;
  bool has_password = false;
  size_t identities = 0;
};

struct NewToken {
  std::string user, name;  // "" = the caller's own
  uint8_t scopes = 0;
  int64_t days = 0;        // 0: as long as the workspace allows
};
struct TokenRow {
  store::Token token;  // without its hash
  std::string user;
  std::string state;   // "valid", "expired", "revoked"
};
struct Made {
  Done done;
  std::string secret;  // handed out once; "" when the answer is one that was given before
  Instant expires_at;
};

struct Invited {
  std::string workspace, user, name;
  store::InvitationPurpose purpose;
  Instant expires_at;
};

struct SessionRow {
  std::string id;  // names it, opens nothing
  Instant created_at, used_at, expires_at;
  std::string address;
  bool is_this = false;
};

// What an OpenID provider says of somebody, after everything about it was checked.
struct Claims {
  std::string issuer, subject, name, email;
  bool email_verified = false;
};

struct Options {
  PasswordCost cost;
  std::string key_file;  // what seals the secrets of workspaces' own providers; "" = none can be kept or read
  std::vector<store::Provider> providers;  // of every workspace, by the operator's word; before a workspace's own
};
// Errors: "provider-invalid" {field}.
Result<void> check_provider(const store::Provider&);

class Identity {
 public:
  Identity(service::Service&, const Clock&, Options = {});
  Identity(const Identity&) = delete;

  // ---- who is it (sessions.cpp, tokens.cpp) --------------------------------------------------------------
  // As of the last commit: a user who was disabled, a password that was changed, a token that was revoked ends at
  // once. Errors: "session-ended"; "api-token-invalid". One answer for every reason.
  Result<Who> by_session(std::string_view session, const Peer&);
  Result<Who> by_token(std::string_view token, const Peer&);

  // ---- sign-in (sessions.cpp) ----------------------------------------------------------------------------
  // `session`: the one that was presented with the request; it ends. Errors: "sign-in-failed": one answer, after one
  // time, for an unknown workspace or user, a wrong password, a user who has none or is disabled;
  // "password-too-long" {limit}; "too-many-attempts" {seconds}; "overloaded".
  Result<SignedIn> sign_in(std::string_view workspace, std::string_view user,
                           std::string_view password, const Peer&, std::string_view session = "");
  // By a provider's word. A (issuer, subject) that is known is that user. One that is not becomes a user where the
  // provider's settings say so, or the user of the invitation; never one who is there already, whatever
  // the e-mail. Errors: "oidc-unknown-user" {issuer}, "token-invalid", "sign-in-failed" (disabled).
  Result<SignedIn> sign_in(std::string_view workspace, std::string_view provider, const Claims&,
                           const Peer&, std::string_view session = "",
                           std::string_view invitation = "");
  void sign_out(std::string_view session, const Peer&);
  // Of sessions an API token knows and ends none unless it was made to administer: "insufficient-scope".
  Result<std::vector<SessionRow>> sessions(const Who&, std::string_view session);
  // Errors besides: "no-such-session".
  Result<Done> end_session(const Who&, std::string_view id);
  // Ends every session of the user and begins a new one for who asks. Errors: "sign-in-failed" (the present password
  // is another), those of check_password, "too-many-attempts", "overloaded".
  Result<SignedIn> change_password(const Who&, std::string_view present, std::string_view next,
                                   const Peer&);

  // ---- by a link that works once (invitations.cpp) -------------------------------------------------------
  // The link of the first run: for a workspace that has no owner who can come in; nullopt when it has one. The one
  // before it is void. Errors: "unknown-workspace".
  Result<std::optional<std::string>> set_up_token(std::string_view workspace);
  // Errors: "token-invalid"; those of add_user and check_password.
  Result<SignedIn> set_up(std::string_view token, const NewUser& owner, std::string_view password,
                          const Peer&);
  // To let somebody in who has no password yet, or has lost it. Errors: "no-such-user", "not-allowed".
  Result<Made> invite(const Caller&, std::string_view workspace, std::string_view user);
  Result<Made> reset(const Caller&, std::string_view workspace, std::string_view user);
  // Errors: "token-invalid": used, expired, void, or never made.
  Result<Invited> invited(std::string_view token);
  // `user`: whom the link was for, where the page knows. Errors: "token-invalid"; those of check_password.
  Result<SignedIn> accept(std::string_view token, std::string_view user, std::string_view password,
                          const Peer&);

  // ---- users (users.cpp) ---------------------------------------------------------------------------------
  // An administrator does not touch an owner or make one; nobody changes their own role or shuts themselves out; the
  // last owner stays: "not-allowed", "last-admin". Also "no-such-user" {user, nearest}, "user-exists" {user},
  // "unknown-role", "unknown-language", "user-key-invalid" {limit}, "too-long", "not-plain-text",
  // "stale-version", "too-many-users" {limit}, "user-owns-accounts" {user, count}.
  Result<std::vector<UserRow>> users(const Caller&, std::string_view workspace);
  Result<UserRow> user(const Caller&, std::string_view workspace, std::string_view key);
  Result<Done> add_user(const Caller&, std::string_view workspace, const NewUser&);
  Result<Done> change_user(const Caller&, std::string_view workspace, std::string_view key,
                           const UserChange&, std::optional<int64_t> expected_version = {});
  Result<Done> delete_user(const Caller&, std::string_view workspace, std::string_view key,
                           std::optional<int64_t> expected_version = {});
  // By an administrator: for the console. Ends the user's sessions. Errors besides: those of check_password.
  Result<Done> set_password(const Caller&, std::string_view workspace, std::string_view key,
                            std::string_view password);

  // ---- API tokens (tokens.cpp) ---------------------------------------------------------------------------
  // A token is a user's: it does what the user may, within its scopes, and ends with them. Everybody who signed in
  // makes and revokes their own; administrators those of others (not of owners). Errors: "no-such-user",
  // "not-allowed", "unknown-scope", "insufficient-scope", "token-days" {most}, "too-many-tokens"
  // {limit}, "unknown-token" {token}.
  Result<std::vector<TokenRow>> tokens(const Caller&, std::string_view workspace,
                                       std::string_view user = "");
  Result<Made> add_token(const Caller&, std::string_view workspace, const NewToken&);
  Result<Done> revoke_token(const Caller&, std::string_view workspace, int64_t number);

  // ---- OpenID providers (providers.cpp) ------------------------------------------------------------------
  // `client_secret` never comes back; "" keeps the one that is there. It is kept sealed by the key file, for this
  // provider of this workspace and this issuer alone. Errors: "unknown-provider" {provider},
  // "provider-invalid" {field}, "unknown-role", "not-allowed", "stale-version".
  Result<std::vector<store::Provider>> providers(const Caller&, std::string_view workspace);
  Result<Done> put_provider(const Caller&, std::string_view workspace, const store::Provider&,
                            std::optional<int64_t> expected_version = {});
  Result<Done> delete_provider(const Caller&, std::string_view workspace, std::string_view key);
  // For signing in by it, with the secret: never shown to anybody. Errors: "unknown-provider";
  // "provider-secret-unreadable" {provider}: the key file is another than the one it was sealed by.
  Result<store::Provider> provider(std::string_view workspace, std::string_view key);
  struct ProviderTitle {
    std::string key, title;
  };
  std::vector<ProviderTitle> open_providers(std::string_view workspace);  // for the sign-in page

  // Signs what is handed out for one purpose, as long as there is the store.
  std::string secret_for(std::string_view purpose) const;
  // Text that only this store can read again, for what a browser keeps meanwhile.
  std::string seal(std::string_view purpose, std::string_view text) const;
  std::optional<std::string> open_sealed(std::string_view purpose, std::string_view sealed) const;

 private:
  friend struct Work;
  std::optional<store::Workspace> workspace(store::WorkspaceId);
  Result<SignedIn> begin_session(service::Context&, const store::User&, const Peer&);
  Result<SignedIn> let_in(std::string_view workspace, const store::User&, std::string_view verb,
                          std::string_view session, const Peer&,
                          const std::function<Result<void>(service::Context&)>& first);
  void audit(store::WorkspaceId, const Peer&, std::string_view verb, std::string_view user,
             std::string_view outcome);
  Result<Made> link(const Caller&, std::string_view workspace, std::string_view user,
                    store::InvitationPurpose);

  void seal_providers();  // those that an earlier version kept in the clear

  service::Service& service_;
  const Clock& clock_;
  KeyFile key_file_;
  Hasher hasher_;
  Attempts attempts_;
  const std::vector<store::Provider> providers_;
  std::string secret_;  // the store's
};

// What users do with the records of this room, for the authorization matrix; run by the functions above.
std::span<const service::Verb> verbs();

}  // namespace tenure::identity
