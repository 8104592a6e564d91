#pragma once
// /w/{workspace}/settings: what the workspace has set.
#include "http/router.h"
#include "service/service.h"

namespace tenure::http {

void add_settings_routes(Router&, service::Service&);

}  // namespace tenure::http
