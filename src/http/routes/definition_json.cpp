#include "http/routes/definition_json.h"

#include <algorithm>

namespace tenure::http {

using expression::Kind;
using lifecycle::Definition;
using lifecycle::Effect;
using lifecycle::Lifecycle;
using lifecycle::StageSet;
using lifecycle::Target;

std::string_view type_word(Kind kind) {
  switch (kind) {
    case Kind::boolean: return "bool";
    case Kind::int64: return "int";
    case Kind::decimal: return "decimal";
    case Kind::double_: return "double";
    case Kind::string: return "string";
    case Kind::guid: return "guid";
    case Kind::date: return "date";
    case Kind::instant: return "instant";
    case Kind::time_of_day: return "time";
    case Kind::duration: return "duration";
    case Kind::binary: return "binary";
    case Kind::choice: return "choice";
    case Kind::record: return "record";
    case Kind::null:
    case Kind::unknown: break;
  }
  return "any";
}

void write_title(json::Writer& out, std::string_view name, const std::string& english, const std::string& hebrew) {
  out.key(name).begin_object().field("en", english).field("he", hebrew.empty() ? english : hebrew).end_object();
}

namespace {

void write_list(json::Writer& out, std::string_view name, const std::vector<std::string>& items) {
  out.key(name).begin_array();
  for (const std::string& item : items) out.value(item);
  out.end_array();
}

// The stages by name; "none" is being in no stage.
void write_from(json::Writer& out, const Lifecycle& cycle, StageSet from) {
  out.key("from").begin_array();
  for (size_t s = 0; s < cycle.stages.size(); ++s) {
    if (from & lifecycle::bit(static_cast<lifecycle::StageId>(s))) out.value(cycle.stages[s].id);
  }
  if (from & lifecycle::bit(lifecycle::kNoStage)) out.value("none");
  out.end_array();
}

void write_to(json::Writer& out, const Lifecycle& cycle, const Target& target) {
  switch (target.to) {
    case lifecycle::To::stage: out.field("to", cycle.stage_id(target.stage)); return;
    case lifecycle::To::stay: out.field("to", "stay"); return;
    case lifecycle::To::former: out.field("to", "former"); return;
  }
}

std::string_view effect_word(lifecycle::EffectKind kind) {
  switch (kind) {
    case lifecycle::EffectKind::set: return "set";
    case lifecycle::EffectKind::notify: return "notify";
    case lifecycle::EffectKind::task: return "task";
    case lifecycle::EffectKind::archive: return "archive";
    case lifecycle::EffectKind::restore: return "restore";
  }
  return "";
}

void write_effects(json::Writer& out, const Definition& definition, std::string_view name,
                   const std::vector<Effect>& effects) {
  out.key(name).begin_array();
  for (const Effect& effect : effects) {
    out.begin_object().field("kind", effect_word(effect.kind)).field("name", effect.id);
    if (effect.kind == lifecycle::EffectKind::task) write_title(out, "title", effect.title);
    out.field("when", effect.when ? effect.when->source() : "");
    out.key("set").begin_array();
    for (const Effect::Assignment& assignment : effect.set) {
      out.begin_object().field("field", definition.properties[assignment.property].name);
      out.field("value", assignment.value.source()).end_object();
    }
    out.end_array().end_object();
  }
  out.end_array();
}

std::string_view word(lifecycle::Verdict verdict) {
  switch (verdict) {
    case lifecycle::Verdict::yes: return "yes";
    case lifecycle::Verdict::warn: return "warn";
    case lifecycle::Verdict::no: return "no";
  }
  return "";
}

void write_stage(json::Writer& out, const Definition& definition, const Lifecycle& cycle, size_t rank) {
  const lifecycle::Stage& stage = cycle.stages[rank];
  out.begin_object().field("name", stage.id).field("rank", static_cast<int64_t>(rank)).key("code");
  if (stage.code) out.value(*stage.code);
  else out.null();
  write_title(out, "title", stage.title);
  out.field("icon", stage.icon).field("colour", stage.colour).field("active", stage.active);
  out.field("hidden", stage.hidden).field("final", stage.final);
  out.key("gates").begin_array();
  for (const lifecycle::Gate& gate : cycle.gates) {
    out.begin_object().field("name", gate.id).field("verdict", word(gate.verdicts[rank]));
    write_title(out, "says", gate.says[rank]);
    out.end_object();
  }
  out.end_array();
  write_effects(out, definition, "on_enter", stage.on_enter);
  out.end_object();
}

void write_kinds(json::Writer& out, const Definition& definition, const std::vector<uint16_t>& kinds) {
  out.key("on").begin_array();
  for (const uint16_t kind : kinds) out.value(definition.kinds[kind].name);
  out.end_array();
}

void write_rule(json::Writer& out, const Definition& definition, const Lifecycle& cycle, const lifecycle::Rule& rule) {
  out.begin_object().field("name", rule.id);
  write_title(out, "title", rule.says);
  write_kinds(out, definition, rule.kinds);
  write_from(out, cycle, rule.from);
  out.field("when", rule.when_text);
  write_to(out, cycle, rule.target);
  static const std::vector<Effect> kNoEffects;  // those of one kind say what all say
  write_effects(out, definition, "effects", rule.effects.empty() ? kNoEffects : rule.effects.front());
  out.end_object();
}

void write_timer(json::Writer& out, const Definition& definition, const Lifecycle& cycle,
                 const lifecycle::Timer& timer) {
  out.begin_object().field("name", timer.id);
  write_title(out, "title", timer.says);
  write_from(out, cycle, timer.from);
  out.field("since", definition.account.fields[timer.since_slot].name);
  const bool days = timer.unit == lifecycle::DelayUnit::days;
  const std::string_view unit = days ? "days"
                                : timer.unit_micros == 3'600 * kMicrosPerSecond ? "hours"
                                : timer.unit_micros == 60 * kMicrosPerSecond    ? "minutes"
                                                                                : "seconds";
  out.field("unit", unit).key("parameter");
  if (timer.parameter == lifecycle::kNone) {
    out.null().field("amount", timer.amount);
  } else {
    const auto& name = definition.parameter_type.fields[timer.parameter].name;
    const auto parameter = std::ranges::find(definition.parameters, name, &lifecycle::Parameter::name);
    out.value(name).key("amount").value(parameter->value);
  }
  out.field("when", timer.when_text);
  write_to(out, cycle, timer.target);
  write_effects(out, definition, "effects", timer.effects);
  out.end_object();
}

// What a declaration asks for: a page makes its dialog of it.
void write_requirement(json::Writer& out, const Definition& definition, const lifecycle::Requirement& need) {
  using Form = lifecycle::Requirement::Form;
  out.begin_object().field("name", need.id);
  out.field("kind", need.form == Form::note ? "note" : need.form == Form::field ? "field" : "condition");
  out.key("field");
  if (need.form == Form::field) out.value(definition.properties[need.property].name);
  else out.null();
  const std::string condition = need.when ? need.when->source() : "";
  out.field("when", need.form == Form::when ? condition : "");
  out.field("unless", need.form == Form::when ? "" : condition);
  write_title(out, "says", need.says);
  out.end_object();
}

bool lets_in(const std::vector<std::string>& roles, std::string_view role) {
  return roles.empty() || std::ranges::find(roles, role) != roles.end();
}

void write_declaration(json::Writer& out, const Definition& definition, const Lifecycle& cycle,
                       const lifecycle::Declaration& declaration, std::string_view role) {
  out.begin_object().field("name", declaration.id);
  write_title(out, "title", declaration.title);
  write_from(out, cycle, declaration.from);
  write_to(out, cycle, declaration.target);
  write_list(out, "roles", declaration.roles);
  out.field("mine", lets_in(declaration.roles, role)).key("needs").begin_array();
  for (const lifecycle::Requirement& need : declaration.requires_) write_requirement(out, definition, need);
  out.end_array();
  write_effects(out, definition, "effects", declaration.effects);
  out.end_object();
}

void write_hand_moves(json::Writer& out, const Lifecycle& cycle, std::string_view role) {
  using lifecycle::ByHand;
  const ByHand who = cycle.by_hand;
  out.key("by_hand").begin_object();
  out.field("who", who == ByHand::anyone         ? "anyone"
                   : who == ByHand::roles        ? "roles"
                   : who == ByHand::declarations ? "declarations"
                                                 : "script");
  write_list(out, "roles", cycle.by_hand_roles);
  out.field("mine", who == ByHand::anyone || (who == ByHand::roles && lets_in(cycle.by_hand_roles, role)));
  out.end_object();
}

}  // namespace

void write_lifecycle(json::Writer& out, const Definition& definition, const Lifecycle& cycle, std::string_view role) {
  out.begin_object().field("name", cycle.name);
  write_title(out, "title", cycle.title);
  out.field("initial", cycle.stage_id(cycle.initial));
  write_hand_moves(out, cycle, role);
  out.key("stages").begin_array();
  for (size_t s = 0; s < cycle.stages.size(); ++s) write_stage(out, definition, cycle, s);
  out.end_array().key("rules").begin_array();
  for (const lifecycle::Rule& rule : cycle.rules) write_rule(out, definition, cycle, rule);
  out.end_array().key("timers").begin_array();
  for (const lifecycle::Timer& timer : cycle.timers) write_timer(out, definition, cycle, timer);
  out.end_array().key("declarations").begin_array();
  for (const auto& declaration : cycle.declarations) write_declaration(out, definition, cycle, declaration, role);
  out.end_array().key("gates").begin_array();
  for (const lifecycle::Gate& gate : cycle.gates) {
    out.begin_object().field("name", gate.id);
    write_title(out, "title", gate.title);
    write_kinds(out, definition, gate.kinds);
    out.end_object();
  }
  out.end_array().key("parameters").begin_array();
  for (const uint16_t parameter : cycle.parameters) out.value(definition.parameters[parameter].name);
  out.end_array().end_object();
}

void write_parameters(json::Writer& out, const Definition& definition) {
  out.key("parameters").begin_array();
  for (const lifecycle::Parameter& parameter : definition.parameters) {
    out.begin_object().field("name", parameter.name);
    write_title(out, "title", parameter.title);
    out.field("type", type_word(parameter.type.kind));
    out.key("value").value(parameter.value).key("default").value(parameter.default_value);
    out.key("min").value(parameter.min.value_or(Null{})).key("max").value(parameter.max.value_or(Null{}));
    out.end_object();
  }
  out.end_array();
}

void write_fact_kinds(json::Writer& out, const Definition& definition) {
  out.key("fact_kinds").begin_array();
  for (const lifecycle::FactKind& kind : definition.kinds) {
    out.begin_object().field("name", kind.name);
    write_title(out, "title", kind.title);
    out.field("record", kind.record.empty() ? "account" : kind.record).field("creates", kind.creates);
    out.key("fields").begin_array();
    for (size_t i = 0; i < kind.body_fields; ++i) {
      const auto& field = kind.fields.fields[i];
      out.begin_object().field("name", field.name).field("type", type_word(field.type.kind)).end_object();
    }
    out.end_array().end_object();
  }
  out.end_array();
}

}  // namespace tenure::http
