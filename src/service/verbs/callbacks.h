#pragma once
// A task to call somebody back: told from other tasks by its key, so that the calling list can wait for its time.
#include <string_view>

namespace tenure::service::acts {

inline constexpr std::string_view kCallbackPrefix = "CB";

}  // namespace tenure::service::acts
