#pragma once
// /w/{workspace}/imports: a file sent, looked at, mapped, tried and taken in.
#include "http/router.h"
#include "transfer/uploads.h"

namespace tenure::http {

void add_import_routes(Router&, service::Service&, std::shared_ptr<transfer::Uploads>);

}  // namespace tenure::http
