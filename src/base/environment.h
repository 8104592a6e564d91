#pragma once
// What the machine did to us: a disk that is full, a file that is not readable, a database that
// is damaged. Thrown, and caught once per command, request or job.
#include <stdexcept>
#include <string>

#include "base/result.h"

namespace tenure {

class EnvironmentError : public std::runtime_error {
 public:
  explicit EnvironmentError(Error error)
      : std::runtime_error(error.code), error_(std::move(error)) {}
  EnvironmentError(std::string code, std::vector<std::pair<std::string, std::string>> arguments)
      : EnvironmentError(Error{std::move(code), std::move(arguments)}) {}
  const Error& error() const { return error_; }

 private:
  Error error_;
};

}  // namespace tenure
