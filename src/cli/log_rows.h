#pragma once
// The rows of the log in the form that was asked for; two commands print them.
#include "cli/output.h"

namespace tenure::cli {

int print_log(Session&, const Given&);
std::vector<Option> log_options();

}  // namespace tenure::cli
