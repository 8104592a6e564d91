#include "service/caller.h"

#include <array>

namespace tenure::service {

std::string_view to_string(Channel channel) {
  static constexpr std::array<std::string_view, 8> names{"page",   "api", "form",  "import",
                                                         "script", "cli", "timer", "system"};
  return names[static_cast<size_t>(channel)];
}

}  // namespace tenure::service
