#pragma once
// /w/{workspace}/exports/{set}.csv and .xlsx: any list as a file, whole, with what its reader may see.
#include "http/router.h"
#include "service/service.h"

namespace tenure::http {

void add_export_routes(Router&, service::Service&, const Clock&);

}  // namespace tenure::http
