#pragma once
// The example workspace: a store with the history in examples/example, which travels in the program.
#include "cli/session.h"

namespace tenure::cli {

// Makes session.db with it; a store that is there already is left as it is. Errors: those of the import.
Result<void> make_demo(Session&);

}  // namespace tenure::cli
