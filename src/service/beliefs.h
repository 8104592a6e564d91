#pragma once
// What was believed of an account beside what its history says now.
#include <span>
#include <vector>

#include "service/history.h"

namespace tenure::service {

// The rows of the log that hold, without their traces.
std::vector<store::Transition> believed_now(const Realm&, store::Reader&, store::AccountId);

// Which moves are new in the log, in order of time, and which of its rows hold no more. The history is the one that
// `moves` were folded from.
void compare(History&, const std::vector<store::Transition>& believed, const std::vector<HistoryMove>& moves,
             std::vector<HistoryMove>& fresh, std::vector<store::Transition>& gone);

// Effects belong to a new belief about the present: those of the last move of a lifecycle whose stage is another
// than before (`stood`, by lifecycle of the realm). What is only learned of the past asks for nothing.
void present_effects(const Realm&, std::span<const store::Name> stood, const History::Folded&,
                     std::vector<engine::EffectCall>& effects);

}  // namespace tenure::service
