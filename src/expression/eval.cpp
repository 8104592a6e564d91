#include "expression/eval.h"

#include "base/json.h"
#include "base/text.h"
#include "expression/program.h"
#include "expression/variables.h"

namespace tenure::expression {
namespace {

const Value* member(const Object& object, std::string_view name) {
  for (const auto& [key, value] : object.members) {
    if (key == name) return &value;
  }
  return nullptr;
}

Result<std::shared_ptr<const Object>> read_object(std::string_view json_line) {
  TENURE_TRY(Value line, json::parse(json_line));
  const auto* object = line.get<std::shared_ptr<const Object>>();
  if (object == nullptr) return refuse("invalid-value", {{"name", "line"}, {"type", "object"}});
  return *object;
}

Result<std::string> text_member(const Object& object, std::string_view name) {
  const Value* value = member(object, name);
  const auto* text = value != nullptr ? value->get<std::string>() : nullptr;
  if (text == nullptr) {
    return refuse("invalid-value", {{"name", std::string(name)}, {"type", "Edm.String"}});
  }
  return *text;
}

Result<Object> object_member(const Object& object, std::string_view name) {
  const Value* value = member(object, name);
  if (value == nullptr) return Object{};
  const auto* members = value->get<std::shared_ptr<const Object>>();
  if (members == nullptr) {
    return refuse("invalid-value", {{"name", std::string(name)}, {"type", "object"}});
  }
  return **members;
}

void write_error(json::Writer& out, const Error& error) {
  out.key("error").begin_object();
  out.field("code", error.code);
  out.field("message", say(Language::english, error));
  if (error.position >= 0) {
    out.field("position", error.position);
  } else {
    out.key("position").null();
  }
  out.end_object();
}

void write_reason(json::Writer& out, const Reason& reason) {
  out.begin_object();
  out.field("text", reason.text);
  out.field("position", static_cast<int64_t>(reason.position));
  out.field("end", static_cast<int64_t>(reason.end));
  out.field("evaluated", reason.evaluated);
  out.field("value", reason.value);
  out.key("parts").begin_array();
  for (const Reason& part : reason.parts) write_reason(out, part);
  out.end_array().end_object();
}

Result<void> evaluate(const Object& line, Instant now, json::Writer& out) {
  TENURE_TRY(std::string text, text_member(line, "expr"));
  TENURE_TRY(Object vars, object_member(line, "vars"));
  TENURE_TRY(Object types, object_member(line, "types"));
  if (member(line, "now") != nullptr) {
    TENURE_TRY(std::string instant, text_member(line, "now"));
    TENURE_TRY(now, parse_instant(instant));
  }
  TimeZone zone = TimeZone::utc();
  if (member(line, "zone") != nullptr) {
    TENURE_TRY(std::string name, text_member(line, "zone"));
    TENURE_TRY(zone, TimeZone::load(name));
  }
  TENURE_TRY(Variables variables, Variables::read(vars, types));
  TENURE_TRY(Program program, compile(text, variables));

  Arena arena;
  std::vector<Cell> cells = variables.cells(arena);
  const Cell* sources[] = {cells.data()};
  Frame frame{.sources = sources, .now = now, .zone = &zone, .arena = &arena};
  Mismatch mismatch;
  Cell cell = evaluate_checked(program, frame, mismatch);
  if (mismatch.where != nullptr) {
    return refuse("wrong-type",
                  {{"expected", mismatch.expected}, {"found", to_string(mismatch.found)}},
                  static_cast<int64_t>(mismatch.where->position));
  }
  Type type = program.type();
  if (type.kind == Kind::unknown && !type.collection) type = {cell.kind, cell.collection};
  out.field("value", to_value(cell, type));
  if (type.kind == Kind::null && !type.collection) {
    out.key("type").null();
  } else {
    out.field("type", to_string(type));
  }
  const Value* explain = member(line, "explain");
  if (explain != nullptr && *explain == Value(true)) {
    out.field("canonical", to_text(program.ast()));
    out.key("reasons");
    write_reason(out, program.explain(frame));
  }
  return {};
}

}  // namespace

std::string eval_line(std::string_view json_line, Instant now) {
  std::string text;
  json::Writer out(text);
  out.begin_object();
  auto line = read_object(json_line);
  auto done = line ? evaluate(**line, now, out) : std::unexpected(line.error());
  if (!done) write_error(out, done.error());
  out.end_object();
  return text;
}

std::string eval_parse_line(std::string_view json_line) {
  std::string text;
  json::Writer out(text);
  auto check = [&]() -> Result<void> {
    TENURE_TRY(auto line, read_object(json_line));
    TENURE_TRY(std::string rule, text_member(*line, "rule"));
    TENURE_TRY(std::string input, text_member(*line, "input"));
    return recognise(rule, input);
  };
  auto done = check();
  out.begin_object().field("ok", done.has_value());
  if (!done) write_error(out, done.error());
  out.end_object();
  return text;
}

}  // namespace tenure::expression
