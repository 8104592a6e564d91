// tenure bulk and bulk undo: the same change to many accounts.
#include "service/bulk.h"

#include <iostream>

#include "cli/by_server_jobs.h"
#include "cli/facts.h"
#include "cli/jobs.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/verbs.h"

namespace tenure::cli {

namespace {

using service::BulkChange;
using service::BulkRow;
using service::BulkTotals;

// "name=value" into its parts.
Result<std::pair<std::string, std::string>> parts_of(const std::string& text) {
  const size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) return refuse("cli.bad-field", {{"text", text}});
  return std::pair(text.substr(0, equals), text.substr(equals + 1));
}

Result<BulkChange> change_of(const Given& given) {
  BulkChange change{.accounts = given.list("ACCOUNT"),
                    .filter = given.text("--where"),
                    .note = given.text("--note"),
                    .reason = given.text("--reason")};
  for (const std::string& text : given.list("--set")) {
    TENURE_TRY(auto part, parts_of(text));
    // Nothing behind the sign empties it.
    change.set.emplace_back(part.first, part.second.empty() ? Value(Null{}) : Value(part.second));
  }
  for (const std::string& text : given.list("--stage")) {
    TENURE_TRY(auto part, parts_of(text));
    change.stages.push_back(std::move(part));
  }
  if (const auto declare = given.maybe("--declare")) {
    TENURE_TRY(auto part, parts_of(*declare));
    change.declare_lifecycle = std::move(part.first);
    change.declaration = std::move(part.second);
  }
  return change;
}

std::string moves_of(Session& session, const BulkRow& row) {
  std::string text;
  for (const BulkRow::Move& move : row.moves) {
    const bool people = session.format == Format::table;
    const std::string from = people ? session.stage_title(move.lifecycle, move.from) : move.from;
    const std::string to = people ? session.stage_title(move.lifecycle, move.to) : move.to;
    text += (text.empty() ? "" : ", ") + from + " → " + to;
  }
  return text;
}

Arguments arguments_of(const BulkTotals& totals) {
  return {{"rows", grouped(totals.rows)},
          {"changed", grouped(totals.changed)},
          {"unchanged", grouped(totals.unchanged)},
          {"refused", grouped(totals.refused)}};
}

using Visit = std::function<bool(const BulkRow&)>;

Result<BulkTotals> decide(Session& session, const BulkChange& change, const Visit& visit) {
  if (session.by_server()) return bulk_preview_there(session, change, visit);
  return service::bulk_preview(session.service(), session.caller(), session.workspace, change, visit);
}

int dry_run(Session& session, const BulkChange& change) {
  RowPrinter printer(session, {{"account"}, {"outcome"}, {"moves"}, {"why"}});
  const auto totals = decide(session, change, [&](const BulkRow& row) {
    const bool people = session.format == Format::table;
    printer.row({row.account, people ? session.say("cli.bulk.state." + row.state) : row.state, moves_of(session, row),
                 reasons_of(session, row.refusals)});
    return !stop_requested;
  });
  if (!totals) return session.fail(totals.error());
  printer.finish();
  session.note("cli.bulk.would", arguments_of(*totals));
  session.note("cli.dry-run");
  return totals->refused > 0 ? kNo : kDone;
}

Result<BulkTotals> preview(Session& session, const BulkChange& change) {
  if (session.by_server()) return decide(session, change, {});
  Progress progress(session, "cli.progress.deciding");
  int64_t rows = 0;
  return decide(session, change, [&](const BulkRow&) {
    progress.update(++rows, 0);
    return !stop_requested;
  });
}

Result<int64_t> number_of(const Result<service::Done>& queued) {
  if (!queued) return std::unexpected(queued.error());
  return std::stoll(queued->key);
}

Result<int64_t> commit(Session& session, const BulkChange& change) {
  if (session.by_server()) return bulk_commit_there(session, change);
  return number_of(service::bulk_commit(session.service(), session.caller(), session.workspace, change));
}

Result<int64_t> take_back(Session& session, int64_t number, const std::string& reason) {
  if (session.by_server()) return bulk_undo_there(session, number, reason);
  return number_of(service::bulk_undo(session.service(), session.caller(), session.workspace, number, reason));
}

int bulk(Session& session, const Given& given) {
  const auto change = change_of(given);
  if (!change) return session.fail_usage(change.error(), find_command("bulk"));
  (void)session.learn_names();  // titles
  if (given.has("--dry-run")) return dry_run(session, *change);
  if (!given.has("--yes")) {
    const auto totals = [&] {
      const StopsByItself guard;
      return preview(session, *change);
    }();
    if (!totals) return session.fail(totals.error());
    if (stop_requested) return kInterrupted;
    if (!session.confirm("cli.bulk.ask", arguments_of(*totals))) return kNo;
  }
  const auto job = commit(session, *change);
  if (!job) return session.fail(job.error());
  return run_job(session, *job);
}

int undo(Session& session, const Given& given) {
  const auto number = job_number(given.text("JOB"));
  if (!number) return session.fail_usage(number.error(), find_command("bulk undo"));
  const auto job = take_back(session, *number, given.text("--reason"));
  if (!job) return session.fail(job.error());
  return run_job(session, *job);
}

}  // namespace

Command bulk_command() {
  return {.name = "bulk",
          .shared = kOutput | kDryRun,
          .options = {{.name = "ACCOUNT", .many = true, .help = "word.bulk-account"},
                      {.name = "--where", .placeholder = "CONDITION"},
                      {.name = "--set", .placeholder = "FIELD=VALUE", .many = true, .help = "option.bulk-set"},
                      {.name = "--stage", .placeholder = "LIFECYCLE=STAGE", .many = true, .help = "option.bulk-stage"},
                      {.name = "--declare", .placeholder = "LIFECYCLE=DECLARATION"},
                      {.name = "--note", .placeholder = "TEXT"},
                      {.name = "--reason", .placeholder = "TEXT"}},
          .examples = {"tenure bulk A-9 C-1042 --set owner=dana --dry-run",
                       "tenure bulk C-1199 --set company_type=supermarket --stage customer_lifecycle=prospect -y"},
          .run = bulk,
          .by_server = bulk};
}

Command bulk_undo_command() {
  return {.name = "bulk undo",
          .shared = kOutput,
          .options = {{.name = "JOB", .required = true, .help = "word.job"}, {.name = "--reason", .placeholder = "TEXT"}},
          .examples = {"tenure bulk undo 12"},
          .run = undo,
          .by_server = undo};
}

}  // namespace tenure::cli
