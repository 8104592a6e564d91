// tenure config show: what holds, and where it was said.
#include "cli/config.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cli/verbs.h"

namespace tenure::cli {

namespace {

int show(Session& session, const Given& given) {
  std::vector<report::Column> columns{{"setting"}, {"value"}};
  if (given.has("--origin")) columns.push_back({"origin"});
  RowPrinter printer(session, columns);
  for (const Setting& setting : settings()) {
    std::vector<Value> row{setting.name, session.config().text(setting.name)};
    if (given.has("--origin")) {
      const Origin& origin = session.config().origin(setting.name);
      row.emplace_back(origin.kind == Origin::Kind::fallback ? session.say("cli.config.default") : origin.name);
    }
    printer.row(std::move(row));
  }
  printer.finish();
  return kDone;
}

}  // namespace

Command config_show_command() {
  return {.name = "config show",
          .shared = kOutput,
          .options = {{.name = "--origin"}},
          .examples = {"tenure config show --origin"},
          .run = show, .works_on_file = false};
}

}  // namespace tenure::cli
