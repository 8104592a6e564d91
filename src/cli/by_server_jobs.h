#pragma once
// Jobs and bulk changes of a running server, read into what the file's are.
#include <functional>
#include <string_view>
#include <vector>

#include "cli/session.h"
#include "service/bulk.h"

namespace tenure::cli {

// Errors of all: those of Server::get. A job's `error` is what the server says (said_there), encoded.
Result<std::vector<store::Job>> jobs_there(Session&, int64_t most);  // newest first
Result<store::Job> job_there(Session&, int64_t number);
// Rows in one state, at most `most` of them; what they say stands in `refusals`.
Result<std::vector<service::BulkRow>> job_rows_there(Session&, int64_t number, std::string_view state, int64_t most);
Result<void> cancel_there(Session&, int64_t number);
// Looked at until it has ended, or until we are stopped.
Result<store::Job> finish_job_there(Session&, int64_t number, const char* progress);

// Without `visit`, the totals alone.
Result<service::BulkTotals> bulk_preview_there(Session&, const service::BulkChange&,
                                               const std::function<bool(const service::BulkRow&)>& visit);
Result<int64_t> bulk_commit_there(Session&, const service::BulkChange&);  // the number of its job
Result<int64_t> bulk_undo_there(Session&, int64_t number, std::string_view reason);

}  // namespace tenure::cli
