#pragma once
// /w/{workspace}/roles: what each role may do, and the workspace's own word about fields.
#include "http/router.h"
#include "service/service.h"

namespace tenure::http {

void add_roles_routes(Router&, service::Service&);

}  // namespace tenure::http
