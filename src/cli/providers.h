#pragma once
// The OpenID Connect provider that the settings name: serve.oidc_*.
#include <vector>

#include "cli/config.h"
#include "store/people.h"

namespace tenure::cli {

// None, or one: "oidc". Errors: "provider-invalid" {field}; those of read_secret_file and Config::path.
Result<std::vector<store::Provider>> configured_providers(const Config&);

}  // namespace tenure::cli
