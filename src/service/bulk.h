#pragma once
// The same change to many accounts: shown first with a verdict for every row, done as a job, undone with the
// conflicts named. A row is changed whole or not at all; what it says already is left alone.
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "service/jobs.h"
#include "service/verb.h"

namespace tenure::service {

struct BulkChange {
  std::vector<std::string> accounts;                      // keys; or
  std::string filter;                                     // a condition over accounts
  std::vector<std::pair<std::string, Value>> set;         // property → value; null empties it
  std::vector<std::pair<std::string, std::string>> stages;  // lifecycle → stage, by hand
  std::string declare_lifecycle, declaration;             // instead of by hand
  std::string note, reason;
};
// {"accounts": […] or "filter": "…", "set": {…}, "stages": {…}, "declare": {"lifecycle": …, "declaration": …},
// "note": …, "reason": …}. Errors: "invalid-json", "bulk-malformed" {member}.
Result<BulkChange> parse_bulk(std::string_view json);
std::string encode_bulk(const BulkChange&);

// What came, or would come, of one row. States: "changed", "unchanged", "refused"; of an undo also "conflict".
struct BulkRow {
  std::string account, state;
  std::vector<engine::Refusal> refusals, warnings;  // complete
  struct Move {
    std::string lifecycle, from, to;
  };
  std::vector<Move> moves;
};
struct BulkTotals {
  int64_t rows = 0, changed = 0, unchanged = 0, refused = 0, conflicts = 0;
};

// Decides every row and writes nothing. `visit` hears of each in the order of the selection; false stops.
// Errors: those of Access::check; "bulk-nothing" (no change is asked for), "bulk-no-selection" (neither accounts
// nor a filter, or both), "bulk-too-many" {most} accounts by key; what is wrong with the change whatever the row
// ("unknown-field", "field-not-allowed", "unknown-stage" …) or with the filter. Only what comes behind the account
// `after`, where that is given.
Result<BulkTotals> bulk_preview(Service&, const Caller&, std::string_view workspace,
                                const BulkChange&,
                                const std::function<bool(const BulkRow&)>& visit = {},
                                std::string_view after = "");
// Makes the job that does it; its key is the job's number. Errors as above. Jobs must be running, or run it: jobs.h.
Result<Done> bulk_commit(Service&, const Caller&, std::string_view workspace,
                         const BulkChange&);
// Makes the job that takes back what job `number` did, as facts of today: rows that have changed since are
// conflicts and left alone. Twice is once. An undo can be undone. Errors: "unknown-job" {job}, "not-a-bulk-job"
// {job}, "job-not-ended" {job}.
Result<Done> bulk_undo(Service&, const Caller&, std::string_view workspace, int64_t number,
                       std::string_view reason = "");

// "bulk" and "bulk_undo"; their results are {"changed": …, "unchanged": …, "refused": …, "conflicts": …}.
std::vector<JobKind> bulk_job_kinds();
// The refusals that a row of such a job keeps in `detail`.
std::vector<engine::Refusal> refusals_of(const store::JobRow&);

}  // namespace tenure::service
