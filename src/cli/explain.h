#pragma once
// An account's story as it is told in words and in JSON, whoever knows it: the file, or a server.
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/session.h"

namespace tenure::cli {

struct Tale {
  using Reason = expression::Reason;
  using Fields = std::vector<std::pair<std::string, Value>>;
  struct Delay {
    std::string amount, unit, since;  // "365", "days", "last_order_at"
  };
  struct Standing {
    std::string lifecycle, title, stage;  // "" = no stage
    std::optional<Instant> since;         // none: it always was there
  };
  struct Tried {
    std::string rule, outcome, when;  // outcome: "fits", "wrong_stage", "condition_false"
    std::optional<Reason> why;
  };
  struct Step {
    service::Service::LogRow row;  // without a fact's kind and key where they may not be seen
    Fields fields, saw;            // what the fact said; what the conditions read
    std::string says;              // the rule, or the timer
    std::optional<Delay> delay;    // of the timer
    std::optional<Reason> why;     // what was asked for
    std::vector<Tried> tried;      // in its own lifecycle
    std::string definition;        // that decided
    bool definition_gone = false;  // it can be read no more: nothing is known of why
  };
  struct Stay {
    std::string lifecycle, rule, says;
    Instant at;
  };
  struct Way {
    std::string lifecycle, cause, id, to, title;  // cause: "rule", "timer", "declaration"
    bool open = false;
    std::vector<std::string> kinds, asks_fact;
    std::optional<Instant> due;
    std::optional<Delay> delay;
    std::vector<Reason> missing;
    std::vector<std::pair<std::string, std::string>> needs;  // each with what it says
  };

  std::string account, name;
  Instant at;
  int64_t facts = 0;
  bool archived = false;
  std::vector<Standing> stands;  // in the order of the lifecycles
  std::vector<Step> steps;
  std::vector<Stay> stays;
  std::vector<Way> ways;
  std::map<std::string, std::string, std::less<>> kinds;  // of facts: what people call them
};

// Errors: "unknown-account" {account, nearest}, those of Session::when; there, those of Server::get.
Result<Tale> tale_here(Session&, const std::string& account, const service::Service::When&);
Result<Tale> tale_there(Session&, const std::string& account, const service::Service::When&);

std::string explain_json(Session&, const Tale&);

}  // namespace tenure::cli
