#pragma once
// Coming in and going out: /signin, /signout, /setup, /invitation.
#include "http/router.h"
#include "identity/identity.h"

namespace tenure::http {

void add_sign_in_routes(Router&, identity::Identity&);

void set_cookie(Response&, const Request&, std::string_view name, std::string_view value, int64_t seconds);
// The answer to whoever has come in: who they are, with the cookies of their session; or the refusal.
Response come_in(const Request&, const Result<identity::SignedIn>&);

}  // namespace tenure::http
