#pragma once
// Who asks, and how: every verb takes it first. Made by a door (sign-in, token, command line, timer); the
// service decides what it may do.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/text.h"

namespace tenure::service {

// What a token was made for; a session has all of them, within its role.
enum Scope : uint8_t {
  kScopeRead = 1,
  kScopeWrite = 2,   // records and their verbs
  kScopeFacts = 4,   // the stream of facts
  kScopeAdmin = 8,   // users, tokens, settings, plans, jobs, backup
  kScopeAll = 15
};

enum class Channel : uint8_t { page, api, form, import, script, cli, timer, system };
std::string_view to_string(Channel);

struct Done;    // service/verb.h
class Context;  // service/context.h

struct Idempotency {
  std::string key;           // Idempotency-Key: the caller's own, within the workspace
  std::string request_hash;  // of method, address and body: the same key with another body is refused
  // The answer to keep for retries as it is sent first (Done::reply): made within the transaction, so it may read
  // what was written. May be empty: then a door answers a retry from the Done alone.
  std::function<std::string(Context&, const Done&)> reply = {};
};

struct Caller {
  std::string actor = "cli";   // the user's or token's name: what the log says
  std::string role = "admin";  // one of lifecycle::roles()
  uint8_t scopes = kScopeAll;
  bool own_only = false;       // sees and changes only accounts that it owns
  Channel channel = Channel::cli;
  std::string address;         // of the peer; "" = this machine
  std::string request_id;
  Language language = Language::english;
  std::optional<Idempotency> idempotency;

  bool is(std::string_view wanted) const { return role == wanted; }
  bool administers() const { return role == "owner" || role == "admin"; }
};

}  // namespace tenure::service
