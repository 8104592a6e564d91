#include "http/routes/backups.h"

#include "http/routes/answer.h"
#include "http/routes/body.h"
#include "http/routes/principal.h"

namespace tenure::http {

namespace {

using service::Backup;
using service::Backups;

constexpr Member kBegin[] = {{Member::Type::flag, "verify"}};

std::string_view to_string(Backup::State state) {
  switch (state) {
    case Backup::State::running: return "running";
    case Backup::State::done: return "done";
    case Backup::State::failed: return "failed";
  }
  return "";
}

void write_backup(json::Writer& out, const Backup& backup, Language language) {
  out.begin_object().field("backup", backup.name).field("state", to_string(backup.state));
  out.field("bytes", backup.bytes).field("total", backup.total).field("at", backup.at).key("verified");
  backup.verified ? out.value(*backup.verified) : out.null();
  out.key("removed").begin_array();
  for (const std::string& name : backup.removed) out.value(name);
  out.end_array().key("error");
  if (backup.state == Backup::State::failed) {
    out.begin_object().field("code", backup.error.code).field("detail", say(language, backup.error)).end_object();
  } else {
    out.null();
  }
  out.end_object();
}

Result<Response> begin(Backups& backups, Request& request) {
  TENURE_TRY(const Body body, Body::read(request));
  const std::string_view workspace = request.parameter("workspace");
  TENURE_TRY(const Backup backup,
             backups.begin(changing_caller(request), workspace, body.flag("verify").value_or(false)));
  Response response = json_answer(202, [&](json::Writer& out) { write_backup(out, backup, request.language()); });
  response.header("Location", "/w/" + percent_encode(workspace) + "/backups/" + backup.name);
  return response;
}

Result<Response> list(Backups& backups, Request& request) {
  TENURE_TRY(const auto all, backups.list(caller(request), request.parameter("workspace")));
  return json_answer(200, [&](json::Writer& out) {
    out.begin_object().key("value").begin_array();
    for (const Backup& backup : all) write_backup(out, backup, request.language());
    out.end_array().end_object();
  });
}

Result<Response> show(Backups& backups, Request& request) {
  TENURE_TRY(const Backup backup,
             backups.find(caller(request), request.parameter("workspace"), request.parameter("backup")));
  return json_answer(200, [&](json::Writer& out) { write_backup(out, backup, request.language()); });
}

}  // namespace

void add_backup_routes(Router& router, Backups& backups) {
  const auto add = [&](Method method, std::string_view path, auto handler, Traits traits) {
    router.add(method, path, answering([&backups, handler](Request& request) { return handler(backups, request); }),
               std::move(traits));
  };
  add(Method::post, "/w/{workspace}/backups", begin, changes("backup.begin", "admin", kBegin));
  add(Method::get, "/w/{workspace}/backups", list, reads("backup.list"));
  add(Method::get, "/w/{workspace}/backups/{backup}", show, reads("backup.read"));
}

}  // namespace tenure::http
