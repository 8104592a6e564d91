// tenure init: a store with its workspace.
#include <algorithm>

#include "cli/output.h"
#include "cli/verbs.h"
#include "service/start.h"

namespace tenure::cli {

namespace {

// Whoever has to choose sees among what.
void list_packs(Session& session) {
  const std::vector<service::StartChoice> packs = service::packs_on_offer(session.language);
  int width = 0;
  for (const service::StartChoice& pack : packs) width = std::max(width, display_width(pack.name));
  session.message(session.say("cli.init.packs"));
  for (const service::StartChoice& pack : packs) session.message("  " + padded(pack.name, width) + "  " + pack.about);
}

int init(Session& session, const Given& given) {
  if (given.text("--pack").empty()) {
    const int status = session.fail_usage({"cli.missing", {{"what", "--pack PACK"}, {"command", "init"}}}, find_command("init"));
    list_packs(session);
    session.message(session.say("cli.init.type"));
    return status;
  }
  service::WorkspaceOptions options{.name = session.workspace,
                                    .pack = given.text("--pack"),
                                    .time_zone = given.text("--time-zone", "UTC")};
  for (const std::string& setting : given.list("--set")) {
    const size_t equals = setting.find('=');
    if (equals == std::string::npos || equals == 0) {
      return session.fail_usage({"cli.bad-setting", {{"text", setting}}}, find_command("init"));
    }
    options.parameters.emplace_back(setting.substr(0, equals), setting.substr(equals + 1));
  }
  // A pack that does not exist must not leave an empty store behind.
  if (const auto pack = lifecycle::read_pack(options.pack); !pack) {
    const int status = session.fail(pack.error());
    if (pack.error().code == "unknown-pack") list_packs(session);
    return status;
  }
  if (const auto zone = TimeZone::load(options.time_zone); !zone) return session.fail(zone.error());
  if (const auto made = session.service(true).create_workspace(options); !made) return session.fail(made.error());
  session.note("cli.init.done", {{"workspace", options.name}, {"db", session.db}, {"pack", options.pack}});
  return kDone;
}

}  // namespace

Command init_command() {
  return {.name = "init",
          .options = {{.name = "--pack", .placeholder = "PACK", .required = true, .explained = true},
                      {.name = "--set", .placeholder = "NAME=VALUE", .many = true},
                      {.name = "--time-zone", .placeholder = "ZONE"}},
          .examples = {"tenure init --pack prospectsoft --time-zone Europe/London --set churn_days=180",
                       "tenure init --pack ./my-pack --db mine.db"},
          .run = init};
}

}  // namespace tenure::cli
