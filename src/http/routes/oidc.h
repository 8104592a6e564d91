#pragma once
// Signing in by an OpenID Connect provider: /signin/providers, /signin/oidc/{provider}, /signin/callback; and the
// providers that a workspace has: /w/{workspace}/providers.
#include <functional>
#include <string>

#include "http/router.h"
#include "identity/identity.h"
#include "outgoing/client.h"

namespace tenure::http {

// `send`: how requests to providers go out. `base_url` as Server::base_url() gives it.
void add_oidc_routes(Router&, identity::Identity&, outgoing::Sender send, std::function<std::string()> base_url,
                     const Clock&);

}  // namespace tenure::http
