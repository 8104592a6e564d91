// tenure tick: the timers that are due.
#include "cli/progress.h"
#include "cli/verbs.h"

namespace tenure::cli {

namespace {

int tick(Session& session, const Given&) {
  Progress progress(session, "cli.progress.tick");
  const auto ticked = session.service().tick(session.workspace, [&](const service::Service::Ticked& so_far) {
    progress.update(so_far.accounts, 0);
  });
  if (!ticked) return session.fail(ticked.error());
  if (!session.quiet) {
    session.tell("cli.tick.done",
                 {{"moves", std::to_string(ticked->moves)}, {"accounts", std::to_string(ticked->accounts)}});
  }
  return kDone;
}

}  // namespace

Command tick_command() {
  return {.name = "tick", .options = {}, .examples = {"tenure tick"}, .run = tick};
}

}  // namespace tenure::cli
