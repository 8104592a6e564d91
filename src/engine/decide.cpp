// decide: may this fact be recorded, and what does the definition answer to it. Reads as a list of
// refusals; a refusal is complete, and then nothing has changed.
#include <algorithm>

#include "base/assert.h"
#include "engine/engine.h"

namespace tenure::engine {

using expression::Cell;
using expression::Kind;
using lifecycle::Builtin;
using lifecycle::Declaration;
using lifecycle::FactKind;
using lifecycle::Gate;
using lifecycle::Lifecycle;
using lifecycle::Requirement;
using lifecycle::Verdict;

namespace {

std::string field_text(const FactKind& kind, const Fact& fact, std::string_view name) {
  const int slot = kind.fields.find(name);
  if (slot < 0 || static_cast<size_t>(slot) >= fact.body.size()) return {};
  const Cell& cell = fact.body[slot];
  if (cell.kind != Kind::string && cell.kind != Kind::choice) return {};
  return std::string(cell.as_text());
}

bool has_role(const std::vector<std::string>& roles, std::string_view role) {
  return std::ranges::find(roles, role) != roles.end();
}

std::vector<std::string> stage_ids(const Lifecycle& cycle) {
  std::vector<std::string> ids;
  for (const lifecycle::Stage& stage : cycle.stages) ids.push_back(stage.id);
  return ids;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

bool blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

// One question put to one fact: collects every answer that is no.
class Doorkeeper {
 public:
  Doorkeeper(const Definition& definition, const State& state, const Fact& fact,
             const DecideOptions& options, const expression::Frame& frame, Decision& decision)
      : definition_(definition),
        state_(state),
        fact_(fact),
        kind_(definition.kinds[fact.kind]),
        options_(options),
        frame_(frame),
        decision_(decision) {}

  void ask() {
    if (state_.archived() && kind_.builtin != Builtin::account_restored) refuse("account-archived", "archived");
    if (!state_.archived() && kind_.builtin == Builtin::account_restored) {
      refuse("account-not-archived", "archived");
    }
    ask_gates();
    if (kind_.builtin == Builtin::stage_set) ask_by_hand();
    if (kind_.builtin == Builtin::stage_scripted) ask_script();
    if (kind_.builtin == Builtin::stage_declared) ask_declaration();
  }

 private:
  void refuse(std::string code, std::string id, Arguments arguments = {}, size_t lifecycle = 0,
              const lifecycle::Title& says = {}) {
    decision_.refusals.push_back({std::move(code), std::move(id), static_cast<uint8_t>(lifecycle),
                                  std::move(arguments), says});
  }

  void ask_gates() {
    decision_.gates = engine::ask_gates(definition_, state_, fact_.kind);
    for (const GateAnswer& answer : decision_.gates) {
      if (answer.verdict == Verdict::yes) continue;
      const bool closed = answer.verdict == Verdict::no && !options_.except_gates;
      auto& answers = closed ? decision_.refusals : decision_.warnings;
      answers.push_back(to_refusal(definition_, answer, options_.except_gates));
    }
  }

  std::optional<uint16_t> ask_lifecycle() {
    const std::string name = field_text(kind_, fact_, "lifecycle");
    const std::optional<uint16_t> l = definition_.find_lifecycle(name);
    if (!l) {
      std::vector<std::string> names;
      for (const Lifecycle& cycle : definition_.lifecycles) names.push_back(cycle.name);
      refuse("unknown-lifecycle", "lifecycle", {{"lifecycle", name}, {"known", joined(names)}});
    }
    return l;
  }

  void ask_stage(size_t l) {
    const Lifecycle& cycle = definition_.lifecycles[l];
    const std::string stage = field_text(kind_, fact_, "stage");
    if (cycle.find_stage(stage)) return;
    refuse("unknown-stage", "stage",
           {{"stage", stage}, {"lifecycle", cycle.name}, {"known", joined(stage_ids(cycle))}}, l);
  }

  void ask_by_hand() {
    const std::optional<uint16_t> l = ask_lifecycle();
    if (!l) return;
    ask_stage(*l);
    const Lifecycle& cycle = definition_.lifecycles[*l];
    switch (cycle.by_hand) {
      case lifecycle::ByHand::anyone:
        return;
      case lifecycle::ByHand::roles:
        if (has_role(cycle.by_hand_roles, options_.role)) return;
        return refuse("role-may-not", "role",
                      {{"role", std::string(options_.role)}, {"roles", joined(cycle.by_hand_roles)}}, *l);
      case lifecycle::ByHand::declarations:
      case lifecycle::ByHand::script:
        return refuse("stage-not-by-hand", "by-hand", {{"lifecycle", cycle.name}}, *l);
    }
  }

  // A script may set what a person may not; it takes an administrator and a reason.
  void ask_script() {
    const std::optional<uint16_t> l = ask_lifecycle();
    if (l) ask_stage(*l);
    if (options_.role != "admin" && options_.role != "owner") {
      refuse("role-may-not", "role", {{"role", std::string(options_.role)}, {"roles", "admin"}}, l.value_or(0));
    }
    if (blank(field_text(kind_, fact_, "reason"))) refuse("script-needs-reason", "reason", {}, l.value_or(0));
    if (l) {
      decision_.warnings.push_back({"script-sets-stage", "script", static_cast<uint8_t>(*l),
                                    {{"lifecycle", definition_.lifecycles[*l].name}}, {}});
    }
  }

  void ask_declaration() {
    const std::optional<uint16_t> l = ask_lifecycle();
    if (!l) return;
    const Lifecycle& cycle = definition_.lifecycles[*l];
    const std::string id = field_text(kind_, fact_, "declaration");
    const auto found = std::ranges::find(cycle.declarations, id, &Declaration::id);
    if (found == cycle.declarations.end()) {
      std::vector<std::string> known;
      for (const Declaration& declaration : cycle.declarations) known.push_back(declaration.id);
      return refuse("unknown-declaration", "declaration", {{"declaration", id}, {"known", joined(known)}}, *l);
    }
    const StageId stage = state_.standing(*l).stage;
    if (!(found->from & lifecycle::bit(stage))) {
      refuse("wrong-stage", id,
             {{"declaration", id}, {"stage", std::string(cycle.stage_id(stage))}}, *l);
    }
    if (!found->roles.empty() && !has_role(found->roles, options_.role)) {
      refuse("role-may-not", "role", {{"role", std::string(options_.role)}, {"roles", joined(found->roles)}},
             *l);
    }
    for (const Requirement& requirement : found->requires_) {
      if (!met(requirement)) {
        refuse("declaration-requires", requirement.id, {{"declaration", id}, {"requirement", requirement.id}},
               *l, requirement.says);
      }
    }
  }

  bool met(const Requirement& requirement) const {
    if (requirement.form == Requirement::Form::when) return requirement.when->holds(frame_);
    if (requirement.when && requirement.when->holds(frame_)) return true;  // `unless`
    if (requirement.form == Requirement::Form::note) return !blank(field_text(kind_, fact_, "note"));
    const Cell& value = state_.row()[definition_.properties[requirement.property].slot];
    if (value.is_null()) return false;
    return (value.kind != Kind::string && value.kind != Kind::choice) || !blank(value.as_text());
  }

  const Definition& definition_;
  const State& state_;
  const Fact& fact_;
  const FactKind& kind_;
  const DecideOptions& options_;
  const expression::Frame& frame_;
  Decision& decision_;
};

}  // namespace

std::vector<GateAnswer> ask_gates(const Definition& definition, const State& state, uint16_t kind) {
  std::vector<GateAnswer> answers;
  for (size_t l = 0; l < definition.lifecycles.size(); ++l) {
    const std::vector<Gate>& gates = definition.lifecycles[l].gates;
    for (size_t g = 0; g < gates.size(); ++g) {
      if (std::ranges::find(gates[g].kinds, kind) == gates[g].kinds.end()) continue;
      const StageId stage = state.standing(l).stage;
      const bool asks = stage < gates[g].verdicts.size();
      answers.push_back({static_cast<uint8_t>(l), static_cast<uint16_t>(g), stage,
                         asks ? gates[g].verdicts[stage] : Verdict::yes});
    }
  }
  return answers;
}

Refusal to_refusal(const Definition& definition, const GateAnswer& answer, bool excepted) {
  const Lifecycle& cycle = definition.lifecycles[answer.lifecycle];
  const Gate& gate = cycle.gates[answer.gate];
  const std::string_view no = excepted ? "gate-excepted" : "gate-closed";
  return {std::string(answer.verdict == Verdict::no ? no : "gate-warns"),
          gate.id,
          answer.lifecycle,
          {{"gate", gate.id},
           {"lifecycle", cycle.name},
           {"stage", std::string(cycle.stage_id(answer.stage))}},
          answer.stage < gate.says.size() ? gate.says[answer.stage] : lifecycle::Title{}};
}

Decision decide(const Definition& definition, State& state, const Fact& fact, const DecideOptions& options) {
  TENURE_ASSERT(after_position(fact, state.position()));
  Decision decision;
  Fold fold(definition, Fold::Borrow{}, std::move(state));
  const Sink sink{&decision.moves, &decision.stays, &decision.effects};
  // The question is asked where the account stands at the fact's instant: after the timers due before it.
  std::optional<State> untouched;
  if (options.gates) {
    if (fold.first_timer(fact.at, false).timer != lifecycle::kNone) untouched = fold.state_;
    fold.run_timers(fact.at, false, sink);
    const expression::Frame frame = fold.frame(fold.fact_row(fact), fact.at);
    Doorkeeper(definition, fold.state_, fact, options, frame, decision).ask();
  }
  if (decision.refusals.empty()) {
    if (!options.gates) fold.run_timers(fact.at, false, sink);
    fold.apply(fact, sink, &decision.trace);
    state = fold.take();
    return decision;
  }
  decision.accepted = false;
  decision.moves.clear();
  decision.stays.clear();
  decision.effects.clear();
  state = untouched ? std::move(*untouched) : fold.take();
  return decision;
}

}  // namespace tenure::engine
