#include "http/routes/jobs.h"

#include <charconv>

#include "base/limits_of_doors.h"
#include "http/routes/answer.h"
#include "http/routes/body.h"
#include "http/routes/principal.h"
#include "odata/errors.h"
#include "service/bulk.h"

namespace tenure::http {

namespace {

using service::BulkChange;
using service::BulkRow;
using service::BulkTotals;
using service::Service;

constexpr Member kUndo[] = {{Member::Type::text, "reason"}};

std::string workspace_of(const Request& request) { return std::string(request.parameter("workspace")); }

// The job that the address names. What is no number names none.
Result<int64_t> number_of(const Request& request) {
  const std::string_view text = request.parameter("job");
  int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || number < 1)
    return refuse("unknown-job", {{"job", std::string(text)}});
  return number;
}

void write_refusals(json::Writer& out, std::string_view name, const std::vector<engine::Refusal>& refusals,
                    Language language) {
  out.key(name).begin_array();
  for (const engine::Refusal& refusal : refusals) odata::write_refusal(out, refusal, "", language);
  out.end_array();
}

Response list(Service& service, Request& request) {
  const Result<int64_t> before = number_option(request, "before", 0, 0, INT64_MAX);
  if (!before) return refusal(request, before.error());
  const auto jobs = service::list_jobs(service, caller(request), workspace_of(request), *before, limits::kJobPage);
  if (!jobs) return refusal(request, jobs.error());
  std::string body;
  json::Writer out(body);
  out.begin_object().key("value").begin_array();
  for (const store::Job& job : *jobs) write_job(out, job, request.language());
  out.end_array();
  if (static_cast<int64_t>(jobs->size()) == limits::kJobPage)
    out.field("next", "?before=" + std::to_string(jobs->back().number));
  out.end_object();
  return json_answer(std::move(body));
}

Response show(Service& service, Request& request) {
  const Result<int64_t> number = number_of(request);
  if (!number) return refusal(request, number.error());
  const auto job = service::find_job(service, caller(request), workspace_of(request), *number);
  if (!job) return refusal(request, job.error());
  std::string body;
  json::Writer out(body);
  write_job(out, *job, request.language());
  return json_answer(std::move(body));
}

Response rows(Service& service, Request& request) {
  const Result<int64_t> number = number_of(request);
  if (!number) return refusal(request, number.error());
  const Result<int64_t> after = number_option(request, "after", 0, 0, INT64_MAX);
  if (!after) return refusal(request, after.error());
  const Result<std::string> state = query_option(request, "state");
  if (!state) return refusal(request, state.error());
  const auto found = service::job_rows(service, caller(request), workspace_of(request), *number, *state, *after,
                                       limits::kJobRowPage);
  if (!found) return refusal(request, found.error());
  std::string body;
  json::Writer out(body);
  out.begin_object().key("value").begin_array();
  for (const store::JobRow& row : *found) {
    out.begin_object().field("number", row.number).field("account", row.key).field("state", row.state);
    write_refusals(out, "reasons", service::refusals_of(row), request.language());
    out.end_object();
  }
  out.end_array();
  if (static_cast<int64_t>(found->size()) == limits::kJobRowPage)
    out.field("next", "?after=" + std::to_string(found->back().number) + (state->empty() ? "" : "&state=" + *state));
  out.end_object();
  return json_answer(std::move(body));
}

Response cancel(Service& service, Request& request) {
  const Result<int64_t> number = number_of(request);
  if (!number) return refusal(request, number.error());
  const auto done = service::cancel_job(service, caller(request), workspace_of(request), *number);
  if (!done) return refusal(request, done.error());
  return job_begun(request, service, *number);
}

Response undo(Service& service, Request& request) {
  const Result<int64_t> number = number_of(request);
  if (!number) return refusal(request, number.error());
  const Result<Body> body = Body::read(request);
  if (!body) return refusal(request, body.error());
  return job_begun(request, service, service::bulk_undo(service, changing_caller(request), workspace_of(request), *number,
                                                        body->text_or("reason")));
}

void write_totals(json::Writer& out, const BulkTotals& totals) {
  out.key("totals").begin_object().field("rows", totals.rows).field("changed", totals.changed);
  out.field("unchanged", totals.unchanged).field("refused", totals.refused).end_object();
}

void write_row(json::Writer& out, const BulkRow& row, Language language) {
  out.begin_object().field("account", row.account).field("outcome", row.state).key("moves").begin_array();
  for (const BulkRow::Move& move : row.moves) {
    out.begin_object().field("lifecycle", move.lifecycle).field("from", move.from);
    out.field("to", move.to).end_object();
  }
  out.end_array();
  write_refusals(out, "reasons", row.refusals, language);
  write_refusals(out, "warnings", row.warnings, language);
  out.end_object();
}

// Every row is decided, and so many of them are shown; behind `after_account`, so many are decided.
Response preview(Service& service, Request& request) {
  const Result<BulkChange> change = service::parse_bulk(request.body);
  if (!change) return refusal(request, change.error());
  const Result<int64_t> most = number_option(request, "rows", limits::kJobRowPage, 0, limits::kJobRowPage);
  if (!most) return refusal(request, most.error());
  const Result<std::string> after = query_option(request, "after_account");
  if (!after) return refusal(request, after.error());
  std::string body, last;
  json::Writer out(body);
  out.begin_object().key("value").begin_array();
  int64_t shown = 0;
  bool more = false;
  const auto totals = service::bulk_preview(
      service, caller(request), workspace_of(request), *change,
      [&](const BulkRow& row) {
        more = shown == *most;
        if (more) return after->empty();
        ++shown;
        last = row.account;
        write_row(out, row, request.language());
        return true;
      },
      *after);
  if (!totals) return refusal(request, totals.error());
  out.end_array().field("more", more);
  if (more && !last.empty())
    out.field("next", "?after_account=" + percent_encode(last) + "&rows=" + std::to_string(*most));
  write_totals(out, *totals);
  out.end_object();
  return json_answer(std::move(body));
}

Response commit(Service& service, Request& request) {
  const Result<BulkChange> change = service::parse_bulk(request.body);
  if (!change) return refusal(request, change.error());
  return job_begun(request, service,
                   service::bulk_commit(service, changing_caller(request), workspace_of(request), *change));
}

}  // namespace

void write_job(json::Writer& out, const store::Job& job, Language language) {
  const auto instant = [&](std::string_view name, const std::optional<Instant>& at) {
    out.key(name);
    if (at) out.value(*at);
    else out.null();
  };
  out.begin_object().field("job", job.number).field("kind", job.kind).field("state", job.state);
  out.field("actor", job.actor).field("created_at", job.created_at);
  instant("started_at", job.started_at);
  instant("finished_at", job.finished_at);
  out.field("total", job.total).field("done", job.done).field("refused", job.refused);
  out.field("cancelling", job.cancel && !job.finished_at).key("result");
  const Result<Value> result = json::parse(job.result);
  out.value(result ? *result : Value());
  out.key("error");
  if (job.state == service::kFailed) {
    const Error error = service::decode_error(job.error);
    out.begin_object().field("code", error.code).field("detail", say(language, error)).end_object();
  } else {
    out.null();
  }
  out.end_object();
}

Response job_begun(const Request& request, Service& service, const Result<int64_t>& number) {
  if (!number) return refusal(request, number.error());
  const std::string workspace = workspace_of(request);
  const auto job = service::find_job(service, caller(request), workspace, *number);
  if (!job) return refusal(request, job.error());
  std::string body;
  json::Writer out(body);
  write_job(out, *job, request.language());
  Response response = json_answer(std::move(body));
  response.status = 202;
  response.header("Location", "/w/" + percent_encode(workspace) + "/jobs/" + std::to_string(*number));
  return response;
}

Response job_begun(const Request& request, Service& service, const Result<service::Done>& done) {
  if (!done) return refusal(request, done.error());
  Response response = job_begun(request, service, Result<int64_t>(std::stoll(done->key)));
  if (done->replayed) response.header("Idempotency-Replayed", "true");
  return response;
}

void add_job_routes(Router& router, Service& service) {
  const auto add = [&](Method method, const char* path, Response (*handler)(Service&, Request&), Traits traits) {
    router.add(method, path, [&service, handler](Request& request) { return handler(service, request); },
               std::move(traits));
  };
  const std::vector<std::string> json = {"application/json"};
  add(Method::get, "/w/{workspace}/jobs", list, {.name = "job.list", .scope = "read"});
  add(Method::get, "/w/{workspace}/jobs/{job}", show, {.name = "job.read", .scope = "read"});
  add(Method::get, "/w/{workspace}/jobs/{job}/rows", rows, {.name = "job.rows", .scope = "read"});
  add(Method::post, "/w/{workspace}/jobs/{job}/cancel", cancel, {.name = "job.cancel", .scope = "write"});
  add(Method::post, "/w/{workspace}/jobs/{job}/undo", undo,
      {.name = "job.undo", .scope = "write", .body_limit = limits::kFormBody, .members = kUndo});
  add(Method::post, "/w/{workspace}/bulk", commit,
      {.name = "bulk.commit", .scope = "write", .body_limit = limits::kODataBody, .takes = json});
  add(Method::post, "/w/{workspace}/bulk/preview", preview,
      {.name = "bulk.preview", .scope = "write", .body_limit = limits::kODataBody, .takes = json});
}

}  // namespace tenure::http
