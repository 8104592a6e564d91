#pragma once
// /w/{workspace}/forms/{form}: a public enquiry form, as a page without a script and as JSON.
#include "http/router.h"
#include "service/service.h"

namespace tenure::http {

void add_form_routes(Router&, service::Service&, const Clock&);

}  // namespace tenure::http
