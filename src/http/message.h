#pragma once
// What a route is given and what it gives back. No library's types: the machine behind is server.h.
#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "base/text.h"
#include "http/target.h"

namespace tenure::http {

class BodyReader;
class EventStream;

enum class Method : uint8_t { get, head, post, put, patch, delete_, options, trace, other };
inline constexpr size_t kMethods = 9;
std::string_view to_string(Method);  // "GET"; of `other` ""
Method parse_method(std::string_view token);

bool iequals(std::string_view a, std::string_view b);  // ASCII letters in either case

// The fields of a message's head, in order. One text holds them all.
class Headers {
 public:
  struct Field {
    std::string_view name, value;
  };
  // The first value of a field, whatever the case of its name; nullopt when there is none.
  std::optional<std::string_view> find(std::string_view name) const;
  std::string_view get(std::string_view name) const { return find(name).value_or(""); }
  std::vector<std::string_view> all(std::string_view name) const;
  size_t count(std::string_view name) const;
  size_t size() const { return entries_.size(); }
  Field operator[](size_t i) const;
  // Control characters in a value (a CR or LF that somebody wants reflected) become %0D, %0A …
  void add(std::string_view name, std::string_view value);
  void set(std::string_view name, std::string_view value);  // instead of those of this name
  void clear();

 private:
  struct Entry {
    uint32_t at;
    uint16_t name_length;
    uint32_t value_length;
  };
  std::string text_;
  std::vector<Entry> entries_;
};

// Who asks, as the router's gate found out; sign-in derives its own from it.
struct Principal {
  virtual ~Principal() = default;
  std::string log_name;  // as the access log calls them: a user's or token's id, never a secret
};

struct Route;

// One request. Lives as long as its handler and its response; cannot be copied.
struct Request {
  Request() = default;
  Request(const Request&) = delete;
  Request& operator=(const Request&) = delete;

  Method method = Method::other;
  std::string target;      // as it came
  Path path;               // decoded and checked; see target.h
  std::string_view query;  // raw, behind the "?"; parse_query() of target.h reads it
  Headers headers;
  // All of the body, but for routes that stream it: they have a reader instead.
  std::string body;
  BodyReader* reader = nullptr;

  std::string peer;        // the address that asks; behind a trusted proxy the one that it names
  bool is_tls = false;     // as the client sees it
  bool cross_site = false; // Origin or Sec-Fetch-Site say that a page of another site asks
  bool stopping = false;   // the server ends after what it has accepted
  std::string request_id;  // of X-Request-Id, or made; safe to write anywhere
  Instant arrival;
  const Route* route = nullptr;
  std::shared_ptr<const Principal> principal;  // set by the gate; null: nobody has signed in

  // What stands in the path where the route has {name}; "" when it has none.
  std::string_view parameter(std::string_view name) const;
  // What stands where the route has {*rest}: decoded segments, and as it came.
  std::span<const std::string_view> rest() const;
  std::string_view raw_rest() const;
  Language language() const;       // by Accept-Language; English when it asks for neither
  std::string_view media_type() const;  // of Content-Type, without parameters, as it came
  // The client has closed its side, as far as was seen (every 100 ms): long work for it may stop. Who has only
  // finished sending looks the same, so what is short is answered all the same.
  bool client_left() const { return left != nullptr && left->load(std::memory_order_relaxed); }
  const std::atomic<bool>* left = nullptr;

  void clear();  // for the next request on the same connection
};

// Appends the next piece of a body to `chunk`, which comes empty; false: there is no more behind it.
// Called by one thread at a time, not always the same, when the client has taken what came before,
// so that memory stays flat; a piece of about limits::kHttpChunkBytes is right. Throwing breaks the
// connection off, so that the client sees that its body is not whole.
using Producer = std::function<bool(std::string& chunk)>;

struct Response {
  int status = 200;
  Headers headers;  // beside those that the server adds; Connection, lengths and Date are its own
  std::variant<std::string, Producer, std::shared_ptr<EventStream>> body;
  std::string code;  // of a refusal, for log and metrics

  Response() = default;
  explicit Response(int with_status) : status(with_status) {}
  Response(int with_status, std::string_view content_type, std::string with_body);
  Response& header(std::string_view name, std::string_view value) & {
    headers.set(name, value);
    return *this;
  }
  Response&& header(std::string_view name, std::string_view value) && {
    headers.set(name, value);
    return std::move(*this);
  }
};

std::string_view reason_phrase(int status);  // "Not Found"; of the status line, never translated

// RFC 9457 application/problem+json: type, title, status, code, detail. `members` are more members
// as JSON, without braces: R"("errors":[…])".
Response problem(int status, const Error&, Language = Language::english,
                 std::string_view members = {});

// "attachment" with a file name that any client reads (RFC 6266), whatever is in it.
std::string attachment(std::string_view file_name);

// The best of these languages for an Accept-Language; English when it names neither.
Language accepted_language(std::string_view accept_language);

// The body of a route that streams it, piece by piece, as the client sends it.
class BodyReader {
 public:
  virtual ~BodyReader() = default;
  // Waits for more and appends it to `out`; false at the end, then nothing was appended.
  // Errors: "body-too-large" {limit}, "malformed-request" {reason}, "request-timeout", "client-gone",
  // "server-stopping".
  virtual Result<bool> read(std::string& out) = 0;
};

}  // namespace tenure::http
