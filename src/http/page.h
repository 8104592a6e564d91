#pragma once
// The page itself: index.html at "/" and below "/app/", its parts below "/assets/". They travel in the
// program (web/CMakeLists.txt); a program that was built without them answers with a line that says so.
#include "http/router.h"

namespace tenure::http {

void add_page_routes(Router&);

}  // namespace tenure::http
