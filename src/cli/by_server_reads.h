#pragma once
// The log, the facts and the accounts of a running server, read into what the file's are.
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "cli/session.h"
#include "service/service.h"

namespace tenure::cli {

// A fact as it is exported: what it says by name, and nothing that it does not say.
struct ToldFact {
  std::string account, kind, key, actor;
  Instant at, recorded_at;
  std::vector<std::pair<std::string, Value>> fields;
};
// Kinds of facts with the names of their fields.
using FactKinds = std::vector<std::pair<std::string, std::vector<std::string>>>;

// Rows in the file's order. Errors: those of Server::get; "unknown-lifecycle" {lifecycle, known}.
Result<void> log_there(Session&, const service::Service::LogFilter&,
                       const std::function<void(const service::Service::LogRow&)>&);
Result<FactKinds> fact_kinds_there(Session&);
Result<void> facts_there(Session&, const service::Service::When&, const std::string& kind,  // "" = every one
                         const std::function<void(const ToldFact&)>&);
Result<std::vector<std::string>> account_fields_there(Session&);
// In the order of their keys.
Result<void> accounts_there(Session&, const std::function<void(const service::Service::AccountRow&)>&);

}  // namespace tenure::cli
