// tenure init: a store with its workspace.
#include "cli/session.h"
#include "cli/verbs.h"

namespace tenure::cli {

namespace {

int init(Session& session, const Given& given) {
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
  if (const auto pack = lifecycle::read_pack(options.pack); !pack) return session.fail(pack.error());
  if (const auto zone = TimeZone::load(options.time_zone); !zone) return session.fail(zone.error());
  if (const auto made = session.service(true).create_workspace(options); !made) return session.fail(made.error());
  session.note("cli.init.done", {{"workspace", options.name}, {"db", session.db}, {"pack", options.pack}});
  return kDone;
}

}  // namespace

Command init_command() {
  return {.name = "init",
          .options = {{.name = "--pack", .placeholder = "PACK", .required = true},
                      {.name = "--set", .placeholder = "NAME=VALUE", .many = true},
                      {.name = "--time-zone", .placeholder = "ZONE"}},
          .examples = {"tenure init --pack prospectsoft --time-zone Europe/London --set churn_days=180"},
          .run = init};
}

}  // namespace tenure::cli
