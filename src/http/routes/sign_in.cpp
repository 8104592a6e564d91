#include "http/routes/sign_in.h"

#include "base/limits.h"
#include "http/routes/answer.h"
#include "http/routes/body.h"
#include "http/routes/gate.h"

namespace tenure::http {

namespace {

using identity::Identity;
using identity::SignedIn;

using Type = Member::Type;

constexpr Member kSignIn[] = {
    {Type::text, "workspace"}, {Type::text, "user"}, {Type::text, "email"}, {Type::text, "password"}};
constexpr Member kSetUp[] = {{Type::text, "token"}, {Type::text, "user"},     {Type::text, "email"},
                             {Type::text, "name"},  {Type::text, "language"}, {Type::text, "password"}};
constexpr Member kAccept[] = {{Type::text, "token"}, {Type::text, "user"}, {Type::text, "password"}};

std::string or_default(std::string workspace) { return workspace.empty() ? "default" : workspace; }

Result<Response> sign_in(Identity& identity, Request& request) {
  TENURE_TRY(const Body given, Body::read(request));
  const std::string user = given.text_or("user", given.text_or("email"));
  return come_in(request, identity.sign_in(or_default(given.text_or("workspace")), user, given.text_or("password"),
                                           peer_of(request), cookie(request, kSessionCookie)));
}

Result<Response> set_up(Identity& identity, Request& request) {
  TENURE_TRY(const Body given, Body::read(request));
  const std::string email = given.text_or("email");
  const identity::NewUser owner{.key = given.text_or("user", email),
                                .name = given.text_or("name"),
                                .email = email,
                                .role = "owner",
                                .language = given.text_or("language")};
  return come_in(request,
                 identity.set_up(given.text_or("token"), owner, given.text_or("password"), peer_of(request)));
}

Result<Response> accept(Identity& identity, Request& request) {
  TENURE_TRY(const Body given, Body::read(request));
  return come_in(request, identity.accept(given.text_or("token"), given.text_or("user"), given.text_or("password"),
                                          peer_of(request)));
}

Response sign_out(Identity& identity, Request& request) {
  identity.sign_out(cookie(request, kSessionCookie), peer_of(request));
  Response response(204);
  set_cookie(response, request, kSessionCookie, "", 0);
  return response;
}

}  // namespace

void set_cookie(Response& response, const Request& request, std::string_view name, std::string_view value,
                int64_t seconds) {
  std::string text = std::string(name) + "=" + std::string(value) + "; Path=/; HttpOnly; SameSite=Lax";
  text += "; Max-Age=" + std::to_string(seconds);
  if (request.is_tls) text += "; Secure";
  response.headers.add("Set-Cookie", text);
}

Response come_in(const Request& request, const Result<SignedIn>& signed_in) {
  if (!signed_in) return refusal(request, signed_in.error());
  std::string body;
  json::Writer out(body);
  out.begin_object().field("workspace", signed_in->who.workspace).field("name", signed_in->who.name);
  out.field("user", signed_in->who.caller.actor).field("role", signed_in->who.caller.role);
  out.field("csrf", signed_in->who.csrf).field("expires_at", signed_in->who.expires_at).end_object();
  Response response(200, "application/json", std::move(body));
  const auto seconds = [&](Instant until) {
    return std::max<int64_t>(0, (until.micros - request.arrival.micros) / 1'000'000);
  };
  set_cookie(response, request, kSessionCookie, signed_in->session, seconds(signed_in->who.expires_at));
  set_cookie(response, request, kDeviceCookie, signed_in->device, seconds(signed_in->device_expires_at));
  return response;
}

void add_sign_in_routes(Router& router, Identity& identity) {
  const auto open = [&](std::string_view path, std::string name, auto handler, std::span<const Member> members) {
    router.add(Method::post, path,
               answering([&identity, handler](Request& request) { return handler(identity, request); }),
               {.name = std::move(name),
                .who = Who::anyone,
                .body_limit = limits::kSignInBody,
                .csrf_exempt = true,
                .takes = {"application/json"},
                .members = members});
  };
  open("/signin", "sign_in", sign_in, kSignIn);
  open("/setup", "set_up", set_up, kSetUp);
  open("/invitation", "invitation.accept", accept, kAccept);
  router.add(Method::post, "/signout", [&identity](Request& request) { return sign_out(identity, request); },
             {.name = "sign_out"});
}

}  // namespace tenure::http
