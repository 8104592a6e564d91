#pragma once
// Every bound in one place, each with its reason. Nothing in Tenure is unbounded.
#include <cstddef>
#include <cstdint>

namespace tenure::limits {

// Conditions: deep enough for any that a person wrote, shallow enough for the stack.
inline constexpr size_t kExpressionBytes = 64 * 1024;
inline constexpr int kExpressionDepth = 200;
inline constexpr int kExpressionNodes = 2'000;
inline constexpr int kLambdaDepth = 2;
// Definitions: a person reads them; the parser must not be a way in.
inline constexpr size_t kYamlBytes = 1024 * 1024;
inline constexpr size_t kStoryBytes = 1024 * 1024;  // one file of stories, for the same reason
inline constexpr int kYamlDepth = 32;
inline constexpr int kStages = 62;  // a stage set is one machine word; its last bit means "none"
inline constexpr int kLifecycles = 8;
inline constexpr int kRules = 512;
inline constexpr int kNames = 4'096;  // of one kind: properties, measures, items of one list …
// JSON that comes from outside.
inline constexpr int kJsonDepth = 64;
inline constexpr size_t kJsonBytes = 16 * 1024 * 1024;
inline constexpr size_t kJsonNumberBytes = 1'024;  // longer than any double written out in full
// Text fields.
inline constexpr size_t kKeyBytes = 200;  // a fact's or an account's external key
inline constexpr size_t kTextBytes = 64 * 1024;
// Files: a row longer than this is not a row.
inline constexpr size_t kCsvRowBytes = 8 * 1024 * 1024;
inline constexpr size_t kCsvFields = 4'096;
// Imports: what memory holds is bounded by these, whatever the file.
inline constexpr size_t kDocumentLines = 100'000;  // of one document: gathered in memory, kept as one value
inline constexpr size_t kStagingBytes = 24 * 1024 * 1024;  // of rows, sorted at a time
inline constexpr size_t kAccountBytes = 8 * 1024 * 1024;   // of one account's facts; more go to disk
// The store: a queue that holds a second's work, commits that keep latency in milliseconds, a log that
// stays in memory, snapshots whose caches together stay small.
inline constexpr size_t kWriteQueue = 1'024;
inline constexpr size_t kGroupCommit = 256;
inline constexpr int kLogPages = 4'000;
inline constexpr size_t kReaders = 8;
inline constexpr int64_t kTickAccounts = 1'000;  // whose timers fire in one transaction

}  // namespace tenure::limits
