#pragma once
// A signed token (JWS, compact) and the keys that may have signed it. What a token says about its own keys (jku,
// jwk, x5u, x5c) is not looked at.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/value.h"

namespace tenure::oidc {

struct Key;

// A house's published keys. Errors of read: "oidc-invalid" {reason}: not a JWK set, or of too many keys. Keys of
// sorts that are not used here are left out.
class Keys {
 public:
  static Result<Keys> read(std::string_view json);
  size_t size() const { return keys_.size(); }

 private:
  friend Result<Value> verify_token(std::string_view token, const Keys&);
  std::vector<std::shared_ptr<const Key>> keys_;
};

// What the token says, when one of the keys signed it: an object. Only asymmetric algorithms (RS, PS, ES; 256, 384,
// 512), by a key of the same sort. Errors: "oidc-invalid" {reason}; the reason is "oidc-key-unknown" when
// newer keys might help.
Result<Value> verify_token(std::string_view token, const Keys&);

// A member of an object; null when there is none.
const Value& member(const Value& object, std::string_view name);
const std::string* text_member(const Value& object, std::string_view name);

std::unexpected<Error> invalid(std::string reason);

}  // namespace tenure::oidc
