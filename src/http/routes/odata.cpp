#include "http/routes/odata.h"

#include "base/limits.h"
#include "http/routes/principal.h"
#include "odata/errors.h"

namespace tenure::http {

odata::Headers odata_headers(const Headers& headers) {
  odata::Headers out;
  for (size_t i = 0; i < headers.size(); ++i) out.emplace_back(headers[i].name, headers[i].value);
  return out;
}

namespace {

odata::Request to_odata(Request& request, const std::string& base_url) {
  odata::Request out;
  out.method = to_string(request.method);
  out.path = "/" + std::string(request.raw_rest());
  out.query = request.query;
  out.headers = odata_headers(request.headers);
  out.body = std::move(request.body);
  out.workspace = request.parameter("workspace");
  out.base = base_url + "/w/" + out.workspace + "/odata/";
  return out;
}

Response from_odata(odata::Response answer) {
  Response response(answer.status);
  for (const auto& [name, value] : answer.headers) response.headers.add(name, value);
  if (answer.stream) response.body = std::move(answer.stream);
  else response.body = std::move(answer.body);
  return response;
}

Response odata_problem(int status, const Error& error, Language language) {
  Response response = from_odata(odata::error_response(error, language));
  response.status = status;
  response.code = error.code;
  return response;
}

}  // namespace

void add_odata_routes(Router& router, const odata::Api& api, std::function<std::string()> base_url) {
  const auto handle = [&api, base_url = std::move(base_url)](Request& request) {
    return from_odata(api.handle(caller(request), to_odata(request, base_url())));
  };
  const auto add = [&](Method method, std::string_view name, std::string scope, size_t body) {
    router.add(method, "/w/{workspace}/odata/{*rest}", handle,
               {.name = "odata." + std::string(name),
                .scope = std::move(scope),
                .body_limit = body,
                .problem = odata_problem});
  };
  add(Method::get, "read", "read", 0);
  // What a request may do beyond the scope of reading is its verb's to say: a batch holds both.
  add(Method::post, "post", "", limits::kODataBody);
  add(Method::patch, "change", "write", limits::kODataBody);
  add(Method::put, "replace", "write", limits::kODataBody);
  add(Method::delete_, "remove", "write", 0);
}

}  // namespace tenure::http
