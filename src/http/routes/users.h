#pragma once
// /w/{workspace}/users: who may come in, and what they are there; /invitation/look: what a link is for.
#include <functional>
#include <string>

#include "http/router.h"
#include "identity/identity.h"

namespace tenure::http {

// `base_url` as Server::base_url() gives it, asked when a request comes: links of invitations are made of it.
void add_users_routes(Router&, identity::Identity&, std::function<std::string()> base_url);

}  // namespace tenure::http
