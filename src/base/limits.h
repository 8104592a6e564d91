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
// Queries: what a client asks at once, and what it may cost. A nested collection without $top counts as
// ten rows; what an answer really holds is bounded by kNestedRows.
inline constexpr int kExpandDepth = 3;
inline constexpr int kExpandItems = 64;        // links in one query, at all depths
inline constexpr int64_t kQueryCost = 1'000'000;  // rows that a page may touch at worst
inline constexpr int64_t kUsualRows = 10;
inline constexpr int64_t kPage = 1'000;        // rows of an answer, and of a collection in a row
inline constexpr int64_t kNestedRows = 20'000;  // rows inside the rows of one answer, in memory at a time
inline constexpr int kOrderKeys = 16;
inline constexpr int kGroupColumns = 32;
inline constexpr int kSearchParts = 64;
inline constexpr size_t kModels = 256;  // of what somebody may read, of one workspace: roles, scopes, own accounts
// As of an earlier instant: facts folded for one answer, a second or two; rows of it held in memory, some 100 MB at
// worst. Delta links: records that changed since, beyond which it is cheaper to read all again.
inline constexpr int64_t kPastFacts = 1'000'000;
inline constexpr int64_t kPastRows = 20'000;
inline constexpr int64_t kDeltaRows = 100'000;
inline constexpr size_t kQueryStatements = 64;  // that a connection keeps ready
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
inline constexpr size_t kStatements = 256;  // made at run time and kept prepared, per connection
inline constexpr int64_t kTickAccounts = 1'000;  // whose timers fire in one transaction
// Jobs: what brings the process down, or comes no further, is not begun for ever.
inline constexpr int64_t kJobAttempts = 3;
inline constexpr int64_t kJobRetryMicros = 10 * int64_t{1'000'000};
inline constexpr size_t kBulkRows = 100;  // in one transaction: as with timers
inline constexpr size_t kBulkKeys = 100'000;  // named one by one: they fit a request; a filter has no such bound
// Timers of a server: transactions short enough that requests hardly wait, half of the writer's time left to
// them while a backlog is drained; looked at this often after commits, and kept this long in memory alone.
inline constexpr int64_t kTimerAccounts = 100;
inline constexpr int64_t kTimerLookMs = 100;
inline constexpr int64_t kClockJumpMicros = 60 * int64_t{1'000'000};  // no correction is that large
inline constexpr int64_t kClockAnchorMicros = 600 * int64_t{1'000'000};  // between two that are kept
// Copies of a store: pieces small enough to show progress and to stop within a moment.
inline constexpr int kCopyPages = 1'024;
inline constexpr size_t kCopyBytes = 4 * 1024 * 1024;
// HTTP: what browsers, proxies and OData clients send fits many times; what does not is an attack.
inline constexpr size_t kHttpTargetBytes = 8 * 1024;
inline constexpr size_t kHttpHeadBytes = 16 * 1024;  // all fields together
inline constexpr size_t kHttpFields = 100;
inline constexpr size_t kHttpChunkHeadBytes = 1'024;  // size and extensions of a chunk; or all trailers
inline constexpr size_t kHttpIgnoredBody = 16 * 1024;  // of a route that takes none: read and forgotten
inline constexpr size_t kHttpRequestIdBytes = 128;
// Slow or silent clients: a person on a bad line manages, a slowloris does not.
inline constexpr int64_t kHttpHeadMs = 10'000;       // from the first byte to the end of the head
inline constexpr int64_t kHttpBodyIdleMs = 30'000;   // in which kHttpSlowBytes of a body must come
inline constexpr int64_t kHttpWriteIdleMs = 30'000;  // in which kHttpSlowBytes must have been taken
inline constexpr size_t kHttpSlowBytes = 4 * 1024;
inline constexpr int64_t kHttpKeepAliveMs = 75'000;  // longer than the proxies' 60 s: they close first
inline constexpr int64_t kHttpLingerMs = 2'000;      // for the client to read a refusal of its upload
inline constexpr int64_t kHttpHeartBeatMs = 15'000;  // of event streams: below the proxies' idle time
// Load: handlers mostly wait for a commit, which is no reason to keep those that read waiting for a thread; a full queue
// is some 50 ms of work.
inline constexpr unsigned kHttpThreads = 64;
inline constexpr size_t kHttpThreadStack = 2 * 1024 * 1024;  // reserved, not used, until it is
inline constexpr size_t kHttpQueue = 512;
inline constexpr int64_t kHttpQueueAgeMs = 5'000;  // whoever waited longer has gone
inline constexpr size_t kHttpConnections = 8'192;
inline constexpr size_t kHttpConnectionsPerPeer = 2'048;  // an office behind one address; then its idle ones give way
inline constexpr int64_t kHttpGiveWayMs = 1'000;  // who waits for less is between two requests, and stays
inline constexpr size_t kHttpTurnedAway = 512;    // newcomers beyond the limits that are told so at once
inline constexpr size_t kHttpBodyStreams = 8;     // each holds a handler's thread while its client sends
inline constexpr size_t kHttpEventStreams = 2'048;
inline constexpr size_t kHttpEventQueue = 256 * 1024;   // bytes of events that wait for one client
inline constexpr size_t kHttpBodyMemory = 128 * 1024 * 1024;  // of all bodies that are held at once
inline constexpr size_t kHttpChunkBytes = 64 * 1024;    // a piece of a streamed body
inline constexpr int64_t kHttpStopMs = 30'000;          // a service manager waits longer
inline constexpr size_t kLogBuffer = 4 * 1024 * 1024;   // of lines that the disk has not taken yet
// Override scripts: a person wrote them, and wants their answer while waiting for it.
inline constexpr size_t kScriptBytes = 64 * 1024;
inline constexpr size_t kScriptAccounts = 20'000;  // of one run; more are narrowed by a filter
inline constexpr size_t kScriptInputBytes = 64 * 1024 * 1024;
inline constexpr size_t kScriptOutputBytes = 16 * 1024 * 1024;
inline constexpr size_t kScriptPrintBytes = 64 * 1024;
inline constexpr size_t kScriptMemory = 192 * 1024 * 1024;        // of Lua
inline constexpr size_t kScriptAddressSpace = 768 * 1024 * 1024;  // of its process
inline constexpr unsigned kScriptCpuSeconds = 5;
inline constexpr int kScriptWallMillis = 10'000;

// So far behind the clock stands what was told "now" by one transaction or within one tick of the clock; more is a
// fact of the future.
inline constexpr int64_t kSameInstantMicros = 1'000'000;
// Requests that may be retried: the answer to an Idempotency-Key is kept for a day, and each request that keeps
// one lets go of a few that are older.
inline constexpr int64_t kIdempotencyMicros = 24 * 3'600 * int64_t{1'000'000};
inline constexpr int64_t kOutcomesDropped = 8;
inline constexpr size_t kAuditDetailBytes = 1'024;  // codes of refusals: a screen of them
// $batch: more requests than a form or a sync sends at once; each of them has limits of its own.
inline constexpr size_t kBatchParts = 1'000;
inline constexpr size_t kBatchPartHeaders = 50;
// Links between requests of a batch, `if`, deep inserts: what one request may make.
inline constexpr size_t kDeepInsertRecords = 500;
inline constexpr int kDeepInsertDepth = 3;
inline constexpr size_t kSignInBody = 2 * 1024 * 1024;  // what is too long for a password is said by its limit
// Bodies: a batch of a thousand records; a night's facts in one stream, which memory does not hold.
inline constexpr size_t kODataBody = 16 * 1024 * 1024;
inline constexpr size_t kFactStreamBytes = size_t{64} * 1024 * 1024 * 1024;
inline constexpr size_t kFactLineBytes = 256 * 1024;
inline constexpr size_t kFactBatch = 256;  // lines in one transaction: commits that keep latency in milliseconds
inline constexpr size_t kLiveHints = 1'000;   // that wait for one stream; the rest its client reads for itself
inline constexpr int64_t kLivePage = 500;  // moves that a live stream says at a time
// Rows of one answer where the caller does not say, and what a caller may say: half a second's transfer.
inline constexpr int64_t kPageRows = 1'000;
inline constexpr int64_t kPageRowsMost = 10'000;

// Customers: a tree of divisions that a person can follow; matches that a person reads; names so near that a
// person would ask, among the first that begin alike; a telephone has more digits than a room number.
inline constexpr int kAccountDepth = 32;
inline constexpr int64_t kChildren = 10'000;  // re-parented by a merge
inline constexpr size_t kMatches = 10;
inline constexpr int64_t kNamesLookedAt = 500;
inline constexpr double kLikeName = 0.85, kLikeAddress = 0.7;
inline constexpr size_t kMatchDigits = 7;
inline constexpr size_t kFormFieldBytes = 1'000;  // of a field of a public form; its note is a text field
inline constexpr size_t kFormFields = 32;
inline constexpr int64_t kListPage = 1'000;  // of a calling list or a mailing list
inline constexpr size_t kAllocated = 10'000;  // leads in one transaction of the wizard

// Plans: kept so many, the oldest go; moves and accounts in one transaction, as with timers; shown at a time. The parts
// of a definition that one request names.
inline constexpr int64_t kPlansKept = 20;
inline constexpr size_t kPlanRows = 1'000;
inline constexpr int64_t kApplyAccounts = 200;
inline constexpr int64_t kPlanPage = 1'000;
inline constexpr size_t kDefinitionParts = 256;
inline constexpr size_t kRfmAccounts = 200;  // that are scored in one transaction
inline constexpr size_t kStoryFiles = 64;    // of one test_definition

// Sign-in. A password longer than this is not one; argon2id takes 64 MiB and a processor for each that runs, so a few
// run and a few more wait. Guesses: free ones before a wait begins, the longest wait, and counts kept.
inline constexpr size_t kPasswordBytes = 1'024;
inline constexpr size_t kHashesAtOnce = 2;
inline constexpr size_t kHashesWaiting = 32;
inline constexpr int64_t kAttemptsOfPair = 10;
inline constexpr int64_t kAttemptsOfAddress = 20;  // an office behind one address mistypes, too
inline constexpr int64_t kAttemptsOfAccount = 100;
inline constexpr int64_t kAttemptWaitSeconds = 900;
inline constexpr size_t kAttemptCounts = 50'000;
inline constexpr int64_t kExpiredDropped = 16;  // sessions and invitations, whenever one is made
inline constexpr size_t kUserTextBytes = 200;   // name and e-mail of a user, name of a token
inline constexpr size_t kUsers = 10'000;        // of a workspace
inline constexpr size_t kTokensOfUser = 100;    // that are alive
inline constexpr size_t kSessionsOfUser = 50;   // the oldest gives way
inline constexpr int64_t kDeviceDays = 365;     // a browser is known that long

// Answers of other houses (OpenID providers, receivers): what is longer or slower is no answer.
inline constexpr size_t kReplyBytes = 64 * 1024;
inline constexpr int64_t kReplySeconds = 30;
inline constexpr size_t kProviderKeys = 64;         // that an OpenID provider publishes at a time
inline constexpr size_t kTokenBytes = 16 * 1024;    // of a signed token

}  // namespace tenure::limits
