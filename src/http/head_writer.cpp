#include "http/head_writer.h"

#include <array>
#include <charconv>
#include <ctime>

namespace tenure::http {
namespace {

struct Default {
  std::string_view name, line;
};
// What a browser must not do with an answer, whatever it is; pages relax the first for themselves.
constexpr std::array<Default, 7> kDefaults = {{
    {"Content-Security-Policy",
     "Content-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none'; "
     "frame-ancestors 'none'\r\n"},
    {"Cache-Control", "Cache-Control: no-store\r\n"},
    {"X-Content-Type-Options", "X-Content-Type-Options: nosniff\r\n"},
    {"X-Frame-Options", "X-Frame-Options: DENY\r\n"},
    {"Referrer-Policy", "Referrer-Policy: no-referrer\r\n"},
    {"Cross-Origin-Opener-Policy", "Cross-Origin-Opener-Policy: same-origin\r\n"},
    {"Cross-Origin-Resource-Policy", "Cross-Origin-Resource-Policy: same-origin\r\n"},
}};
constexpr std::string_view kHsts = "Strict-Transport-Security: max-age=31536000\r\n";
// Of the connection, not of the answer: a route that sets them is not heard.
constexpr std::array<std::string_view, 7> kOurs = {"Connection",        "Content-Length", "Date",
                                                   "Keep-Alive",        "Upgrade",        "X-Request-Id",
                                                   "Transfer-Encoding"};

void append_number(std::string& out, uint64_t number) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

// "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n", made once a second by each thread.
std::string_view date_line(int64_t unix_seconds) {
  thread_local int64_t made = -1;
  thread_local char line[48];
  thread_local size_t length = 0;
  if (made != unix_seconds) {
    const time_t seconds = unix_seconds;
    tm parts{};
    gmtime_r(&seconds, &parts);
    length = strftime(line, sizeof line, "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &parts);
    made = unix_seconds;
  }
  return {line, length};
}

}  // namespace

bool may_have_body(int status) { return status >= 200 && status != 204 && status != 304; }

void append_head(std::string& out, const Response& response, const HeadFacts& facts) {
  out += "HTTP/1.1 ";
  append_number(out, static_cast<uint64_t>(response.status));
  out += ' ';
  out += reason_phrase(response.status);
  out += "\r\n";
  out += date_line(facts.unix_seconds);
  out += "X-Request-Id: ";
  out += facts.request_id;
  out += "\r\n";
  if (facts.length) {
    out += "Content-Length: ";
    append_number(out, *facts.length);
    out += "\r\n";
  }
  if (facts.chunked) out += "Transfer-Encoding: chunked\r\n";
  if (facts.close) {
    out += "Connection: close\r\n";
  } else if (facts.http_1_0) {
    out += "Connection: keep-alive\r\n";
  }
  unsigned set = 0;
  bool says_when = false;
  for (size_t i = 0; i < response.headers.size(); ++i) {
    const auto [name, value] = response.headers[i];
    bool ours = false;
    for (std::string_view reserved : kOurs) ours |= iequals(name, reserved);
    if (ours) continue;
    for (size_t d = 0; d < kDefaults.size(); ++d)
      if (iequals(name, kDefaults[d].name)) set |= 1u << d;
    says_when |= iequals(name, "Retry-After");
    out.append(name).append(": ").append(value).append("\r\n");
  }
  for (size_t d = 0; d < kDefaults.size(); ++d)
    if ((set & (1u << d)) == 0) out += kDefaults[d].line;
  if (facts.is_tls) out += kHsts;
  if (!says_when && (response.status == 503 || response.status == 429)) out += "Retry-After: 1\r\n";
  out += "\r\n";
}

}  // namespace tenure::http
