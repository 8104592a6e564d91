#pragma once
// The three error tools: TENURE_ASSERT for our bugs, Result for refusals, exceptions for the
// environment (base/environment.h), caught once per command, request or job.
#include <cstdint>
#include <expected>
#include <string>
#include <utility>
#include <vector>

namespace tenure {

// A refusal: a code that is also its row in the catalogue text/*.txt and in the docs, and the
// values its sentence names. Nothing was changed when a function returns one.
struct Error {
  std::string code;                                            // "unknown-stage"
  std::vector<std::pair<std::string, std::string>> arguments;  // {"stage", "prospekt"}
  int64_t position = -1;  // byte offset in the text it speaks of; -1 = none

  bool operator==(const Error&) const = default;
};

template <typename T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> refuse(
    std::string code, std::vector<std::pair<std::string, std::string>> arguments = {},
    int64_t position = -1) {
  return std::unexpected(Error{std::move(code), std::move(arguments), position});
}

}  // namespace tenure

// TENURE_TRY(auto value, call());  returns the error to the caller or binds the value.
#define TENURE_TRY_CAT2(a, b) a##b
#define TENURE_TRY_CAT(a, b) TENURE_TRY_CAT2(a, b)
#define TENURE_TRY_IMPL(temporary, declaration, ...)                    \
  auto temporary = (__VA_ARGS__);                                       \
  if (!temporary) return std::unexpected(std::move(temporary).error()); \
  declaration = std::move(*temporary)
#define TENURE_TRY(declaration, ...) \
  TENURE_TRY_IMPL(TENURE_TRY_CAT(try_, __LINE__), declaration, __VA_ARGS__)
// TENURE_CHECK_OK(call());  the same for Result<void>.
#define TENURE_CHECK_OK(...)                                                \
  do {                                                                      \
    auto try_result = (__VA_ARGS__);                                        \
    if (!try_result) return std::unexpected(std::move(try_result).error()); \
  } while (0)
