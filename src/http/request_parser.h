#pragma once
// Bytes into requests. The grammar is Beast's; what it lets through and RFC 9112 or our limits do not
// is refused here. Touches no socket. Internal to the room.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/message.h"

namespace tenure::http {

class RequestParser {
 public:
  RequestParser();
  ~RequestParser();

  enum class Step : uint8_t { more, done, failed };
  // Takes bytes of a request's head, at `used` of which it is through: the rest must come again, with
  // more behind it. After `done` method, target, path, query and headers of the request are set.
  // The head needs the same bytes at the same offset again only as far as they were not used.
  Step head(std::string_view bytes, size_t& used, Request&);
  // Takes bytes behind the head and appends what they say to `body`.
  Step body(std::string_view bytes, size_t& used, std::string& body);
  // More of a body than this is refused as "body-too-large". To be set after the head.
  void limit_body(size_t bytes);

  // Of a request that failed: what to answer. The connection must be closed then.
  int status() const { return status_; }
  const Error& error() const { return error_; }

  // Good after the head.
  bool has_body() const;
  uint64_t content_length() const;  // 0 when it is chunked or has none
  bool keep_alive() const;          // as the client wishes
  bool is_http_1_0() const;
  bool expects_continue() const;
  // For error answers: what was read before it failed.
  bool got_any() const { return got_any_; }

  void reset();  // for the next request

 private:
  struct Grammar;
  std::unique_ptr<Grammar> grammar_;
  int status_ = 0;
  Error error_;
  bool got_any_ = false, took_break_ = false;
  Step fail(int status, Error);
};

}  // namespace tenure::http
