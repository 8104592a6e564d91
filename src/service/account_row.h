#pragma once
// An account as a row: its columns are the slots of the definition's account, under their names.
#include <vector>

#include "engine/engine.h"
#include "service/history.h"
#include "service/realm.h"

namespace tenure::service {

// The columns that this definition asks for. `key` is always there.
std::vector<store::AccountColumn> account_columns(const lifecycle::Definition&);

// What the column of this slot says of an account in this state; `first_at` of its earliest fact.
Value account_value(const Realm&, const engine::State&, Instant first_at, size_t slot);

// How long it was in each stage, without the time that lasts still; also in those of lifecycles that a definition
// of its past had. Moves of all lifecycles, those of one in order; `began`: its first_at.
std::vector<store::Spell> account_spells(const Realm&, store::AccountId, Instant began,
                                         const std::vector<HistoryMove>& moves);
// One more move.
void add_move(const HistoryMove&, store::AccountId, std::vector<store::Spell>&);

}  // namespace tenure::service
