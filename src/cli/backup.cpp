// tenure backup, restore, migrate: the store as a file.
#include "service/backup.h"

#include <iostream>

#include "base/json.h"
#include "cli/progress.h"
#include "cli/server.h"
#include "cli/verbs.h"
#include "store/store.h"

namespace tenure::cli {

namespace {

// Progress of a copy; Ctrl-C stops it, and nothing is left behind.
class Copying {
 public:
  explicit Copying(Session& session) : progress_(session, "cli.progress.copying") {}
  service::CopyProgress told() {
    return [this](service::CopyPhase phase, int64_t done, int64_t total) {
      const bool copying = phase == service::CopyPhase::copying;
      progress_.part(copying ? "cli.progress.copying" : "cli.progress.verify");
      progress_.update(done, total, copying);
      return !stop_requested;
    };
  }

 private:
  const StopsByItself guard_;
  Progress progress_;
};

int stopped(Session& session) {
  session.note("cli.copy-stopped");
  return kInterrupted;
}

int backup(Session& session, const Given& given) {
  if (!given.has("TO"))
    return session.fail_usage({"cli.missing", {{"what", "TO"}, {"command", "backup"}}}, find_command("backup"));
  session.service();
  Result<service::BackupReport> report;
  {
    Copying copying(session);
    report = service::back_up({}, session.store(), session.clock(), given.text("TO"),
                              {.verify = given.has("--verify"), .progress = copying.told()});
  }
  if (!report) return session.fail(report.error());
  if (report->stopped) return stopped(session);
  if (session.format == Format::table) {
    session.tell(report->verified ? "cli.backup.verified" : "cli.backup.done",
                 {{"file", report->path}, {"bytes", human_bytes(static_cast<double>(report->bytes))}});
    return kDone;
  }
  std::string text;
  json::Writer writer(text);
  writer.begin_object().field("file", report->path).field("bytes", report->bytes);
  writer.field("at", to_string(report->at)).field("verified", report->verified).end_object();
  session.out() << text << '\n';
  return kDone;
}

int restore(Session& session, const Given& given) {
  Result<service::RestoreReport> report;
  {
    Copying copying(session);
    report = service::restore(given.text("FROM"), session.db, session.clock(),
                              {.may_replace = given.has("--replace"), .progress = copying.told()});
  }
  if (!report) return session.fail(report.error());
  if (report->stopped) return stopped(session);
  std::string workspaces;
  for (const std::string& name : report->workspaces) workspaces += (workspaces.empty() ? "" : ", ") + name;
  session.note("cli.restore.done", {{"db", session.db}, {"workspaces", workspaces}});
  if (!report->replaced.empty()) session.note("cli.restore.replaced", {{"file", report->replaced}});
  return kDone;
}

int migrate(Session& session, const Given& given) {
  const store::SchemaStatus status = store::schema_status(session.db);
  if (status.missing.empty() || given.has("--dry-run")) {
    for (const std::string& step : status.missing) session.out() << step << '\n';
    session.note(status.missing.empty() ? "cli.migrate.nothing" : "cli.migrate.missing",
                 {{"db", session.db}, {"version", std::to_string(status.version)}, {"count", std::to_string(status.missing.size())}});
    if (status.version <= status.known) return kDone;
  }
  session.service();  // opening it runs them, each in a transaction of its own
  for (const std::string& step : status.missing) session.out() << step << '\n';
  session.note("cli.migrate.done", {{"db", session.db}, {"version", std::to_string(status.known)}});
  return kDone;
}

}  // namespace

Command backup_command() {
  return {.name = "backup",
          .shared = kJson,
          .options = {{.name = "TO", .help = "word.backup-to"}, {.name = "--verify"}},
          .examples = {"tenure backup /var/backups/tenure-monday.db --verify",
                       "tenure backup --server http://127.0.0.1:8480 --token-file token --verify"},
          .run = backup,
          .by_server = backup_by_server};
}

Command restore_command() {
  return {.name = "restore",
          .options = {{.name = "FROM", .required = true, .help = "word.restore-from"}, {.name = "--replace"}},
          .examples = {"tenure restore /var/backups/tenure-monday.db --db tenure.db --replace"},
          .run = restore};
}

Command migrate_command() {
  return {.name = "migrate",
          .shared = kDryRun,
          .options = {},
          .examples = {"tenure migrate --dry-run", "tenure migrate"},
          .run = migrate};
}

}  // namespace tenure::cli
