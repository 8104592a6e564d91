#include "service/texts.h"

#include <string>

#include "base/text.h"

namespace tenure::service {

Result<void> check_text(std::string_view field, std::string_view text, size_t limit) {
  if (text.size() > limit) return refuse("too-long", {{"field", std::string(field)}, {"limit", std::to_string(limit)}});
  if (!valid_utf8(text) || text.find('\0') != std::string_view::npos)
    return refuse("not-plain-text", {{"field", std::string(field)}});
  return {};
}

}  // namespace tenure::service
