#pragma once
// What came of an import, wherever it was done.
#include "cli/session.h"
#include "transfer/import.h"

namespace tenure::cli {

// The report as table or JSON, and what is to be said beside it. Returns the exit code.
int tell_import(Session&, const transfer::ImportReport&, bool dry_run);
// What stood against it, with every fault of the mapping. Returns the exit code.
int import_failed(Session&, const Error&, const std::vector<std::string>& faults);

}  // namespace tenure::cli
