#include "http/routes/openapi.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/json.h"
#include "base/text.h"
#include "http/routes/gate.h"

namespace tenure::http {

namespace {

constexpr std::string_view kCsv = "text/csv", kNdjson = "application/x-ndjson", kText = "text/plain",
                           kHtml = "text/html", kEvents = "text/event-stream";
constexpr RouteAnswer kAnswers[] = {
    {"odata.read", "$select $filter $orderby $expand $search $apply $top $skip $count $format as_of known_at"},
    {"odata.post"},
    {"odata.change"},
    {"odata.replace"},
    {"odata.remove", "", 204, ""},
    {"facts.record", "", 200, kNdjson},
    {"live", "", 200, kEvents},
    {"definition.read"},
    {"job.list", "before"},
    {"job.rows", "after state"},
    {"job.cancel", "", 202},
    {"job.undo", "", 202},
    {"bulk.commit", "", 202},
    {"bulk.preview", "rows"},
    {"import.send", "name", 201},
    {"import.map", "", 204, ""},
    {"import.check", "", 202},
    {"import.start", "", 202},
    {"import.rejects", "", 200, kCsv},
    {"import.remove", "", 204, ""},
    {"export.read", "$select $filter $orderby $search $top as_of known_at header bom", 200, kCsv},
    {"report.read", "lifecycle as_of known_at every since by stage after method detail date thresholds recency_bins frequency_bins monetary_bins"},
    {"form.read", "lang", 200, kHtml},
    {"form.post", "lang", 200, kHtml},
    {"sign_out", "", 204, ""},
    {"me.end_session", "", 204, ""},
    {"roles.permit", "", 204, ""},
    {"tokens.list", "user"},
    {"tokens.add", "", 201},
    {"tokens.revoke", "", 204, ""},
    {"users.add", "", 201},
    {"users.invite", "", 201},
    {"users.remove", "", 204, ""},
    {"health.metrics", "", 200, kText},
    {"docs", "lang", 200, kHtml},
    {"docs.errors", "lang", 200, kHtml},
};

// What the gate keeps; the page and its files are for browsers.
bool is_page(std::string_view name) { return name.starts_with("page."); }

std::string word(Method method) { return lower_ascii(to_string(method)); }

// "/w/{workspace}/odata/{*rest}" → "/w/{workspace}/odata/{rest}", and its parameters.
std::string path_of(const Route& route, std::vector<std::string>& parameters) {
  std::string path;
  for (const char c : route.pattern) {
    if (c != '*') path += c;
  }
  for (size_t at = path.find('{'); at != std::string::npos; at = path.find('{', at + 1))
    parameters.push_back(path.substr(at + 1, path.find('}', at) - at - 1));
  return path;
}

void write_parameter(json::Writer& out, std::string_view name, std::string_view in) {
  out.begin_object().field("name", name).field("in", in).field("required", in == "path");
  out.key("schema").begin_object().field("type", "string").end_object().end_object();
}

void write_parameters(json::Writer& out, const std::vector<std::string>& in_path, std::string_view query) {
  if (in_path.empty() && query.empty()) return;
  out.key("parameters").begin_array();
  for (const std::string& name : in_path) write_parameter(out, name, "path");
  while (!query.empty()) {
    const std::string_view name = query.substr(0, query.find(' '));
    write_parameter(out, name, "query");
    query.remove_prefix(std::min(query.size(), name.size() + 1));
  }
  out.end_array();
}

void write_content(json::Writer& out, std::string_view type) {
  const bool json = type.find("json") != std::string_view::npos && type != kNdjson;
  out.key(type).begin_object().key("schema").begin_object();
  if (!json) out.field("type", "string");
  out.end_object().end_object();
}

void write_body(json::Writer& out, const Traits& traits) {
  if (traits.body_limit == 0) return;
  out.key("requestBody").begin_object().field("required", !traits.takes.empty()).key("content").begin_object();
  if (traits.takes.empty()) write_content(out, "application/json");
  for (const std::string& type : traits.takes) write_content(out, type);
  out.end_object().end_object();
}

void write_responses(json::Writer& out, const RouteAnswer& answer) {
  out.key("responses").begin_object().key(std::to_string(answer.status)).begin_object();
  out.field("description", reason_phrase(answer.status));
  if (!answer.type.empty()) {
    out.key("content").begin_object();
    write_content(out, answer.type);
    out.end_object();
  }
  out.end_object().key("default").begin_object().field("$ref", "#/components/responses/refusal").end_object();
  out.end_object();
}

// Anyone: no key at all. An API token needs its scope; a session has all.
void write_security(json::Writer& out, const Traits& traits) {
  out.key("security").begin_array();
  if (traits.who == Who::signed_in) {
    out.begin_object().key("token").begin_array().end_array().end_object();
    out.begin_object().key("session").begin_array().end_array().end_object();
  }
  out.end_array();
}

void write_operation(json::Writer& out, const Route& route, const std::vector<std::string>& parameters,
                     bool shares_its_name) {
  const RouteAnswer answer = answer_of(route.traits.name);
  const std::string& name = route.traits.name;
  std::string id = name;
  if (shares_its_name) id += route.pattern;
  std::ranges::replace_if(id, [](char c) { return c == '.' || c == '/'; }, '_');
  out.key(word(route.method)).begin_object().field("operationId", id);
  out.field("summary", say(Language::english, "route." + name));
  if (!route.traits.scope.empty()) out.field("x-scope", route.traits.scope);
  out.key("tags").begin_array().value(name.substr(0, name.find('.'))).end_array();
  write_parameters(out, parameters, answer.query);
  write_body(out, route.traits);
  write_responses(out, answer);
  write_security(out, route.traits);
  out.end_object();
}

void write_components(json::Writer& out) {
  out.key("components").begin_object().key("securitySchemes").begin_object();
  out.key("token").begin_object().field("type", "http").field("scheme", "bearer").end_object();
  out.key("session").begin_object().field("type", "apiKey").field("in", "cookie");
  out.field("name", kSessionCookie).end_object().end_object();
  out.key("schemas").begin_object().key("problem").begin_object().field("type", "object").key("properties").begin_object();
  for (const std::string_view name : {"type", "title", "code", "detail"})
    out.key(name).begin_object().field("type", "string").end_object();
  out.key("status").begin_object().field("type", "integer").end_object();
  out.end_object().key("required").begin_array();
  for (const std::string_view name : {"type", "title", "status", "code", "detail"}) out.value(name);
  out.end_array().end_object().end_object();
  out.key("responses").begin_object().key("refusal").begin_object();
  out.field("description", say(Language::english, "openapi-refusal")).key("content").begin_object();
  out.key("application/problem+json").begin_object().key("schema").begin_object();
  out.field("$ref", "#/components/schemas/problem").end_object().end_object().end_object().end_object();
  out.end_object().end_object();
}

}  // namespace

std::span<const RouteAnswer> route_answers() { return kAnswers; }

RouteAnswer answer_of(std::string_view route) {
  const auto* found = std::ranges::find(kAnswers, route, &RouteAnswer::name);
  return found == std::end(kAnswers) ? RouteAnswer{.name = route} : *found;
}

bool is_described(const Route& route) { return !is_page(route.traits.name); }

std::string openapi_json(const std::vector<std::unique_ptr<Route>>& routes) {
  struct Operation {
    const Route* route;
    std::vector<std::string> parameters;
  };
  std::map<std::string, std::vector<Operation>> paths;
  std::map<std::string, int> names;
  std::set<std::string> tags;
  for (const auto& route : routes) {
    if (!is_described(*route)) continue;
    std::vector<std::string> parameters;
    const std::string path = path_of(*route, parameters);
    paths[path].push_back({route.get(), std::move(parameters)});
    ++names[route->traits.name];
    tags.insert(route->traits.name.substr(0, route->traits.name.find('.')));
  }
  std::string body;
  json::Writer out(body);
  out.begin_object().field("openapi", "3.1.0").key("info").begin_object().field("title", "Tenure");
  out.field("version", "1").field("description", say(Language::english, "openapi-about")).end_object();
  out.key("servers").begin_array().begin_object().field("url", "/").end_object().end_array();
  out.key("tags").begin_array();
  for (const std::string& tag : tags) out.begin_object().field("name", tag).end_object();
  out.end_array().key("paths").begin_object();
  for (const auto& [path, operations] : paths) {
    out.key(path).begin_object();
    for (const Operation& it : operations) write_operation(out, *it.route, it.parameters, names[it.route->traits.name] > 1);
    out.end_object();
  }
  out.end_object();
  write_components(out);
  out.end_object();
  return body;
}

}  // namespace tenure::http
