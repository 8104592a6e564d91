// tenure check and tenure test: what is wrong with a pack, and whether it does what its stories say.
#include <algorithm>
#include <iostream>

#include "base/json.h"
#include "cli/output.h"
#include "cli/verbs.h"
#include "story/story.h"

namespace tenure::cli {

namespace {

bool as_json(const Session& session) { return session.format != Format::table; }

void write_fault(json::Writer& writer, Session& session, const lifecycle::Fault& fault) {
  writer.begin_object();
  writer.field("severity", fault.severity == lifecycle::Severity::error ? "error" : "warning");
  writer.field("code", fault.code).field("message", session.say(fault.code, fault.arguments));
  writer.field("file", fault.place.file).field("line", fault.place.line).field("column", fault.place.column);
  writer.key("history").begin_array();
  for (const std::string& line : fault.history) writer.value(line);
  writer.end_array().end_object();
}

int check(Session& session, const Given& given) {
  lifecycle::Settings settings;
  for (const std::string& setting : given.list("--set")) {
    const size_t equals = setting.find('=');
    if (equals == std::string::npos || equals == 0) {
      return session.fail_usage({"cli.bad-setting", {{"text", setting}}}, find_command("check"));
    }
    settings.parameters.emplace_back(setting.substr(0, equals), setting.substr(equals + 1));
  }
  int64_t errors = 0, warnings = 0;
  bool unread = false;
  std::string text;
  json::Writer writer(text);
  writer.begin_array();
  for (const std::string& name : given.list("PACK")) {
    const auto files = lifecycle::read_pack(name);
    if (!files) {
      session.fail(files.error());
      unread = true;
      continue;
    }
    lifecycle::Loaded loaded = lifecycle::load(*files, settings);
    if (loaded.definition) {
      for (lifecycle::Fault& fault : lifecycle::check(*loaded.definition)) loaded.faults.push_back(std::move(fault));
    }
    for (const lifecycle::Fault& fault : loaded.faults) {
      ++(fault.severity == lifecycle::Severity::error ? errors : warnings);
      if (as_json(session)) {
        write_fault(writer, session, fault);
      } else {
        session.out() << lifecycle::to_string(fault, session.language) << '\n';
      }
    }
    if (!as_json(session) && loaded.faults.empty()) session.tell("cli.check.sound", {{"pack", name}});
  }
  writer.end_array();
  if (as_json(session)) session.out() << text << '\n';
  if (!as_json(session) && errors + warnings > 0) {
    session.tell("cli.check.faults", {{"errors", std::to_string(errors)}, {"warnings", std::to_string(warnings)}});
  }
  return errors > 0 || unread ? kNo : kDone;
}

void write_outcome(json::Writer& writer, const story::Outcome& outcome) {
  writer.begin_object().field("id", outcome.id).field("title", outcome.title);
  writer.field("file", outcome.file).field("line", outcome.line).field("passed", outcome.failures.empty());
  writer.key("failures").begin_array();
  for (const story::Failure& failure : outcome.failures) {
    writer.begin_object().field("line", failure.line).field("text", failure.text);
    writer.field("expected", failure.expected).field("found", failure.found).end_object();
  }
  writer.end_array().end_object();
}

int test(Session& session, const Given& given) {
  int64_t passed = 0, failed = 0;
  bool unread = false;
  std::string text;
  json::Writer writer(text);
  writer.begin_array();
  const auto filter = given.maybe("--filter");
  for (const std::string& name : given.list("PACK")) {
    const auto outcomes = story::run_pack(name);
    if (!outcomes) {
      session.fail(outcomes.error());
      unread = true;
      continue;
    }
    for (const story::Outcome& outcome : *outcomes) {
      if (filter && outcome.id != *filter) continue;
      ++(outcome.failures.empty() ? passed : failed);
      if (as_json(session)) {
        write_outcome(writer, outcome);
      } else if (!outcome.failures.empty()) {
        session.out() << story::to_string(outcome, session.language) << '\n';
      } else if (session.verbose) {
        session.tell("cli.test.passed", {{"id", outcome.id}, {"title", outcome.title}});
      }
    }
  }
  writer.end_array();
  if (as_json(session)) session.out() << text << '\n';
  if (filter && passed + failed == 0 && !unread) return session.fail({"cli.test.no-story", {{"id", *filter}}});
  if (!as_json(session) && passed + failed > 0) {
    session.tell("cli.test.counts", {{"passed", std::to_string(passed)}, {"failed", std::to_string(failed)}});
  }
  return failed > 0 || unread ? kNo : kDone;
}

}  // namespace

Command check_command() {
  return {.name = "check",
          .shared = kJson,
          .options = {{.name = "PACK", .many = true, .required = true},
                      {.name = "--set", .placeholder = "NAME=VALUE", .many = true}},
          .examples = {"tenure check my-pack", "tenure check hyper prospectsoft -o json"},
          .run = check, .works_on_file = false};
}

Command test_command() {
  return {.name = "test",
          .shared = kJson,
          .options = {{.name = "PACK", .many = true, .required = true}, {.name = "--filter", .placeholder = "ID"}},
          .examples = {"tenure test my-pack", "tenure test prospectsoft --filter PS-16 -v"},
          .run = test, .works_on_file = false};
}

}  // namespace tenure::cli
