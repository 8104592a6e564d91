#pragma once
// /w/{workspace}/odata: the OData API.
#include "http/router.h"
#include "odata/api.h"

namespace tenure::http {

// `base_url` as Server::base_url() gives it, asked when a request comes: links are made of it.
void add_odata_routes(Router&, const odata::Api&, std::function<std::string()> base_url);

// For what is asked in the same words elsewhere (Prefer).
odata::Headers odata_headers(const Headers&);

}  // namespace tenure::http
