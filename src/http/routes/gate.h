#pragma once
// Who is let in, by what, to which route: the one look before every handler.
#include "http/router.h"
#include "identity/identity.h"

namespace tenure::http {

// A session's cookie (with the session's word against forgery where the request changes something), or an API token
// as "Authorization: Bearer", or as the password of "Basic" for programs that know nothing else. What belongs to
// another workspace is not there. Refuses: "not-signed-in", "session-ended", "api-token-invalid" (401), "csrf",
// "insufficient-scope" (403), "not-found" (404).
Gate make_gate(identity::Identity&);

inline constexpr std::string_view kSessionCookie = "tenure_session";
inline constexpr std::string_view kDeviceCookie = "tenure_device";
// The value of a cookie of this request; "" when it has none.
std::string_view cookie(const Request&, std::string_view name);
identity::Peer peer_of(const Request&);
// Who the gate let in, as the identity room knows them. Of a route that is not open to anyone.
identity::Who who_of(const Request&);

}  // namespace tenure::http
