#pragma once
// Words about facts that several commands need.
#include <string>

#include "cli/session.h"

namespace tenure::cli {

// The pack's own sentence, or the catalogue's, and the id of what refused: "… [contact-log]".
std::string refusal_text(Session&, const engine::Refusal&);

}  // namespace tenure::cli
