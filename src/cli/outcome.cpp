// What came of a verb, or would come.
#include "cli/outcome.h"

#include <ostream>

#include "base/json.h"
#include "cli/facts.h"

namespace tenure::cli {

namespace {

using service::Done;

void print_json(Session& session, const Done& done, bool dry_run) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object().field("refused", done.refused).field("dry_run", dry_run);
  writer.field("record", done.record).field("key", done.key).field("version", done.version);
  writer.field("created", done.created);
  writer.key("moves").begin_array();
  for (const Done::Move& move : done.moves) {
    writer.begin_object().field("account", move.account).field("lifecycle", move.lifecycle);
    writer.field("from", move.from).field("to", move.to).field("at", move.at);
    writer.field("rule", move.rule).end_object();
  }
  writer.end_array();
  write_refusals(writer, session, "refusals", done.refusals);
  write_refusals(writer, session, "warnings", done.warnings);
  writer.key("allowed").begin_array();
  for (const std::string& allowed : done.allowed) writer.value(allowed);
  writer.end_array().field("result", done.result).end_object();
  session.out() << text << '\n';
}

void print_table(Session& session, const Done& done, bool dry_run) {
  if (done.refused) {
    session.tell("cli.act.refused");
    for (const engine::Refusal& refusal : done.refusals)
      session.out() << "  " << refusal_text(session, refusal) << '\n';
  } else if (!done.result.is_null() && done.version == 0) {
    std::string text;
    json::Writer(text).value(done.result);
    session.out() << text << '\n';
  } else {
    session.tell(dry_run ? "cli.act.would" : done.created ? "cli.act.created" : "cli.act.done",
                 {{"record", done.record}, {"key", done.key}});
  }
  for (const engine::Refusal& warning : done.warnings)
    session.tell("cli.fact.warned", {{"what", refusal_text(session, warning)}});
  for (const Done::Move& move : done.moves) {
    session.tell("cli.act.moved", {{"account", move.account},
                                   {"from", session.stage_title(move.lifecycle, move.from)},
                                   {"to", session.stage_title(move.lifecycle, move.to)},
                                   {"rule", move.rule}});
  }
}

}  // namespace

int tell_outcome(Session& session, const Result<Done>& done, bool dry_run) {
  if (!done) return session.fail(done.error());
  if (session.format == Format::table) {
    print_table(session, *done, dry_run);
    if (dry_run && !done->refused) session.note("cli.dry-run");
  } else {
    print_json(session, *done, dry_run);
  }
  return done->refused ? kNo : kDone;
}

}  // namespace tenure::cli
