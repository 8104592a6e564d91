#pragma once
// All that the server answers to, in one table: the server, its description and the authorization matrix are made
// of this one. Each noun adds its own.
#include <functional>
#include <string>
#include <vector>

#include "http/health.h"
#include "http/router.h"
#include "identity/identity.h"
#include "odata/api.h"
#include "outgoing/client.h"
#include "service/backups.h"
#include "service/service.h"

namespace tenure::http {

struct Parts {
  service::Service& service;
  identity::Identity& identity;
  const odata::Api& api;
  service::Backups& backups;
  const Clock& clock;
  Metrics& metrics;
  std::function<std::vector<Readiness>()> readiness;
  outgoing::Sender send;                  // requests to OpenID providers
  std::string store_path;                // files that were sent to be imported stand beside it
  std::function<std::string()> base_url;  // as Server::base_url() gives it, asked when a request comes
};

// With its gate.
Router make_router(const Parts&);

}  // namespace tenure::http
