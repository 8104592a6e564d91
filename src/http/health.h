#pragma once
// The routes by which the machine's keepers see it: /livez and /healthz (the process answers), /readyz (it
// can serve), /metrics.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "http/metrics.h"
#include "http/router.h"

namespace tenure::http {

struct Readiness {
  std::string name;            // "store"
  std::optional<Error> fault;  // none: ready
};
// Asked at each /readyz, on a thread of its own: 200 when none has a fault, else 503 with those that have.
using ReadinessCheck = std::function<std::vector<Readiness>()>;

void add_health_routes(Router&, const Metrics&, ReadinessCheck);

}  // namespace tenure::http
