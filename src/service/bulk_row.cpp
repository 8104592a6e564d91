#include "service/bulk_row.h"

#include <algorithm>

#include "base/json.h"
#include "lifecycle/coerce.h"

namespace tenure::service {

using engine::Refusal;
using engine::State;
using lifecycle::Definition;

namespace {

Refusal to_refusal(const Error& error) {
  return {.code = error.code, .id = error.code, .arguments = error.arguments};
}

// The account as it is now; nullopt: the caller has none of that key, and why is in the outcome.
std::optional<State> present(Context& context, BulkOutcome& outcome) {
  if (const Result<void> mine = context.check_own(outcome.row.account); !mine) {
    outcome.row.refusals.push_back(to_refusal(mine.error()));
    return std::nullopt;
  }
  const auto id = context.reads().find_account(context.workspace(), outcome.row.account);
  store::Account account;
  context.reads().load_account(context.workspace(), *id, account);
  return decode_state(context.realm(), context.reads(), account, outcome.row.account);
}

Value property_of(const Definition& definition, const State& state, uint16_t index) {
  const lifecycle::Property& property = definition.properties[index];
  return expression::to_value(state.row()[property.slot], property.type);
}

std::string_view stage_of(const Definition& definition, const State& state, uint16_t cycle) {
  return definition.lifecycles[cycle].stage_id(state.standing(cycle).stage);
}

// Whoever may work with their own accounts only cannot give one away in bulk either.
bool gives_away(Context& context, const std::string& name, const Value& value) {
  if (!context.access().own_only() || name != "owner") return false;
  const std::string* owner = value.get<std::string>();
  return !owner || *owner != context.caller().actor;
}

// The facts of one row, all of them or none.
class RowFacts {
 public:
  RowFacts(const std::string& account, const std::string& key) : account_(account), key_(key) {}
  void set(const std::string& name, const Value& value) { changed_.emplace_back(name, value); }
  void move(const std::string& lifecycle, const std::string& stage, const std::string& reason) {
    std::vector<std::pair<std::string, Value>> values{{"lifecycle", Value(lifecycle)},
                                                      {"stage", Value(stage)}};
    if (!reason.empty()) values.emplace_back("reason", Value(reason));
    add("stage.set", lifecycle, std::move(values));
  }
  void declare(const Definition& definition, const BulkChange& change) {
    const lifecycle::Lifecycle* cycle = declaring_lifecycle(definition, change);
    std::vector<std::pair<std::string, Value>> values{
        {"lifecycle", Value(cycle ? cycle->name : change.declare_lifecycle)},
        {"declaration", Value(change.declaration)}};
    if (!change.note.empty()) values.emplace_back("note", Value(change.note));
    if (!change.reason.empty()) values.emplace_back("reason", Value(change.reason));
    add("stage.declared", "", std::move(values));
  }
  bool empty() const { return changed_.empty() && others_.empty(); }
  void record(Context&, BulkOutcome&);

 private:
  void add(const char* kind, const std::string& part,
           std::vector<std::pair<std::string, Value>> values) {
    others_.push_back({.account = account_,
                       .kind = kind,
                       .key = part.empty() ? key_ : key_ + ":" + part,
                       .values = std::move(values)});
  }
  const std::string &account_, &key_;
  std::vector<std::pair<std::string, Value>> changed_;
  std::vector<FactInput> others_;
};

void RowFacts::record(Context& context, BulkOutcome& outcome) {
  std::vector<FactInput> facts;
  if (!changed_.empty()) {
    facts.push_back(
        {.account = account_, .kind = "account.changed", .key = key_, .values = changed_});
  }
  std::ranges::move(others_, std::back_inserter(facts));
  BulkRow& row = outcome.row;
  row.state = "changed";
  const Definition& definition = context.definition();
  for (Verdict& verdict : context.record(std::move(facts), {.together = true})) {
    if (verdict.outcome == Outcome::refused) row.state = "refused";
    for (Refusal& refusal : verdict.refusals) {
      const auto is_said = [&](const Refusal& said) {  // of the row, by another of its facts
        return said.code == refusal.code && said.id == refusal.id && said.arguments == refusal.arguments;
      };
      if (refusal.code == "refused-with-others" || std::ranges::any_of(row.refusals, is_said)) continue;
      row.refusals.push_back(std::move(refusal));
    }
    std::ranges::move(verdict.warnings, std::back_inserter(row.warnings));
    for (const engine::Transition& move : verdict.moves) {
      if (move.cause == engine::Cause::timer) continue;
      const lifecycle::Lifecycle& cycle = definition.lifecycles[move.lifecycle];
      const std::string from(cycle.stage_id(move.from)), to(cycle.stage_id(move.to));
      row.moves.push_back({cycle.name, from, to});
      const auto known =
          std::ranges::find(outcome.trail.stages, cycle.name, &BulkTrail::Stage::lifecycle);
      if (known == outcome.trail.stages.end()) {
        outcome.trail.stages.push_back({cycle.name, from, to});
      } else {
        known->after = to;
      }
    }
  }
  if (row.state == "refused") outcome.trail = {};
}

}  // namespace

const lifecycle::Lifecycle* declaring_lifecycle(const Definition& definition,
                                                const BulkChange& change) {
  for (const lifecycle::Lifecycle& cycle : definition.lifecycles) {
    if (!change.declare_lifecycle.empty() && cycle.name != change.declare_lifecycle) continue;
    if (std::ranges::find(cycle.declarations, change.declaration, &lifecycle::Declaration::id) !=
        cycle.declarations.end())
      return &cycle;
  }
  return nullptr;
}

BulkOutcome change_row(Context& context, const BulkChange& change, const std::string& account,
                       const std::string& key) {
  BulkOutcome outcome{.row = {.account = account, .state = "refused"}};
  const std::optional<State> state = present(context, outcome);
  if (!state) return outcome;
  const Definition& definition = context.definition();
  RowFacts facts(account, key);
  for (const auto& [name, given] : change.set) {
    const auto index = definition.find_property(name);
    if (!index) continue;  // the change as a whole was checked
    const Result<Value> value =
        lifecycle::coerce(definition.properties[*index].type, given, definition.zone);
    const Value before = property_of(definition, *state, *index);
    if (value && *value == before) continue;
    if (gives_away(context, name, given)) {
      outcome.row.refusals.push_back(to_refusal({"outside-own-accounts", {{"account", account}}}));
      return outcome;
    }
    facts.set(name, given);
    outcome.trail.set.push_back({name, before, value ? *value : given});
  }
  for (const auto& [lifecycle, stage] : change.stages) {
    const auto cycle = definition.find_lifecycle(lifecycle);
    if (!cycle || stage_of(definition, *state, *cycle) != stage)
      facts.move(lifecycle, stage, change.reason);
  }
  if (!change.declaration.empty()) facts.declare(definition, change);
  if (facts.empty()) {
    outcome.row.state = "unchanged";
  } else {
    facts.record(context, outcome);
  }
  return outcome;
}

BulkOutcome undo_row(Context& context, const BulkTrail& trail, const std::string& account,
                     const std::string& key, const std::string& reason) {
  BulkOutcome outcome{.row = {.account = account, .state = "refused"}};
  const std::optional<State> state = present(context, outcome);
  if (!state) return outcome;
  const Definition& definition = context.definition();
  RowFacts facts(account, key);
  std::vector<Refusal>& conflicts = outcome.row.refusals;
  for (const BulkTrail::Property& property : trail.set) {
    const auto index = definition.find_property(property.name);
    const Value now = index ? property_of(definition, *state, *index) : Value();
    const Result<Value> after = index ? lifecycle::coerce(definition.properties[*index].type,
                                                          property.after, definition.zone)
                                      : property.after;
    if (!index || !after || !(now == *after)) {
      conflicts.push_back(to_refusal(
          {"changed-since",
           {{"field", property.name}, {"left", to_text(property.after)}, {"now", to_text(now)}}}));
      continue;
    }
    if (gives_away(context, property.name, property.before)) {
      conflicts.push_back(to_refusal({"outside-own-accounts", {{"account", account}}}));
      return outcome;
    }
    facts.set(property.name, property.before);
    outcome.trail.set.push_back({property.name, now, property.before});
  }
  for (const BulkTrail::Stage& stage : trail.stages) {
    const auto cycle = definition.find_lifecycle(stage.lifecycle);
    const std::string_view now = cycle ? stage_of(definition, *state, *cycle) : "";
    if (now != stage.after) {
      conflicts.push_back(to_refusal(
          {"changed-since",
           {{"field", stage.lifecycle}, {"left", stage.after}, {"now", std::string(now)}}}));
    } else if (stage.before != stage.after) {
      facts.move(stage.lifecycle, stage.before, reason);
    }
  }
  if (!conflicts.empty()) {
    outcome.row.state = "conflict";
    outcome.trail = {};
  } else if (facts.empty()) {
    outcome.row.state = "unchanged";
  } else {
    facts.record(context, outcome);
  }
  return outcome;
}

// ---- kept with the row

std::string encode_trail(const BulkTrail& trail) {
  std::string out;
  json::Writer w(out);
  w.begin_object().key("set").begin_array();
  for (const auto& property : trail.set) {
    w.begin_array().value(property.name).value(property.before).value(property.after).end_array();
  }
  w.end_array().key("stages").begin_array();
  for (const auto& stage : trail.stages) {
    w.begin_array().value(stage.lifecycle).value(stage.before).value(stage.after).end_array();
  }
  w.end_array().end_object();
  return out;
}

BulkTrail decode_trail(std::string_view kept) {
  BulkTrail trail;
  const Result<Value> parsed = json::parse(kept);
  const auto* object = parsed ? parsed->get<std::shared_ptr<const Object>>() : nullptr;
  if (!object) return trail;
  for (const auto& [name, value] : (*object)->members) {
    const auto* list = value.get<std::shared_ptr<const List>>();
    for (size_t i = 0; list && i < (*list)->items.size(); ++i) {
      const auto* entry = (*list)->items[i].get<std::shared_ptr<const List>>();
      if (!entry || (*entry)->items.size() != 3) continue;
      const std::vector<Value>& parts = (*entry)->items;
      if (name == "set") {
        trail.set.push_back({to_text(parts[0]), parts[1], parts[2]});
      } else {
        trail.stages.push_back({to_text(parts[0]), to_text(parts[1]), to_text(parts[2])});
      }
    }
  }
  return trail;
}

}  // namespace tenure::service
