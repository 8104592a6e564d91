#pragma once
// What the workspace has set that verbs ask for.
#include "service/context.h"

namespace tenure::service::acts {

// Does somebody answer to this name? Where a workspace has no users at all, every name is somebody's.
bool user_exists(Context&, std::string_view name);

}  // namespace tenure::service::acts
