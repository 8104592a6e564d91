// One account's whole story: its log with the reasons, found by deciding its history once more.
#include <algorithm>
#include <map>

#include "service/account_facts.h"
#include "service/impl.h"
#include "service/log_rows.h"

namespace tenure::service {

using engine::Decision;
using engine::State;
using engine::Tried;
using expression::Cell;
using expression::Reason;

namespace {

using Reasons = std::vector<std::pair<std::string, Reason>>;

// What one fact led to when it was decided again.
struct Replayed {
  engine::Trace trace;
  Reasons reasons;
  std::vector<std::pair<std::string, Value>> fields;
};

class Replay {
 public:
  Replay(const Realm& realm, store::Reader& reader)
      : realm_(realm), definition_(*realm.definition), reader_(reader), state_(definition_) {}

  void run(AccountFacts& facts, Instant until, std::optional<Instant> known_at,
           const engine::Position& settled);

  State& state() { return state_; }
  int64_t facts() const { return count_; }
  std::vector<engine::NoMove>& stays() { return stays_; }
  // By the fact's number; null when it was not replayed.
  const Replayed* of_fact(store::Sequence fact) const {
    const auto found = by_fact_.find(fact);
    return found == by_fact_.end() ? nullptr : &found->second;
  }
  const Reasons* of_timer(store::Name rule, Instant at) const {
    const auto found = by_timer_.find({rule, at.micros});
    return found == by_timer_.end() ? nullptr : &found->second;
  }

 private:
  void keep_fact(const engine::Fact&, const Decision&);
  void keep_timers(const std::vector<engine::Transition>&, const State& before);
  Reason why(const expression::Program&, const Cell* account, const Cell* fact, Instant now);

  const Realm& realm_;
  const lifecycle::Definition& definition_;
  store::Reader& reader_;
  State state_;
  int64_t count_ = 0;
  std::vector<engine::NoMove> stays_;
  std::map<store::Sequence, Replayed> by_fact_;
  std::map<std::pair<store::Name, int64_t>, Reasons> by_timer_;
  expression::Arena arena_;
};

void Replay::run(AccountFacts& facts, Instant until, std::optional<Instant> known_at,
                 const engine::Position& settled) {
  for (uint32_t index : facts.effective(known_at)) {
    const AccountFacts::Row& row = facts.rows()[index];
    if (row.at > until) break;
    const engine::Fact fact = facts.fact(row, reader_.text(realm_.id, row.actor));
    const State before = state_;
    Decision decision = engine::decide(definition_, state_, fact, {.gates = false});
    ++count_;
    keep_timers(decision.moves, before);
    keep_fact(fact, decision);
    std::ranges::move(decision.stays, std::back_inserter(stays_));
  }
  // Timers that have fired since, and no others: those still to be noticed are part of the outlook.
  if (settled.kind != engine::Position::kTimer) return;
  const State before = state_;
  std::vector<engine::Transition> moves;
  engine::Fold fold(definition_, std::move(state_));
  fold.settle(std::min(settled.at, until), {&moves, &stays_, nullptr});
  state_ = fold.take();
  keep_timers(moves, before);
}

Reason Replay::why(const expression::Program& program, const Cell* account, const Cell* fact,
                   Instant now) {
  const Cell* const sources[] = {account, fact, definition_.parameter_row.data()};
  return program.explain(
      {.sources = sources, .now = now, .zone = &definition_.zone, .arena = &arena_});
}

void Replay::keep_fact(const engine::Fact& fact, const Decision& decision) {
  const lifecycle::FactKind& kind = definition_.kinds[fact.kind];
  Replayed replayed;
  for (size_t i = 0; i < fact.body.size(); ++i) {
    if (fact.body[i].is_null()) continue;
    replayed.fields.emplace_back(kind.fields.fields[i].name,
                                 expression::to_value(fact.body[i], kind.fields.fields[i].type));
  }
  for (const auto& entry : fact.properties) {
    const lifecycle::Property& property = definition_.properties[entry.property];
    replayed.fields.emplace_back(property.name, expression::to_value(entry.value, property.type));
  }
  // The account as the conditions saw it: the trace has every slot that one of them read.
  std::vector<Cell> account(definition_.account.fields.size());
  for (const engine::TraceInput& input : decision.trace.inputs) {
    account[input.slot] =
        expression::to_cell(input.value, definition_.account.fields[input.slot].type, arena_);
  }
  std::vector<Cell> row(fact.body.begin(), fact.body.end());
  row.push_back(Cell::instant(fact.at));
  row.push_back(Cell::text(fact.key));
  row.push_back(Cell::text(fact.actor));
  for (const Tried& tried : decision.trace.tried) {
    if (tried.outcome == Tried::Outcome::wrong_stage) continue;
    const lifecycle::Rule& rule = definition_.lifecycles[tried.lifecycle].rules[tried.rule];
    const auto position = std::ranges::find(rule.kinds, fact.kind) - rule.kinds.begin();
    const auto& when = rule.when[static_cast<size_t>(position)];
    if (when)
      replayed.reasons.emplace_back(rule.id, why(*when, account.data(), row.data(), fact.at));
  }
  replayed.trace = decision.trace;
  by_fact_[fact.id] = std::move(replayed);
}

void Replay::keep_timers(const std::vector<engine::Transition>& moves, const State& before) {
  for (const engine::Transition& move : moves) {
    if (move.cause != engine::Cause::timer) continue;
    const lifecycle::Timer& timer = definition_.lifecycles[move.lifecycle].timers[move.index];
    if (!timer.when) continue;
    const store::Name rule = realm_.lifecycles[move.lifecycle].timers[move.index];
    const std::vector<Cell> no_fact(64);
    by_timer_[{rule, move.at.micros}].emplace_back(
        timer.id, why(*timer.when, before.row(), no_fact.data(), move.at));
  }
}

void add_reasons(Service::Story::Step& step, const Replay& replay, const store::Transition& move) {
  if (move.fact == 0) {
    if (const Reasons* reasons = replay.of_timer(move.rule, move.at)) step.reasons = *reasons;
    return;
  }
  const Replayed* replayed = replay.of_fact(move.fact);
  if (!replayed) {  // believed no more: what was seen when it was decided
    step.trace = decode_trace(move.trace);
    return;
  }
  step.trace = replayed->trace;
  step.reasons = replayed->reasons;
  step.fact_fields = replayed->fields;
}

}  // namespace

Result<Service::Story> Service::explain(std::string_view workspace, std::string_view account_key,
                                        const When& when) {
  TENURE_TRY(const RealmPtr realm, impl_->realm(workspace));
  const lifecycle::Definition& definition = *realm->definition;
  const Instant at = when.at.value_or(impl_->clock.now());
  Story story;
  std::optional<Error> problem;
  impl_->store.read([&](store::Reader& reader) {
    const std::optional<store::AccountId> id = reader.find_account(realm->id, account_key);
    store::Account account;
    if (!id || !reader.load_account(realm->id, *id, account)) {
      problem = unknown_account(reader, *realm, account_key);
      return;
    }
    const State today = decode_state(*realm, account, account_key);
    AccountFacts facts(*realm);
    reader.facts(realm->id, *id, [&](const store::Fact& fact) { facts.add(fact); });
    Replay replay(*realm, reader);
    replay.run(facts, at, when.known_at, today.position());
    LogRows rows(*realm, reader);
    reader.log(realm->id, {.account = *id, .until = at, .known_at = when.known_at},
               [&](const store::LogRow& row) {
                 Story::Step step{.row = rows.row(row)};
                 add_reasons(step, replay, row.transition);
                 story.steps.push_back(std::move(step));
               });
    story.account = account_key;
    if (const auto name = definition.find_property("name")) {
      const Cell& cell = replay.state().row()[definition.properties[*name].slot];
      if (!cell.is_null()) story.name = cell.as_text();
    }
    story.definition = realm->definition;
    story.stays = std::move(replay.stays());
    story.facts = replay.facts();
    story.state = std::move(replay.state());
    story.outlook = engine::outlook(definition, story.state, at);
  });
  if (problem) return std::unexpected(std::move(*problem));
  return story;
}

}  // namespace tenure::service
