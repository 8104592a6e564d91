#pragma once
// The head of an answer as bytes. Internal to the room.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"

namespace tenure::http {

struct HeadFacts {
  std::string_view request_id;
  std::optional<uint64_t> length;  // none: no Content-Length
  bool chunked = false;
  bool close = false;
  bool http_1_0 = false;
  bool is_tls = false;
  int64_t unix_seconds = 0;
};

// The status line, fields and the empty line. To what the response has come Date, X-Request-Id, length or coding,
// the security fields that it has not set itself, and Retry-After with 429 and 503.
void append_head(std::string& out, const Response&, const HeadFacts&);

bool may_have_body(int status);

}  // namespace tenure::http
