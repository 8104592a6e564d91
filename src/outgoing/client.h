#pragma once
// One request to another house, and its answer: to an address that was vetted, within a time, of a bounded size,
// and without following anybody elsewhere.
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "outgoing/address.h"

namespace tenure::outgoing {

struct Request {
  std::string method = "GET", url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};
struct Response {
  int status = 0;
  std::string content_type, body;
  int64_t max_age_seconds = 0;  // of Cache-Control; 0 = not said
};

struct ClientOptions {
  Rules rules;
  size_t body_bytes = 0;   // 0: limits::kReplyBytes
  int64_t seconds = 0;     // for all of it; 0: limits::kReplySeconds
  std::string certificates;  // a file of those that are trusted; "" = the system's
};

// Any status is an answer, redirections too. Errors: "address-forbidden" {address}: by its form, or it resolves to
// nothing that may be reached (nothing was sent); "no-answer" {address, reason}: not connected, not trusted,
// too slow, too long.
Result<Response> send(const Request&, const ClientOptions&);

using Sender = std::function<Result<Response>(const Request&)>;

}  // namespace tenure::outgoing
