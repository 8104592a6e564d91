// A key set and a token that pretends to be signed by it, one behind the other with an empty line between: read or
// refused; nothing that nobody signed is believed.
#include <cstddef>
#include <cstdint>

#include "base/assert.h"
#include "base/text.h"
#include "oidc/token.h"

using namespace tenure;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const size_t gap = std::min(text.find("\n\n"), text.size());
  const Result<oidc::Keys> keys = oidc::Keys::read(text.substr(0, gap));
  if (!keys) {
    TENURE_ASSERT(!say(Language::english, keys.error()).starts_with(keys.error().code));
    return 0;
  }
  std::string_view token = text.substr(std::min(gap + 2, size));
  const Result<Value> said = oidc::verify_token(token, *keys);
  // No key, no belief; and a token whose algorithm is none or a shared secret has no key.
  TENURE_ASSERT(!said.has_value() || keys->size() > 0);
  if (said) TENURE_ASSERT(said->get<std::shared_ptr<const Object>>() != nullptr);
  return 0;
}
