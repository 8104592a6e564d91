#pragma once
// /me: who has signed in, their workspaces, their own name, password and sessions.
#include "http/router.h"
#include "identity/identity.h"
#include "service/service.h"

namespace tenure::http {

void add_me_routes(Router&, identity::Identity&, service::Service&);

}  // namespace tenure::http
