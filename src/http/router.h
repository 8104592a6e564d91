#pragma once
// The table of routes. What a route wants of its caller stands beside it as data, so that the gate
// can hold everyone to it, and tests can walk the table.
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/member.h"
#include "http/message.h"

namespace tenure::http {

enum class Who : uint8_t { anyone, signed_in };

// How a route's refusals look on the wire: problem() of message.h unless it has a shape of its own.
using ProblemWriter = std::function<Response(int status, const Error&, Language)>;

struct Traits {
  std::string name;            // in metrics, log and the authorization matrix: "facts.record"
  Who who = Who::signed_in;    // denied by default
  std::string scope;           // that an API token needs: "read", "write" …
  size_t body_limit = 0;       // in bytes; 0: takes no body, a small one is read and forgotten
  bool streams_body = false;   // the handler reads it by Request::reader
  bool csrf_exempt = false;    // takes no cookie for a sign-in
  bool probe = false;          // of the machine: answered beside the queue, even under overload
  bool secret_path = false;    // the log shows the pattern instead of the path
  // Media types that a body may have; empty: the handler looks itself. Others are refused: 415.
  std::vector<std::string> takes = {};
  std::span<const Member> members = {};  // of a body of JSON that is read by its shape (routes/body.h)
  ProblemWriter problem = {};
};

using Handler = std::function<Response(Request&)>;

struct Route {
  Method method;
  std::string pattern;  // "/w/{workspace}/odata/{*rest}"
  Handler handler;
  Traits traits;
  size_t index = 0;     // in the table
};

// Asked before every handler, on the handler's thread: sets Request::principal, or answers instead
// of the handler.
using Gate = std::function<std::optional<Response>(const Route&, Request&)>;

class Router {
 public:
  Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;
  ~Router();

  // Patterns are made of fixed segments, {name} (one segment of letters, digits and -._~@:+) and, last,
  // {*name} (all that follows, also nothing). Fixed goes before {name} before {*name}. A route that is
  // there already is our bug.
  Router& add(Method, std::string_view pattern, Handler, Traits);
  // Without a gate only routes for anyone are answered.
  void set_gate(Gate gate) { gate_ = std::move(gate); }
  const Gate& gate() const { return gate_; }
  const std::vector<std::unique_ptr<Route>>& routes() const { return routes_; }

  struct Match {
    const Route* route = nullptr;    // null: no such path, or no such method on it
    uint16_t allowed = 0;            // a bit per Method that the path takes
    const Route* any = nullptr;      // a route of the path, for the shape of its refusals
  };
  // HEAD is answered by GET's route.
  Match match(Method, const Path&) const;
  static std::string allow(uint16_t allowed);  // "GET, HEAD, OPTIONS"

 private:
  struct Node;
  std::unique_ptr<Node> root_;
  std::vector<std::unique_ptr<Route>> routes_;
  Gate gate_;
};

}  // namespace tenure::http
