#include "http/message.h"

#include <algorithm>
#include <cstdlib>

#include "base/json.h"
#include "base/limits.h"
#include "http/router.h"

namespace tenure::http {
namespace {

constexpr std::string_view kMethodNames[kMethods] = {"GET",    "HEAD",    "POST",  "PUT", "PATCH",
                                                     "DELETE", "OPTIONS", "TRACE", ""};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string_view trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Index of the segment that the pattern calls {name} or {*name}; npos.
size_t place_of(std::string_view pattern, std::string_view name) {
  size_t index = 0;
  for (size_t at = 1; at <= pattern.size(); ++index) {
    const size_t end = std::min(pattern.find('/', at), pattern.size());
    std::string_view part = pattern.substr(at, end - at);
    if (part.size() > 2 && part.front() == '{') {
      part = part.substr(1, part.size() - 2);
      if (part.front() == '*') part.remove_prefix(1);
      if (part == name) return index;
    }
    at = end + 1;
  }
  return std::string_view::npos;
}

size_t rest_place(std::string_view pattern) {
  if (!pattern.ends_with('}')) return std::string_view::npos;
  const size_t open = pattern.rfind("/{*");
  if (open == std::string_view::npos) return open;
  return static_cast<size_t>(std::count(pattern.begin(), pattern.begin() + static_cast<long>(open), '/'));
}

}  // namespace

std::string_view to_string(Method method) { return kMethodNames[static_cast<size_t>(method)]; }

Method parse_method(std::string_view token) {
  for (size_t i = 0; i + 1 < kMethods; ++i)
    if (token == kMethodNames[i]) return static_cast<Method>(i);
  return Method::other;
}

bool iequals(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i)
    if (a[i] != b[i] && lower(a[i]) != lower(b[i])) return false;
  return true;
}

Headers::Field Headers::operator[](size_t i) const {
  const Entry& e = entries_[i];
  const std::string_view text = text_;
  return {text.substr(e.at, e.name_length), text.substr(e.at + e.name_length, e.value_length)};
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (size_t i = 0; i < entries_.size(); ++i) {
    const Field field = (*this)[i];
    if (iequals(field.name, name)) return field.value;
  }
  return {};
}

std::vector<std::string_view> Headers::all(std::string_view name) const {
  std::vector<std::string_view> out;
  for (size_t i = 0; i < entries_.size(); ++i) {
    const Field field = (*this)[i];
    if (iequals(field.name, name)) out.push_back(field.value);
  }
  return out;
}

size_t Headers::count(std::string_view name) const {
  size_t n = 0;
  for (size_t i = 0; i < entries_.size(); ++i) n += iequals((*this)[i].name, name);
  return n;
}

void Headers::add(std::string_view name, std::string_view value) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  const uint32_t at = static_cast<uint32_t>(text_.size());
  if (text_.capacity() == 0) text_.reserve(256), entries_.reserve(8);
  text_ += name;
  for (char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\t') || byte == 0x7f) {
      text_ += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    } else {
      text_ += c;
    }
  }
  entries_.push_back({at, static_cast<uint16_t>(name.size()),
                      static_cast<uint32_t>(text_.size() - at - name.size())});
}

void Headers::set(std::string_view name, std::string_view value) {
  for (size_t i = entries_.size(); i-- > 0;)
    if (iequals((*this)[i].name, name)) entries_.erase(entries_.begin() + static_cast<long>(i));
  add(name, value);
}

void Headers::clear() {
  text_.clear();
  entries_.clear();
}

std::string_view Request::parameter(std::string_view name) const {
  const size_t at = route == nullptr ? std::string_view::npos : place_of(route->pattern, name);
  return at < path.segments().size() ? path.segments()[at] : std::string_view();
}

std::span<const std::string_view> Request::rest() const {
  const size_t at = route == nullptr ? std::string_view::npos : rest_place(route->pattern);
  if (at >= path.segments().size()) return {};
  return std::span(path.segments()).subspan(at);
}

std::string_view Request::raw_rest() const {
  return route == nullptr ? std::string_view() : path.raw_from(rest_place(route->pattern));
}

Language Request::language() const { return accepted_language(headers.get("Accept-Language")); }

std::string_view Request::media_type() const {
  const std::string_view value = headers.get("Content-Type");
  return trimmed(value.substr(0, value.find(';')));
}

void Request::clear() {
  method = Method::other;
  target.clear();
  path.clear();
  query = {};
  headers.clear();
  if (body.capacity() > limits::kHttpChunkBytes) std::string().swap(body);
  body.clear();
  reader = nullptr;
  cross_site = stopping = false;
  request_id.clear();
  route = nullptr;
  principal.reset();
}

Response::Response(int with_status, std::string_view content_type, std::string with_body)
    : status(with_status), body(std::move(with_body)) {
  headers.add("Content-Type", content_type);
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 417: return "Expectation Failed";
    case 421: return "Misdirected Request";
    case 422: return "Unprocessable Content";
    case 424: return "Failed Dependency";
    case 428: return "Precondition Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    default: return "";
  }
}

Response problem(int status, const Error& error, Language language, std::string_view members) {
  std::string body;
  body.reserve(256);
  json::Writer writer(body);
  writer.begin_object()
      .field("type", "/docs/errors#" + error.code)
      .field("title", say(language, "http-" + std::to_string(status)))
      .field("status", status)
      .field("code", error.code)
      .field("detail", say(language, error));
  if (error.position >= 0) writer.field("position", error.position);
  if (!members.empty()) body.append(",").append(members);
  body += '}';
  Response response(status, "application/problem+json", std::move(body));
  response.headers.add("Content-Language", to_string(language));
  response.code = error.code;
  return response;
}

std::string attachment(std::string_view file_name) {
  std::string plain;
  for (char c : file_name) {
    const auto byte = static_cast<unsigned char>(c);
    plain += byte < 0x20 || byte >= 0x7f || c == '"' || c == '\\' || c == '/' || c == '%' ? '_' : c;
  }
  std::string out = "attachment; filename=\"" + plain + "\"";
  if (plain != file_name) out += "; filename*=UTF-8''" + percent_encode(file_name);
  return out;
}

Language accepted_language(std::string_view header) {
  Language best = Language::english;
  double best_quality = 0;
  while (!header.empty()) {
    const size_t end = std::min(header.find(','), header.size());
    std::string_view range = header.substr(0, end);
    header.remove_prefix(std::min(end + 1, header.size()));
    double quality = 1;
    if (const size_t semicolon = range.find(';'); semicolon != std::string_view::npos) {
      const std::string_view weight = trimmed(range.substr(semicolon + 1));
      if (weight.size() > 2 && lower(weight[0]) == 'q' && weight[1] == '=')
        quality = std::strtod(std::string(weight.substr(2, 5)).c_str(), nullptr);
      range = range.substr(0, semicolon);
    }
    range = trimmed(range);
    const std::string_view primary = range.substr(0, range.find('-'));
    std::optional<Language> language;
    if (iequals(primary, "en") || primary == "*") language = Language::english;
    if (iequals(primary, "he") || iequals(primary, "iw")) language = Language::hebrew;
    if (language && quality > best_quality) best = *language, best_quality = quality;
  }
  return best;
}

}  // namespace tenure::http
