// import through a server: the file and the mapping are sent, the server's job is looked at to its end, the rows that did
// not go in are brought back; then nothing of it is left there.
#include <exception>
#include <filesystem>
#include <fstream>

#include "base/environment.h"
#include "base/new_file.h"
#include "cli/answers.h"
#include "cli/import_report.h"
#include "cli/progress.h"
#include "cli/server.h"
#include "service/jobs.h"
#include "transfer/byte_source.h"
#include "transfer/mapping.h"

namespace tenure::cli {

namespace {

namespace fs = std::filesystem;

// What ended an import before its report.
struct Failure {
  Error error;
  std::vector<std::string> faults = {};
};

class ImportThere {
 public:
  ImportThere(Session& session, transfer::ImportOptions options)
      : session_(session), server_(session.server()), options_(std::move(options)) {}
  // Nobody asks for the file again.
  ~ImportThere() {
    if (!path_.empty()) (void)server_.send("DELETE", path_, "");
  }
  ImportThere(const ImportThere&) = delete;

  std::expected<transfer::ImportReport, Failure> run() {
    const auto whole = [](const Error& error) { return std::unexpected(Failure{error}); };
    const auto rejects = transfer::rejects_path(options_);
    if (!rejects) return whole(rejects.error());
    const auto mapping = transfer::read_mapping(options_.mapping_path);
    if (!mapping) return whole(mapping.error());
    Progress progress(session_, "cli.progress.sending");
    const auto sent = send(progress);
    if (!sent) return stop_requested ? std::expected<transfer::ImportReport, Failure>(stopped()) : whole(sent.error());
    path_ = "imports/" + in_address(text(*sent, "import"));
    if (const auto taken = server_.send("PUT", path_ + "/mapping", *mapping, "application/yaml"); !taken)
      return std::unexpected(about_mapping(taken.error()));
    if (stop_requested) return stopped();
    auto report = work(progress);
    if (!report) return whole(report.error());
    if (const auto brought = bring_rejects(*report, *rejects); !brought) return whole(brought.error());
    return std::move(*report);
  }

 private:
  static transfer::ImportReport stopped() {
    transfer::ImportReport report;
    report.stopped = true;
    return report;
  }

  // The bytes as they lie there, however many. An exception must not go through the other library.
  Result<Value> send(Progress& progress) {
    transfer::FileSource file(options_.file);
    std::exception_ptr thrown;
    const std::optional<int64_t> size = file.size() ? std::optional(static_cast<int64_t>(*file.size())) : std::nullopt;
    const auto source = [&](std::span<char> out) -> std::optional<size_t> {
      try {
        progress.update(static_cast<int64_t>(file.consumed()), size.value_or(0), true);
        return stop_requested ? std::nullopt : std::optional(file.read_packed(out));
      } catch (const EnvironmentError&) {
        thrown = std::current_exception();
        return std::nullopt;
      }
    };
    const std::string name = options_.file == "-" ? "import.csv" : fs::path(options_.file).filename().string();
    auto sent = server_.upload("imports?name=" + in_address(name), source, size);
    if (thrown) std::rethrow_exception(thrown);
    return sent;
  }

  // Faults as they are said of a file here, which the server does not know by its name.
  Failure about_mapping(const Error& error) const {
    Failure failure{error};
    for (const auto& [name, value] : error.arguments) {
      for (size_t begin = 0; name == "faults" && begin <= value.size();) {
        const size_t end = std::min(value.find('\n', begin), value.size());
        std::string fault = value.substr(begin, end - begin);
        if (fault.starts_with("mapping.yaml:")) fault.replace(0, 12, options_.mapping_path);
        failure.faults.push_back(std::move(fault));
        begin = end + 1;
      }
    }
    if (!failure.faults.empty())
      failure.error = {"mapping-invalid",
                       {{"path", options_.mapping_path}, {"count", std::to_string(failure.faults.size())}}};
    return failure;
  }

  Result<transfer::ImportReport> work(Progress& progress) {
    TENURE_TRY(const Value begun, server_.send("POST", path_ + (options_.dry_run ? "/check" : "/start"), ""));
    const std::string job = text(begun, "job");
    const auto look = [&](const Value& now) {  // each is half of the way
      const int64_t done = number(now, "done");
      progress.part(done < 50 ? "cli.progress.reading" : "cli.progress.recording");
      progress.update(done, number(now, "total"));
    };
    TENURE_TRY(Value ended, watch_job(session_, job, look));
    if (stop_requested && at(ended, "finished_at").is_null()) {
      // As an import here: what is in stays, the rest waits for the next run.
      TENURE_TRY([[maybe_unused]] const Value cancelling, server_.send("POST", "jobs/" + job + "/cancel", ""));
      stop_requested = false;
      TENURE_TRY(ended, watch_job(session_, job, [](const Value&) {}));
    }
    const std::string state = text(ended, "state");
    if (state == service::kFailed) return std::unexpected(said_there(at(ended, "error")));
    return state == service::kFinished ? report_of(at(ended, "result")) : stopped();
  }

  static transfer::ImportReport report_of(const Value& result) {
    transfer::ImportReport report{.rows = number(result, "rows"),
                                  .left_out = number(result, "left_out"),
                                  .rejected = number(result, "rejected")};
    service::Totals& totals = report.totals;
    for (const auto& [name, count] : {std::pair{"recorded", &totals.recorded},
                                      std::pair{"known", &totals.known},
                                      std::pair{"corrected", &totals.corrected},
                                      std::pair{"retracted", &totals.retracted},
                                      std::pair{"accounts_created", &totals.accounts_created},
                                      std::pair{"moves", &totals.moves},
                                      std::pair{"possible_duplicates", &totals.possible_duplicates}})
      *count = number(result, name);
    for (const Value& one : items(result, "duplicates"))
      totals.duplicates.push_back({text(one, "account"), text(one, "match"), text(one, "by")});
    if (const auto* reasons = at(result, "reasons").get<std::shared_ptr<const Object>>()) {
      for (const auto& [code, count] : (*reasons)->members)
        report.reasons.emplace_back(code, count.get<int64_t>() ? *count.get<int64_t>() : 0);
    }
    return report;
  }

  // What an earlier run left there is gone where nothing was rejected.
  Result<void> bring_rejects(transfer::ImportReport& report, const std::string& to) const {
    std::error_code ignored;
    if (report.rejected == 0) {
      if (!report.stopped && fs::is_regular_file(to, ignored)) fs::remove(to, ignored);
      return {};
    }
    NewFile file(to, true);
    std::ofstream out(file.temporary(), std::ios::binary);
    TENURE_CHECK_OK(server_.download(path_ + "/rejects", "text/csv", [&](std::string_view bytes) {
      return static_cast<bool>(out.write(bytes.data(), static_cast<std::streamsize>(bytes.size())));
    }));
    out.close();
    if (!out) throw EnvironmentError("file-unwritable", {{"file", to}, {"reason", std::generic_category().message(errno)}});
    file.keep();
    report.rejects_path = to;
    return {};
  }

  Session& session_;
  const Server& server_;
  const transfer::ImportOptions options_;
  std::string path_;  // of the upload; "" = nothing is there
  const StopsByItself guard_;  // whenever it is: nothing is left there
};

}  // namespace

int import_by_server(Session& session, const Given& given) {
  if (given.has("--actor"))
    return session.fail_usage({"cli.option-not-by-server", {{"option", "--actor"}}}, find_command("import"));
  const bool dry_run = given.has("--dry-run");
  std::expected<transfer::ImportReport, Failure> report;
  {
    ImportThere import(session, {.file = given.text("FILE"),
                                 .mapping_path = given.text("--map"),
                                 .rejects_path = given.text("--rejects"),
                                 .dry_run = dry_run});
    report = import.run();
  }
  if (!report) return import_failed(session, report.error().error, report.error().faults);
  if (!report->stopped) return tell_import(session, *report, dry_run);
  session.note("cli.import.stopped");  // how far it came, the server does not say
  return kInterrupted;
}

}  // namespace tenure::cli
