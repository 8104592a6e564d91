#pragma once
// Passwords: argon2id, a few at a time, so that a flood of sign-ins neither takes the memory nor the processors.
#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tenure::identity {

// RFC 9106, the second recommended option: three passes over 64 MiB, about a tenth of a second.
struct PasswordCost {
  unsigned long long passes = 3;
  size_t memory = size_t{64} << 20;
};

// Errors: "password-too-long" {limit}; "password-too-short" {least}; "password-too-simple": few different
// characters, or little beside the user's own name; "not-plain-text" {field}.
Result<void> check_password(std::string_view password, std::string_view user, size_t least_length);

class Hasher {
 public:
  explicit Hasher(PasswordCost);

  // Errors of both: "overloaded" {seconds}: too many wait already.
  Result<std::string> hash(std::string_view password);
  // With no hash ("": nobody, or nobody with a password) it takes the time of one that does not fit. The text must
  // not be longer than limits::kPasswordBytes.
  Result<bool> verify(std::string_view hash, std::string_view password);
  // Made at another cost than today's?
  bool is_dated(const std::string& hash) const;
  const std::string& nobody() const { return nobody_; }  // the hash that stands for nobody's

 private:
  class Turn;
  std::string make(std::string_view password) const;

  PasswordCost cost_;
  std::string nobody_;
  std::mutex mutex_;
  std::condition_variable free_;
  size_t running_ = 0, waiting_ = 0;
};

}  // namespace tenure::identity
