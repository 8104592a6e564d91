#pragma once
// /w/{workspace}/tokens: API tokens, one's own and, for administrators, those of others.
#include "http/router.h"
#include "identity/identity.h"

namespace tenure::http {

void add_tokens_routes(Router&, identity::Identity&);

}  // namespace tenure::http
