#pragma once
// Who the gate let in, as routes see them.
#include <functional>
#include <string>

#include "http/message.h"
#include "service/caller.h"

namespace tenure::http {

struct SignedIn final : Principal {
  service::Caller caller;  // without the request's own id, address and language: see caller()
  std::string name;        // for people
  std::string csrf;        // of a session: what a request that changes something must bring along
  int64_t user = 0;        // as the store numbers them
  int64_t token = 0;       // the API token that they came by; 0: a session
  std::string workspace;   // theirs; the gate answers for every other as for one that is not there
  // Is all of this still so? Asked by streams, which outlive the gate's look, before they say more.
  std::function<bool()> still;
};

// The caller of this request. A route that is open to anyone has none: to ask is our bug.
service::Caller caller(const Request&);

}  // namespace tenure::http
