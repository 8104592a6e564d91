// One account's whole story: its log with the reasons, found by deciding its history once more.
#include "service/story.h"

#include <algorithm>
#include <map>

#include "service/history.h"
#include "service/impl.h"
#include "service/log_rows.h"
#include "service/realm_then.h"

namespace tenure::service {

using engine::Decision;
using engine::State;
using engine::Tried;
using expression::Cell;
using expression::Reason;

namespace {

using Reasons = std::vector<std::pair<std::string, Reason>>;

// A rule's condition with the values that it saw, as a trace has them; it has every slot that one of them read.
Reasons reasons_of(const lifecycle::Definition& definition, const engine::Trace& trace, const engine::Fact& fact,
                   expression::Arena& arena) {
  std::vector<Cell> account(definition.account.fields.size());
  for (const engine::TraceInput& input : trace.inputs) {
    account[input.slot] = expression::to_cell(input.value, definition.account.fields[input.slot].type, arena);
  }
  std::vector<Cell> row(fact.body.begin(), fact.body.end());
  row.push_back(Cell::instant(fact.at));
  row.push_back(Cell::text(fact.key));
  row.push_back(Cell::text(fact.actor));
  const Cell* const sources[] = {account.data(), row.data(), definition.parameter_row.data()};
  Reasons reasons;
  for (const Tried& tried : trace.tried) {
    if (tried.outcome == Tried::Outcome::wrong_stage) continue;
    const lifecycle::Rule& rule = definition.lifecycles[tried.lifecycle].rules[tried.rule];
    const auto position = static_cast<size_t>(std::ranges::find(rule.kinds, fact.kind) - rule.kinds.begin());
    if (position == rule.kinds.size()) continue;
    if (const auto& when = rule.when[position])
      reasons.emplace_back(rule.id, when->explain({.sources = sources, .now = fact.at, .zone = &definition.zone, .arena = &arena}));
  }
  return reasons;
}

// What one fact led to when it was decided again.
struct Replayed {
  const Realm* realm = nullptr;  // that decided it
  engine::Trace trace;
  Reasons reasons;
  std::vector<std::pair<std::string, Value>> fields;
};
struct TimerFired {
  const Realm* realm = nullptr;
  Reasons reasons;
};

class Replay {
 public:
  Replay(const Realm& realm, store::Reader& reader)
      : realm_(realm), reader_(reader), facts_(realm) {}

  void run(store::AccountId, Instant until, std::optional<Instant> known_at);

  const Realm& realm() const { return *part_; }  // that decided at the end
  State& state() { return state_; }
  int64_t facts() const { return count_; }
  std::vector<engine::NoMove>& stays() { return stays_; }
  // By the fact's number; null when it was not replayed.
  const Replayed* of_fact(store::Sequence fact) const {
    const auto found = by_fact_.find(fact);
    return found == by_fact_.end() ? nullptr : &found->second;
  }
  const TimerFired* of_timer(store::Name rule, Instant at) const {
    const auto found = by_timer_.find({rule, at.micros});
    return found == by_timer_.end() ? nullptr : &found->second;
  }

 private:
  void run_part(History::Part&, Instant until, std::optional<Instant> known_at);
  void run_timers(Instant until);
  void keep_fact(const engine::Fact&, const Decision&);
  void keep_timers(const std::vector<engine::Transition>&, const State& before);

  const Realm& realm_;
  store::Reader& reader_;
  History facts_;
  const Realm* part_ = nullptr;  // that decides at the moment
  const lifecycle::Definition* definition_ = nullptr;
  State state_;
  int64_t count_ = 0;
  std::vector<engine::NoMove> stays_;
  std::map<store::Sequence, Replayed> by_fact_;
  std::map<std::pair<store::Name, int64_t>, TimerFired> by_timer_;
  expression::Arena arena_;
};

void Replay::run(store::AccountId account, Instant until, std::optional<Instant> known_at) {
  facts_.load(reader_, account);
  state_ = State(*facts_.parts().front().realm.definition);
  for (History::Part& part : facts_.parts()) {
    if (part.from > until) break;
    if (part.crossing) state_ = facts_.enter(part, std::move(state_), known_at, nullptr);
    run_part(part, until, known_at);
  }
  // Timers that have fired since, and no others: those still to be noticed are part of the outlook.
  run_timers(settled_until(realm_, reader_, account, until, known_at));
}

void Replay::run_timers(Instant until) {
  const State before = state_;
  std::vector<engine::Transition> moves;
  engine::Fold fold(*definition_, std::move(state_));
  fold.settle(until, {&moves, &stays_, nullptr});
  state_ = fold.take();
  keep_timers(moves, before);
}

void Replay::run_part(History::Part& part, Instant until, std::optional<Instant> known_at) {
  part_ = &part.realm;
  definition_ = part_->definition.get();
  stays_.clear();  // the story has those of the definition in force
  for (uint32_t index : part.facts.effective(known_at)) {
    const AccountFacts::Row& row = part.facts.rows()[index];
    if (row.at < part.from) continue;
    if (row.at > until || row.at >= part.until) break;
    const engine::Fact fact = part.facts.fact(row, reader_.text(realm_.id, row.actor));
    const State before = state_;
    Decision decision = engine::decide(*definition_, state_, fact, {.gates = false});
    ++count_;
    keep_timers(decision.moves, before);
    keep_fact(fact, decision);
    std::ranges::move(decision.stays, std::back_inserter(stays_));
  }
  if (!facts_.is_present(part) && part.until <= until) run_timers({part.until.micros - 1});
}

void Replay::keep_fact(const engine::Fact& fact, const Decision& decision) {
  const lifecycle::FactKind& kind = definition_->kinds[fact.kind];
  Replayed replayed{.realm = part_,
                    .trace = decision.trace,
                    .reasons = reasons_of(*definition_, decision.trace, fact, arena_),
                    .fields = {}};
  for (size_t i = 0; i < fact.body.size(); ++i) {
    if (fact.body[i].is_null()) continue;
    replayed.fields.emplace_back(kind.fields.fields[i].name,
                                 expression::to_value(fact.body[i], kind.fields.fields[i].type));
  }
  for (const auto& entry : fact.properties) {
    const lifecycle::Property& property = definition_->properties[entry.property];
    replayed.fields.emplace_back(property.name, expression::to_value(entry.value, property.type));
  }
  by_fact_[fact.id] = std::move(replayed);
}

void Replay::keep_timers(const std::vector<engine::Transition>& moves, const State& before) {
  for (const engine::Transition& move : moves) {
    if (move.cause != engine::Cause::timer) continue;
    const lifecycle::Timer& timer = definition_->lifecycles[move.lifecycle].timers[move.index];
    TimerFired& fired = by_timer_[{part_->lifecycles[move.lifecycle].timers[move.index], move.at.micros}];
    fired.realm = part_;
    if (!timer.when) continue;
    const std::vector<Cell> no_fact(64);
    const Cell* const sources[] = {before.row(), no_fact.data(), definition_->parameter_row.data()};
    fired.reasons.emplace_back(timer.id, timer.when->explain({.sources = sources, .now = move.at,
                                                              .zone = &definition_->zone, .arena = &arena_}));
  }
}

// Puts reasons to the rows of a log.
class Reasoning {
 public:
  Reasoning(const RealmPtr& realm, store::Reader& reader, const Replay& replay)
      : realm_(realm), reader_(reader), replay_(replay) {}

  Decided add(Service::Story::Step& step, const store::LogRow& row) {
    const store::Transition& move = row.transition;
    if (move.fact == 0) {
      const TimerFired* fired = replay_.of_timer(move.rule, move.at);
      if (!fired) return decided_by(move.definition);
      step.reasons = fired->reasons;
      return decided_by(*fired->realm);
    }
    const Replayed* replayed = replay_.of_fact(move.fact);
    if (replayed) step.fact_fields = replayed->fields;
    // What was seen when it was decided, where that is kept; else what is seen when it is decided again.
    const bool is_by_it = replayed && replayed->realm->number == move.definition;
    if (!is_by_it && (!move.trace.empty() || !replayed)) return recall(step, row);
    step.trace = replayed->trace;
    step.reasons = replayed->reasons;
    return decided_by(*replayed->realm);
  }

 private:
  static Decided decided_by(const Realm& realm) { return {realm.definition, realm.definition->version}; }
  Decided decided_by(int64_t number) {
    if (const Realm* realm = find(number)) return decided_by(*realm);
    return {nullptr, reader_.definition(realm_->id, number).version};
  }
  // By the trace that was kept.
  Decided recall(Service::Story::Step& step, const store::LogRow& row) {
    const int64_t number = row.transition.definition;
    const Realm* realm = find(number);
    const uint16_t kind = realm ? realm->kind(row.fact.kind) : lifecycle::kNone;
    if (kind == lifecycle::kNone || row.transition.trace.empty()) return decided_by(number);
    step.trace = decode_trace(row.transition.trace);
    cells_.clear();
    properties_.clear();
    decode_body(row.fact.body, *realm, kind, cells_, properties_);
    const engine::Fact fact{.at = row.fact.at, .kind = kind, .key = row.fact.key,
                            .actor = reader_.text(realm_->id, row.fact.actor), .body = cells_, .properties = properties_};
    step.reasons = reasons_of(*realm->definition, step.trace, fact, arena_);
    return decided_by(*realm);
  }
  const Realm* find(int64_t number) {
    const auto [known, is_new] = realms_.try_emplace(number);
    if (is_new) {
      Result<RealmPtr> found = realm_of(realm_, reader_, number);
      if (found) known->second = std::move(*found);
    }
    return known->second.get();
  }

  const RealmPtr& realm_;
  store::Reader& reader_;
  const Replay& replay_;
  std::map<int64_t, RealmPtr> realms_;  // null: it can be read no more
  std::vector<Cell> cells_;
  std::vector<engine::Fact::PropertyValue> properties_;
  expression::Arena arena_;
};

}  // namespace

Result<ToldStory> tell_whole_story(const RealmPtr& realm, store::Reader& reader, std::string_view account_key,
                                   Instant at, std::optional<Instant> known_at) {
  RealmPtr believed = realm;
  if (known_at) {
    TENURE_TRY(believed, realm_known_at(realm, reader, *known_at));
  }
  const std::optional<store::AccountId> id = reader.find_account(realm->id, account_key);
  store::Account account;
  if (!id || !reader.load_account(realm->id, *id, account)) {
    return std::unexpected(unknown_account(reader, *realm, account_key));
  }
  ToldStory told;
  Service::Story& story = told.story;
  Replay replay(*believed, reader);
  replay.run(*id, at, known_at);
  LogRows rows(*realm, reader);
  Reasoning reasoning(realm, reader, replay);
  reader.log(realm->id, {.account = *id, .until = at, .known_at = known_at},
             [&](const store::LogRow& row) {
               Service::Story::Step step{.row = rows.row(row)};
               told.decided.push_back(reasoning.add(step, row));
               story.steps.push_back(std::move(step));
             });
  story.account = account_key;
  const lifecycle::Definition& definition = *replay.realm().definition;
  if (const auto name = definition.find_property("name")) {
    const Cell& cell = replay.state().row()[definition.properties[*name].slot];
    if (!cell.is_null()) story.name = cell.as_text();
  }
  story.definition = replay.realm().definition;
  story.stays = std::move(replay.stays());
  story.facts = replay.facts();
  story.state = std::move(replay.state());
  story.outlook = engine::outlook(definition, story.state, at);
  return told;
}

Result<Service::Story> tell_story(const RealmPtr& realm, store::Reader& reader, std::string_view account, Instant at,
                                  std::optional<Instant> known_at) {
  TENURE_TRY(ToldStory told, tell_whole_story(realm, reader, account, at, known_at));
  return std::move(told.story);
}

Result<ToldStory> explain(Service& service, std::string_view workspace, std::string_view account,
                          const Service::When& when) {
  Service::Impl& impl = service.impl();
  TENURE_TRY(const RealmPtr realm, impl.realm(workspace));
  std::optional<Result<ToldStory>> told;
  impl.store.read([&](store::Reader& reader) {
    told = tell_whole_story(realm, reader, account, when.at.value_or(impl.clock.now()), when.known_at);
  });
  return std::move(*told);
}

Result<Service::Story> Service::explain(std::string_view workspace, std::string_view account, const When& when) {
  TENURE_TRY(ToldStory told, service::explain(*this, workspace, account, when));
  return std::move(told.story);
}

}  // namespace tenure::service
