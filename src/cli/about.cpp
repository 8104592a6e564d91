// tenure help, version and completion: the program about itself.
#include <iostream>

#include "cli/manual.h"
#include "cli/session.h"
#include "cli/verbs.h"

namespace tenure::cli {

namespace {

int help(Session& session, const Given& given) {
  if (given.has("--man") || given.has("--markdown")) {
    session.out() << (given.has("--man") ? man_page() : manual_page());
    return kDone;
  }
  std::string name;
  for (const std::string& word : given.list("COMMAND")) name += (name.empty() ? "" : " ") + word;
  if (name.empty()) {
    session.out() << overview(session.language, session.width());
    return kDone;
  }
  if (const Command* command = find_command(name)) {
    session.out() << command_help(session.language, *command, session.width());
    return kDone;
  }
  std::vector<std::string> names;
  for (const Command& command : commands()) {
    if (command.name.starts_with(name + " ")) {
      session.out() << group_overview(session.language, name, session.width());
      return kDone;
    }
    names.push_back(command.name);
  }
  return session.fail_usage({"cli.unknown-command", {{"command", name}, {"nearest", nearest(name, names)}}}, nullptr);
}

int version(Session& session, const Given&) {
  session.out() << version_text() << '\n';
  return kDone;
}

int completion(Session& session, const Given& given) {
  session.out() << completion_script(given.text("SHELL"));
  return kDone;
}

}  // namespace

Command help_command() {
  return {.name = "help",
          .options = {{.name = "COMMAND", .many = true}, {.name = "--man"}, {.name = "--markdown"}},
          .examples = {"tenure help import", "tenure help --man | man -l -"},
          .run = help, .works_on_file = false};
}

Command version_command() {
  return {.name = "version", .options = {}, .examples = {"tenure version"}, .run = version, .works_on_file = false};
}

Command completion_command() {
  return {.name = "completion",
          .options = {{.name = "SHELL", .choices = {"bash", "zsh", "fish"}, .required = true}},
          .examples = {"source <(tenure completion bash)"},
          .run = completion, .works_on_file = false};
}

}  // namespace tenure::cli
