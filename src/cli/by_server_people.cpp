// user and token through a server, as the user of the token that is used.
#include "cli/by_server_people.h"

#include <sstream>

#include "base/json.h"
#include "cli/answers.h"
#include "cli/server.h"
#include "service/access.h"

namespace tenure::cli {

namespace {

using identity::TokenRow;
using identity::UserRow;

std::string address_of(const std::string& user) { return "users/" + in_address(user); }

std::optional<Instant> instant(const Value& object, std::string_view name) {
  const auto at = parse_instant(text(object, name));
  return at ? std::optional(*at) : std::nullopt;
}

UserRow user_of(const Value& said) {
  UserRow row;
  row.user.key = text(said, "key");
  row.user.name = text(said, "name");
  row.user.email = text(said, "email");
  row.user.role = text(said, "role");
  row.user.active = flag(said, "active");
  row.user.own_only = flag(said, "own_only");
  row.user.created_at = instant(said, "created_at").value_or(Instant{});
  row.has_password = flag(said, "has_password");
  return row;
}

TokenRow token_of(const Value& said) {
  TokenRow row{.token = {}, .user = text(said, "user"), .state = text(said, "state")};
  std::string scopes;
  for (const Value& scope : items(said, "scopes")) scopes += to_text(scope) + " ";
  row.token.number = number(said, "token");
  row.token.name = text(said, "name");
  row.token.scopes = service::parse_scopes(scopes).value_or(0);
  row.token.expires_at = instant(said, "expires_at").value_or(Instant{});
  row.token.used_at = instant(said, "used_at");
  row.token.revoked_at = instant(said, "revoked_at");
  return row;
}

}  // namespace

Result<std::vector<UserRow>> users_there(Session& session) {
  TENURE_TRY(const Value answer, session.server().get("users"));
  std::vector<UserRow> rows;
  for (const Value& user : items(answer, "users")) rows.push_back(user_of(user));
  return rows;
}

Result<std::string> add_user_there(Session& session, const identity::NewUser& user) {
  std::string body;
  json::Writer out(body);
  out.begin_object().field("key", user.key).field("name", user.name).field("email", user.email);
  out.field("role", user.role).field("language", user.language).field("own_only", user.own_only);
  out.field("invite", false).end_object();  // that is a command of its own
  TENURE_TRY(const Value made, session.server().send("POST", "users", body));
  return text(made, "key");
}

Result<std::string> change_user_there(Session& session, const std::string& user, const identity::UserChange& change) {
  std::string body;
  json::Writer out(body);
  out.begin_object();
  if (change.role) out.field("role", *change.role);
  if (change.active) out.field("active", *change.active);
  out.end_object();
  TENURE_TRY(const Value changed, session.server().send("PATCH", address_of(user), body));
  return text(changed, "key");
}

Result<std::string> remove_user_there(Session& session, const std::string& user) {
  TENURE_CHECK_OK(session.server().send("DELETE", address_of(user), ""));
  return lower_ascii(user);  // as keys are kept
}

Result<Link> link_there(Session& session, const std::string& user, bool reset) {
  std::string body;
  json::Writer(body).begin_object().field("purpose", reset ? "reset" : "invite").end_object();
  TENURE_TRY(const Value made, session.server().send("POST", address_of(user) + "/invitation", body));
  return Link{lower_ascii(user), text(made, "link"), instant(made, "expires_at").value_or(Instant{})};
}

Result<std::vector<TokenRow>> tokens_there(Session& session, const std::string& user) {
  TENURE_TRY(const Value answer, session.server().get("tokens" + (user.empty() ? "" : "?user=" + in_address(user))));
  std::vector<TokenRow> rows;
  for (const Value& token : items(answer, "tokens")) rows.push_back(token_of(token));
  return rows;
}

Result<identity::Made> add_token_there(Session& session, const identity::NewToken& token) {
  std::string body;
  json::Writer out(body);
  out.begin_object().field("user", token.user).field("name", token.name).key("scopes").begin_array();
  std::istringstream scopes(service::scopes_text(token.scopes));
  for (std::string scope; scopes >> scope;) out.value(scope);
  out.end_array();
  if (token.days > 0) out.field("days", token.days);
  out.end_object();
  TENURE_TRY(const Value made, session.server().send("POST", "tokens", body));
  return identity::Made{.done = {.key = text(made, "token")},
                        .secret = text(made, "secret"),
                        .expires_at = instant(made, "expires_at").value_or(Instant{})};
}

Result<void> revoke_token_there(Session& session, int64_t number) {
  TENURE_CHECK_OK(session.server().send("DELETE", "tokens/" + std::to_string(number), ""));
  return {};
}

}  // namespace tenure::cli
