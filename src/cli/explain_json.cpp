#include "base/json.h"
#include "cli/explain.h"
#include "cli/reasons.h"

namespace tenure::cli {

namespace {

using engine::Cause;
using engine::WayOut;

void write_instant(json::Writer& writer, const char* name, Instant at) {
  writer.key(name);
  if (at <= kMinInstant) {
    writer.null();
  } else {
    writer.value(at);
  }
}

void write_reason(json::Writer& writer, Session& session, const expression::Reason& reason) {
  writer.begin_object().field("condition", reason.text).key("values").begin_object();
  for (const auto& [name, value] : seen(reason)) writer.field(name, value);
  writer.end_object();
  if (const std::string gap = shortfall(session, reason); !gap.empty()) writer.field("short", gap);
  writer.end_object();
}

void write_step(json::Writer& writer, Session& session, const service::Service::Story::Step& step,
                const service::Decided& by) {
  const service::Service::LogRow& row = step.row;
  const lifecycle::Definition* definition = by.definition.get();
  writer.begin_object().field("lifecycle", row.lifecycle).field("from", row.from).field("to", row.to);
  writer.field("at", row.at).field("recorded_at", row.recorded_at).field("cause", row.cause).field("rule", row.rule);
  writer.field("fact", row.fact).field("fact_kind", row.fact_kind).field("actor", row.actor);
  writer.field("note", row.note).field("reason", row.reason);
  writer.key("fields").begin_object();
  for (const auto& [name, value] : step.fact_fields) writer.field(name, value);
  writer.end_object().key("saw").begin_object();
  for (const engine::TraceInput& input : step.trace.inputs) {
    writer.field(definition->account.fields[input.slot].name, input.value);
  }
  writer.end_object().key("tried").begin_array();
  for (const engine::Tried& tried : step.trace.tried) {
    const lifecycle::Lifecycle& cycle = definition->lifecycles[tried.lifecycle];
    if (cycle.name != row.lifecycle) continue;
    const std::string& id = cycle.rules[tried.rule].id;
    const char* outcome = tried.outcome == engine::Tried::Outcome::fits          ? "fits"
                          : tried.outcome == engine::Tried::Outcome::wrong_stage ? "wrong_stage"
                                                                                 : "condition_false";
    writer.begin_object().field("rule", id).field("outcome", outcome);
    for (const auto& [rule, reason] : step.reasons) {
      if (rule != id) continue;
      writer.field("condition", reason.text).key("values").begin_object();
      for (const auto& [name, value] : seen(reason)) writer.field(name, value);
      writer.end_object().key("false").begin_array();
      for (const expression::Reason* part : false_parts(reason)) write_reason(writer, session, *part);
      writer.end_array();
    }
    writer.end_object();
  }
  writer.end_array().field("definition", by.version).field("definition_gone", definition == nullptr).end_object();
}

void write_way(json::Writer& writer, Session& session, const lifecycle::Definition& definition, const WayOut& way) {
  const lifecycle::Lifecycle& cycle = definition.lifecycles[way.lifecycle];
  writer.begin_object().field("lifecycle", cycle.name).field("cause", engine::to_string(way.cause));
  writer.field("id", way.cause == Cause::rule    ? cycle.rules[way.index].id
                     : way.cause == Cause::timer ? cycle.timers[way.index].id
                                                 : cycle.declarations[way.index].id);
  writer.field("to", cycle.stage_id(way.to)).field("open", way.open);
  writer.key("kinds").begin_array();
  for (const uint16_t kind : way.kinds) writer.value(definition.kinds[kind].name);
  writer.end_array().key("due");
  if (way.due) {
    writer.value(*way.due);
  } else {
    writer.null();
  }
  writer.key("missing").begin_array();
  for (const expression::Reason& reason : way.missing) write_reason(writer, session, reason);
  writer.end_array().key("asks_fact").begin_array();
  for (const expression::Reason& reason : way.asks_fact) writer.value(reason.text);
  writer.end_array().key("needs").begin_array();
  for (const std::string& need : way.needs) writer.value(need);
  writer.end_array().end_object();
}

}  // namespace

std::string explain_json(Session& session, const service::ToldStory& told) {
  const service::Service::Story& story = told.story;
  const lifecycle::Definition& definition = *story.definition;
  std::string text;
  json::Writer writer(text);
  writer.begin_object().field("account", story.account).field("name", story.name).field("facts", story.facts);
  writer.field("archived", story.state.archived());
  writer.key("stands").begin_array();
  for (size_t l = 0; l < definition.lifecycles.size(); ++l) {
    const engine::Standing& standing = story.state.standing(l);
    writer.begin_object().field("lifecycle", definition.lifecycles[l].name);
    writer.field("stage", definition.lifecycles[l].stage_id(standing.stage));
    write_instant(writer, "since", standing.since);
    writer.end_object();
  }
  writer.end_array().key("timeline").begin_array();
  for (size_t i = 0; i < story.steps.size(); ++i) write_step(writer, session, story.steps[i], told.decided[i]);
  writer.end_array().key("stays").begin_array();
  for (const engine::NoMove& stay : story.stays) {
    const lifecycle::Lifecycle& cycle = definition.lifecycles[stay.lifecycle];
    writer.begin_object().field("lifecycle", cycle.name).field("rule", cycle.rules[stay.rule].id);
    writer.field("at", stay.at).end_object();
  }
  writer.end_array().key("outlook").begin_array();
  for (const WayOut& way : story.outlook) write_way(writer, session, definition, way);
  writer.end_array().end_object();
  return text;
}

}  // namespace tenure::cli
