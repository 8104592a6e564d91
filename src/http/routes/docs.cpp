#include "http/routes/docs.h"

#include <algorithm>
#include <memory>

#include "http/routes/answer.h"
#include "http/routes/html.h"
#include "http/routes/openapi.h"
#include "http/routes/principal.h"
#include "odata/errors.h"
#include "service/model.h"
#include "service/reading.h"

namespace tenure::http {

namespace {

constexpr std::string_view kStyle =
    ":root{color-scheme:light dark}body{font:16px/1.55 system-ui,sans-serif;margin:0;padding:1rem}"
    "main{max-inline-size:62rem;margin-inline:auto}code{font-family:ui-monospace,monospace;direction:ltr;"
    "unicode-bidi:isolate}nav a{margin-inline-end:1rem}section{border-block-start:1px solid #8884;padding-block:.6rem}"
    "h3{margin:0;font-size:1rem}p{margin-block:.2rem}table{border-collapse:collapse;inline-size:100%}"
    "td,th{text-align:start;padding:.3rem .6rem;border-block-end:1px solid #8884;vertical-align:top}"
    ".status{color:#767676}:target{background:#fde68a44}";

struct Row {
  std::string_view english, hebrew;
  const std::string in(Language language) const { return std::string(language == Language::hebrew ? hebrew : english); }
};

// "text/lifecycle.txt" → "lifecycle".
std::string_view chapter(std::string_view file) {
  file.remove_prefix(std::min(file.size(), file.rfind('/') + 1));
  return file.substr(0, file.find('.'));
}

// "unknown-*" fits "unknown-form", "*-invalid" fits "form-fields-invalid", "@lifecycle" all sentences of that file.
bool fits(std::string_view pattern, const CatalogueEntry& entry) {
  const std::string_view code = entry.code;
  if (pattern.starts_with('@')) return chapter(entry.file) == pattern.substr(1) && entry.english.ends_with('.');
  const size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == code;
  const std::string_view head = pattern.substr(0, star), tail = pattern.substr(star + 1);
  return code.size() >= head.size() + tail.size() && code.starts_with(head) && code.ends_with(tail);
}

// Of what a row of the catalogue explains; "" when it explains nothing.
std::string_view explained(std::string_view row, std::string_view what) {
  return row.starts_with(what) ? row.substr(what.size()) : std::string_view();
}

std::string explanation(std::string_view what, std::string_view code, Language language) {
  const CatalogueEntry* best = nullptr;
  const auto about = std::ranges::find(catalogue(), code, &CatalogueEntry::code);
  if (about == catalogue().end()) return "";
  size_t length = 0;
  for (const CatalogueEntry& entry : catalogue()) {
    const std::string_view pattern = explained(entry.code, what);
    if (pattern.empty() || !fits(pattern, *about)) continue;
    // A row of its own goes before every pattern, and a pattern before its chapter.
    const size_t weight = pattern.starts_with('@') ? 1 : pattern.find('*') == std::string_view::npos ? 1'000 : pattern.size();
    if (weight <= length) continue;
    best = &entry;
    length = weight;
  }
  if (best == nullptr) return "";
  return std::string(language == Language::hebrew ? best->hebrew : best->english);
}

std::string page(Language language, std::string_view path, std::string_view title, const std::string& inside) {
  const bool hebrew = language == Language::hebrew;
  const auto words = [&](std::string_view code) { return escape_html(say(language, code)); };
  const std::string lang = "?lang=" + std::string(to_string(language));
  std::string out = "<!doctype html>\n<html lang=\"" + std::string(to_string(language)) + "\" dir=\"" +
                    (hebrew ? "rtl" : "ltr") + "\"><head><meta charset=\"utf-8\">";
  out += "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>Tenure · " + words(title) +
         "</title><style>" + std::string(kStyle) + "</style></head><body><main><nav>";
  out += "<a href=\"/docs" + lang + "\">" + words("docs-api") + "</a><a href=\"/docs/errors" + lang + "\">" +
         words("docs-errors") + "</a><a href=\"/openapi.json\">OpenAPI</a>";
  out += "<a href=\"" + std::string(path) + (hebrew ? "?lang=en\" lang=\"en\">English" : "?lang=he\" lang=\"he\">עברית") +
         "</a></nav><h1>" + words(title) + "</h1>" + inside + "</main></body></html>\n";
  return out;
}

std::string errors_page(Language language) {
  std::string inside = "<p>" + escape_html(say(language, "docs-errors-about")) + "</p>";
  const auto words = [&](std::string_view code) { return escape_html(say(language, code)); };
  for (const std::string_view code : documented_codes()) {
    const auto entry = std::ranges::find(catalogue(), code, &CatalogueEntry::code);
    inside += "<section id=\"" + std::string(code) + "\"><h3><code>" + std::string(code) +
              "</code> <span class=\"status\">" + std::to_string(odata::status_of(code)) + "</span></h3>";
    inside += "<p>" + escape_html(language == Language::hebrew ? entry->hebrew : entry->english) + "</p>";
    inside += "<p><b>" + words("docs-cause") + "</b> " + escape_html(cause_of(code, language)) + "</p>";
    inside += "<p><b>" + words("docs-remedy") + "</b> " + escape_html(remedy_of(code, language)) + "</p></section>";
  }
  return page(language, "/docs/errors", "docs-errors", inside);
}

std::string api_page(Language language, const std::vector<std::unique_ptr<Route>>& routes) {
  const auto words = [&](std::string_view code) { return escape_html(say(language, code)); };
  std::string inside = "<p>" + words("docs-api-about") + "</p><table><thead><tr><th>" + words("docs-route") + "</th><th>" +
                       words("docs-does") + "</th><th>" + words("docs-scope") + "</th></tr></thead><tbody>";
  std::vector<const Route*> sorted;
  for (const auto& route : routes) {
    if (is_described(*route)) sorted.push_back(route.get());
  }
  std::ranges::stable_sort(sorted, {}, [](const Route* route) { return std::string_view(route->pattern); });
  for (const Route* route : sorted) {
    const RouteAnswer answer = answer_of(route->traits.name);
    inside += "<tr><td><code>" + std::string(to_string(route->method)) + " " + escape_html(route->pattern) + "</code>";
    if (!answer.query.empty()) inside += "<br><code>? " + escape_html(answer.query) + "</code>";
    inside += "</td><td>" + words("route." + route->traits.name) + "</td><td>";
    inside += route->traits.who == Who::anyone ? words("docs-anyone") : "<code>" + escape_html(route->traits.scope) + "</code>";
    inside += "</td></tr>";
  }
  return page(language, "/docs", "docs-api", inside + "</tbody></table>");
}

// Made once, when the table is complete.
struct Docs {
  std::string openapi, api[2];
  std::vector<const Route*> routes;  // stay where they are when the table moves
};

// Of every workspace: what is there without a pack, as an owner may use it.
std::string openapi_of_all(const Docs& docs) {
  const service::Access owner("owner", service::kScopeAll, false, {}, 0);
  const service::Realm& realm = service::plain_realm();
  const query::ModelPtr model = service::make_model(realm, owner);
  return openapi_json(docs.routes, {.model = *model, .access = owner, .definition = *realm.definition, .any_pack = true});
}

Result<Response> openapi_of(const Docs& docs, service::Service& service, const Request& request) {
  TENURE_TRY(const service::Reading reading, service.reading(caller(request), request.parameter("workspace")));
  return tagged_answer(request, openapi_json(docs.routes, {.model = *reading.model,
                                                           .access = *reading.access,
                                                           .definition = *reading.realm->definition,
                                                           .language = request.language()}))
      .header("Vary", "Accept-Language");
}
const std::string (&error_pages())[2] {
  static const std::string pages[2] = {errors_page(Language::english), errors_page(Language::hebrew)};
  return pages;
}

Language language_of(const Request& request) {
  const Result<std::string> asked = query_option(request, "lang");
  const Result<Language> named = asked ? parse_language(*asked) : refuse("unknown-language");
  return named ? *named : request.language();
}

Response html(const Request& request, const std::string (&pages)[2]) {
  const Language language = language_of(request);
  static const std::string policy = "default-src 'none'; style-src " + hash_source(kStyle) +
                                    "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  Response response(200, "text/html; charset=utf-8", pages[language == Language::hebrew]);
  response.header("Content-Security-Policy", policy).header("Content-Language", to_string(language));
  response.header("Vary", "Accept-Language").header("Cache-Control", "no-cache");
  return response;
}

}  // namespace

std::vector<std::string_view> documented_codes() {
  std::vector<std::string_view> codes;
  for (const CatalogueEntry& entry : catalogue()) {
    // Words of sentences, titles and labels are no codes of refusals; who explains a code says that it is one.
    if (entry.code.find('.') != std::string_view::npos || chapter(entry.file) == "codes") continue;
    if (!cause_of(entry.code, Language::english).empty()) codes.push_back(entry.code);
  }
  std::ranges::sort(codes);
  return codes;
}

std::string cause_of(std::string_view code, Language language) { return explanation("cause.", code, language); }
std::string remedy_of(std::string_view code, Language language) { return explanation("remedy.", code, language); }

void add_docs_routes(Router& router, service::Service& service) {
  const auto docs = std::make_shared<Docs>();
  const auto anyone = [](std::string name) { return Traits{.name = std::move(name), .who = Who::anyone}; };
  router.add(Method::get, "/openapi.json",
             [docs](Request& request) {
               return tagged_answer(request, docs->openapi).header("Cache-Control", "no-cache");
             },
             anyone("openapi"));
  router.add(Method::get, "/w/{workspace}/openapi.json",
             answering([docs, &service](Request& request) { return openapi_of(*docs, service, request); }),
             reads("openapi.workspace"));
  router.add(Method::get, "/docs", [docs](Request& request) { return html(request, docs->api); }, anyone("docs"));
  router.add(Method::get, "/docs/errors", [](Request& request) { return html(request, error_pages()); },
             anyone("docs.errors"));
  for (const auto& route : router.routes()) docs->routes.push_back(route.get());
  docs->openapi = openapi_of_all(*docs);
  for (const Language language : {Language::english, Language::hebrew})
    docs->api[language == Language::hebrew] = api_page(language, router.routes());
}

}  // namespace tenure::http
