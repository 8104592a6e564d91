#pragma once
// One text run by Lua, inside the walls.
#include <functional>
#include <string_view>

#include "script/script.h"

namespace tenure::script {

// `next` fills an account and returns false when there are no more. Errors as run(): "script-memory",
// "script-syntax", "script-failed", "script-answer".
Result<Answer> interpret(std::string_view text, Instant now, const std::function<bool(Account&)>& next);

}  // namespace tenure::script
