// The fold: facts in order, timers in their place. The hot path of the whole product; see bench/.
#include <algorithm>

#include "base/assert.h"
#include "engine/engine.h"

namespace tenure::engine {

using expression::Cell;
using expression::Frame;
using expression::Kind;
using lifecycle::Builtin;
using lifecycle::Effect;
using lifecycle::EffectKind;
using lifecycle::FactKind;
using lifecycle::Form;
using lifecycle::kNone;
using lifecycle::kNoStage;
using lifecycle::Lifecycle;
using lifecycle::Measure;
using lifecycle::Rule;
using lifecycle::Target;
using lifecycle::Timer;
using lifecycle::To;

namespace {

constexpr Cell kNoFact[64] = {};  // what fact/… is where there is no fact: every field null

// FNV-1a over the id's text, or the number itself: open ids are compared by this alone.
uint64_t hash_id(const Cell& cell) {
  if (cell.kind == Kind::int64) return static_cast<uint64_t>(cell.low) * 0x9e3779b97f4a7c15ull;
  uint64_t hash = 0xcbf29ce484222325ull;
  for (char c : cell.as_text()) hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001b3ull;
  return hash;
}

bool has_text(const Cell& cell) {
  return cell.kind == Kind::string || cell.kind == Kind::choice;
}

Cell body_field(const FactKind& kind, const Fact& fact, std::string_view name) {
  const int slot = kind.fields.find(name);
  if (slot < 0 || static_cast<size_t>(slot) >= fact.body.size()) return Cell::null();
  return fact.body[slot];
}

}  // namespace

bool before(const Fact& a, const Fact& b) {
  if (a.at != b.at) return a.at < b.at;
  if (a.kind != b.kind) return a.kind < b.kind;
  return a.key < b.key;
}

bool after_position(const Fact& fact, const Position& position) {
  if (fact.at != position.at) return fact.at > position.at;
  if (fact.kind != position.kind) return fact.kind > position.kind;
  return fact.key > position.key;
}

std::string_view to_string(Cause cause) {
  switch (cause) {
    case Cause::rule: return "rule";
    case Cause::timer: return "timer";
    case Cause::declaration: return "declaration";
    case Cause::hand: return "hand";
    case Cause::script: return "script";
    case Cause::definition: return "definition";
  }
  TENURE_ASSERT(false);
}

std::string_view rule_id(const Definition& definition, const Transition& transition) {
  const Lifecycle& cycle = definition.lifecycles[transition.lifecycle];
  switch (transition.cause) {
    case Cause::rule: return cycle.rules[transition.index].id;
    case Cause::timer: return cycle.timers[transition.index].id;
    case Cause::declaration: return cycle.declarations[transition.index].id;
    case Cause::hand: return "by-hand";
    case Cause::script: return "script";
    case Cause::definition: return "definition";
  }
  TENURE_ASSERT(false);
}

Fold::Fold(const Definition& definition, State state)
    : definition_(definition), state_(std::move(state)), blank_(definition) {}

void Fold::reset() { state_.restart(blank_); }

Frame Fold::frame(const Cell* fact, Instant now) {
  sources_[0] = state_.row_.data();
  sources_[1] = fact;
  sources_[2] = definition_.parameter_row.data();
  return {.sources = sources_, .now = now, .zone = &definition_.zone, .arena = &arena_};
}

// The fact as programs see it: the body alone, unless some condition asks for at, key or actor.
const Cell* Fold::fact_row(const Fact& fact) {
  const FactKind& kind = definition_.kinds[fact.kind];
  TENURE_ASSERT(fact.body.size() == kind.body_fields);
  if (!definition_.reads_header[fact.kind]) return fact.body.empty() ? kNoFact : fact.body.data();
  fact_cells_.assign(fact.body.begin(), fact.body.end());
  fact_cells_.push_back(Cell::instant(fact.at));
  fact_cells_.push_back(Cell::text(fact.key));
  fact_cells_.push_back(Cell::text(fact.actor));
  return fact_cells_.data();
}

// ---- timers -------------------------------------------------------------------------------------

namespace {

int64_t amount_of(const Definition& definition, const Timer& timer) {
  return timer.parameter == kNone ? timer.amount : definition.parameter_row[timer.parameter].as_int64();
}

// In whole days of UTC and in exact units a due instant is a sum; elsewhere calendar days have their own
// length. Saturates far outside the calendar.
int64_t plain_due(const Definition& definition, const Timer& timer, const Cell& since) {
  const int64_t unit = timer.unit == lifecycle::DelayUnit::days ? kMicrosPerDay : timer.unit_micros;
  const int64_t from = since.kind == Kind::date ? since.low * kMicrosPerDay : since.low;
  int64_t delay, due;
  if (__builtin_mul_overflow(amount_of(definition, timer), unit, &delay)) return amount_of(definition, timer) > 0 ? INT64_MAX : INT64_MIN;
  if (__builtin_add_overflow(from, delay, &due)) return delay > 0 ? INT64_MAX : INT64_MIN;
  return due;
}

bool is_plain(const Definition& definition, const Timer& timer, const Cell& since) {
  if (definition.zone.is_utc()) return true;
  return timer.unit == lifecycle::DelayUnit::micros && since.kind == Kind::instant;
}

std::optional<Instant> due_instant(const Definition& definition, const Timer& timer, const Cell* row) {
  const Cell& since = row[timer.since_slot];
  if (since.is_null()) return std::nullopt;
  if (is_plain(definition, timer, since)) {
    return std::clamp(Instant{plain_due(definition, timer, since)}, kMinInstant, kMaxInstant);
  }
  if (since.kind == Kind::instant) return definition.zone.add_days(since.as_instant(), amount_of(definition, timer));
  if (timer.unit == lifecycle::DelayUnit::micros) {
    const Instant midnight = definition.zone.from_local(since.as_date(), TimeOfDay{});
    return std::clamp(Instant{plain_due(definition, timer, Cell::instant(midnight))}, kMinInstant, kMaxInstant);
  }
  const int64_t day = since.as_date().days + std::clamp<int64_t>(amount_of(definition, timer), -4'000'000, 4'000'000);
  const int64_t last = kMaxInstant.micros / kMicrosPerDay, first = kMinInstant.micros / kMicrosPerDay;
  return definition.zone.from_local(Date{static_cast<int32_t>(std::clamp(day, first, last))}, TimeOfDay{});
}

}  // namespace

std::optional<Instant> Fold::due(uint8_t lifecycle, uint16_t timer) const {
  const std::optional<Instant> due = due_instant(
      definition_, definition_.lifecycles[lifecycle].timers[timer], state_.row_.data());
  if (!due || *due < state_.standings_[lifecycle].since) return std::nullopt;
  return due;
}

// The first timer that fires before `limit` (or at it, when inclusive). A timer whose condition was false
// when due fires at the fact that made it true, which is where the fold now stands. One whose due instant
// lies before the stage was entered does not fire, nor does one twice for the same due instant.
Fold::DueTimer Fold::first_timer(Instant limit, bool inclusive) {
  DueTimer best;
  size_t index = 0;
  for (size_t l = 0; l < definition_.lifecycles.size(); ++l) {
    const Lifecycle& cycle = definition_.lifecycles[l];
    const Standing& standing = state_.standings_[l];
    for (size_t t = 0; t < cycle.timers.size(); ++t, ++index) {
      const Timer& timer = cycle.timers[t];
      if (!(timer.from & lifecycle::bit(standing.stage))) continue;
      const Cell& since = state_.row_[timer.since_slot];
      if (since.is_null()) continue;
      // Most facts come long before any timer is due; calendar days differ from plain ones by less than two.
      const int64_t plain = plain_due(definition_, timer, since);
      if (plain > limit.micros && plain - 2 * kMicrosPerDay > limit.micros) continue;
      if (plain > limit.micros && is_plain(definition_, timer, since)) continue;
      const std::optional<Instant> due = due_instant(definition_, timer, state_.row_.data());
      if (!due || *due >= kMaxInstant || *due > limit) continue;
      const Instant at = std::max(*due, state_.position_.at);
      if (at > limit || (at == limit && !inclusive)) continue;
      if (*due < standing.since || state_.fired_[index] == *due) continue;
      if (best.timer != kNone && best.at <= at) continue;
      if (timer.when && !timer.when->holds(frame(kNoFact, at))) continue;
      best = {static_cast<uint8_t>(l), static_cast<uint16_t>(t), at, *due};
    }
  }
  return best;
}

void Fold::run_timers(Instant limit, bool inclusive, const Sink& sink) {
  if (state_.archived_) return;
  while (state_.timer_run_ < kTimerRun) {
    const DueTimer next = first_timer(limit, inclusive);
    if (next.timer == kNone) return;
    ++state_.timer_run_;
    size_t index = next.timer;
    for (size_t l = 0; l < next.lifecycle; ++l) index += definition_.lifecycles[l].timers.size();
    state_.fired_[index] = next.due;
    state_.position_.at = next.at;
    state_.position_.kind = Position::kTimer;
    state_.position_.key.clear();
    const Timer& timer = definition_.lifecycles[next.lifecycle].timers[next.timer];
    const Standing standing = state_.standings_[next.lifecycle];
    const StageId to = timer.target.to == To::stage    ? timer.target.stage
                       : timer.target.to == To::former ? standing.former
                                                       : standing.stage;
    if (to != standing.stage) {
      move({next.lifecycle, standing.stage, to, next.at, Cause::timer, next.timer, 0}, sink);
    }
    run_effects(timer.effects, next.lifecycle, kNoFact, next.at, 0, sink);
  }
}

void Fold::settle(Instant until, const Sink& sink) { run_timers(until, true, sink); }

void Fold::advance(Instant until, const Sink& sink) { run_timers(until, false, sink); }

// ---- facts --------------------------------------------------------------------------------------

void Fold::add(const Fact& fact, const Sink& sink) {
  TENURE_ASSERT(after_position(fact, state_.position_));
  run_timers(fact.at, false, sink);
  apply(fact, sink, nullptr);
}

void Fold::apply(const Fact& fact, const Sink& sink, Trace* trace) {
  arena_.reset();
  const Cell* row = fact_row(fact);
  state_.position_.at = fact.at;
  state_.position_.kind = fact.kind;
  state_.position_.key.assign(fact.key);
  state_.exists_ = true;
  state_.timer_run_ = 0;
  fold_into_measures(fact, row);
  if (!fact.properties.empty()) apply_properties(fact);
  if (definition_.kinds[fact.kind].builtin != Builtin::none) apply_builtin(fact, sink);
  if (!state_.archived_) apply_rules(fact, row, sink, trace);
}

void Fold::remember(const Fact& fact) {
  arena_.reset();
  state_.position_.at = fact.at;
  state_.exists_ = true;
  fold_into_measures(fact, fact_row(fact));
  if (!fact.properties.empty()) apply_properties(fact);
}

void Fold::fold_into_measures(const Fact& fact, const Cell* row) {
  for (const Definition::MeasureInput& entry : definition_.measures_by_kind[fact.kind]) {
    const Measure& measure = definition_.measures[entry.measure];
    const Measure::Input& input = measure.inputs[entry.input];
    if (input.where && !input.where->holds(frame(row, fact.at))) continue;
    Cell& cell = state_.row_[measure.slot];
    const Cell value = input.field == kNone ? Cell::instant(fact.at) : row[input.field];
    switch (measure.form) {
      case Form::count:
        ++cell.low;
        break;
      case Form::sum:
        if (cell.kind == Kind::int64) {  // a sum past the last integer stays at its last exact value
          int64_t sum;
          if (value.kind == Kind::int64 && !__builtin_add_overflow(cell.low, value.low, &sum)) cell.low = sum;
          break;
        }
        if (value.kind == Kind::decimal || value.kind == Kind::int64) {
          const Decimal addend =
              value.kind == Kind::int64 ? Decimal(value.as_int64()) : value.as_decimal();
          if (const std::optional<Decimal> sum = cell.as_decimal().plus(addend)) {
            cell = Cell::decimal(*sum);  // a sum past 38 digits stays at its last exact value
          }
        }
        break;
      case Form::first:
        if (cell.is_null() && !value.is_null()) state_.set(measure.slot, value);
        break;
      case Form::last:
        if (!value.is_null()) state_.set(measure.slot, value);
        break;
      case Form::min:
      case Form::max: {
        if (value.is_null()) break;
        const auto order = cell.is_null() ? std::nullopt : expression::compare(value, cell);
        if (cell.is_null() || (order && (measure.form == Form::min ? *order < 0 : *order > 0))) {
          state_.set(measure.slot, value);
        }
        break;
      }
      case Form::open: {
        if (value.is_null()) break;
        std::vector<uint64_t>& ids = state_.open_[measure.open_set];
        const uint64_t id = hash_id(value);
        const auto place = std::ranges::lower_bound(ids, id);
        const bool there = place != ids.end() && *place == id;
        if (input.closes && there) ids.erase(place);
        if (!input.closes && !there) ids.insert(place, id);
        cell = Cell::int64(static_cast<int64_t>(ids.size()));
        break;
      }
    }
  }
}

void Fold::set_property(uint16_t property, const Cell& value) {
  state_.set(definition_.properties[property].slot, value);
}

// In the pool or out of it; the account's property of that name says the same to lists and pages.
void Fold::set_archived(bool archived) {
  state_.archived_ = archived;
  if (const std::optional<uint16_t> slot = definition_.find_slot("archived")) {
    state_.row_[*slot] = Cell::boolean(archived);
  }
}

void Fold::apply_properties(const Fact& fact) {
  for (const Fact::PropertyValue& entry : fact.properties) set_property(entry.property, entry.value);
}

// Kinds that mean something to the engine itself. Who may do it was asked when the fact was recorded
// (decide); a history's moves by people stand, whatever the rules around them have become.
void Fold::apply_builtin(const Fact& fact, const Sink& sink) {
  const FactKind& kind = definition_.kinds[fact.kind];
  if (kind.builtin == Builtin::account_archived) set_archived(true);
  if (kind.builtin == Builtin::account_restored) set_archived(false);
  if (kind.builtin == Builtin::account_created) {
    // Here it begins, unless something older has moved it already. An account that "was always there" is
    // created at kMinInstant: its first stage has no date.
    for (size_t l = 0; l < definition_.lifecycles.size(); ++l) {
      Standing& standing = state_.standings_[l];
      if (standing.stage == kNoStage || standing.since != kAlways || fact.at <= kMinInstant) continue;
      standing.since = fact.at;
      state_.row_[definition_.lifecycles[l].since_slot] = Cell::instant(fact.at);
    }
  }
  const bool scripted = kind.builtin == Builtin::stage_scripted;
  if (!scripted && kind.builtin != Builtin::stage_set && kind.builtin != Builtin::stage_declared) return;
  const Cell name = body_field(kind, fact, "lifecycle");
  if (!has_text(name)) return;
  const std::optional<uint16_t> l = definition_.find_lifecycle(name.as_text());
  if (!l) return;
  const Lifecycle& cycle = definition_.lifecycles[*l];
  const uint8_t lifecycle = static_cast<uint8_t>(*l);
  const Standing standing = state_.standings_[*l];
  if (kind.builtin != Builtin::stage_declared) {
    const Cell stage = body_field(kind, fact, "stage");
    if (!has_text(stage)) return;
    const std::optional<StageId> to = cycle.find_stage(stage.as_text());
    if (!to || *to == standing.stage) return;
    move({lifecycle, standing.stage, *to, fact.at, scripted ? Cause::script : Cause::hand, kNone, fact.id},
         sink);
    return;
  }
  const Cell id = body_field(kind, fact, "declaration");
  if (!has_text(id)) return;
  for (size_t d = 0; d < cycle.declarations.size(); ++d) {
    const lifecycle::Declaration& declaration = cycle.declarations[d];
    if (declaration.id != id.as_text()) continue;
    const StageId to = declaration.target.to == To::stage    ? declaration.target.stage
                       : declaration.target.to == To::former ? standing.former
                                                             : standing.stage;
    if (to != standing.stage) {
      move({lifecycle, standing.stage, to, fact.at, Cause::declaration, static_cast<uint16_t>(d), fact.id},
           sink);
    }
    run_effects(declaration.effects, lifecycle, kNoFact, fact.at, fact.id, sink);
    return;
  }
}

void Fold::note_trace(Trace& trace, uint8_t lifecycle, uint16_t rule, Tried::Outcome outcome,
                      const expression::Program* program) {
  trace.tried.push_back({lifecycle, rule, outcome});
  if (!program) return;
  for (const expression::Binding& read : program->reads()) {
    if (read.source != 0 || read.slot == expression::kWholeSource) continue;
    const auto same = [&](const TraceInput& input) { return input.slot == read.slot; };
    if (std::ranges::any_of(trace.inputs, same)) continue;
    trace.inputs.push_back({read.slot, expression::to_value(state_.row_[read.slot],
                                                            definition_.account.fields[read.slot].type)});
  }
}

void Fold::apply_rules(const Fact& fact, const Cell* row, const Sink& sink, Trace* trace) {
  for (size_t l = 0; l < definition_.lifecycles.size(); ++l) {
    const Lifecycle& cycle = definition_.lifecycles[l];
    const uint8_t lifecycle = static_cast<uint8_t>(l);
    for (const Lifecycle::Candidate& candidate : cycle.by_kind[fact.kind]) {
      const Rule& rule = cycle.rules[candidate.rule];
      const Standing standing = state_.standings_[l];
      if (!(rule.from & lifecycle::bit(standing.stage))) {
        if (trace) note_trace(*trace, lifecycle, candidate.rule, Tried::Outcome::wrong_stage, nullptr);
        continue;
      }
      const std::optional<expression::Program>& when = rule.when[candidate.position];
      if (when && !when->holds(frame(row, fact.at))) {
        if (trace) note_trace(*trace, lifecycle, candidate.rule, Tried::Outcome::condition_false, &*when);
        continue;
      }
      if (trace) {
        note_trace(*trace, lifecycle, candidate.rule, Tried::Outcome::fits, when ? &*when : nullptr);
      }
      const StageId to = rule.target.to == To::stage    ? rule.target.stage
                         : rule.target.to == To::former ? standing.former
                                                        : standing.stage;
      if (to == standing.stage) {
        if (sink.stays) sink.stays->push_back({lifecycle, candidate.rule, fact.at, fact.id});
      } else {
        move({lifecycle, standing.stage, to, fact.at, Cause::rule, candidate.rule, fact.id}, sink);
      }
      run_effects(rule.effects[candidate.position], lifecycle, row, fact.at, fact.id, sink);
      break;
    }
  }
}

void Fold::move(Transition transition, const Sink& sink) {
  const Lifecycle& cycle = definition_.lifecycles[transition.lifecycle];
  Standing& standing = state_.standings_[transition.lifecycle];
  standing = {.stage = transition.to, .former = transition.from, .since = transition.at};
  state_.row_[cycle.stage_slot] = transition.to == kNoStage
                                      ? Cell::null()
                                      : Cell::text(cycle.stages[transition.to].id, Kind::choice);
  state_.row_[cycle.since_slot] = Cell::instant(transition.at);
  if (sink.transitions) sink.transitions->push_back(transition);
  if (transition.to != kNoStage && !cycle.stages[transition.to].on_enter.empty()) {
    run_effects(cycle.stages[transition.to].on_enter, transition.lifecycle, kNoFact, transition.at,
                transition.fact, sink);
  }
}

void Fold::run_effects(const std::vector<Effect>& effects, uint8_t lifecycle, const Cell* fact, Instant at,
                       int64_t id, const Sink& sink) {
  for (const Effect& effect : effects) {
    if (effect.when && !effect.when->holds(frame(fact, at))) continue;
    if (effect.kind == EffectKind::archive) set_archived(true);
    if (effect.kind == EffectKind::restore) set_archived(false);
    EffectCall call{.kind = effect.kind, .lifecycle = lifecycle, .id = effect.id, .title = effect.title,
                    .fact = id, .at = at};
    for (const Effect::Assignment& assignment : effect.set) {
      const lifecycle::Property& property = definition_.properties[assignment.property];
      const Cell value = assignment.value.evaluate(frame(fact, at));
      if (sink.effects) call.set.emplace_back(property.name, expression::to_value(value, property.type));
      set_property(assignment.property, value);
    }
    if (sink.effects) sink.effects->push_back(std::move(call));
  }
}

Timeline fold(const Definition& definition, std::span<const Fact> facts, Instant until) {
  Fold folding(definition);
  Timeline timeline;
  const Sink sink{&timeline.transitions, &timeline.stays, &timeline.effects};
  for (const Fact& fact : facts) folding.add(fact, sink);
  folding.settle(until, sink);
  timeline.state = folding.take();
  return timeline;
}

std::optional<Instant> next_due(const Definition& definition, const State& state) {
  if (state.archived()) return std::nullopt;
  Fold probe(definition, state);
  const Fold::DueTimer next = probe.first_timer(kMaxInstant, true);
  if (next.timer == kNone) return std::nullopt;
  return next.at;
}

}  // namespace tenure::engine
