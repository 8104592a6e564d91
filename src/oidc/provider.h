#pragma once
// OpenID Connect as the relying party: the code flow with PKCE, and everything about the answer checked. Who
// somebody is, is (issuer, subject); no mail address is anybody.
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "oidc/token.h"
#include "outgoing/client.h"

namespace tenure::oidc {

struct Client {
  std::string issuer, client_id, client_secret;  // secret "" = a public client
};

// What must be remembered between the two halves, by the browser alone.
struct Started {
  std::string url;  // where the browser goes
  std::string state, nonce, verifier;
};
struct Claims {
  std::string issuer, subject, name, email;
  bool email_verified = false;
};

// One provider as one client knows it. Thread-safe; what it publishes is kept for a while.
class Provider {
 public:
  Provider(Client, outgoing::Sender, const Clock&);

  // Errors: "oidc-invalid" {reason}; those of outgoing::send.
  Result<Started> start(std::string_view redirect_uri);
  // `state` of the answer has been compared with what was kept; `issuer` is the answer's `iss`, if it had one.
  // Errors: the same; "oidc-refused" {reason}: the provider did not take the code.
  Result<Claims> finish(std::string_view code, std::string_view issuer,
                        std::string_view redirect_uri, std::string_view nonce,
                        std::string_view verifier);

 private:
  struct Metadata {
    std::string authorization_endpoint, token_endpoint, jwks_uri;
    bool secret_in_body = false;
    Instant fetched;
  };
  struct KeySet {
    Keys keys;
    Instant fetched;
  };
  Result<std::shared_ptr<const Metadata>> metadata();
  Result<std::shared_ptr<const KeySet>> keys(const Metadata&, bool fresh);
  Result<Value> verified(const Metadata&, std::string_view token);
  Result<Claims> check(const Value& claims, std::string_view nonce) const;

  const Client client_;
  const outgoing::Sender send_;
  const Clock& clock_;
  std::mutex mutex_;
  std::shared_ptr<const Metadata> metadata_;
  std::shared_ptr<const KeySet> keys_;
};

std::string url_encode(std::string_view);  // all but the unreserved characters

}  // namespace tenure::oidc
