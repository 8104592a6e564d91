#pragma once
// /w/{workspace}/reports/{report}: the log, counted.
#include "http/router.h"
#include "service/service.h"

namespace tenure::http {

void add_report_routes(Router&, service::Service&, const Clock&);

}  // namespace tenure::http
