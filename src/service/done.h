#pragma once
// A Done as it is kept under an Idempotency-Key, and back. What cannot be read is thrown as EnvironmentError
// "stored-outcome-unreadable".
#include <string>
#include <string_view>

#include "service/verb.h"

namespace tenure::service {

std::string encode_done(const Done&);
Done decode_done(std::string_view);

}  // namespace tenure::service
