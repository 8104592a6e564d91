#include "http/routes/principal.h"

#include "base/assert.h"

namespace tenure::http {

service::Caller caller(const Request& request) {
  const auto* signed_in = dynamic_cast<const SignedIn*>(request.principal.get());
  TENURE_ASSERT(signed_in != nullptr);
  service::Caller caller = signed_in->caller;
  caller.address = request.peer;
  caller.request_id = request.request_id;
  if (request.headers.find("Accept-Language")) caller.language = request.language();
  return caller;
}

}  // namespace tenure::http
