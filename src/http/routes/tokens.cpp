#include "http/routes/tokens.h"

#include <charconv>
#include <sstream>

#include "http/routes/answer.h"
#include "http/routes/body.h"
#include "http/routes/principal.h"

namespace tenure::http {

namespace {

using identity::Identity;
using Type = Member::Type;

constexpr Member kNew[] = {
    {Type::text, "name"}, {Type::texts, "scopes"}, {Type::number, "days"}, {Type::text, "user"}};

void write_row(json::Writer& out, const identity::TokenRow& row) {
  out.begin_object().field("token", row.token.number).field("name", row.token.name).field("user", row.user);
  out.key("scopes").begin_array();
  std::istringstream scopes(service::scopes_text(row.token.scopes));
  for (std::string scope; scopes >> scope;) out.value(scope);
  out.end_array().field("created_by", row.token.created_by).field("created_at", row.token.created_at);
  out.field("state", row.state).field("expires_at", row.token.expires_at).key("used_at");
  row.token.used_at ? out.value(*row.token.used_at) : out.null();
  out.key("revoked_at");
  row.token.revoked_at ? out.value(*row.token.revoked_at) : out.null();
  out.end_object();
}

Result<uint8_t> scopes_of(const Body& body) {
  std::string text;
  for (const std::string& scope : body.texts("scopes")) text += (text.empty() ? "" : " ") + scope;
  return service::parse_scopes(text);
}

Result<Response> list(Identity& identity, Request& request) {
  TENURE_TRY(const std::string user, query_option(request, "user"));
  TENURE_TRY(const auto rows, identity.tokens(caller(request), request.parameter("workspace"), user));
  return json_answer(200, [&](json::Writer& out) {
    out.begin_object().key("tokens").begin_array();
    for (const identity::TokenRow& row : rows) write_row(out, row);
    out.end_array().end_object();
  });
}

// The secret is in this answer and nowhere else: a retry by the same Idempotency-Key does not have it.
Result<Response> add(Identity& identity, Request& request) {
  TENURE_TRY(const Body body, Body::read(request));
  TENURE_TRY(const uint8_t scopes, scopes_of(body));
  const identity::NewToken wanted{.user = body.text_or("user"),
                                  .name = body.text_or("name"),
                                  .scopes = scopes,
                                  .days = body.number("days").value_or(0)};
  TENURE_TRY(const identity::Made made,
             identity.add_token(changing_caller(request), request.parameter("workspace"), wanted));
  Response response = json_answer(201, [&](json::Writer& out) {
    out.begin_object().field("token", int64_t{std::stol(made.done.key)}).field("name", wanted.name).key("secret");
    made.secret.empty() ? out.null() : out.value(made.secret);
    out.key("expires_at");
    made.secret.empty() ? out.null() : out.value(made.expires_at);
    out.end_object();
  });
  mark(response, made.done);
  response.header("Location", "/w/" + std::string(request.parameter("workspace")) + "/tokens/" + made.done.key);
  return response;
}

Result<Response> revoke(Identity& identity, Request& request) {
  const std::string_view text = request.parameter("token");
  int64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size())
    return refuse("unknown-token", {{"token", excerpt(text)}});
  TENURE_CHECK_OK(identity.revoke_token(changing_caller(request), request.parameter("workspace"), number));
  return Response(204);
}

}  // namespace

void add_tokens_routes(Router& router, Identity& identity) {
  const auto add_route = [&](Method method, std::string_view path, auto handler, Traits traits) {
    router.add(method, path, answering([&identity, handler](Request& request) { return handler(identity, request); }),
               std::move(traits));
  };
  add_route(Method::get, "/w/{workspace}/tokens", list, reads("tokens.list"));
  add_route(Method::post, "/w/{workspace}/tokens", add, changes("tokens.add", "admin", kNew));
  add_route(Method::delete_, "/w/{workspace}/tokens/{token}", revoke, removes("tokens.revoke", "admin"));
}

}  // namespace tenure::http
