#include "http/routes/gate.h"

#include <sodium.h>

#include <array>

#include "base/assert.h"
#include "http/routes/principal.h"
#include "odata/errors.h"

namespace tenure::http {

namespace {

Response refused(const Route& route, const Request& request, const Error& error) {
  const int status = odata::status_of(error.code);
  Response response = route.traits.problem ? route.traits.problem(status, error, request.language())
                                           : problem(status, error, request.language());
  if (status == 401) response.header("WWW-Authenticate", "Bearer realm=\"tenure\"");
  return response;
}

// The password of "Authorization: Basic …".
std::string basic_password(std::string_view encoded) {
  std::string text(encoded.size(), '\0');
  size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(text.data()), text.size(), encoded.data(), encoded.size(),
                        "\r\n ", &size, nullptr, sodium_base64_VARIANT_ORIGINAL) != 0)
    return "";
  text.resize(size);
  const size_t colon = text.find(':');
  return colon == std::string::npos ? "" : text.substr(colon + 1);
}

bool changes(const Request& request) {
  return request.method != Method::get && request.method != Method::head && request.method != Method::options;
}

// A page of another site can make a browser send the cookie, but cannot know the session's word.
Result<void> check_origin(const Route& route, const Request& request, const identity::Who& who) {
  if (!changes(request) || route.traits.csrf_exempt) return {};
  const std::string_view said = request.headers.get("X-CSRF-Token");
  const bool right = !who.csrf.empty() && said.size() == who.csrf.size() &&
                     sodium_memcmp(said.data(), who.csrf.data(), said.size()) == 0;
  if (request.cross_site || !right) return refuse("csrf");
  return {};
}

struct Known {
  identity::Who who;
  std::function<Result<identity::Who>()> again;
};

Result<Known> identify(identity::Identity& identity, const Route& route, const Request& request) {
  identity::Peer peer = peer_of(request);
  const std::string_view authorization = request.headers.get("Authorization");
  std::string token;
  if (authorization.starts_with("Bearer ")) token = authorization.substr(7);
  else if (authorization.starts_with("Basic ")) token = basic_password(authorization.substr(6));
  else if (!authorization.empty()) return refuse("api-token-invalid");
  if (!token.empty() || !authorization.empty()) {
    peer.channel = service::Channel::api;
    TENURE_TRY(identity::Who who, identity.by_token(token, peer));
    return Known{std::move(who), [&identity, token, peer] { return identity.by_token(token, peer); }};
  }
  const std::string session(cookie(request, kSessionCookie));
  if (session.empty()) return refuse("not-signed-in");
  TENURE_TRY(identity::Who who, identity.by_session(session, peer));
  TENURE_CHECK_OK(check_origin(route, request, who));
  return Known{std::move(who), [&identity, session, peer] { return identity.by_session(session, peer); }};
}

struct ScopeName {
  std::string_view name;
  service::Scope scope;
};
constexpr std::array kScopes{ScopeName{"read", service::kScopeRead}, ScopeName{"write", service::kScopeWrite},
                             ScopeName{"facts", service::kScopeFacts}, ScopeName{"admin", service::kScopeAdmin}};

Result<void> check_scope(const Route& route, const identity::Who& who) {
  for (const ScopeName& it : kScopes) {
    if (it.name == route.traits.scope && !(who.caller.scopes & it.scope))
      return refuse("insufficient-scope", {{"scope", route.traits.scope}});
  }
  return {};
}

}  // namespace

std::string_view cookie(const Request& request, std::string_view name) {
  for (std::string_view all : request.headers.all("Cookie")) {
    while (!all.empty()) {
      const size_t end = std::min(all.find(';'), all.size());
      std::string_view one = all.substr(0, end);
      all.remove_prefix(std::min(end + 1, all.size()));
      while (one.starts_with(' ')) one.remove_prefix(1);
      if (one.size() > name.size() && one.starts_with(name) && one[name.size()] == '=')
        return one.substr(name.size() + 1);
    }
  }
  return {};
}

identity::Peer peer_of(const Request& request) {
  return {.address = request.peer,
          .request_id = request.request_id,
          .channel = service::Channel::page,
          .device = std::string(cookie(request, kDeviceCookie))};
}

identity::Who who_of(const Request& request) {
  const auto* signed_in = dynamic_cast<const SignedIn*>(request.principal.get());
  TENURE_ASSERT(signed_in != nullptr);
  return {.caller = caller(request),
          .workspace = signed_in->workspace,
          .user = signed_in->user,
          .name = signed_in->name,
          .token = signed_in->token,
          .csrf = signed_in->csrf,
          .expires_at = {}};
}

Gate make_gate(identity::Identity& identity) {
  return [&identity](const Route& route, Request& request) -> std::optional<Response> {
    if (route.traits.who == http::Who::anyone) return std::nullopt;
    Result<Known> known = identify(identity, route, request);
    if (!known) return refused(route, request, known.error());
    const std::string_view wanted = request.parameter("workspace");
    if (!wanted.empty() && wanted != known->who.workspace) return refused(route, request, {"not-found", {}});
    if (const Result<void> scope = check_scope(route, known->who); !scope)
      return refused(route, request, scope.error());
    auto principal = std::make_shared<SignedIn>();
    principal->log_name = known->who.caller.actor;
    principal->caller = known->who.caller;
    principal->workspace = known->who.workspace;
    principal->name = known->who.name;
    principal->csrf = known->who.csrf;
    principal->user = known->who.user;
    principal->token = known->who.token;
    const service::Caller& then = known->who.caller;
    principal->still = [again = std::move(known->again), role = then.role, scopes = then.scopes, own_only = then.own_only] {
      const Result<identity::Who> now = again();
      return now && now->caller.role == role && now->caller.scopes == scopes && now->caller.own_only == own_only;
    };
    request.principal = std::move(principal);
    return std::nullopt;
  };
}

}  // namespace tenure::http
