#include "service/verbs/stories.h"

#include <algorithm>

#include "service/impl.h"
#include "service/story.h"

namespace tenure::service::acts {
namespace {

using engine::Cause;

std::optional<Instant> instant_of(const Call& call, std::string_view name) {
  const Value* value = call.find(name);
  const Instant* at = value ? value->get<Instant>() : nullptr;
  return at ? std::optional(*at) : std::nullopt;
}

Value instant_or_null(Instant at) { return at <= kMinInstant ? Value() : Value(at); }

// What a condition is about: the account and, under "fact/", the record of the fact that it was asked of.
struct Subject {
  const Access& access;
  std::string record;  // "" = none

  bool may_see(std::string_view name) const {
    constexpr std::string_view kFact = "fact/";
    if (name.starts_with('@')) return true;
    if (!name.starts_with(kFact)) return access.may_read("account", name);
    name.remove_prefix(kFact.size());
    return access.may_read("account", name) && (record.empty() || access.may_read(record, name));
  }
};

bool is_name(const expression::Reason& reason) {
  return reason.parts.empty() && !reason.text.empty() &&
         (std::isalpha(static_cast<unsigned char>(reason.text[0])) || reason.text[0] == '@');
}

// The names that a condition read, each with the value it had, where the caller may see it.
void seen(const Subject& subject, const expression::Reason& reason, Values& values) {
  if (is_name(reason) && subject.may_see(reason.text) && reason.evaluated && !find(values, reason.text))
    values.emplace_back(reason.text, reason.value);
  for (const expression::Reason& part : reason.parts) seen(subject, part, values);
}

bool reads_hidden(const Subject& subject, const expression::Reason& reason) {
  if (is_name(reason) && !subject.may_see(reason.text)) return true;
  return std::ranges::any_of(reason.parts, [&](const auto& part) { return reads_hidden(subject, part); });
}

// What JSON writes as text or as a plain number, and is neither.
std::string_view type_of(const Value& value) {
  if (value.get<Instant>()) return "instant";
  if (value.get<Date>()) return "date";
  if (value.get<TimeOfDay>()) return "time";
  if (value.get<Duration>()) return "duration";
  return value.get<Decimal>() ? "decimal" : "";
}

// The parts of a condition, down to names and constants. One that reads what the caller may not see is as one that
// was never come to.
Value parts_value(const Subject& subject, const expression::Reason& reason) {
  std::vector<Value> parts;
  for (const expression::Reason& part : reason.parts) {
    Values said{{"condition", Value(part.text)}};
    if (!part.evaluated || reads_hidden(subject, part)) {
      said.emplace_back("passed_over", Value(true));
    } else {
      said.emplace_back("holds", part.value);
      if (const std::string_view type = type_of(part.value); !type.empty()) said.emplace_back("type", Value(type));
      if (!part.parts.empty()) said.emplace_back("parts", parts_value(subject, part));
    }
    parts.push_back(object(std::move(said)));
  }
  return list(std::move(parts));
}

Value reason_value(const Subject& subject, const expression::Reason& reason) {
  Values values;
  seen(subject, reason, values);
  return object({{"condition", Value(reason.text)},
                 {"holds", reason.value},
                 {"values", object(values)},
                 {"parts", parts_value(subject, reason)}});
}

Value title_value(const lifecycle::Title& title) {
  return object({{"en", Value(title.in(Language::english))}, {"he", Value(title.in(Language::hebrew))}});
}

// How long after what a timer runs.
Value delay_value(const lifecycle::Definition& definition, const lifecycle::Timer& timer) {
  std::string amount = std::to_string(timer.amount);
  for (const lifecycle::Parameter& parameter : definition.parameters) {
    if (timer.parameter != lifecycle::kNone && parameter.slot == timer.parameter) amount = to_text(parameter.value);
  }
  const char* unit = timer.unit == lifecycle::DelayUnit::days           ? "days"
                     : timer.unit_micros == 3'600 * kMicrosPerSecond ? "hours"
                     : timer.unit_micros == 60 * kMicrosPerSecond    ? "minutes"
                                                                     : "seconds";
  return object({{"amount", Value(amount)},
                 {"unit", Value(unit)},
                 {"since", Value(definition.account.fields[timer.since_slot].name)}});
}

// The record that a fact is about; "" of one that is about none.
std::string record_of(const lifecycle::Definition* definition, const Service::Story::Step& step) {
  const auto kind = definition ? definition->find_kind(step.row.fact_kind) : std::nullopt;
  return kind ? definition->kinds[*kind].record : "";
}

// Of a fact's fields those that the caller may see: of its record, and of the account.
Values readable(const Access& access, const std::string& record, const Service::Story::Step& step) {
  Values fields = step.fact_fields;
  std::erase_if(fields, [&](const auto& field) {
    return !access.may_read("account", field.first) || (!record.empty() && !access.may_read(record, field.first));
  });
  return fields;
}

// What the conditions read of the account, as far as the caller may see it.
Values saw(const Access& access, const lifecycle::Definition& definition, const engine::Trace& trace) {
  Values values;
  for (const engine::TraceInput& input : trace.inputs) {
    const std::string& name = definition.account.fields[input.slot].name;
    if (access.may_read("account", name)) values.emplace_back(name, input.value);
  }
  return values;
}

// What the rule or the timer says that moved it, and the timer's delay, as they were then.
void add_mover(Values& step, const lifecycle::Definition& definition, const Service::LogRow& row) {
  const auto l = definition.find_lifecycle(row.lifecycle);
  if (!l) return;
  const lifecycle::Lifecycle& cycle = definition.lifecycles[*l];
  const auto rule = std::ranges::find(cycle.rules, row.rule, &lifecycle::Rule::id);
  const auto timer = std::ranges::find(cycle.timers, row.rule, &lifecycle::Timer::id);
  if (row.cause == engine::to_string(Cause::rule) && rule != cycle.rules.end())
    step.emplace_back("says", title_value(rule->says));
  if (row.cause == engine::to_string(Cause::timer) && timer != cycle.timers.end()) {
    step.emplace_back("says", title_value(timer->says));
    step.emplace_back("delay", delay_value(definition, *timer));
  }
}

Value step_value(const Access& access, const Service::Story::Step& step_told, const Decided& by) {
  const Service::LogRow& row = step_told.row;
  const lifecycle::Definition* definition = by.definition.get();
  // Who may not read what a fact is about is told that the stage moved and by which rule, and nothing of the fact.
  const std::string record = record_of(definition, step_told);
  const bool tells = access.may(kMayRead, "fact") && (record.empty() || access.may(kMayRead, record));
  const auto told = [&](const std::string& text) { return Value(tells ? text : ""); };
  const Subject subject{access, record};
  std::vector<Value> tried;
  for (const engine::Tried& entry : step_told.trace.tried) {
    const lifecycle::Lifecycle& cycle = definition->lifecycles[entry.lifecycle];
    if (cycle.name != row.lifecycle) continue;
    const std::string& id = cycle.rules[entry.rule].id;
    Values one{{"rule", Value(id)}, {"when", Value(cycle.rules[entry.rule].when_text)},
               {"outcome", Value(entry.outcome == engine::Tried::Outcome::fits ? "fits"
                                 : entry.outcome == engine::Tried::Outcome::wrong_stage
                                     ? "wrong_stage"
                                     : "condition_false")}};
    for (const auto& [rule, reason] : step_told.reasons) {
      if (rule == id && tells) one.emplace_back("why", reason_value(subject, reason));
    }
    tried.push_back(object(std::move(one)));
  }
  Values step{{"lifecycle", Value(row.lifecycle)}, {"from", Value(row.from)}, {"to", Value(row.to)},
                 {"at", Value(row.at)}, {"recorded_at", Value(row.recorded_at)},
                 {"cause", Value(row.cause)}, {"rule", Value(row.rule)}, {"fact", told(row.fact)},
                 {"fact_kind", told(row.fact_kind)}, {"actor", Value(row.actor)},
                 {"note", told(row.note)}, {"reason", told(row.reason)},
                 {"fields", object(tells ? readable(access, record, step_told) : Values())}, {"tried", list(std::move(tried))},
                 {"definition", Value(by.version)}, {"definition_gone", Value(definition == nullptr)}};
  if (!definition) return object(std::move(step));
  step.emplace_back("saw", object(tells ? saw(access, *definition, step_told.trace) : Values()));
  add_mover(step, *definition, row);
  for (const auto& [rule, reason] : step_told.reasons)
    if (rule == row.rule && tells) step.emplace_back("why", reason_value(subject, reason));
  return object(std::move(step));
}

// What people call it, the delay of a timer, what a declaration asks for and does not have yet.
void add_words(Values& said, const lifecycle::Definition& definition, const engine::WayOut& way) {
  const lifecycle::Lifecycle& cycle = definition.lifecycles[way.lifecycle];
  if (way.cause == Cause::rule) said.emplace_back("title", title_value(cycle.rules[way.index].says));
  if (way.cause == Cause::timer) {
    said.emplace_back("title", title_value(cycle.timers[way.index].says));
    said.emplace_back("delay", delay_value(definition, cycle.timers[way.index]));
  }
  if (way.cause != Cause::declaration) return;
  const lifecycle::Declaration& declaration = cycle.declarations[way.index];
  std::vector<Value> requirements;
  for (const std::string& need : way.needs) {
    const auto required = std::ranges::find(declaration.requires_, need, &lifecycle::Requirement::id);
    const lifecycle::Title says = required == declaration.requires_.end() ? lifecycle::Title() : required->says;
    requirements.push_back(object({{"id", Value(need)}, {"says", title_value(says)}}));
  }
  said.emplace_back("title", title_value(declaration.title));
  said.emplace_back("requirements", list(std::move(requirements)));
}

Value way_value(const Access& access, const lifecycle::Definition& definition, const engine::WayOut& way) {
  const lifecycle::Lifecycle& cycle = definition.lifecycles[way.lifecycle];
  std::vector<Value> kinds, missing, asks, needs;
  for (uint16_t kind : way.kinds) kinds.push_back(Value(definition.kinds[kind].name));
  for (const expression::Reason& reason : way.missing) missing.push_back(reason_value({access, ""}, reason));
  for (const expression::Reason& reason : way.asks_fact) asks.push_back(Value(reason.text));
  for (const std::string& need : way.needs) needs.push_back(Value(need));
  Values said{{"lifecycle", Value(cycle.name)},
                 {"cause", Value(engine::to_string(way.cause))},
                 {"id", Value(way.cause == Cause::rule    ? cycle.rules[way.index].id
                              : way.cause == Cause::timer ? cycle.timers[way.index].id
                                                          : cycle.declarations[way.index].id)},
                 {"to", Value(cycle.stage_id(way.to))},
                 {"open", Value(way.open)},
                 {"kinds", list(std::move(kinds))},
                 {"due", way.due ? Value(*way.due) : Value()},
                 {"missing", list(std::move(missing))},
                 {"asks_fact", list(std::move(asks))},
                 {"needs", list(std::move(needs))}};
  add_words(said, definition, way);
  return object(std::move(said));
}

Value stands_value(const Access& access, const lifecycle::Definition& definition, const engine::State& state) {
  std::vector<Value> stands;
  for (size_t l = 0; l < definition.lifecycles.size(); ++l) {
    if (!access.may_read("account", definition.lifecycles[l].name)) continue;
    const engine::Standing& standing = state.standing(l);
    stands.push_back(object({{"lifecycle", Value(definition.lifecycles[l].name)},
                             {"stage", standing.stage == lifecycle::kNoStage
                                           ? Value()
                                           : Value(definition.lifecycles[l].stage_id(standing.stage))},
                             {"since", instant_or_null(standing.since)}}));
  }
  return list(std::move(stands));
}

Value ways_value(const Access& access, const lifecycle::Definition& definition,
                 const std::vector<engine::WayOut>& ways) {
  std::vector<Value> values;
  for (const engine::WayOut& way : ways) {
    if (!access.may_read("account", definition.lifecycles[way.lifecycle].name)) continue;
    values.push_back(way_value(access, definition, way));
  }
  return list(std::move(values));
}

Result<Done> tell(Context& context, const Call& call, bool whole) {
  TENURE_CHECK_OK(context.check_own(call.key));
  const Instant as_of = instant_of(call, "as_of").value_or(context.now());
  TENURE_TRY(const ToldStory account,
             tell_whole_story(context.realm_ptr(), context.reads(), call.key, as_of, instant_of(call, "known_at")));
  const Service::Story& story = account.story;
  const lifecycle::Definition& definition = *story.definition;
  const Access& access = context.access();
  Values told{{"account", Value(story.account)},
              {"as_of", Value(as_of)},
              {"name", access.may_read("account", "name") ? Value(story.name) : Value()},
              {"archived", Value(story.state.archived())},
              {"stands", stands_value(access, definition, story.state)}};
  if (whole) {
    std::vector<Value> timeline, stays;
    for (size_t i = 0; i < story.steps.size(); ++i) {
      const Service::Story::Step& step = story.steps[i];
      if (access.may_read("account", step.row.lifecycle)) timeline.push_back(step_value(access, step, account.decided[i]));
    }
    for (const engine::NoMove& stay : story.stays) {
      const lifecycle::Lifecycle& cycle = definition.lifecycles[stay.lifecycle];
      if (!access.may_read("account", cycle.name)) continue;
      stays.push_back(object({{"lifecycle", Value(cycle.name)},
                              {"rule", Value(cycle.rules[stay.rule].id)},
                              {"says", title_value(cycle.rules[stay.rule].says)},
                              {"at", Value(stay.at)}}));
    }
    told.emplace_back("facts", Value(story.facts));
    told.emplace_back("timeline", list(std::move(timeline)));
    told.emplace_back("stays", list(std::move(stays)));
  }
  told.emplace_back("outlook", ways_value(access, definition, story.outlook));
  Done done{.record = "account", .key = call.key};
  done.result = object(std::move(told));
  return done;
}

}  // namespace

Result<Done> explain_account(Context& context, const Call& call) { return tell(context, call, true); }

Result<Done> account_outlook(Context& context, const Call& call) { return tell(context, call, false); }

// Documents without an end: what going inactive leaves behind.
Result<Done> still_open(Context& context, const Call& call) {
  TENURE_CHECK_OK(context.check_own(call.key));
  static constexpr std::pair<std::string_view, std::string_view> kEnds[] = {
      {"assignment", "ended_at"}, {"subscription", "stopped_at"}, {"opportunity", "closed_at"},
      {"quote", "decided_at"},    {"case", "closed_at"},          {"task", "done_at"},
      {"appointment", "summarised_at"}};
  const auto id = context.reads().find_account(context.workspace(), call.key);
  std::vector<Value> open;
  for (const auto& [name, end] : kEnds) {
    const records::Record& record = *records::find_record(name);
    if (!context.access().may(kMayRead, name)) continue;
    size_t key = 0, over = 0;
    for (size_t i = 0; i < record.fields.size(); ++i) {
      if (record.fields[i].flags & records::kKey) key = i;
      if (record.fields[i].name == end) over = i;
    }
    context.reads().records(context.workspace(), record, *id, [&](const store::RecordRow& row) {
      if (!row.cells[over].is_null()) return;
      open.push_back(object({{"record", Value(record.name)}, {"key", row.cells[key]}}));
    });
  }
  Done done{.record = "account", .key = call.key};
  done.result = object({{"value", list(std::move(open))}});
  return done;
}

}  // namespace tenure::service::acts
