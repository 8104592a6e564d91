#include "service/history.h"

#include <algorithm>

#include "base/assert.h"
#include "base/environment.h"

namespace tenure::service {

using engine::Cause;
using engine::State;
using lifecycle::kNone;

namespace {

store::Name rule_name(const Realm& realm, const engine::Transition& move) {
  const Realm::CycleNames& names = realm.lifecycles[move.lifecycle];
  switch (move.cause) {
    case Cause::rule:
      return names.rules[move.index];
    case Cause::timer:
      return names.timers[move.index];
    case Cause::declaration:
      return names.declarations[move.index];
    case Cause::hand:
      return realm.by_hand;
    case Cause::script:
      return realm.script;
    case Cause::definition:
      return realm.definition_name;
  }
  TENURE_ASSERT(false);
}

}  // namespace

HistoryMove to_move(const Realm& realm, const engine::Transition& move) {
  return {.lifecycle = realm.lifecycles[move.lifecycle].name,
          .from = realm.stage(move.lifecycle, move.from),
          .to = realm.stage(move.lifecycle, move.to),
          .rule = rule_name(realm, move),
          .at = move.at,
          .cause = move.cause,
          .fact = move.fact,
          .definition = realm.number};
}

std::optional<engine::Transition> in_words_of(const Realm& realm, const HistoryMove& move) {
  const uint16_t l = realm.find_lifecycle(move.lifecycle);
  if (l == kNone) return std::nullopt;
  engine::Transition said{.lifecycle = static_cast<uint8_t>(l),
                          .from = realm.find_stage(l, move.from),
                          .to = realm.find_stage(l, move.to),
                          .at = move.at,
                          .cause = move.cause,
                          .fact = move.fact};
  const bool known = realm.stage(l, said.from) == move.from && realm.stage(l, said.to) == move.to;
  if (!known) return std::nullopt;
  const Realm::CycleNames& names = realm.lifecycles[l];
  const std::vector<store::Name>* of = move.cause == Cause::rule          ? &names.rules
                                       : move.cause == Cause::timer       ? &names.timers
                                       : move.cause == Cause::declaration ? &names.declarations
                                                                          : nullptr;
  if (!of) return said;
  const auto found = std::ranges::find(*of, move.rule);
  if (found == of->end()) return std::nullopt;
  said.index = static_cast<uint16_t>(found - of->begin());
  return said;
}

State cross(const Realm& realm, const State& state, const State* memory, std::vector<HistoryMove>* moves) {
  const engine::Crossing& crossing = realm.earlier->crossing;
  const Realm& before = *realm.earlier->realm;
  std::vector<engine::Crossing::Move> moved;
  State next = crossing.carry(state, realm.earlier->until, memory, moves ? &moved : nullptr);
  for (const engine::Crossing::Move& move : moved) {
    moves->push_back({.lifecycle = realm.lifecycles[move.lifecycle].name,
                      .from = before.stage(crossing.lifecycle_of(move.lifecycle), move.from),
                      .to = realm.stage(move.lifecycle, move.stage),
                      .rule = realm.definition_name,
                      .at = realm.earlier->until,
                      .cause = Cause::definition,
                      .definition = realm.number});
  }
  return next;
}

History::History(const Realm& realm) : realm_(realm) {
  Instant until{INT64_MAX};
  for (const Realm* each = &realm; each; each = each->earlier ? each->earlier->realm.get() : nullptr) {
    const Realm::Earlier* earlier = each->earlier.get();
    const Instant from = earlier ? earlier->until : Instant{INT64_MIN};
    parts_.push_front({*each, from, until, earlier ? &earlier->crossing : nullptr, AccountFacts(*each)});
    until = from;
  }
}

void History::clear() {
  for (Part& part : parts_) part.facts.clear();
}

void History::load(store::Reader& reader, store::AccountId account) {
  for (Part& part : parts_) part.facts.load(reader, account);
}

void History::add(const store::Fact& fact) {
  for (Part& part : parts_) part.facts.add(fact);
}

void History::follow(store::Reader& reader) {
  for (Part& part : parts_) part.facts.follow(reader);
}

void History::drop(store::Sequence fact) {
  for (Part& part : parts_) part.facts.drop(fact);
}

State History::enter(Part& part, State state, std::optional<Instant> known_at,
                     std::vector<HistoryMove>* moves) {
  const engine::Crossing& crossing = *part.crossing;
  std::optional<engine::Fold> memory;
  if (!crossing.same_memory() && state.exists()) {
    memory.emplace(*part.realm.definition);
    for (uint32_t index : part.facts.effective(known_at)) {
      const AccountFacts::Row& row = part.facts.rows()[index];
      if (row.at >= part.from) break;
      memory->remember(part.facts.fact(row, ""));
    }
  }
  return cross(part.realm, state, memory ? &memory->state() : nullptr, moves);
}

void History::fold(store::Reader& reader, const std::function<std::optional<Instant>(const State&)>& settle,
                   Folded& folded, const Decide& decide) {
  std::vector<engine::Transition> moves;
  std::vector<engine::EffectCall> effects;
  const engine::Sink sink{&moves, nullptr, &effects};
  State state(*parts_.front().realm.definition);
  for (Part& part : parts_) {
    moves.clear();
    if (part.crossing) state = enter(part, std::move(state), std::nullopt, &folded.moves);
    engine::Fold fold(*part.realm.definition, std::move(state));
    for (uint32_t index : part.facts.effective()) {
      const AccountFacts::Row& row = part.facts.rows()[index];
      if (row.at < part.from) continue;
      if (row.at >= part.until) break;
      const engine::Fact fact = part.facts.fact(row, reader.text(realm_.id, row.actor));
      if (!decide || !decide(part, row, fact, fold, {moves, effects})) {
        fold.add(fact, sink);
        folded.first_at = std::min(folded.first_at, fact.at);
      }
    }
    if (!is_present(part)) {
      fold.advance(part.until, sink);
      effects.clear();  // what an older definition asked for, it asked for then
    } else if (const std::optional<Instant> until = settle(fold.state())) {
      fold.settle(*until, sink);
    }
    for (const engine::Transition& move : moves) folded.moves.push_back(to_move(part.realm, move));
    state = fold.take();
  }
  folded.effects = std::move(effects);
  folded.state = std::move(state);
}

State decode_state(const Realm& realm, store::Reader& reader, const store::Account& account,
                   std::string_view key) {
  if (account.definition == realm.number) {
    Result<State> state = State::decode(*realm.definition, account.state);
    if (state) return std::move(*state);
    throw EnvironmentError("account-state-unreadable", {{"account", std::string(key)}});
  }
  History history(realm);
  history.load(reader, account.id);
  History::Folded folded;
  history.fold(reader, [&](const State&) { return std::optional(realm.took_over); }, folded);
  return std::move(folded.state);
}

}  // namespace tenure::service
