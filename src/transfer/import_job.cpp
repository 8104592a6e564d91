// The job "import": one uploaded file by its mapping.
#include <atomic>
#include <chrono>
#include <filesystem>

#include "base/json.h"
#include "base/limits_of_doors.h"
#include "transfer/import.h"
#include "transfer/import_rights.h"
#include "transfer/uploads.h"

namespace tenure::transfer {

namespace {

constexpr auto kBetweenLooks = std::chrono::milliseconds(500);  // a person watches

struct Request {
  std::string upload;
  bool dry_run = false;
};

Request read_request(const std::string& text) {
  Request request;
  const Result<Value> json = json::parse(text);
  const auto* object = json ? json->get<std::shared_ptr<const Object>>() : nullptr;
  if (!object) return request;
  for (const auto& [name, value] : (*object)->members) {
    if (name == "upload") request.upload = to_text(value);
    if (name == "dry_run") request.dry_run = value.get<bool>() && *value.get<bool>();
  }
  return request;
}

std::string result_json(const ImportReport& report, bool dry_run) {
  std::string text;
  json::Writer out(text);
  const service::Totals& totals = report.totals;
  out.begin_object().field("dry_run", dry_run).field("rows", report.rows).field("left_out", report.left_out);
  out.field("rejected", report.rejected).field("recorded", totals.recorded).field("known", totals.known);
  out.field("corrected", totals.corrected).field("retracted", totals.retracted);
  out.field("accounts_created", totals.accounts_created).field("moves", totals.moves);
  out.field("possible_duplicates", totals.possible_duplicates);
  out.key("duplicates").begin_array();
  for (size_t i = 0; i < totals.duplicates.size() && i < limits::kJobDuplicates; ++i) {
    const service::Totals::Duplicate& duplicate = totals.duplicates[i];
    out.begin_object().field("account", duplicate.account);
    out.field("match", duplicate.match).field("by", duplicate.by).end_object();
  }
  out.end_array();
  out.key("reasons").begin_object();
  for (const auto& [code, number] : report.reasons) out.field(code, number);
  out.end_object().end_object();
  return text;
}

// How far it is: the file is read once, then its facts are recorded; each is half of the way.
void show(service::JobRun& run, const ImportProgress& progress) {
  const bool reading = progress.phase == ImportProgress::Phase::reading;
  const int64_t whole = std::max<int64_t>(progress.total, 1);
  const int64_t part = std::min<int64_t>(progress.done * 50 / whole, 50);
  run.piece([&](service::Context&) {
    run.job.total = 100;
    run.job.done = reading ? part : 50 + part;
  });
}

Result<std::optional<std::string>> import(service::JobRun& run, const std::string& store_path) {
  const Request request = read_request(run.job.request);
  const std::string folder = upload_folder(store_path) + "/" + request.upload;
  if (request.upload.empty() || !std::filesystem::exists(folder + "/data"))
    return refuse("unknown-upload", {{"upload", request.upload}});
  std::atomic<bool> stop = false;
  auto looked = std::chrono::steady_clock::now();
  const ImportOptions options{.file = folder + "/data",
                              .mapping_path = folder + "/mapping.yaml",
                              .workspace = run.realm->name,
                              .rejects_path = folder + "/rejects.csv",
                              .actor = run.caller.actor,
                              .language = run.caller.language,
                              .dry_run = request.dry_run,
                              .stop = &stop,
                              .progress = [&](const ImportProgress& progress) {
                                if (run.stop()) stop = true;
                                const auto now = std::chrono::steady_clock::now();
                                if (now - looked < kBetweenLooks) return;
                                looked = now;
                                show(run, progress);
                              }};
  TENURE_TRY(const ImportReport report, import_file(run.service, store_path, options));
  if (report.stopped) return std::optional<std::string>();
  run.job.total = run.job.done = 100;
  run.job.refused = report.rejected;
  return std::optional(result_json(report, request.dry_run));
}

}  // namespace

service::JobKind import_job_kind(const std::string& store_path) {
  return {.name = "import", .run = [store_path](service::JobRun& run) { return import(run, store_path); }};
}

}  // namespace tenure::transfer
