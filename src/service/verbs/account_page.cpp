// What the page of an account shows now, before anybody clicks: which sections, how it stands, what each gate would say,
// and which moves would be let in.
#include "engine/engine.h"
#include "service/verbs/stories.h"

namespace tenure::service::acts {
namespace {

using lifecycle::Definition;

Value title_value(const lifecycle::Title& title) {
  return object({{"en", Value(title.in(Language::english))}, {"he", Value(title.in(Language::hebrew))}});
}

Value section_value(const Context& context, const lifecycle::Section& section, bool visible) {
  std::vector<Value> fields;
  for (const std::string& field : section.fields) {
    if (context.access().may_read("account", field)) fields.push_back(Value(field));
  }
  return object({{"name", Value(section.id)},
                 {"title", title_value(section.title)},
                 {"visible", Value(visible)},
                 {"fields", list(std::move(fields))}});
}

// As its definition's conditions see the account now.
Value sections_value(const Context& context, const engine::State& state) {
  const Definition& definition = context.definition();
  expression::Arena arena;
  const expression::Cell* sources[] = {state.row(), nullptr, definition.parameter_row.data()};
  const expression::Frame frame{.sources = sources, .now = context.now(), .zone = &definition.zone, .arena = &arena};
  std::vector<Value> sections;
  for (const lifecycle::Section& section : definition.sections)
    sections.push_back(section_value(context, section, !section.visible_when || section.visible_when->holds(frame)));
  return list(std::move(sections));
}

Value stands_value(const Context& context, const engine::State& state) {
  std::vector<Value> stands;
  for (size_t l = 0; l < context.definition().lifecycles.size(); ++l) {
    const lifecycle::Lifecycle& cycle = context.definition().lifecycles[l];
    if (!context.access().may_read("account", cycle.name)) continue;
    const engine::Standing& standing = state.standing(l);
    const bool none = standing.stage == lifecycle::kNoStage;
    stands.push_back(object({{"lifecycle", Value(cycle.name)},
                             {"stage", none ? Value() : Value(cycle.stage_id(standing.stage))},
                             {"since", standing.since <= kMinInstant ? Value() : Value(standing.since)},
                             {"active", none ? Value() : Value(cycle.stages[standing.stage].active)}}));
  }
  return list(std::move(stands));
}

// Archived accounts let nothing in, whatever their stage says.
Value gate_value(const Context& context, const engine::State& state, const lifecycle::Lifecycle& cycle,
                 const lifecycle::Gate& gate, lifecycle::StageId stage) {
  const bool asks = stage < gate.verdicts.size();
  const lifecycle::Verdict verdict = state.archived() ? lifecycle::Verdict::no
                                     : asks           ? gate.verdicts[stage]
                                                      : lifecycle::Verdict::yes;
  const Language language = context.caller().language;
  std::string says = asks ? gate.says[stage].in(language) : "";
  if (state.archived()) says = say(language, "account-archived");
  std::vector<Value> kinds;
  for (const uint16_t kind : gate.kinds) kinds.push_back(Value(context.definition().kinds[kind].name));
  return object({{"lifecycle", Value(cycle.name)},
                 {"gate", Value(gate.id)},
                 {"title", title_value(gate.title)},
                 {"verdict", Value(verdict == lifecycle::Verdict::yes    ? "yes"
                                   : verdict == lifecycle::Verdict::warn ? "warn"
                                                                         : "no")},
                 {"says", Value(says)},
                 {"kinds", list(std::move(kinds))}});
}

Value gates_value(const Context& context, const engine::State& state) {
  std::vector<Value> gates;
  for (size_t l = 0; l < context.definition().lifecycles.size(); ++l) {
    const lifecycle::Lifecycle& cycle = context.definition().lifecycles[l];
    for (const lifecycle::Gate& gate : cycle.gates)
      gates.push_back(gate_value(context, state, cycle, gate, state.standing(l).stage));
  }
  return list(std::move(gates));
}

}  // namespace

Result<Done> account_page(Context& context, const Call& call) {
  TENURE_TRY(const Row row, load(context, "account", call.key));
  const engine::State state = state_of(context, row.key);
  std::vector<Value> moves;
  for (const std::string& move : allowed_moves(context, row.key)) moves.push_back(Value(move));
  Done done{.record = "account", .key = row.key};
  done.version = row.version;
  done.result = object({{"account", Value(row.key)},
                        {"archived", Value(state.archived())},
                        {"stands", stands_value(context, state)},
                        {"sections", sections_value(context, state)},
                        {"gates", gates_value(context, state)},
                        {"moves", list(std::move(moves))}});
  return done;
}

}  // namespace tenure::service::acts
