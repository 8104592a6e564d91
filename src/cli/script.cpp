// tenure script: stages set past the rules by an administrator's script; tenure rfm: every customer scored.
#include <fstream>
#include <iterator>
#include <ostream>

#include "base/limits.h"
#include "cli/answers.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/verbs.h"

namespace tenure::cli {

namespace {

Result<std::string> read_script(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return refuse("cli.unreadable-script", {{"file", path}});
  std::string content(limits::kScriptBytes + 1, '\0');
  in.read(content.data(), static_cast<std::streamsize>(content.size()));
  content.resize(static_cast<size_t>(in.gcount()));
  return content;
}

std::string why(const Value& row) {
  std::string all;
  for (const Value& reason : items(row, "reasons")) all += (all.empty() ? "" : " ") + text(reason, "message");
  return all;
}

int script(Session& session, const Given& given) {
  const auto content = read_script(given.text("FILE"));
  if (!content) return session.fail(content.error());
  const bool dry_run = given.has("--dry-run");
  if (!dry_run && !given.has("--yes") && !session.confirm("cli.script.ask")) return kNo;
  (void)session.learn_names();
  const std::string path = given.text("FILE");
  const auto answer = act(session, "run_script", {{"script", Value(*content)},
                                                  {"reason", Value(given.text("--reason"))},
                                                  {"name", Value(path.substr(path.rfind('/') + 1))},
                                                  {"filter", Value(given.text("--where"))}},
                          dry_run);
  if (!answer) return session.fail(answer.error());
  if (const std::string printed = text(answer->result, "printed"); !printed.empty()) session.message(printed);
  RowPrinter printer(session, {{"account"}, {"lifecycle"}, {"to"}, {"outcome"}, {"why"}});
  for (const Value& row : items(answer->result, "value")) {
    const bool people = session.format == Format::table, refused = flag(row, "refused");
    const std::string state = refused ? "refused" : "changed";
    printer.row({at(row, "account"), at(row, "lifecycle"),
                 people ? Value(session.stage_title(text(row, "lifecycle"), text(row, "stage"))) : at(row, "stage"),
                 people ? session.say("cli.bulk.state." + state) : state, why(row)});
  }
  printer.finish();
  if (dry_run) session.note("cli.dry-run");
  return number(answer->result, "refused") > 0 ? kNo : kDone;
}

int rfm(Session& session, const Given& given) {
  Values values;
  if (const auto day = given.maybe("--date")) values.emplace_back("date", Value(*day));
  int exit = kDone;
  const auto result = work(session, act(session, "score_rfm", std::move(values)), "cli.progress.scoring", exit);
  if (!result) return stopped(session, result.error(), exit);
  session.note("cli.rfm.scored", {{"customers", grouped(number(*result, "customers"))},
                                  {"changed", grouped(number(*result, "changed"))},
                                  {"moves", grouped(number(*result, "moves"))}});
  return kDone;
}

}  // namespace

Command script_command() {
  return {.name = "script",
          .shared = kOutput | kDryRun,
          .options = {{.name = "FILE", .required = true, .help = "word.script"},
                      {.name = "--reason", .placeholder = "TEXT", .required = true, .help = "option.script-reason"},
                      {.name = "--where", .placeholder = "CONDITION"}},
          .examples = {"tenure script fix.lua --reason correction --dry-run"},
          .run = script,
          .by_server = script};
}

Command rfm_command() {
  return {.name = "rfm",
          .options = {{.name = "--date", .placeholder = "DATE"}},
          .examples = {"tenure rfm"},
          .run = rfm,
          .by_server = rfm};
}

}  // namespace tenure::cli
