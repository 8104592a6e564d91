#include "service/bring_over.h"

#include <algorithm>

#include "base/assert.h"

namespace tenure::service {

using lifecycle::kNone;

std::vector<store::Name> stood_in(const Realm& now, const Realm& next, const engine::State& state) {
  std::vector<store::Name> stood;
  for (const Realm::CycleNames& cycle : next.lifecycles) {
    const uint16_t l = now.find_lifecycle(cycle.name);
    stood.push_back(l == kNone ? 0 : now.stage(l, state.standing(l).stage));
  }
  return stood;
}

namespace {

// Facts of every kind have the same fields and make the same rows.
bool same_kinds(const Realm& a, const Realm& b) {
  const auto &x = a.definition->kinds, &y = b.definition->kinds;
  return a.shapes == b.shapes && std::ranges::equal(x, y, [](const auto& one, const auto& other) {
    return one.name == other.name && one.record == other.record;
  });
}

bool same_lifecycles(const Realm& a, const Realm& b) {
  return std::ranges::equal(a.lifecycles, b.lifecycles, {}, &Realm::CycleNames::name, &Realm::CycleNames::name);
}

}  // namespace

bool carries(const Realm& next) {
  const Realm& now = *next.leaving;
  if (!same_kinds(now, next) || !same_lifecycles(now, next)) return false;
  if (next.alike) return next.alike->same_memory() && next.alike->same_decisions();
  return next.earlier && next.earlier->realm->number == now.number && next.earlier->crossing.same_memory();
}

bool carry_over(const Realm& next, const engine::State& state, History::Folded& folded) {
  if (!next.carries) return false;
  if (next.alike) {
    folded.state = next.alike->translate(state);
    return true;
  }
  const Realm& now = *next.leaving;
  const Instant at = next.earlier->until;
  // What happened from then on was decided already, and is to be decided anew.
  if (state.position().at >= at) return false;
  std::vector<engine::Transition> moves;
  engine::Fold before(*now.definition, state);
  before.advance(at, {&moves, nullptr, nullptr});
  for (const engine::Transition& move : moves) folded.moves.push_back(to_move(now, move));
  engine::Fold after(*next.definition, cross(next, before.state(), nullptr, &folded.moves));
  moves.clear();
  after.settle(next.took_over, {&moves, nullptr, &folded.effects});
  for (const engine::Transition& move : moves) folded.moves.push_back(to_move(next, move));
  folded.state = after.take();
  return true;
}

std::vector<uint16_t> changed_slots(const Realm& next) {
  const lifecycle::Definition &now = *next.leaving->definition, &then = *next.definition;
  std::vector<uint16_t> slots;
  for (size_t slot = 0; slot < then.slots.size(); ++slot) {
    const auto known = now.find_slot(then.account.fields[slot].name);
    bool same = known && now.account.fields[*known].type.kind == then.account.fields[slot].type.kind &&
                now.slots[*known].role == then.slots[slot].role;
    if (same && then.slots[slot].role == lifecycle::SlotRole::property) {
      same = next.leaving->properties[now.slots[*known].index] == next.properties[then.slots[slot].index];
    }
    if (!same) slots.push_back(static_cast<uint16_t>(slot));
  }
  return slots;
}

}  // namespace tenure::service
