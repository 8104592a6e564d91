#include "odata/multipart.h"

#include <algorithm>
#include <charconv>

#include "base/limits.h"
#include "base/text.h"

namespace tenure::odata {

const std::string* find_header(const Headers& headers, std::string_view name) {
  const std::string wanted = lower_ascii(name);
  for (const auto& [known, value] : headers) {
    if (known.size() == wanted.size() && lower_ascii(known) == wanted) return &value;
  }
  return nullptr;
}

namespace multipart {

namespace {

std::unexpected<Error> malformed(std::string reason) {
  return refuse("malformed-batch", {{"reason", std::move(reason)}});
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
    text.remove_suffix(1);
  return text;
}

// The next line without its end; false when there is none.
bool take_line(std::string_view& rest, std::string_view& line) {
  if (rest.empty()) return false;
  const size_t end = rest.find('\n');
  line = rest.substr(0, end);
  if (line.ends_with('\r')) line.remove_suffix(1);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return true;
}

Result<Headers> take_headers(std::string_view& rest) {
  Headers headers;
  std::string_view line;
  while (take_line(rest, line) && !line.empty()) {
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) return malformed("batch-header");
    headers.emplace_back(line.substr(0, colon), trim(line.substr(colon + 1)));
    if (headers.size() > limits::kBatchPartHeaders) return malformed("batch-header");
  }
  return headers;
}

// What stands between the boundary lines.
Result<std::vector<std::string_view>> split(std::string_view body, std::string_view boundary) {
  const std::string mark = "--" + std::string(boundary);
  std::vector<std::string_view> parts;
  size_t begin = std::string_view::npos;
  bool closed = false;
  for (size_t at = 0; at < body.size() && !closed;) {
    const size_t end = std::min(body.find('\n', at), body.size());
    std::string_view line = body.substr(at, end - at);
    if (line.starts_with(mark)) {
      const std::string_view tail = trim(line.substr(mark.size()));
      if (tail.empty() || tail == "--") {
        if (begin != std::string_view::npos) {
          size_t stop = at;  // the line end before the boundary belongs to it
          if (stop > begin && body[stop - 1] == '\n') --stop;
          if (stop > begin && body[stop - 1] == '\r') --stop;
          parts.push_back(body.substr(begin, stop - begin));
        }
        begin = end + 1;
        closed = tail == "--";
      }
    }
    at = end + 1;
  }
  if (!closed) return malformed("batch-not-closed");
  return parts;
}

Result<Request> parse_request(std::string_view text) {
  Request request;
  std::string_view line;
  while (take_line(text, line) && line.empty()) {
  }
  const size_t first = line.find(' '), last = line.rfind(' ');
  if (first == 0 || first == std::string_view::npos || first == last ||
      !line.substr(last + 1).starts_with("HTTP/1.")) {
    return malformed("batch-request-line");
  }
  request.method = line.substr(0, first);
  const std::string_view address = trim(line.substr(first + 1, last - first - 1));
  const size_t question = address.find('?');
  request.path = address.substr(0, question);
  if (question != std::string_view::npos) request.query = address.substr(question + 1);
  TENURE_TRY(request.headers, take_headers(text));
  request.body = text;
  if (const std::string* length = find_header(request.headers, "Content-Length")) {
    size_t size = 0;
    const auto read = std::from_chars(length->data(), length->data() + length->size(), size);
    if (read.ec != std::errc() || read.ptr != length->data() + length->size() ||
        size > request.body.size()) {
      return malformed("batch-length");
    }
    request.body.resize(size);
  }
  return request;
}

Result<std::vector<Part>> parse_parts(std::string_view body, std::string_view boundary_text,
                                      bool inside, size_t& count) {
  TENURE_TRY(const std::vector<std::string_view> texts, split(body, boundary_text));
  std::vector<Part> parts;
  for (std::string_view text : texts) {
    TENURE_TRY(const Headers headers, take_headers(text));
    const std::string* type = find_header(headers, "Content-Type");
    const std::string kind = type ? lower_ascii(trim(type->substr(0, type->find(';')))) : "";
    Part part;
    if (const std::string* id = find_header(headers, "Content-ID")) part.content_id = *id;
    if (kind == "multipart/mixed" && !inside) {
      const std::string inner = boundary(*type);
      if (inner.empty()) return malformed("batch-boundary");
      part.is_group = true;
      TENURE_TRY(part.group, parse_parts(text, inner, true, count));
    } else if (kind == "application/http") {
      if (++count > limits::kBatchParts)
        return refuse("batch-too-large", {{"limit", std::to_string(limits::kBatchParts)}});
      TENURE_TRY(part.request, parse_request(text));
    } else {
      return malformed("batch-part-type");
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

std::string_view phrase(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 409: return "Conflict";
    case 412: return "Precondition Failed";
    case 415: return "Unsupported Media Type";
    case 422: return "Unprocessable Content";
    case 424: return "Failed Dependency";
    case 428: return "Precondition Required";
    case 501: return "Not Implemented";
    default: return "Status";
  }
}

}  // namespace

std::string boundary(std::string_view content_type) {
  const std::string lower = lower_ascii(content_type);
  if (!lower.starts_with("multipart/mixed")) return "";
  const size_t at = lower.find("boundary=");
  if (at == std::string::npos) return "";
  std::string_view text = content_type.substr(at + 9);
  if (text.starts_with('"')) {
    text.remove_prefix(1);
    text = text.substr(0, text.find('"'));
  } else {
    text = trim(text.substr(0, text.find(';')));
  }
  const bool good = !text.empty() && text.size() <= 70 && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("'()+_,-./:=? ").find(c) != std::string_view::npos;
  });
  return good ? std::string(text) : "";
}

Result<std::vector<Part>> parse(std::string_view body, std::string_view boundary_text) {
  size_t count = 0;
  return parse_parts(body, boundary_text, false, count);
}

std::string http_text(const Response& response) {
  std::string out = "HTTP/1.1 " + std::to_string(response.status) + " ";
  out += phrase(response.status);
  out += "\r\n";
  for (const auto& [name, value] : response.headers) out += name + ": " + value + "\r\n";
  if (!response.body.empty())
    out += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
  return out + "\r\n" + response.body;
}

void append_part(std::string& out, std::string_view boundary_text, std::string_view content_id,
                 const Response& response) {
  out += "--";
  out += boundary_text;
  out += "\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n";
  if (!content_id.empty()) {
    out += "Content-ID: ";
    out += content_id;
    out += "\r\n";
  }
  out += "\r\n" + http_text(response) + "\r\n";
}

void append_close(std::string& out, std::string_view boundary_text) {
  out += "--";
  out += boundary_text;
  out += "--\r\n";
}

}  // namespace multipart
}  // namespace tenure::odata
