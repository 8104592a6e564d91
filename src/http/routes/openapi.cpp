#include "http/routes/openapi.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include "base/json.h"
#include "base/text.h"
#include "http/routes/gate.h"
#include "http/routes/shapes.h"
#include "odata/openapi_schemas.h"

namespace tenure::http {

namespace {

constexpr std::string_view kCsv = "text/csv", kNdjson = "application/x-ndjson", kText = "text/plain",
                           kHtml = "text/html", kEvents = "text/event-stream";
constexpr std::string_view kNumbers[] = {"job", "token", "before", "after", "rows"};  // among what stands in addresses
constexpr RouteAnswer kAnswers[] = {
    {"odata.read", "$select $filter $orderby $expand $search $apply $top $skip $count $format as_of known_at"},
    {"odata.post"},
    {"odata.change"},
    {"odata.replace"},
    {"odata.remove", "", 204, ""},
    {"facts.record", "", 200, kNdjson, "", "Prefer"},
    {"live", "", 200, kEvents},
    {"definition.read", "", 200, "application/json", "304"},
    {"openapi", "", 200, "application/json", "304"},
    {"openapi.workspace", "", 200, "application/json", "304"},
    {"start.choose", "", 202, "application/json", "200"},
    {"providers.put", "", 201, "", "204"},
    {"providers.remove", "", 204, ""},
    {"backup.begin", "", 202},
    {"sign_in.providers", "workspace"},
    {"sign_in.start_by_link", "workspace next", 303, ""},
    {"sign_in.finish", "state code iss error", 303, ""},
    {"job.list", "before"},
    {"job.rows", "after state"},
    {"job.cancel", "", 202},
    {"job.undo", "", 202},
    {"bulk.commit", "", 202},
    {"bulk.preview", "rows after_account"},
    {"import.send", "name", 201},
    {"import.map", "", 204, ""},
    {"import.check", "", 202},
    {"import.start", "", 202},
    {"import.rejects", "", 200, kCsv},
    {"import.remove", "", 204, ""},
    {"export.read", "$select $filter $orderby $search $top as_of known_at header bom", 200,
     "text/csv application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {"report.read",
     "lifecycle as_of known_at every since by stage after method detail date thresholds recency_bins frequency_bins"
     " monetary_bins",
     200, "application/json application/x-ndjson"},
    {"form.read", "lang", 200, "text/html application/json"},
    {"form.post", "lang", 201, "text/html application/json", "200 303"},
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

// The page and its files are for browsers.
bool is_page(std::string_view name) { return name.starts_with("page."); }

std::string first_of(std::string_view name) { return std::string(name.substr(0, name.find('.'))); }

// "a b c" → "a", and the rest.
std::string_view next_word(std::string_view& words) {
  const std::string_view word = words.substr(0, words.find(' '));
  words.remove_prefix(std::min(words.size(), word.size() + 1));
  return word;
}

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

std::string_view shape_of(Member::Type type) {
  switch (type) {
    case Member::Type::text: return "text?";
    case Member::Type::flag: return "flag?";
    case Member::Type::number: return "int?";
    case Member::Type::texts: return "[text]?";
    case Member::Type::object: return "{*: any}?";
    case Member::Type::any: break;
  }
  return "any";
}

class Document {
 public:
  Document(std::string& body, std::span<const Route* const> routes, const odata::Described& about)
      : out_(body), about_(about) {
    for (const Route* route : routes) {
      if (!is_described(*route)) continue;
      std::vector<std::string> parameters;
      const std::string path = path_of(*route, parameters);
      paths_[path].push_back({route, std::move(parameters)});
      ++names_[route->traits.name];
    }
  }

  void write() {
    out_.begin_object().field("openapi", "3.1.0").key("info").begin_object().field("title", "Tenure");
    out_.field("version", "1").field("description", say(about_.language, "openapi-about")).end_object();
    out_.key("servers").begin_array().begin_object().field("url", "/").end_object().end_array();
    tags();
    // An API token needs its scope; a session has all.
    out_.key("security").begin_array();
    for (const std::string_view key : {"token", "session"})
      out_.begin_object().key(key).begin_array().end_array().end_object();
    out_.end_array().key("paths").begin_object();
    for (const auto& [path, operations] : paths_) {
      out_.key(path).begin_object();
      for (const Operation& it : operations) operation(*it.route, it.parameters);
      out_.end_object();
    }
    odata::write_paths(out_, about_);
    out_.end_object();
    components();
    out_.end_object();
  }

 private:
  struct Operation {
    const Route* route;
    std::vector<std::string> parameters;
  };

  void tags() {
    std::set<std::string> names;
    for (const auto& [name, count] : names_) names.insert(first_of(name));
    for (std::string& name : odata::tags(about_)) names.insert(std::move(name));
    out_.key("tags").begin_array();
    for (const std::string& name : names) out_.begin_object().field("name", name).end_object();
    out_.end_array();
  }

  // ---- one operation
  void operation(const Route& route, const std::vector<std::string>& in_path) {
    const RouteAnswer answer = answer_of(route.traits.name);
    const std::string& name = route.traits.name;
    std::string id = name;
    if (names_[name] > 1) id += route.pattern;
    std::ranges::replace_if(id, [](char c) { return c == '.' || c == '/'; }, '_');
    out_.key(lower_ascii(to_string(route.method))).begin_object().field("operationId", id);
    out_.field("summary", say(about_.language, "route." + name));
    if (!route.traits.scope.empty()) out_.field("x-scope", route.traits.scope);
    out_.key("tags").begin_array().value(first_of(name)).end_array();
    parameters(in_path, answer.query, answer.header);
    if (route.traits.body_limit > 0) body(route.traits);
    responses(route.traits, answer);
    if (route.traits.who == Who::anyone) out_.key("security").begin_array().end_array();
    out_.end_object();
  }

  void parameters(const std::vector<std::string>& in_path, std::string_view query, std::string_view header) {
    if (in_path.empty() && query.empty() && header.empty()) return;
    out_.key("parameters").begin_array();
    if (!header.empty()) parameter(header, "header");
    for (const std::string& name : in_path) parameter(name, "path");
    while (!query.empty()) parameter(next_word(query), "query");
    out_.end_array();
  }
  // One that there is among the components, or a text.
  void parameter(std::string_view name, std::string_view in) {
    const auto known = std::ranges::find(odata::api_parameters(), name, &odata::ApiParameter::name);
    if (known != odata::api_parameters().end() && known->in == in) {
      out_.begin_object().field("$ref", "#/components/parameters/" + std::string(known->component)).end_object();
      return;
    }
    const bool number = std::ranges::find(kNumbers, name) != std::end(kNumbers);
    out_.begin_object().field("name", name).field("in", in).field("required", in == "path").key("schema");
    shapes().write_schema(out_, number ? "int" : "text", odata::kSchemas);
    out_.end_object();
  }

  void body(const Traits& traits) {
    out_.key("requestBody").begin_object().field("required", !traits.takes.empty()).key("content").begin_object();
    const std::string shape = traits.name + ".body";
    if (traits.takes.empty()) content("application/json", [&] { json_body(traits, shape); });
    for (const std::string& type : traits.takes) content(type, [&] {
      if (traits.name == "facts.record") lines(type, "fact-line");
      else if (type == "application/json") json_body(traits, shape);
      else text();
    });
    out_.end_object().end_object();
  }
  void json_body(const Traits& traits, const std::string& shape) {
    if (shapes().has(shape)) {
      odata::write_reference(out_, shape);
      return;
    }
    out_.begin_object().field("type", "object");
    if (!traits.members.empty()) {
      out_.key("properties").begin_object();
      for (const Member& member : traits.members) shapes().write_schema(out_.key(member.name), shape_of(member.type), odata::kSchemas);
      out_.end_object().field("additionalProperties", false);
    }
    if (std::ranges::any_of(traits.members, &Member::required)) {
      out_.key("required").begin_array();
      for (const Member& member : traits.members) {
        if (member.required) out_.value(member.name);
      }
      out_.end_array();
    }
    out_.end_object();
  }

  template <typename Schema>
  void content(std::string_view type, const Schema& schema) {
    out_.key(type).begin_object().key("schema");
    schema();
    out_.end_object();
  }
  void text() { out_.begin_object().field("type", "string").end_object(); }
  // A text of lines, each JSON by itself: what one of them is stands beside it, as OpenAPI 3.2 names that.
  void lines(std::string_view type, std::string_view line) {
    out_.begin_object().field("type", "string").field("contentMediaType", type).end_object();
    out_.key("x-itemSchema");
    odata::write_reference(out_, line);
  }

  void responses(const Traits& traits, const RouteAnswer& answer) {
    out_.key("responses").begin_object();
    response(traits, answer.status, answer.type);
    for (std::string_view also = answer.also; !also.empty();) {
      const int status = std::atoi(std::string(next_word(also)).c_str());
      response(traits, status, status == 200 ? answer.type : "");
    }
    const std::string_view refusal = traits.problem ? "odata-refusal" : "refusal";
    out_.key("default").begin_object().field("$ref", "#/components/responses/" + std::string(refusal)).end_object();
    out_.end_object();
  }
  void response(const Traits& traits, int status, std::string_view types) {
    out_.key(std::to_string(status)).begin_object().field("description", reason_phrase(status));
    if (!types.empty()) {
      out_.key("content").begin_object();
      while (!types.empty()) {
        const std::string_view type = next_word(types);
        content(type, [&] { answered(traits.name, status, type); });
      }
      out_.end_object();
    }
    out_.end_object();
  }
  void answered(const std::string& name, int status, std::string_view type) {
    if (type == kNdjson) return lines(type, name + ".line");
    if (name == "live") return events();
    if (type != "application/json") return text();
    // Who chooses what is so already gets what there is to choose.
    const std::string shape = name == "start.choose" && status == 200 ? "start.show" : name;
    if (shapes().has(shape)) odata::write_reference(out_, shape);
    else out_.begin_object().field("type", "object").end_object();
  }
  // By the name of the event, what its data are.
  void events() {
    text();
    out_.key("x-events").begin_object();
    const auto moves = about_.model.find("transition");
    if (moves && !about_.model.entities[*moves].hidden)
      odata::write_reference(out_.key("account.stage.changed"), odata::type_name("transition"));
    out_.key("record.changed");
    odata::write_reference(out_, "hint");
    out_.end_object();
  }

  // ---- what they have in common
  void components() {
    out_.key("components").begin_object().key("securitySchemes").begin_object();
    out_.key("token").begin_object().field("type", "http").field("scheme", "bearer").end_object();
    out_.key("session").begin_object().field("type", "apiKey").field("in", "cookie");
    out_.field("name", kSessionCookie).end_object().end_object();
    out_.key("parameters").begin_object();
    for (const odata::ApiParameter& it : odata::api_parameters()) {
      out_.key(it.component).begin_object().field("name", it.name).field("in", it.in).field("required", it.in == "path");
      out_.field("description", say(about_.language, it.code)).key("schema");
      shapes().write_schema(out_, it.shape, odata::kSchemas);
      out_.end_object();
    }
    out_.end_object().key("headers").begin_object().key("ETag").begin_object().key("schema");
    text();
    out_.end_object().end_object().key("schemas").begin_object();
    for (const std::string_view name : shapes().names()) {
      if (!name.starts_with('_')) shapes().write_named(out_.key(name), name, odata::kSchemas);
    }
    odata::write_schemas(out_, about_);
    out_.end_object().key("responses").begin_object();
    refusal("refusal", "application/problem+json", "problem");
    refusal("odata-refusal", "application/json", "odata-error");
    out_.end_object().end_object();
  }
  void refusal(std::string_view name, std::string_view type, std::string_view schema) {
    out_.key(name).begin_object().field("description", say(about_.language, "openapi-refusal"));
    out_.key("content").begin_object();
    content(type, [&] { odata::write_reference(out_, schema); });
    out_.end_object().end_object();
  }

  json::Writer out_;
  const odata::Described& about_;
  std::map<std::string, std::vector<Operation>> paths_;
  std::map<std::string, int> names_;
};

}  // namespace

std::span<const RouteAnswer> route_answers() { return kAnswers; }

RouteAnswer answer_of(std::string_view route) {
  const auto* found = std::ranges::find(kAnswers, route, &RouteAnswer::name);
  return found == std::end(kAnswers) ? RouteAnswer{.name = route} : *found;
}

bool is_described(const Route& route) { return !is_page(route.traits.name); }

std::string openapi_json(std::span<const Route* const> routes, const odata::Described& about) {
  std::string body;
  Document(body, routes, about).write();
  return body;
}

}  // namespace tenure::http
