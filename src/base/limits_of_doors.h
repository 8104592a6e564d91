#pragma once
// The rest of limits.h, for the few that need it: forms, uploads, pages of jobs, exports and reports. A header of its
// own, so that it can be touched without everything being built anew.
#include "base/limits.h"

namespace tenure::limits {

// Public forms: all fields at their longest; as often as an office behind one address fills forms, and not a machine.
inline constexpr size_t kFormBody = 256 * 1024;
inline constexpr int64_t kFormPosts = 10;               // of one address …
inline constexpr int64_t kFormPostsSeconds = 600;       // … in this time
inline constexpr size_t kFormAddresses = 50'000;        // counted at a time
// Files that are sent to be imported: a million customers' orders, kept until somebody surely has forgotten them.
inline constexpr size_t kUploadBytes = size_t{8} * 1024 * 1024 * 1024;
inline constexpr size_t kUploads = 100;                 // of a workspace
inline constexpr int64_t kUploadDays = 30;
inline constexpr size_t kUploadSample = 20;             // rows that are shown of one
// Jobs and their rows, as a screen shows them; an export's rows between two looks at its permission.
inline constexpr int64_t kJobPage = 100;
inline constexpr int64_t kJobRowPage = 1'000;
inline constexpr int64_t kExportPage = 2'000;
inline constexpr int64_t kReportPeriods = 1'200;        // a hundred years of months
inline constexpr size_t kReportsAtOnce = 2;             // each reads the whole log: the other processors serve

// A table packs to a tenth, one of equal rows to a hundredth; what grows more than that was made to grow.
inline constexpr uint64_t kPackedRatio = 250;
inline constexpr uint64_t kPackedFree = 64 * 1024 * 1024;  // … once it is more than this
// An import compares the names of so many customers in one transaction of a thousand facts: milliseconds. Whoever is
// called just the same, or has the same e-mail or telephone, is found beyond it too.
inline constexpr int64_t kBulkNames = 20'000;
inline constexpr size_t kJobDuplicates = 100;  // that the result of an import's job names
// The command line at a server: an answer that takes longer has been lost. A script over all its customers, a report of
// the whole log and a transaction of ten thousand are well within it.
inline constexpr int64_t kServerSeconds = 300;

}  // namespace tenure::limits
