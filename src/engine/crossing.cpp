#include "engine/crossing.h"

#include <algorithm>

namespace tenure::engine {

using expression::Cell;
using expression::Kind;
using expression::Program;
using lifecycle::Effect;
using lifecycle::kNone;
using lifecycle::kNoStage;
using lifecycle::Lifecycle;
using lifecycle::Measure;

namespace {

// What a name of one definition is in the other, asked where the two must agree.
class Comparison {
 public:
  Comparison(const Definition& a, const Definition& b) : a_(a), b_(b) {}

  bool programs(const std::optional<Program>& x, const std::optional<Program>& y) const {
    return x.has_value() == y.has_value() && (!x || program(*x, *y));
  }
  // The same words about the same things.
  bool program(const Program& x, const Program& y) const {
    if (x.source() != y.source() || x.type().kind != y.type().kind) return false;
    for (const expression::Binding& read : x.reads()) {
      if (read.source == 2 && !parameter(read.slot)) return false;
      if (read.source == 0 && read.slot < a_.account.fields.size() && !slot(read.slot)) return false;
    }
    return true;
  }
  bool parameter(uint16_t slot) const {
    const lifecycle::Parameter& x = a_.parameters[slot];
    const int there = b_.parameter_type.find(x.name);
    return there >= 0 && b_.parameters[static_cast<size_t>(there)].value == x.value &&
           b_.parameters[static_cast<size_t>(there)].type.kind == x.type.kind;
  }
  // A slot of the account row that a condition reads: the same name, type and, for a measure, meaning.
  bool slot(uint16_t slot) const {
    const auto& field = a_.account.fields[slot];
    const std::optional<uint16_t> there = b_.find_slot(field.name);
    if (!there || b_.account.fields[*there].type.kind != field.type.kind) return false;
    const lifecycle::Slot &x = a_.slots[slot], &y = b_.slots[*there];
    if (x.role != y.role) return false;
    return x.role != lifecycle::SlotRole::measure || measure(a_.measures[x.index], b_.measures[y.index]);
  }
  bool slot_name(uint16_t x, uint16_t y) const {
    return a_.account.fields[x].name == b_.account.fields[y].name && slot(x);
  }

  bool kind(uint16_t x, uint16_t y) const {
    const lifecycle::FactKind &one = a_.kinds[x], &other = b_.kinds[y];
    if (one.name != other.name || one.builtin != other.builtin) return false;
    if ((one.voids == kNone) != (other.voids == kNone)) return false;
    return one.voids == kNone || a_.kinds[one.voids].name == b_.kinds[other.voids].name;
  }
  bool kinds(const std::vector<uint16_t>& x, const std::vector<uint16_t>& y) const {
    return std::ranges::equal(x, y, [&](uint16_t i, uint16_t j) { return kind(i, j); });
  }
  // The kinds that both know, and what each makes void.
  bool shared_kinds() const {
    for (size_t i = 0; i < a_.kinds.size(); ++i) {
      const auto there = b_.find_kind(a_.kinds[i].name);
      if (there ? !kind(static_cast<uint16_t>(i), *there) : a_.kinds[i].voids != kNone) return false;
    }
    return std::ranges::all_of(b_.kinds, [&](const lifecycle::FactKind& kind) {
      return kind.voids == kNone || a_.find_kind(kind.name).has_value();
    });
  }
  bool field(uint16_t kind_x, uint16_t x, uint16_t kind_y, uint16_t y) const {
    if ((x == kNone) != (y == kNone)) return false;
    if (x == kNone) return true;
    const auto &one = a_.kinds[kind_x].fields.fields[x], &other = b_.kinds[kind_y].fields.fields[y];
    return one.name == other.name && one.type.kind == other.type.kind;
  }
  bool measure(const Measure& x, const Measure& y) const {
    return x.name == y.name && x.form == y.form &&
           a_.account.fields[x.slot].type.kind == b_.account.fields[y.slot].type.kind &&
           std::ranges::equal(x.inputs, y.inputs, [&](const Measure::Input& i, const Measure::Input& j) {
             return kind(i.kind, j.kind) && i.closes == j.closes && field(i.kind, i.field, j.kind, j.field) &&
                    programs(i.where, j.where);
           });
  }

  bool effects(const std::vector<Effect>& x, const std::vector<Effect>& y) const {
    return std::ranges::equal(x, y, [&](const Effect& i, const Effect& j) {
      return i.kind == j.kind && i.id == j.id && programs(i.when, j.when) &&
             std::ranges::equal(i.set, j.set, [&](const auto& s, const auto& t) {
               return a_.properties[s.property].name == b_.properties[t.property].name &&
                      a_.properties[s.property].type.kind == b_.properties[t.property].type.kind &&
                      program(s.value, t.value);
             });
    });
  }
  static bool targets(const lifecycle::Target& x, const lifecycle::Target& y) {
    return x.to == y.to && x.stage == y.stage;
  }
  bool cycle(const Lifecycle& x, const Lifecycle& y) const {
    const auto same_rule = [&](const lifecycle::Rule& i, const lifecycle::Rule& j) {
      return i.id == j.id && i.from == j.from && targets(i.target, j.target) && kinds(i.kinds, j.kinds) &&
             std::ranges::equal(i.when, j.when, [&](auto& s, auto& t) { return programs(s, t); }) &&
             std::ranges::equal(i.effects, j.effects, [&](auto& s, auto& t) { return effects(s, t); });
    };
    const auto same_timer = [&](const lifecycle::Timer& i, const lifecycle::Timer& j) {
      if ((i.parameter == kNone) != (j.parameter == kNone)) return false;
      if (i.parameter != kNone && (a_.parameters[i.parameter].name != b_.parameters[j.parameter].name ||
                                   !parameter(i.parameter))) {
        return false;
      }
      return i.id == j.id && i.from == j.from && targets(i.target, j.target) && i.unit == j.unit &&
             i.unit_micros == j.unit_micros && i.amount == j.amount && slot_name(i.since_slot, j.since_slot) &&
             programs(i.when, j.when) && effects(i.effects, j.effects);
    };
    const auto same_declaration = [&](const lifecycle::Declaration& i, const lifecycle::Declaration& j) {
      return i.id == j.id && i.from == j.from && targets(i.target, j.target) && effects(i.effects, j.effects);
    };
    const auto same_stage = [&](const lifecycle::Stage& i, const lifecycle::Stage& j) {
      return i.id == j.id && effects(i.on_enter, j.on_enter);
    };
    return x.name == y.name && x.initial == y.initial && std::ranges::equal(x.stages, y.stages, same_stage) &&
           std::ranges::equal(x.rules, y.rules, same_rule) && std::ranges::equal(x.timers, y.timers, same_timer) &&
           std::ranges::equal(x.declarations, y.declarations, same_declaration);
  }

 private:
  const Definition &a_, &b_;
};

// As the next definition's type has it, where that is exact.
Cell fit(const Cell& cell, Kind type) {
  const auto is_text = [](Kind kind) { return kind == Kind::string || kind == Kind::choice; };
  if (cell.kind == type || cell.is_null()) return cell;
  if (is_text(cell.kind) && is_text(type)) return Cell::text(cell.as_text(), type);
  if (cell.kind == Kind::int64 && type == Kind::decimal) return Cell::decimal(Decimal(cell.as_int64()));
  return Cell::null();
}

uint16_t index_of(const auto& found) { return found ? *found : kNone; }

}  // namespace

Crossing::Crossing(const Definition& from, const Definition& to, std::span<const Successor> successors)
    : from_(from), to_(to) {
  const Comparison compare(from, to);
  for (const lifecycle::Property& property : to.properties) {
    const std::optional<uint16_t> known = from.find_property(property.name);
    const bool same = known && from.properties[*known].since == property.since;
    properties_.push_back(same ? *known : kNone);
  }
  const bool same_ground = from.zone.name() == to.zone.name() && compare.shared_kinds();
  same_memory_ = same_ground;
  for (const Measure& measure : to.measures) {
    const auto found = std::ranges::find(from.measures, measure.name, &Measure::name);
    const bool known = found != from.measures.end() && compare.measure(*found, measure);
    measures_.push_back(known ? static_cast<uint16_t>(found - from.measures.begin()) : kNone);
    same_memory_ = same_memory_ && known;
  }
  bool same_properties = true;
  for (const lifecycle::Property& property : from.properties) {
    const auto there = to.find_property(property.name);
    same_properties = same_properties && (!there || (to.properties[*there].type.kind == property.type.kind &&
                                                    to.properties[*there].since == property.since));
  }
  same_decisions_ = same_ground && same_properties && from.lifecycles.size() == to.lifecycles.size();
  for (size_t l = 0; l < to.lifecycles.size(); ++l) {
    const Lifecycle& next = to.lifecycles[l];
    Cycle& cycle = cycles_.emplace_back();
    cycle.from = index_of(from.find_lifecycle(next.name));
    same_decisions_ = same_decisions_ && cycle.from == l && compare.cycle(from.lifecycles[l], next);
    cycle.timers.assign(next.timers.size(), kNone);
    if (cycle.from == kNone) continue;
    const Lifecycle& before = from.lifecycles[cycle.from];
    for (const lifecycle::Stage& stage : before.stages) {
      const std::optional<StageId> same = next.find_stage(stage.id);
      std::optional<StageId> goes_to = same;
      for (const Successor& successor : successors) {
        if (goes_to || successor.lifecycle != next.name || successor.stage != stage.id) continue;
        goes_to = next.find_stage(successor.to);
      }
      cycle.stages.push_back(goes_to.value_or(next.initial));
      cycle.same.push_back(same.has_value());
    }
    size_t first = 0;
    for (size_t i = 0; i < cycle.from; ++i) first += from.lifecycles[i].timers.size();
    for (size_t t = 0; t < next.timers.size(); ++t) {
      const auto known = std::ranges::find(before.timers, next.timers[t].id, &lifecycle::Timer::id);
      if (known == before.timers.end()) continue;
      cycle.timers[t] = static_cast<uint16_t>(first + static_cast<size_t>(known - before.timers.begin()));
    }
  }
}

StageId Crossing::stage_of(size_t l, StageId stage) const {
  const Cycle& cycle = cycles_[l];
  return cycle.from == kNone || stage >= cycle.stages.size() ? kNoStage : cycle.stages[stage];
}

void Crossing::copy_properties(const State& from, State& to) const {
  for (size_t i = 0; i < properties_.size(); ++i) {
    const lifecycle::Property& property = to_.properties[i];
    const Cell cell = properties_[i] == kNone
                          ? Cell::null()
                          : fit(from.row_[from_.properties[properties_[i]].slot], property.type.kind);
    to.set(property.slot, cell);
  }
}

// All but where it stands: properties, what it remembers, which timers have fired.
State Crossing::over(const State& state, const State* memory) const {
  State next(to_);
  next.exists_ = state.exists_;
  next.archived_ = state.archived_;
  next.position_ = state.position_;
  next.timer_run_ = state.timer_run_;
  copy_properties(state, next);
  for (size_t i = 0; i < to_.measures.size(); ++i) {
    const Measure& measure = to_.measures[i];
    if (memory != nullptr) {
      next.set(measure.slot, memory->row_[measure.slot]);
      if (measure.open_set != kNone) next.open_[measure.open_set] = memory->open_[measure.open_set];
    } else if (measures_[i] != kNone) {
      const Measure& known = from_.measures[measures_[i]];
      next.set(measure.slot, state.row_[known.slot]);
      if (measure.open_set != kNone) next.open_[measure.open_set] = state.open_[known.open_set];
    }
  }
  size_t timer = 0;
  for (const Cycle& cycle : cycles_) {
    for (const uint16_t known : cycle.timers) {
      if (known != kNone) next.fired_[timer] = state.fired_[known];
      ++timer;
    }
  }
  for (size_t l = 0; l < cycles_.size(); ++l) {
    if (cycles_[l].from == kNone) continue;
    const Standing& before = state.standings_[cycles_[l].from];
    Standing& standing = next.standings_[l];
    const Lifecycle& cycle = to_.lifecycles[l];
    standing = {.stage = stage_of(l, before.stage), .former = stage_of(l, before.former), .since = before.since};
    next.row_[cycle.stage_slot] = standing.stage == kNoStage
                                      ? Cell::null()
                                      : Cell::text(cycle.stages[standing.stage].id, Kind::choice);
    next.row_[cycle.since_slot] = state.row_[from_.lifecycles[cycles_[l].from].since_slot];
  }
  return next;
}

State Crossing::translate(const State& state) const { return over(state, nullptr); }

State Crossing::carry(const State& state, Instant at, const State* memory, std::vector<Move>* moves) const {
  if (!state.exists_) return State(to_);
  State next = over(state, memory);
  next.timer_run_ = 0;
  if (next.position_.at < at) next.position_ = {.at = at, .kind = 0, .key = {}};
  for (size_t l = 0; l < cycles_.size(); ++l) {
    const Cycle& cycle = cycles_[l];
    const Lifecycle& lifecycle = to_.lifecycles[l];
    Standing& standing = next.standings_[l];
    const auto begins_now = [&] {
      standing.since = at;
      next.row_[lifecycle.since_slot] = Cell::instant(at);
    };
    if (cycle.from == kNone) {
      if (standing.stage != kNoStage) begins_now();
      continue;
    }
    const StageId before = state.standings_[cycle.from].stage;
    if (before == kNoStage || cycle.same[before]) continue;
    standing.former = kNoStage;  // the stage it comes from is no more
    begins_now();
    if (moves != nullptr) moves->push_back({static_cast<uint8_t>(l), before, standing.stage});
  }
  return next;
}

}  // namespace tenure::engine
