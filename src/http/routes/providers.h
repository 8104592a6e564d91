#pragma once
// /w/{workspace}/providers: the OpenID Connect providers whose word a workspace takes.
#include "http/router.h"
#include "identity/identity.h"

namespace tenure::http {

void add_providers_routes(Router&, identity::Identity&);

}  // namespace tenure::http
