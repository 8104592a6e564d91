// backup through a server: it writes into its own folder, and we wait until it is done.
#include <chrono>
#include <ostream>
#include <thread>

#include "base/json.h"
#include "cli/progress.h"
#include "cli/server.h"

namespace tenure::cli {

namespace {

constexpr auto kLook = std::chrono::milliseconds(200);

int64_t number_at(const Value& value, std::string_view path) {
  const int64_t* number = at_path(value, path).get<int64_t>();
  return number ? *number : 0;
}

// As it is when it ended, or when we were stopped. Errors: those of Server::get.
Result<Value> ended(Session& session, const Server& server, Value backup) {
  Progress progress(session, "cli.progress.copying");
  const std::string address = "backups/" + in_address(text_at(backup, "backup"));
  stops_by_itself = true;
  while (text_at(backup, "state") == "running" && !stop_requested) {
    std::this_thread::sleep_for(kLook);
    auto now = server.get(address);
    if (!now) return now;
    backup = std::move(*now);
    const int64_t done = number_at(backup, "bytes"), total = number_at(backup, "total");
    const bool copied = total > 0 && done == total;
    progress.part(copied ? "cli.progress.verify" : "cli.progress.copying");
    if (!copied) progress.update(done, total, true);
  }
  stops_by_itself = false;
  return backup;
}

}  // namespace

int backup_by_server(Session& session, const Given& given) {
  const Command* command = find_command("backup");
  if (const auto to = given.maybe("TO")) return session.fail_usage({"cli.backup.names-itself", {{"text", *to}}}, command);
  const auto server = Server::of(session);
  if (!server) return session.fail_usage(server.error(), command);
  const auto begun = server->send("POST", "backups", given.has("--verify") ? R"({"verify":true})" : "{}");
  if (!begun) return session.fail(begun.error());
  const auto backup = ended(session, *server, *begun);
  if (!backup) return session.fail(backup.error());
  const std::string state = text_at(*backup, "state"), name = text_at(*backup, "backup");
  if (state == "running") {
    session.note("cli.backup.goes-on", {{"file", name}});
    return kInterrupted;
  }
  if (state != "done") {
    const std::string code = text_at(*backup, "error/code");
    return session.fail({"cli.server-refused", {{"status", code == "storage-full" ? "503" : "409"},
                                                {"code", code},
                                                {"detail", text_at(*backup, "error/detail")}}});
  }
  if (session.format == Format::table) {
    session.tell(text_at(*backup, "verified") == "true" ? "cli.backup.verified-there" : "cli.backup.done-there",
                 {{"file", name},
                  {"bytes", human_bytes(static_cast<double>(number_at(*backup, "bytes")))},
                  {"at", text_at(*backup, "at")}});
  } else {
    session.out() << json::write(*backup) << '\n';
  }
  return kDone;
}

}  // namespace tenure::cli
