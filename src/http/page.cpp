#include "http/page.h"

#include <array>

#include "base/embedded.h"

namespace tenure::http {
namespace {

// Nothing from anywhere else, nothing inline; what it shows as a download it has made itself.
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
// Names of assets hold a hash of what is in them.
constexpr std::string_view kForever = "public, max-age=31536000, immutable";

std::string_view content_type(std::string_view path) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kTypes{{
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".json", "application/json"},
      {".png", "image/png"},
      {".woff2", "font/woff2"},
  }};
  for (const auto& [ending, type] : kTypes) {
    if (path.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

// Does an Accept-Encoding want this coding? A weight of nought is a no.
bool accepts(std::string_view list, std::string_view coding) {
  while (!list.empty()) {
    const size_t comma = list.find(',');
    std::string_view item = list.substr(0, comma);
    list = comma == std::string_view::npos ? "" : list.substr(comma + 1);
    const size_t parameters = item.find(';');
    std::string_view name = item.substr(0, parameters);
    while (name.starts_with(' ') || name.starts_with('\t')) name.remove_prefix(1);
    while (name.ends_with(' ') || name.ends_with('\t')) name.remove_suffix(1);
    if (!iequals(name, coding)) continue;
    if (parameters == std::string_view::npos) return true;
    const std::string_view weight = item.substr(parameters);
    const size_t q = weight.find("q=0");
    return q == std::string_view::npos || weight.find_first_of("123456789", q + 3) != std::string_view::npos;
  }
  return false;
}

std::string etag(std::string_view bytes) {
  uint64_t hash = 0xcbf29ce484222325;  // FNV-1a: tells versions apart, keeps no secret
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text = "\"";
  for (int shift = 60; shift >= 0; shift -= 4) text += kDigits[(hash >> shift) & 15];
  return text + '"';
}

// The file in the best coding that the browser takes, whole or "not modified".
Response file(const Request& request, const std::string& path, std::string_view bytes, bool forever) {
  std::string_view coding;
  const std::string_view wanted = request.headers.get("Accept-Encoding");
  for (const auto& [name, ending] : {std::pair{"br", ".br"}, std::pair{"gzip", ".gz"}}) {
    if (!accepts(wanted, name)) continue;
    const auto packed = embedded_file(path + ending);
    if (!packed) continue;
    coding = name;
    bytes = *packed;
    break;
  }
  const std::string tag = etag(bytes);
  const bool known = request.headers.get("If-None-Match").find(tag) != std::string_view::npos;
  Response response = known ? Response(304) : Response(200, content_type(path), std::string(bytes));
  response.header("ETag", tag).header("Vary", "Accept-Encoding");
  response.header("Cache-Control", forever ? kForever : "no-cache");
  if (!known && !coding.empty()) response.header("Content-Encoding", coding);
  return response;
}

Response not_built() {
  std::string html = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Tenure</title><p>";
  html += say(Language::english, "page-not-built") + "</p><p lang=\"he\" dir=\"rtl\">";
  html += say(Language::hebrew, "page-not-built") + "</p></html>\n";
  return Response(200, "text/html; charset=utf-8", std::move(html)).header("Cache-Control", "no-store");
}

Response index(Request& request) {
  const auto html = embedded_file("web/index.html");
  if (!html) return not_built();
  return file(request, "web/index.html", *html, false).header("Content-Security-Policy", kPolicy);
}

Response asset(Request& request) {
  const std::string path = "web/assets/" + std::string(request.raw_rest());
  const auto bytes = embedded_file(path);
  if (!bytes) return problem(404, Error{"not-found"}, request.language());
  return file(request, path, *bytes, true);
}

}  // namespace

void add_page_routes(Router& router) {
  const auto anyone = [](std::string name) { return Traits{.name = std::move(name), .who = Who::anyone}; };
  router.add(Method::get, "/", index, anyone("page.home"));
  router.add(Method::get, "/app/{*view}", index, anyone("page.view"));
  router.add(Method::get, "/assets/{*file}", asset, anyone("page.asset"));
}

}  // namespace tenure::http
