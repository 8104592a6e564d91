#pragma once
// The rest of limits.h for the store's log. A header of its own, so that it can be touched without everything being built
// anew.
#include "base/limits.h"

namespace tenure::limits {

// Beside kLogPages: copied into the file in parts that keep commits waiting for milliseconds; no more than so much left to
// be copied when it begins anew; so long, under commits that are larger than that, that copying it is worth a wait; so
// long, when the disk does not keep up, that memory and the next start stay bounded. And what one waits for readers to
// begin it anew.
inline constexpr int kLogPart = 200;
inline constexpr int kLogRest = 1'000;
inline constexpr int kLogPagesLong = 4 * kLogPages;
inline constexpr int kLogPagesMost = 4 * kLogPagesLong;
inline constexpr int kLogReadersMs = 20;

}  // namespace tenure::limits
