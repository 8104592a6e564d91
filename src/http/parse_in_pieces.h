#pragma once
// For tests and fuzzers: a request as the parser sees it when it comes in pieces of these sizes.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "http/request_parser.h"

namespace tenure::http {

struct Parsed {
  int status = 0;    // 200: a whole request; 0: more is to come; else what it is refused with
  std::string code;  // of a refusal
  std::string text;  // all that was read
  size_t used = 0;   // bytes of the request
};

inline Parsed parse_in_pieces(std::string_view bytes, const std::vector<size_t>& cuts, Request& request,
                              size_t body_limit = 100'000) {
  RequestParser parser;
  std::string in, body;
  size_t at = 0, cut = 0;
  bool in_body = false;
  Parsed out;
  for (;;) {
    size_t used = 0;
    const auto step = in_body ? parser.body(in, used, body) : parser.head(in, used, request);
    in.erase(0, used);
    if (step == RequestParser::Step::failed) {
      out.status = parser.status();
      out.code = parser.error().code;
      return out;
    }
    if (step == RequestParser::Step::done) {
      if (in_body || !parser.has_body()) break;
      in_body = true;
      parser.limit_body(body_limit);
      continue;
    }
    if (at == bytes.size()) return out;
    const size_t n = std::min(cuts.empty() ? bytes.size() : cuts[cut++ % cuts.size()], bytes.size() - at);
    in += bytes.substr(at, n);
    at += n;
  }
  out.status = 200;
  out.used = at - in.size();
  out.text = std::string(to_string(request.method)) + " " + request.target + "|" + body + "|";
  for (size_t i = 0; i < request.headers.size(); ++i)
    out.text += std::string(request.headers[i].name) + "=" + std::string(request.headers[i].value) + ";";
  return out;
}

}  // namespace tenure::http
