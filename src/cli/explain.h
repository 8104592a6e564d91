#pragma once
// The parts that telling an account's story in words and in JSON share.
#include <string>

#include "cli/session.h"
#include "service/story.h"

namespace tenure::cli {

// "365 days after last_order_at"
std::string delay_text(const Session&, const lifecycle::Definition&, const lifecycle::Timer&);
std::string explain_json(Session&, const service::ToldStory&);

}  // namespace tenure::cli
