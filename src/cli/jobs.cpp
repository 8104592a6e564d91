// tenure job: list, show, run, cancel. Long work, wherever it was asked for.
#include "cli/jobs.h"

#include <algorithm>
#include <charconv>
#include <iostream>

#include "base/json.h"
#include "cli/by_server_jobs.h"
#include "cli/facts.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/server.h"
#include "cli/verbs.h"
#include "service/bulk.h"
#include "service/plan.h"
#include "service/rfm.h"
#include "transfer/example.h"
#include "transfer/uploads.h"

namespace tenure::cli {

namespace {

constexpr int64_t kShown = 50;  // jobs of a list, rows of a refusal: what a screen holds

std::string state_of(Session& session, const std::string& state) {
  return session.format == Format::table ? session.say("cli.job.state." + state) : state;
}

std::string share_of(const store::Job& job) {
  return grouped(job.done) + (job.total > 0 ? " / " + grouped(job.total) : "");
}

Result<std::vector<store::Job>> jobs_of(Session& session) {
  if (session.by_server()) return jobs_there(session, kShown);
  return service::list_jobs(session.service(), session.caller(), session.workspace, 0, kShown);
}

Result<store::Job> job_of(Session& session, int64_t number) {
  if (session.by_server()) return job_there(session, number);
  return service::find_job(session.service(), session.caller(), session.workspace, number);
}

Result<std::vector<service::BulkRow>> rows_of(Session& session, int64_t number, const char* state, int64_t most) {
  if (session.by_server()) return job_rows_there(session, number, state, most);
  TENURE_TRY(const auto kept, service::job_rows(session.service(), session.caller(), session.workspace, number, state, 0, most));
  std::vector<service::BulkRow> rows;
  for (const store::JobRow& row : kept)
    rows.push_back({.account = row.key, .state = row.state, .refusals = service::refusals_of(row)});
  return rows;
}

Result<void> cancel_of(Session& session, int64_t number) {
  if (session.by_server()) return cancel_there(session, number);
  return service::cancel_job(session.service(), session.caller(), session.workspace, number);
}

// The rows that were not done, with all their reasons.
void print_refused(Session& session, const store::Job& job) {
  if (job.refused == 0 || session.quiet) return;
  RowPrinter printer(session, {{"account"}, {"outcome"}, {"why"}});
  for (const char* state : {"refused", "conflict"}) {
    const auto rows = rows_of(session, job.number, state, session.format == Format::table ? kShown : INT64_MAX);
    if (!rows) continue;
    for (const service::BulkRow& row : *rows) {
      const std::string said =
          session.format == Format::table ? session.say(std::string("cli.bulk.state.") + row.state) : row.state;
      printer.row({row.account, said, reasons_of(session, row.refusals)});
    }
  }
  printer.finish();
  if (session.format == Format::table && job.refused > kShown)
    session.note("cli.job.more", {{"count", grouped(job.refused - kShown)}, {"job", std::to_string(job.number)}});
}

int tell(Session& session, const store::Job& job) {
  print_refused(session, job);
  const Arguments arguments{{"job", std::to_string(job.number)},
                            {"state", session.say("cli.job.state." + job.state)},
                            {"done", grouped(job.done - job.refused)},
                            {"refused", grouped(job.refused)}};
  if (job.state == service::kFailed) {
    session.message(session.say("cli.job.failed", arguments));
    return session.fail(service::decode_error(job.error));
  }
  session.note(job.refused > 0 ? "cli.job.ended-refused" : "cli.job.ended", arguments);
  return job.refused > 0 ? kNo : kDone;
}

int list(Session& session, const Given&) {
  const auto jobs = jobs_of(session);
  if (!jobs) return session.fail(jobs.error());
  RowPrinter printer(session, {{"job"}, {"kind"}, {"state"}, {"done"}, {"refused"}, {"actor"}, {"created_at"}});
  (void)session.learn_names();  // the zone
  for (const store::Job& job : *jobs) {
    printer.row({job.number, job.kind, state_of(session, job.state), share_of(job), job.refused, job.actor,
                 job.created_at});
  }
  printer.finish();
  return kDone;
}

Result<store::Job> find(Session& session, const Given& given) {
  TENURE_TRY(const int64_t number, job_number(given.text("JOB")));
  return job_of(session, number);
}

int show(Session& session, const Given& given) {
  const auto job = find(session, given);
  if (!job) return session.fail(job.error());
  if (session.format == Format::table) return tell(session, *job);
  std::string text;
  json::Writer w(text);
  w.begin_object().field("job", job->number).field("kind", job->kind).field("state", job->state);
  w.field("actor", job->actor).field("created_at", job->created_at);
  w.field("total", job->total).field("done", job->done).field("refused", job->refused);
  if (const auto result = json::parse(job->result)) w.field("result", *result);
  if (job->state == service::kFailed) w.field("error", code_of(service::decode_error(job->error)));
  w.end_object();
  session.out() << text << '\n';
  return kDone;
}

int run(Session& session, const Given& given) {
  const auto job = find(session, given);
  return job ? run_job(session, job->number) : session.fail(job.error());
}

int cancel(Session& session, const Given& given) {
  const auto job = find(session, given);
  if (!job) return session.fail(job.error());
  const auto done = cancel_of(session, job->number);
  if (!done) return session.fail(done.error());
  // On a file nobody runs it: it ends here and now.
  return run_job(session, job->number);
}

}  // namespace

Result<int64_t> job_number(const std::string& text) {
  int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || number < 1)
    return refuse("cli.bad-job", {{"text", text}});
  return number;
}

std::vector<service::JobKind> job_kinds(const std::string& store_path) {
  std::vector<service::JobKind> kinds = service::bulk_job_kinds();
  std::ranges::move(service::plan_job_kinds(), std::back_inserter(kinds));
  std::ranges::move(service::rfm_job_kinds(), std::back_inserter(kinds));
  kinds.push_back(transfer::import_job_kind(store_path));
  kinds.push_back(transfer::example_job_kind(store_path));
  return kinds;
}

std::string reasons_of(Session& session, const std::vector<engine::Refusal>& refusals) {
  std::string text;
  for (const engine::Refusal& refusal : refusals)
    text += (text.empty() ? "" : " ") + refusal_text(session, refusal);
  return text;
}

Result<store::Job> finish_job(Session& session, int64_t number, const char* code) {
  if (session.by_server()) return finish_job_there(session, number, code);
  Progress progress(session, code);
  service::Jobs jobs(session.service(), job_kinds(session.db), {});
  const StopsByItself guard;
  return jobs.run(session.workspace, number, [&](const store::Job& now) {
    progress.update(now.done, now.total);
    return !stop_requested;
  });
}

int run_job(Session& session, int64_t number) {
  const auto job = finish_job(session, number, "cli.progress.job");
  if (!job) return session.fail(job.error());
  if (job->state == service::kRunning || job->state == service::kWaiting) {
    session.note(session.by_server() ? "cli.job.goes-on" : "cli.job.stopped", {{"job", std::to_string(number)}});
    return kInterrupted;
  }
  return tell(session, *job);
}

Command job_list_command() {
  return {.name = "job list", .shared = kOutput, .options = {}, .examples = {"tenure job list"}, .run = list, .by_server = list};
}

Command job_show_command() {
  return {.name = "job show",
          .shared = kOutput,
          .options = {{.name = "JOB", .required = true, .help = "word.job"}},
          .examples = {"tenure job show 12"},
          .run = show,
          .by_server = show};
}

Command job_run_command() {
  return {.name = "job run",
          .shared = kOutput,
          .options = {{.name = "JOB", .required = true, .help = "word.job"}},
          .examples = {"tenure job run 12"},
          .run = run,
          .by_server = run};
}

Command job_cancel_command() {
  return {.name = "job cancel",
          .shared = kOutput,
          .options = {{.name = "JOB", .required = true, .help = "word.job"}},
          .examples = {"tenure job cancel 12  # ends with 1 where it has ended already"},
          .run = cancel,
          .by_server = cancel};
}

}  // namespace tenure::cli
