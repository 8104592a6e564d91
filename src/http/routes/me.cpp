#include "http/routes/me.h"

#include <sstream>

#include "http/routes/answer.h"
#include "http/routes/body.h"
#include "http/routes/gate.h"
#include "http/routes/principal.h"
#include "http/routes/sign_in.h"

namespace tenure::http {

namespace {

using identity::Identity;
using identity::Who;
using Type = Member::Type;

constexpr Member kChange[] = {{Type::text, "name"}, {Type::text, "email"}, {Type::text, "language"}};
constexpr Member kPassword[] = {{Type::text, "password"}, {Type::text, "new_password"}};

void write_workspaces(json::Writer& out, service::Service& service, const Who& who, Language language) {
  const auto definition = service.definition(who.workspace);
  out.key("workspaces").begin_array().begin_object().field("name", who.workspace);
  out.field("title", definition ? (*definition)->title.in(language) : who.workspace);
  out.field("role", who.caller.role).end_object().end_array();
}

Result<Response> show(Identity& identity, service::Service& service, Request& request) {
  const Who who = who_of(request);
  // What everybody may know of themselves, a token of any scope too.
  service::Caller self = who.caller;
  self.scopes |= service::kScopeRead;
  TENURE_TRY(const identity::UserRow row, identity.user(self, who.workspace, who.caller.actor));
  return json_answer(200, [&](json::Writer& out) {
    out.begin_object().field("user", who.caller.actor).field("name", row.user.name).field("email", row.user.email);
    out.field("language", row.user.language).field("own_only", row.user.own_only);
    out.field("version", row.user.version).field("csrf", who.csrf).key("scopes").begin_array();
    std::istringstream scopes(service::scopes_text(who.caller.scopes));
    for (std::string scope; scopes >> scope;) out.value(scope);
    out.end_array();
    write_workspaces(out, service, who, request.language());
    out.end_object();
  });
}

Result<Response> change(Identity& identity, service::Service& service, Request& request) {
  TENURE_TRY(const Body body, Body::read(request));
  const Who who = who_of(request);
  const identity::UserChange change{
      .name = body.text("name"), .email = body.text("email"), .language = body.text("language")};
  TENURE_CHECK_OK(identity.change_user(changing_caller(request), who.workspace, who.caller.actor, change,
                                       expected_version(request)));
  return show(identity, service, request);
}

// Every other session ends; this one goes on under a new name.
Result<Response> change_password(Identity& identity, service::Service&, Request& request) {
  TENURE_TRY(const Body body, Body::read(request));
  return come_in(request, identity.change_password(who_of(request), body.text_or("password"),
                                                   body.text_or("new_password"), peer_of(request)));
}

Result<Response> sessions(Identity& identity, service::Service&, Request& request) {
  TENURE_TRY(const auto rows, identity.sessions(who_of(request), cookie(request, kSessionCookie)));
  return json_answer(200, [&](json::Writer& out) {
    out.begin_object().key("sessions").begin_array();
    for (const identity::SessionRow& row : rows) {
      out.begin_object().field("session", row.id).field("address", row.address).field("is_this", row.is_this);
      out.field("created_at", row.created_at).field("used_at", row.used_at);
      out.field("expires_at", row.expires_at).end_object();
    }
    out.end_array().end_object();
  });
}

Result<Response> end_session(Identity& identity, service::Service&, Request& request) {
  TENURE_CHECK_OK(identity.end_session(who_of(request), request.parameter("session")));
  return Response(204);
}

}  // namespace

void add_me_routes(Router& router, Identity& identity, service::Service& service) {
  const auto add = [&](Method method, std::string_view path, auto handler, Traits traits) {
    router.add(method, path, answering([&identity, &service, handler](Request& request) {
                 return handler(identity, service, request);
               }),
               std::move(traits));
  };
  add(Method::get, "/me", show, {.name = "me.show"});
  add(Method::patch, "/me", change, changes("me.change", "write", kChange));
  add(Method::put, "/me/password", change_password, changes("me.password", "", kPassword));
  add(Method::get, "/me/sessions", sessions, reads("me.sessions"));
  add(Method::delete_, "/me/sessions/{session}", end_session, removes("me.end_session", ""));
}

}  // namespace tenure::http
