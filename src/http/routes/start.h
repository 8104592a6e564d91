#pragma once
// /w/{workspace}/start: what an empty workspace begins with.
#include "http/router.h"
#include "service/service.h"

namespace tenure::http {

void add_start_routes(Router&, service::Service&);

}  // namespace tenure::http
