#pragma once
// Secrets by file: never an argument, which every process of the machine sees, nor a variable.
#include <string>

#include "base/result.h"

namespace tenure::cli {

// The first line of the file; "-" = of the standard input. Errors: "secret-file-unreadable" {file, reason},
// "secret-file-empty" {file}.
Result<std::string> read_secret_file(const std::string& path);

}  // namespace tenure::cli
