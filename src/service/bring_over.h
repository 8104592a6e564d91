#pragma once
// An account goes over to the definition that follows (Realm::leaving → the realm).
#include <vector>

#include "service/history.h"

namespace tenure::service {

// In the names of stages, by lifecycle of `next`: where an account in this state of `now` stands. 0: nowhere, or the
// lifecycle is new.
std::vector<store::Name> stood_in(const Realm& now, const Realm& next, const engine::State&);

// Without its facts, where nothing that happened can look otherwise to the next definition: `state` of
// Realm::leaving is carried over, timers fire. `folded.moves` are then only those that are new. False: its history
// must be folded.
bool carry_over(const Realm& next, const engine::State& state, History::Folded& folded);
// May carry_over() do it at all? And if it does, which slots of the account may be another than before, beside those
// of the moves.
bool carries(const Realm& next);
std::vector<uint16_t> changed_slots(const Realm& next);

}  // namespace tenure::service
