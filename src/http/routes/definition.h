#pragma once
// /w/{workspace}/definition: how the workspace works, for people and programs.
#include "http/router.h"
#include "service/service.h"

namespace tenure::http {

void add_definition_routes(Router&, service::Service&);

}  // namespace tenure::http
