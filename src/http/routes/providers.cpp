#include "http/routes/providers.h"

#include "http/routes/answer.h"
#include "http/routes/body.h"
#include "http/routes/principal.h"

namespace tenure::http {

namespace {

using identity::Identity;
using Type = Member::Type;

constexpr Member kProvider[] = {{Type::text, "title"},         {Type::text, "issuer"},      {Type::text, "client_id"},
                                {Type::text, "client_secret"}, {Type::text, "create_role"}, {Type::flag, "active"}};

Result<Response> list(Identity& identity, Request& request) {
  TENURE_TRY(const auto rows, identity.providers(caller(request), request.parameter("workspace")));
  return json_answer(200, [&](json::Writer& out) {
    out.begin_object().key("providers").begin_array();
    for (const store::Provider& row : rows) {
      out.begin_object().field("provider", row.key).field("title", row.title).field("issuer", row.issuer);
      out.field("client_id", row.client_id).field("create_role", row.create_role);
      out.field("active", row.active).field("version", row.version).end_object();
    }
    out.end_array().end_object();
  });
}

// The client's secret comes in and never goes out; left out, the one that is there stays.
Result<Response> put(Identity& identity, Request& request) {
  TENURE_TRY(const Body body, Body::read(request));
  const store::Provider wanted{.key = std::string(request.parameter("provider")),
                               .title = body.text_or("title"),
                               .issuer = body.text_or("issuer"),
                               .client_id = body.text_or("client_id"),
                               .client_secret = body.text_or("client_secret"),
                               .create_role = body.text_or("create_role"),
                               .active = body.flag("active").value_or(true)};
  TENURE_TRY(const service::Done done, identity.put_provider(caller(request), request.parameter("workspace"), wanted,
                                                             expected_version(request)));
  Response response(done.created ? 201 : 204);
  mark(response, done);
  return response;
}

Result<Response> remove(Identity& identity, Request& request) {
  TENURE_CHECK_OK(identity.delete_provider(changing_caller(request), request.parameter("workspace"),
                                           request.parameter("provider")));
  return Response(204);
}

}  // namespace

void add_providers_routes(Router& router, Identity& identity) {
  const auto add = [&](Method method, std::string_view path, auto handler, Traits traits) {
    router.add(method, path, answering([&identity, handler](Request& request) { return handler(identity, request); }),
               std::move(traits));
  };
  add(Method::get, "/w/{workspace}/providers", list, reads("providers.list"));
  add(Method::put, "/w/{workspace}/providers/{provider}", put, changes("providers.put", "admin", kProvider));
  add(Method::delete_, "/w/{workspace}/providers/{provider}", remove, removes("providers.remove", "admin"));
}

}  // namespace tenure::http
