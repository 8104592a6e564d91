#pragma once
// Always-on assertion for our own bugs. Bad input is never an assertion: that is a Result.
#include <cstdio>
#include <cstdlib>

#define TENURE_ASSERT(condition)                                                         \
  do {                                                                                   \
    if (!(condition)) [[unlikely]] {                                                     \
      std::fprintf(stderr, "tenure: internal error: %s (%s:%d)\n", #condition, __FILE__, \
                   __LINE__);                                                            \
      std::abort();                                                                      \
    }                                                                                    \
  } while (0)
