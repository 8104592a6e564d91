#pragma once
// /w/{workspace}/facts: JSON lines in, a verdict a line out, as they come.
#include "http/router.h"
#include "service/service.h"

namespace tenure::http {

void add_facts_routes(Router&, service::Service&);

}  // namespace tenure::http
