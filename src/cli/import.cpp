// tenure import: a file by its mapping.
#include <iostream>

#include "base/json.h"
#include "cli/import_report.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/server.h"
#include "cli/verbs.h"

namespace tenure::cli {

namespace {

struct Count {
  const char* name;
  int64_t number;
};

std::vector<Count> counts(const transfer::ImportReport& report) {
  const service::Totals& totals = report.totals;
  return {{"rows", report.rows},           {"left_out", report.left_out},
          {"rejected", report.rejected},   {"recorded", totals.recorded},
          {"known", totals.known},         {"corrected", totals.corrected},
          {"retracted", totals.retracted}, {"accounts_created", totals.accounts_created},
          {"moves", totals.moves},       {"possible_duplicates", totals.possible_duplicates}};
}

void print_json(Session& session, const transfer::ImportReport& report, bool dry_run) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  for (const Count& count : counts(report)) writer.field(count.name, count.number);
  writer.field("dry_run", dry_run).field("stopped", report.stopped).field("rejects", report.rejects_path);
  writer.key("reasons").begin_object();
  for (const auto& [code, number] : report.reasons) writer.field(code, number);
  writer.end_object().key("duplicates").begin_array();
  for (const service::Totals::Duplicate& duplicate : report.totals.duplicates) {
    writer.begin_object().field("account", duplicate.account);
    writer.field("match", duplicate.match).field("by", duplicate.by).end_object();
  }
  writer.end_array().end_object();
  session.out() << text << '\n';
}

void print_table(Session& session, const transfer::ImportReport& report) {
  int width = 0;
  for (const Count& count : counts(report)) {
    width = std::max(width, display_width(session.say(std::string("cli.import.") + count.name)));
  }
  for (const Count& count : counts(report)) {
    const bool always = std::string_view(count.name) == "rows" || std::string_view(count.name) == "recorded";
    if (count.number == 0 && !always) continue;
    session.out() << padded(session.say(std::string("cli.import.") + count.name), width) << "  "
                  << padded(grouped(count.number), 13, true) << '\n';
  }
  for (const auto& [code, number] : report.reasons) {
    session.out() << "  " << padded(grouped(number), 8, true) << "  " << code << '\n';
  }
  for (const service::Totals::Duplicate& duplicate : report.totals.duplicates) {
    session.tell("cli.import.duplicate", {{"account", duplicate.account},
                                          {"match", duplicate.match},
                                          {"by", duplicate.by}});
  }
}

int import(Session& session, const Given& given) {
  transfer::ImportOptions options{.file = given.text("FILE"),
                                  .mapping_path = given.text("--map"),
                                  .workspace = session.workspace,
                                  .rejects_path = given.text("--rejects"),
                                  .actor = given.text("--actor", "import"),
                                  .language = session.language,
                                  .dry_run = given.has("--dry-run"),
                                  .stop = &stop_requested};
  service::Service& service = session.service();
  std::vector<std::string> faults;
  Result<transfer::ImportReport> report;
  {
    Progress progress(session, "cli.progress.reading");
    options.progress = [&](const transfer::ImportProgress& so_far) {
      const bool reading = so_far.phase == transfer::ImportProgress::Phase::reading;
      progress.part(reading ? "cli.progress.reading" : "cli.progress.recording");
      progress.update(so_far.done, so_far.total, reading);
    };
    const StopsByItself guard;
    report = transfer::import_file(service, session.db, options, &faults);
  }
  return report ? tell_import(session, *report, options.dry_run) : import_failed(session, report.error(), faults);
}

}  // namespace

int tell_import(Session& session, const transfer::ImportReport& report, bool dry_run) {
  if (session.format == Format::table) print_table(session, report);
  else print_json(session, report, dry_run);
  if (!report.rejects_path.empty()) session.note("cli.import.rejects", {{"file", report.rejects_path}});
  if (report.stopped) {
    session.note("cli.import.stopped");
    return kInterrupted;
  }
  if (dry_run) session.note("cli.dry-run");
  return report.rejected > 0 ? kNo : kDone;
}

int import_failed(Session& session, const Error& error, const std::vector<std::string>& faults) {
  const int status = session.fail(error);
  for (const std::string& fault : faults) session.message("  " + fault);
  return status;
}

Command import_command() {
  return {.name = "import",
          .shared = kJson | kDryRun,
          .options = {{.name = "FILE", .required = true, .help = "word.import-file"},
                      {.name = "--map", .placeholder = "FILE", .required = true},
                      {.name = "--rejects", .placeholder = "FILE"},
                      {.name = "--actor", .placeholder = "NAME"}},
          .examples = {"tenure import orders.csv --map orders.yaml --dry-run", "tenure import orders.csv --map orders.yaml"},
          .run = import,
          .by_server = import_by_server};
}

}  // namespace tenure::cli
