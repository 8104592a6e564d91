// backup through a server: it writes into its own folder, and we wait until it is done.
#include <ostream>

#include "base/json.h"
#include "cli/answers.h"
#include "cli/progress.h"
#include "cli/server.h"

namespace tenure::cli {

namespace {

// As it is when it ended, or when we were stopped. Errors: those of Server::get.
Result<Value> ended(Session& session, Value backup) {
  Progress progress(session, "cli.progress.copying");
  const std::string address = "backups/" + in_address(text(backup, "backup"));
  return watch(session, address, std::move(backup), [&](const Value& now) {
    const int64_t done = number(now, "bytes"), total = number(now, "total");
    const bool copied = total > 0 && done == total;
    progress.part(copied ? "cli.progress.verify" : "cli.progress.copying");
    if (!copied) progress.update(done, total, true);
  });
}

}  // namespace

int backup_by_server(Session& session, const Given& given) {
  if (const auto to = given.maybe("TO"))
    return session.fail_usage({"cli.backup.names-itself", {{"text", *to}}}, find_command("backup"));
  const auto begun = session.server().send("POST", "backups", given.has("--verify") ? R"({"verify":true})" : "{}");
  if (!begun) return session.fail(begun.error());
  const auto backup = ended(session, *begun);
  if (!backup) return session.fail(backup.error());
  const std::string state = text(*backup, "state"), name = text(*backup, "backup");
  if (state == "running") {
    session.note("cli.backup.goes-on", {{"file", name}});
    return kInterrupted;
  }
  if (state != "done") return session.fail(said_there(at(*backup, "error")));
  std::string removed;
  for (const Value& one : items(*backup, "removed")) removed += (removed.empty() ? "" : ", ") + to_text(one);
  if (!removed.empty()) session.note("cli.backup.removed-there", {{"files", removed}});
  if (session.format == Format::table) {
    session.tell(flag(*backup, "verified") ? "cli.backup.verified-there" : "cli.backup.done-there",
                 {{"file", name},
                  {"bytes", human_bytes(static_cast<double>(number(*backup, "bytes")))},
                  {"at", text(*backup, "at")}});
  } else {
    session.out() << json::write(*backup) << '\n';
  }
  return kDone;
}

}  // namespace tenure::cli
