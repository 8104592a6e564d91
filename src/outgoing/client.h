#pragma once
// One request to another house, and its answer: to an address that was vetted, within a time, of a bounded size,
// and without following anybody elsewhere.
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "outgoing/address.h"

namespace tenure::outgoing {

struct Request {
  std::string method = "GET", url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  // Instead of `body`, for what is not held whole: fills the front of the buffer and says how much of it, 0 at the
  // end; nothing gives the request up, which is "no-answer" then. `source_bytes`: how much it is, where that is known.
  std::function<std::optional<size_t>(std::span<char>)> source;
  std::optional<int64_t> source_bytes;
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
  int64_t stall_seconds = 0;  // instead of that, where the whole may take long: in which no byte moved
  // Hears an answer of success as it comes, instead of it being kept; false gives it up.
  std::function<bool(std::string_view)> sink;
  std::string certificates;  // a file of those that are trusted; "" = the system's
};

// Any status is an answer, redirections too. Errors: "address-forbidden" {address}: by its form, or it resolves to
// nothing that may be reached (nothing was sent); "no-answer" {address, reason}: not connected, not trusted,
// too slow, too long.
Result<Response> send(const Request&, const ClientOptions&);

using Sender = std::function<Result<Response>(const Request&)>;

}  // namespace tenure::outgoing
