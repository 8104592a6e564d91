#include "http/routes/roles.h"

#include "http/routes/answer.h"
#include "http/routes/body.h"
#include "http/routes/principal.h"
#include "service/roles.h"
#include "service/settings.h"

namespace tenure::http {

namespace {

using Type = Member::Type;

constexpr Member kPermission[] = {{Type::text, "record"}, {Type::text, "field"}, {Type::flag, "read"}, {Type::flag, "write"}};

void write_set(json::Writer& out, std::optional<bool> read, std::optional<bool> write) {
  out.key("set").begin_object().key("read");
  read ? out.value(*read) : out.null();
  out.key("write");
  write ? out.value(*write) : out.null();
  out.end_object();
}

void write_record(json::Writer& out, const service::RoleRecord& record, Language language) {
  out.begin_object().field("record", record.name).field("title", record.title.in(language));
  out.field("read", (record.may & service::kMayRead) != 0).field("create", (record.may & service::kMayCreate) != 0);
  out.field("change", (record.may & service::kMayChange) != 0).field("remove", (record.may & service::kMayRemove) != 0);
  write_set(out, record.set_read, record.set_write);
  out.key("fields").begin_array();
  for (const service::RoleField& field : record.fields) {
    out.begin_object().field("field", field.name).field("title", field.title.in(language));
    out.field("read", field.may_read).field("write", field.may_write);
    write_set(out, field.set_read, field.set_write);
    out.end_object();
  }
  out.end_array().end_object();
}

Result<Response> list(service::Service&, Request& request) {
  return json_answer(200, [&](json::Writer& out) {
    out.begin_object().key("roles").begin_array();
    for (const std::string_view role : lifecycle::roles()) {
      out.begin_object().field("role", role).field("title", say(request.language(), "role." + std::string(role)));
      out.field("about", say(request.language(), "role." + std::string(role) + ".about")).end_object();
    }
    out.end_array().end_object();
  });
}

Result<Response> show(service::Service& service, Request& request) {
  const std::string role(request.parameter("role"));
  TENURE_TRY(const auto records,
             service::role_records(service, caller(request), request.parameter("workspace"), role));
  return json_answer(200, [&](json::Writer& out) {
    out.begin_object().field("role", role).field("title", say(request.language(), "role." + role));
    out.key("records").begin_array();
    for (const service::RoleRecord& record : records) write_record(out, record, request.language());
    out.end_array().end_object();
  });
}

Result<Response> list_permissions(service::Service& service, Request& request) {
  TENURE_TRY(const auto rows, service::field_permissions(service, caller(request), request.parameter("workspace")));
  return json_answer(200, [&](json::Writer& out) {
    out.begin_object().key("field_permissions").begin_array();
    for (const store::FieldPermission& row : rows) {
      out.begin_object().field("role", row.role).field("record", row.record).field("field", row.field);
      out.key("read");
      row.read ? out.value(*row.read) : out.null();
      out.key("write");
      row.write ? out.value(*row.write) : out.null();
      out.end_object();
    }
    out.end_array().end_object();
  });
}

Result<Response> set_permission(service::Service& service, Request& request) {
  TENURE_TRY(const Body body, Body::read(request));
  const store::FieldPermission wanted{.role = std::string(request.parameter("role")),
                                      .record = body.text_or("record"),
                                      .field = body.text_or("field", "*"),
                                      .read = body.flag("read"),
                                      .write = body.flag("write")};
  TENURE_TRY(const service::Done done,
             service::set_field_permission(service, changing_caller(request), request.parameter("workspace"), wanted));
  Response response(204);
  if (done.replayed) response.header("Idempotency-Replayed", "true");
  return response;
}

}  // namespace

void add_roles_routes(Router& router, service::Service& service) {
  const auto add = [&](Method method, std::string_view path, auto handler, Traits traits) {
    router.add(method, path, answering([&service, handler](Request& request) { return handler(service, request); }),
               std::move(traits));
  };
  add(Method::get, "/w/{workspace}/roles", list, reads("roles.list"));
  add(Method::get, "/w/{workspace}/roles/{role}", show, reads("roles.show"));
  add(Method::put, "/w/{workspace}/roles/{role}/permission", set_permission, changes("roles.permit", "admin", kPermission));
  add(Method::get, "/w/{workspace}/field_permissions", list_permissions, reads("field_permissions.list"));
}

}  // namespace tenure::http
