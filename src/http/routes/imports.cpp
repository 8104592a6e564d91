#include "http/routes/imports.h"

#include <fstream>
#include <memory>

#include "base/environment.h"
#include "base/limits_of_doors.h"
#include "http/routes/answer.h"
#include "http/routes/body.h"
#include "http/routes/jobs.h"
#include "http/routes/principal.h"

namespace tenure::http {

namespace {

using transfer::Upload;
using transfer::UploadLook;
using transfer::Uploads;

std::string_view workspace_of(const Request& request) { return request.parameter("workspace"); }
std::string_view id_of(const Request& request) { return request.parameter("import"); }

void write_upload(json::Writer& out, const Upload& upload) {
  out.field("import", upload.id).field("name", upload.name).field("owner", upload.owner);
  out.field("at", upload.at).field("bytes", upload.bytes).key("job");
  if (upload.job) out.value(upload.job);
  else out.null();
  out.field("has_mapping", upload.has_mapping).field("has_rejects", upload.has_rejects);
}

void write_texts(json::Writer& out, const std::vector<std::string>& texts) {
  out.begin_array();
  for (const std::string& text : texts) out.value(text);
  out.end_array();
}

// The file with what stands in it.
Response show_file(Uploads& uploads, const Request& request, const Upload& upload, int status) {
  const service::Caller who = caller(request);
  const Result<UploadLook> look = uploads.look(who, workspace_of(request), upload.id);
  if (!look) return refusal(request, look.error());
  const Result<std::string> mapping = uploads.mapping(who, workspace_of(request), upload.id);
  if (!mapping) return refusal(request, mapping.error());
  std::string body;
  json::Writer out(body);
  out.begin_object();
  write_upload(out, upload);
  out.field("delimiter", std::string(1, look->delimiter)).key("header");
  write_texts(out, look->header);
  out.key("rows").begin_array();
  for (const std::vector<std::string>& row : look->rows) write_texts(out, row);
  out.end_array().key("fault");
  if (look->fault.empty()) out.null();
  else out.begin_object().field("code", look->fault).field("detail", say(request.language(), look->fault)).end_object();
  out.field("proposal", look->proposal).key("unmatched");
  write_texts(out, look->unmatched);
  out.field("mapping", *mapping).end_object();
  Response response = json_answer(std::move(body));
  response.status = status;
  if (status == 201)
    response.header("Location", "/w/" + percent_encode(workspace_of(request)) + "/imports/" + upload.id);
  return response;
}

Response receive(Uploads& uploads, Request& request) {
  const Result<std::string> name = query_option(request, "name");
  if (!name) return refusal(request, name.error());
  const Result<Upload> upload =
      uploads.receive(caller(request), workspace_of(request), name->empty() ? "upload.csv" : *name,
                      [&](std::string& piece) -> Result<bool> {
                        if (request.reader == nullptr) return false;  // no body at all
                        return request.reader->read(piece);
                      });
  return upload ? show_file(uploads, request, *upload, 201) : refusal(request, upload.error());
}

Response list(Uploads& uploads, Request& request) {
  const auto found = uploads.list(caller(request), workspace_of(request));
  if (!found) return refusal(request, found.error());
  std::string body;
  json::Writer out(body);
  out.begin_object().key("value").begin_array();
  for (const Upload& upload : *found) {
    out.begin_object();
    write_upload(out, upload);
    out.end_object();
  }
  out.end_array().end_object();
  return json_answer(std::move(body));
}

Response show(Uploads& uploads, Request& request) {
  const Result<Upload> upload = uploads.find(caller(request), workspace_of(request), id_of(request));
  return upload ? show_file(uploads, request, *upload, 200) : refusal(request, upload.error());
}

Response set_mapping(Uploads& uploads, Request& request) {
  const auto faults = uploads.set_mapping(caller(request), workspace_of(request), id_of(request), request.body);
  if (!faults) return refusal(request, faults.error());
  if (faults->empty()) return Response(204);
  std::string members;
  json::Writer out(members);
  out.key("faults");
  write_texts(out, *faults);
  return problem(422, {"mapping-invalid", {{"path", "mapping.yaml"}, {"count", std::to_string(faults->size())}}},
                 request.language(), members);
}

// The file may be large: it goes out in pieces.
Response rejects(Uploads& uploads, Request& request) {
  const Result<std::string> path = uploads.rejects(caller(request), workspace_of(request), id_of(request));
  if (!path) return refusal(request, path.error());
  if (path->empty()) return refusal(request, {"not-found", {}});
  auto file = std::make_shared<std::ifstream>(*path, std::ios::binary);
  Response response(200, "text/csv; charset=utf-8", "");
  response.header("Content-Disposition", attachment("rejects.csv")).header("Cache-Control", "no-store");
  response.body = Producer([file](std::string& chunk) {
    chunk.resize(limits::kHttpChunkBytes);
    file->read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
    chunk.resize(static_cast<size_t>(file->gcount()));
    if (file->bad()) throw EnvironmentError("file-unreadable", {{"file", "rejects.csv"}, {"reason", ""}});
    return static_cast<bool>(*file);
  });
  return response;
}

Response remove(Uploads& uploads, Request& request) {
  const Result<void> removed = uploads.remove(caller(request), workspace_of(request), id_of(request));
  return removed ? Response(204) : refusal(request, removed.error());
}

}  // namespace

void add_import_routes(Router& router, service::Service& service, std::shared_ptr<Uploads> uploads) {
  const auto add = [&](Method method, const char* path, Response (*handler)(Uploads&, Request&), Traits traits) {
    router.add(method, path, [uploads, handler](Request& request) { return handler(*uploads, request); },
               std::move(traits));
  };
  const auto begin = [&](const char* path, const char* name, bool dry_run) {
    router.add(Method::post, path,
               [uploads, &service, dry_run](Request& request) {
                 return job_begun(request, service,
                                  uploads->start(changing_caller(request), workspace_of(request), id_of(request), dry_run));
               },
               {.name = name, .scope = "write"});
  };
  add(Method::post, "/w/{workspace}/imports", receive,
      {.name = "import.send",
       .scope = "write",
       .body_limit = limits::kUploadBytes,
       .streams_body = true,
       .takes = {"text/csv", "text/tab-separated-values", "text/plain", "application/gzip", "application/octet-stream"}});
  add(Method::get, "/w/{workspace}/imports", list, {.name = "import.list", .scope = "read"});
  add(Method::get, "/w/{workspace}/imports/{import}", show, {.name = "import.read", .scope = "read"});
  add(Method::put, "/w/{workspace}/imports/{import}/mapping", set_mapping,
      {.name = "import.map",
       .scope = "write",
       .body_limit = limits::kYamlBytes,
       .takes = {"application/yaml", "text/yaml", "text/plain"}});
  begin("/w/{workspace}/imports/{import}/check", "import.check", true);
  begin("/w/{workspace}/imports/{import}/start", "import.start", false);
  add(Method::get, "/w/{workspace}/imports/{import}/rejects", rejects, {.name = "import.rejects", .scope = "read"});
  add(Method::delete_, "/w/{workspace}/imports/{import}", remove, {.name = "import.remove", .scope = "write"});
}

}  // namespace tenure::http
