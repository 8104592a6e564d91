// job and bulk through a server: its workers do it, and we look on.
#include "cli/by_server_jobs.h"

#include "base/json.h"
#include "cli/answers.h"
#include "cli/progress.h"
#include "cli/server.h"

namespace tenure::cli {

namespace {

using service::BulkChange;
using service::BulkRow;
using service::BulkTotals;

std::string address_of(int64_t number) { return "jobs/" + std::to_string(number); }

store::Job job_of(const Value& said) {
  store::Job job{.number = number(said, "job"),
                 .kind = text(said, "kind"),
                 .state = text(said, "state"),
                 .actor = text(said, "actor"),
                 .created_at = parse_instant(text(said, "created_at")).value_or(Instant{}),
                 .total = number(said, "total"),
                 .done = number(said, "done"),
                 .refused = number(said, "refused")};
  if (const Value& result = at(said, "result"); !result.is_null()) job.result = json::write(result);
  if (const Value& error = at(said, "error"); !error.is_null()) job.error = service::encode_error(said_there(error));
  return job;
}

BulkRow row_of(const Value& said, std::string_view state) {
  BulkRow row{.account = text(said, "account"), .state = text(said, state)};
  for (const Value& reason : items(said, "reasons")) row.refusals.push_back(refusal_there(reason));
  for (const Value& warning : items(said, "warnings")) row.warnings.push_back(refusal_there(warning));
  for (const Value& move : items(said, "moves"))
    row.moves.push_back({text(move, "lifecycle"), text(move, "from"), text(move, "to")});
  return row;
}

Result<int64_t> begun(const Result<Value>& job) {
  if (!job) return std::unexpected(job.error());
  return number(*job, "job");
}

}  // namespace

Result<std::vector<store::Job>> jobs_there(Session& session, int64_t most) {
  std::vector<store::Job> jobs;
  for (std::string next; static_cast<int64_t>(jobs.size()) < most;) {
    TENURE_TRY(const Value page, session.server().get("jobs" + next));
    for (const Value& job : items(page, "value")) jobs.push_back(job_of(job));
    next = text(page, "next");
    if (next.empty()) break;
  }
  if (static_cast<int64_t>(jobs.size()) > most) jobs.resize(static_cast<size_t>(most));
  return jobs;
}

Result<store::Job> job_there(Session& session, int64_t number) {
  TENURE_TRY(const Value job, session.server().get(address_of(number)));
  return job_of(job);
}

Result<std::vector<BulkRow>> job_rows_there(Session& session, int64_t number, std::string_view state, int64_t most) {
  std::vector<BulkRow> rows;
  for (std::string next = "?state=" + in_address(state); static_cast<int64_t>(rows.size()) < most;) {
    TENURE_TRY(const Value page, session.server().get(address_of(number) + "/rows" + next));
    for (const Value& row : items(page, "value")) rows.push_back(row_of(row, "state"));
    next = text(page, "next");
    if (next.empty()) break;
  }
  if (static_cast<int64_t>(rows.size()) > most) rows.resize(static_cast<size_t>(most));
  return rows;
}

Result<void> cancel_there(Session& session, int64_t number) {
  TENURE_CHECK_OK(session.server().send("POST", address_of(number) + "/cancel", ""));
  return {};
}

Result<store::Job> finish_job_there(Session& session, int64_t number, const char* code) {
  Progress progress(session, code);
  TENURE_TRY(const Value job, watch_job(session, std::to_string(number), [&](const Value& now) {
               progress.update(cli::number(now, "done"), cli::number(now, "total"));
             }));
  return job_of(job);
}

// The first answer has the totals of all rows and as many of them as a page holds, each of the next a page.
Result<BulkTotals> bulk_preview_there(Session& session, const BulkChange& change,
                                      const std::function<bool(const BulkRow&)>& visit) {
  const std::string body = service::encode_bulk(change);
  std::optional<BulkTotals> totals;
  for (std::string next = visit ? "" : "?rows=0"; !totals || !next.empty();) {
    TENURE_TRY(const Value page, session.server().send("POST", "bulk/preview" + next, body));
    const Value& counted = at(page, "totals");
    if (!totals)
      totals = BulkTotals{.rows = number(counted, "rows"),
                          .changed = number(counted, "changed"),
                          .unchanged = number(counted, "unchanged"),
                          .refused = number(counted, "refused")};
    next = visit ? text(page, "next") : "";
    for (const Value& row : items(page, "value"))
      if (!visit(row_of(row, "outcome"))) return *totals;
  }
  return *totals;
}

Result<int64_t> bulk_commit_there(Session& session, const BulkChange& change) {
  return begun(session.server().send("POST", "bulk", service::encode_bulk(change)));
}

Result<int64_t> bulk_undo_there(Session& session, int64_t number, std::string_view reason) {
  std::string body;
  json::Writer(body).begin_object().field("reason", reason).end_object();
  return begun(session.server().send("POST", address_of(number) + "/undo", body));
}

}  // namespace tenure::cli
