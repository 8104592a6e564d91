#pragma once
// What came of a verb as commands say it, wherever it was done.
#include "cli/session.h"
#include "service/verb.h"

namespace tenure::cli {

// Says it, with its moves, warnings or every reason why not; returns an exit code.
int tell_outcome(Session&, const Result<service::Done>&, bool dry_run);

}  // namespace tenure::cli
