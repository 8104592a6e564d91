// tenure fact: one fact by hand, and what came of it.
#include <iostream>

#include "base/json.h"
#include "cli/fact_stay.h"
#include "cli/facts.h"
#include "cli/output.h"
#include "cli/server.h"
#include "cli/verbs.h"

namespace tenure::cli {

namespace {

using service::Outcome;
using service::Verdict;

const char* name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::recorded: return "recorded";
    case Outcome::known: return "known";
    case Outcome::corrected: return "corrected";
    case Outcome::retracted: return "retracted";
    case Outcome::refused: return "refused";
  }
  return "";
}

void print_json(Session& session, const ToldVerdict& verdict, bool dry_run) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object().field("outcome", verdict.outcome).field("dry_run", dry_run);
  writer.key("moves").begin_array();
  for (const ToldVerdict::Move& move : verdict.moves) {
    writer.begin_object().field("lifecycle", move.lifecycle).field("from", move.from).field("to", move.to);
    writer.field("at", move.at).field("cause", move.cause).field("rule", move.rule).end_object();
  }
  writer.end_array();
  write_refusals(writer, session, "refusals", verdict.refusals);
  write_refusals(writer, session, "warnings", verdict.warnings);
  writer.end_object();
  session.out() << text << '\n';
}

ToldVerdict told(const lifecycle::Definition& definition, const Verdict& verdict) {
  ToldVerdict told{.outcome = name_of(verdict.outcome), .moves = {}, .refusals = verdict.refusals, .warnings = verdict.warnings};
  for (const engine::Transition& move : verdict.moves) {
    const lifecycle::Lifecycle& cycle = definition.lifecycles[move.lifecycle];
    told.moves.push_back({cycle.name, std::string(cycle.stage_id(move.from)), std::string(cycle.stage_id(move.to)),
                          std::string(engine::to_string(move.cause)), std::string(engine::rule_id(definition, move)), move.at});
  }
  return told;
}

int fact(Session& session, const Given& given) {
  service::FactInput input{.account = given.text("ACCOUNT"),
                           .kind = given.text("KIND"),
                           .key = given.text("--key"),
                           .actor = given.text("--actor", "cli"),
                           .role = given.text("--role", "admin"),
                           .retract = given.has("--retract")};
  for (const std::string& field : given.list("FIELD=VALUE")) {
    const size_t equals = field.find('=');
    if (equals == std::string::npos || equals == 0) {
      return session.fail_usage({"cli.bad-field", {{"text", field}}}, find_command("fact"));
    }
    input.values.emplace_back(field.substr(0, equals), Value(field.substr(equals + 1)));
  }
  const auto definition = session.definition();
  if (!definition) return session.fail(definition.error());
  if (const auto at = given.maybe("--at")) {
    const auto instant = session.instant(*at);
    if (!instant) return session.fail_usage(instant.error(), find_command("fact"));
    input.at = *instant;
  }
  const bool dry_run = given.has("--dry-run");
  const Instant at = input.at.value_or(session.clock().now());
  const auto verdicts = session.service().record(session.workspace, {input}, {.all_or_nothing = true, .dry_run = dry_run});
  if (!verdicts) return session.fail(verdicts.error());
  const Verdict& verdict = verdicts->front();
  const int status = tell_verdict(session, told(**definition, verdict),
                                  {{"kind", input.kind}, {"account", input.account}, {"at", session.show(at)}}, dry_run);
  const bool people = session.format == Format::table;
  if (people && verdict.outcome == Outcome::recorded && verdict.moves.empty() && !dry_run) {
    if (const auto tale = tale_here(session, input.account, {.at = input.at, .known_at = {}}))
      tell_stay(session, *tale, hearers_here(**definition, input.kind), input.kind, input.at);
  }
  return status;
}

}  // namespace

int tell_verdict(Session& session, const ToldVerdict& verdict, const Arguments& arguments, bool dry_run) {
  const int status = verdict.outcome == "refused" ? kNo : kDone;
  if (session.format != Format::table) {
    print_json(session, verdict, dry_run);
    return status;
  }
  const bool would = dry_run && status == kDone && verdict.outcome != "known";
  session.tell((would ? "cli.fact.would-be-" : "cli.fact.") + verdict.outcome, arguments);
  for (const engine::Refusal& refusal : verdict.refusals) session.out() << "  " << refusal_text(session, refusal) << '\n';
  for (const engine::Refusal& warning : verdict.warnings)
    session.tell("cli.fact.warned", {{"what", refusal_text(session, warning)}});
  for (const ToldVerdict::Move& move : verdict.moves) {
    session.tell("cli.fact.moved", {{"lifecycle", session.lifecycle_title(move.lifecycle)},
                                    {"from", session.stage_title(move.lifecycle, move.from)},
                                    {"to", session.stage_title(move.lifecycle, move.to)},
                                    {"at", session.show(move.at)},
                                    {"rule", move.rule}});
  }
  if (dry_run && status == kDone) session.note("cli.dry-run");
  return status;
}

std::string refusal_text(Session& session, const engine::Refusal& refusal) {
  const std::string& own = refusal.says.in(session.language);
  std::string text = own.empty() ? session.say(refusal.code, refusal.arguments) : own;
  for (const auto& [name, value] : refusal.arguments) {
    if (name == "nearest" && !value.empty() && text.find("'" + value + "'") == std::string::npos) {
      text += " " + session.say("did-you-mean", {{"nearest", value}});
    }
  }
  // An id that is the code again names nothing.
  return refusal.id.empty() || refusal.id == refusal.code ? text : text + " [" + refusal.id + "]";
}

void write_refusals(json::Writer& writer, Session& session, const char* name,
                    const std::vector<engine::Refusal>& refusals) {
  writer.key(name).begin_array();
  for (const engine::Refusal& refusal : refusals) {
    writer.begin_object().field("code", refusal.code).field("id", refusal.id);
    writer.field("message", refusal_text(session, refusal)).end_object();
  }
  writer.end_array();
}

Command fact_command() {
  return {.name = "fact",
          .shared = kJson | kDryRun,
          .options = {{.name = "ACCOUNT", .required = true},
                      {.name = "KIND", .required = true},
                      {.name = "FIELD=VALUE", .many = true, .help = "word.field"},
                      {.name = "--at", .placeholder = "INSTANT", .help = "option.fact-at"},
                      {.name = "--key", .placeholder = "KEY"},
                      {.name = "--retract"},
                      {.name = "--actor", .placeholder = "NAME"},
                      {.name = "--role", .placeholder = "ROLE"}},
          .examples = {"tenure fact C-1042 order.placed order=O-77 amount=120.50 --key O-77 --at 2026-10-30",
                       "tenure fact C-1042 order.placed --key O-77 --retract"},
          .run = fact,
          .by_server = fact_by_server};
}

}  // namespace tenure::cli
