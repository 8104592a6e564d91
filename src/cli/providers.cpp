#include "cli/providers.h"

#include "cli/secret_file.h"
#include "identity/identity.h"

namespace tenure::cli {

Result<std::vector<store::Provider>> configured_providers(const Config& config) {
  store::Provider provider{.key = "oidc",
                           .title = config.text("serve.oidc_title"),
                           .issuer = config.text("serve.oidc_issuer"),
                           .client_id = config.text("serve.oidc_client_id"),
                           .create_role = config.text("serve.oidc_create_role")};
  if (provider.issuer.empty()) return std::vector<store::Provider>{};
  TENURE_TRY(const std::string file, config.path("serve.oidc_client_secret_file"));
  if (!file.empty()) {
    TENURE_TRY(provider.client_secret, read_secret_file(file));
  }
  TENURE_CHECK_OK(identity::check_provider(provider));
  return std::vector<store::Provider>{provider};
}

}  // namespace tenure::cli
