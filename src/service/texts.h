#pragma once
// What every text of a record is held to, whichever way it comes.
#include <cstddef>
#include <string_view>

#include "base/result.h"

namespace tenure::service {

// Errors: "too-long" {field, limit}, "not-plain-text" {field}.
Result<void> check_text(std::string_view field, std::string_view text, size_t limit);

}  // namespace tenure::service
