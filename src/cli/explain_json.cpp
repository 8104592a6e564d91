#include "base/json.h"
#include "cli/explain.h"
#include "cli/reasons.h"

namespace tenure::cli {

namespace {

void write_instant(json::Writer& writer, const char* name, const std::optional<Instant>& at) {
  writer.key(name);
  at ? writer.value(*at) : writer.null();
}

void write_fields(json::Writer& writer, const char* name, const Tale::Fields& fields) {
  writer.key(name).begin_object();
  for (const auto& [field, value] : fields) writer.field(field, value);
  writer.end_object();
}

void write_reason(json::Writer& writer, Session& session, const expression::Reason& reason) {
  writer.begin_object().field("condition", reason.text);
  write_fields(writer, "values", seen(reason));
  if (const std::string gap = shortfall(session, reason); !gap.empty()) writer.field("short", gap);
  writer.end_object();
}

void write_tried(json::Writer& writer, Session& session, const Tale::Tried& tried) {
  writer.begin_object().field("rule", tried.rule).field("outcome", tried.outcome);
  if (tried.why) {
    writer.field("condition", tried.why->text);
    write_fields(writer, "values", seen(*tried.why));
    writer.key("false").begin_array();
    for (const expression::Reason* part : false_parts(*tried.why)) write_reason(writer, session, *part);
    writer.end_array();
  }
  writer.end_object();
}

void write_step(json::Writer& writer, Session& session, const Tale::Step& step) {
  const service::Service::LogRow& row = step.row;
  writer.begin_object().field("lifecycle", row.lifecycle).field("from", row.from).field("to", row.to);
  writer.field("at", row.at).field("recorded_at", row.recorded_at).field("cause", row.cause).field("rule", row.rule);
  writer.field("fact", row.fact).field("fact_kind", row.fact_kind).field("actor", row.actor);
  writer.field("note", row.note).field("reason", row.reason);
  write_fields(writer, "fields", step.fields);
  write_fields(writer, "saw", step.saw);
  writer.key("tried").begin_array();
  for (const Tale::Tried& tried : step.tried) write_tried(writer, session, tried);
  writer.end_array().field("definition", step.definition).field("definition_gone", step.definition_gone).end_object();
}

void write_way(json::Writer& writer, Session& session, const Tale::Way& way) {
  writer.begin_object().field("lifecycle", way.lifecycle).field("cause", way.cause).field("id", way.id);
  writer.field("to", way.to).field("open", way.open).key("kinds").begin_array();
  for (const std::string& kind : way.kinds) writer.value(kind);
  writer.end_array();
  write_instant(writer, "due", way.due);
  writer.key("missing").begin_array();
  for (const expression::Reason& reason : way.missing) write_reason(writer, session, reason);
  writer.end_array().key("asks_fact").begin_array();
  for (const std::string& part : way.asks_fact) writer.value(part);
  writer.end_array().key("needs").begin_array();
  for (const auto& [need, says] : way.needs) writer.value(need);
  writer.end_array().end_object();
}

}  // namespace

std::string explain_json(Session& session, const Tale& tale) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object().field("account", tale.account).field("name", tale.name).field("facts", tale.facts);
  writer.field("archived", tale.archived).key("stands").begin_array();
  for (const Tale::Standing& standing : tale.stands) {
    writer.begin_object().field("lifecycle", standing.lifecycle).field("stage", standing.stage.empty() ? "none" : standing.stage);
    write_instant(writer, "since", standing.since);
    writer.end_object();
  }
  writer.end_array().key("timeline").begin_array();
  for (const Tale::Step& step : tale.steps) write_step(writer, session, step);
  writer.end_array().key("stays").begin_array();
  for (const Tale::Stay& stay : tale.stays) {
    writer.begin_object().field("lifecycle", stay.lifecycle).field("rule", stay.rule).field("at", stay.at).end_object();
  }
  writer.end_array().key("outlook").begin_array();
  for (const Tale::Way& way : tale.ways) write_way(writer, session, way);
  writer.end_array().end_object();
  return text;
}

}  // namespace tenure::cli
