// One run: understand the words, do the work, answer with a status.
#include <iostream>
#include <new>

#include "base/environment.h"
#include "cli/manual.h"
#include "cli/session.h"

namespace tenure::cli {

namespace {

int dispatch(const Parsed& parsed, Session& session) {
  if (parsed.version) {
    session.out() << version_text() << '\n';
    return kDone;
  }
  if (parsed.help) {
    session.out() << (parsed.command          ? command_help(session.language, *parsed.command, session.width())
                      : parsed.group.empty() ? overview(session.language, session.width())
                                              : group_overview(session.language, parsed.group, session.width()));
    return kDone;
  }
  if (!parsed.command) {  // nothing was asked for: what there is, and a status that a script notices
    session.err() << (parsed.group.empty() ? overview(session.language, session.width())
                                           : group_overview(session.language, parsed.group, session.width()));
    return kUsage;
  }
  const Command& command = *parsed.command;
  if (!session.by_server() || !command.works_on_file) return command.run(session, parsed.given);
  if (!command.by_server) return session.fail_usage({"cli.not-by-server", {{"command", command.name}}}, &command);
  if (parsed.given.has("--now")) return session.fail_usage({"cli.now-not-by-server", {}}, &command);
  if (const auto reached = session.reach_server(); !reached) return session.fail_usage(reached.error(), &command);
  return command.by_server(session, parsed.given);
}

}  // namespace

int run(const std::vector<std::string>& words, World& world) {
  Session session(world);
  Parsed parsed;
  const auto understood = parse(words, parsed);
  const auto ready = session.set_up(parsed.given);
  if (!understood) return session.fail_usage(understood.error(), parsed.command);
  if (!ready) return session.fail_usage(ready.error(), parsed.command);
  int status = kNo;
  try {
    status = dispatch(parsed, session);
  } catch (const EnvironmentError& error) {
    status = session.fail(error.error());
  } catch (const std::bad_alloc&) {
    status = session.fail({"cli.out-of-memory", {}});
  }
  session.out().flush();
  if (!session.out()) return session.fail({"cli.cannot-write", {}});
  return status;
}

}  // namespace tenure::cli
