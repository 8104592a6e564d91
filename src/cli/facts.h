#pragma once
// Words about facts that several commands need.
#include <string>
#include <vector>

#include "base/json.h"
#include "cli/session.h"
#include "engine/engine.h"

namespace tenure::cli {

// What came of a fact, or would come, wherever it was told.
struct ToldVerdict {
  std::string outcome;  // "recorded", "known", "corrected", "retracted", "refused"
  struct Move {
    std::string lifecycle, from, to, cause, rule;
    Instant at;
  };
  std::vector<Move> moves;
  std::vector<engine::Refusal> refusals, warnings;
};
// Says it; returns an exit code. `arguments`: {kind, account, at}.
int tell_verdict(Session&, const ToldVerdict&, const Arguments& arguments, bool dry_run);

// The pack's own sentence, or the catalogue's, and the id of what refused: "… [contact-log]".
std::string refusal_text(Session&, const engine::Refusal&);
// Under `name`, a list of {code, id, message}.
void write_refusals(json::Writer&, Session&, const char* name, const std::vector<engine::Refusal>&);

}  // namespace tenure::cli
