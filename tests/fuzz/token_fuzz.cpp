// What a client sends that we gave it once, or never: page and delta tokens, cookies. Nothing that we did not seal opens.
#include "odata/tokens.h"

#include <cstddef>
#include <cstdint>

#include "base/assert.h"
#include "http/message.h"
#include "http/routes/gate.h"

using namespace tenure;

namespace {

void check_cookies(std::string_view text) {
  http::Request request;
  request.headers.add("Cookie", text);
  const std::string_view found = http::cookie(request, http::kSessionCookie);
  TENURE_ASSERT(found.empty() || text.find(found) != std::string_view::npos ||
                request.headers.get("Cookie").find(found) != std::string_view::npos);
  TENURE_ASSERT(found.find(';') == std::string_view::npos);
  request.headers.add("Authorization", text);
  (void)request.language();
  (void)request.media_type();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const odata::Tokens tokens("a secret of thirty-two characters");
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const size_t line = std::min(text.find('\n'), text.size());
  const std::string_view token = text.substr(0, line), bound = text.substr(std::min(line + 1, size));
  // The seal cannot be guessed; an input that was kept may hold one that we made for "b".
  if (bound != "b") {
    TENURE_ASSERT(!tokens.read_page(token, bound).has_value());
    TENURE_ASSERT(!tokens.read_delta(token, bound).has_value());
  }
  const service::Since since{.facts = static_cast<int64_t>(size), .moves = 7};
  const std::string sealed = tokens.delta(since, bound);
  TENURE_ASSERT(tokens.read_delta(sealed, bound) == since);
  // Changed in one place it is refused.
  if (size > 0) {
    std::string forged = sealed;
    char& c = forged[data[0] % forged.size()];
    const char other = data[size - 1] % 2 == 0 ? 'A' : '_';
    if (c != other) {
      c = other;
      const auto opened = tokens.read_delta(forged, bound);
      // The last character of base64 may have bits that say nothing.
      TENURE_ASSERT(!opened.has_value() || *opened == since);
    }
  }
  check_cookies(text);
  return 0;
}
