#include "service/account_row.h"

#include <algorithm>

namespace tenure::service {

using lifecycle::Definition;
using lifecycle::kNoStage;
using lifecycle::SlotRole;

std::vector<store::AccountColumn> account_columns(const Definition& definition) {
  std::vector<store::AccountColumn> columns;
  for (size_t slot = 0; slot < definition.slots.size(); ++slot) {
    const auto& field = definition.account.fields[slot];
    if (field.name == "key") continue;
    columns.push_back({.name = field.name,
                       .decimal = field.type.kind == expression::Kind::decimal,
                       .stage = definition.slots[slot].role == SlotRole::stage});
  }
  return columns;
}

Value account_value(const Realm& realm, const engine::State& state, Instant first_at, size_t slot) {
  const Definition& definition = *realm.definition;
  const lifecycle::Slot& about = definition.slots[slot];
  if (about.role == SlotRole::property) {
    // What the account has of itself, not from a fact.
    if (about.index == realm.archived) return state.archived();
    if (about.index == realm.created_at)
      return first_at > kMinInstant && first_at < kMaxInstant ? Value(first_at) : Value();
  }
  return expression::to_value(state.row()[slot], definition.account.fields[slot].type);
}

namespace {

std::optional<Instant> known(Instant at) {
  if (at <= kMinInstant) return std::nullopt;  // it was always there
  return at;
}

store::Spell& spell_of(std::vector<store::Spell>& spells, store::AccountId account,
                       store::Name lifecycle, store::Name stage) {
  const auto found = std::ranges::find_if(spells, [&](const store::Spell& spell) {
    return spell.lifecycle == lifecycle && spell.stage == stage;
  });
  if (found != spells.end()) return *found;
  spells.push_back({.account = account, .lifecycle = lifecycle, .stage = stage});
  return spells.back();
}

void leave(store::Spell& spell, Instant at) {
  spell.left_at = at;
  if (spell.entered_at) spell.micros += at.micros - spell.entered_at->micros;
}

void enter(std::vector<store::Spell>& spells, store::AccountId account, store::Name lifecycle, store::Name stage,
           Instant at) {
  store::Spell& entered = spell_of(spells, account, lifecycle, stage);
  if (entered.times++ == 0) entered.first_entered_at = known(at);
  entered.entered_at = known(at);
}

// Where an account begins that this definition is the first to know.
void begin(const Realm& realm, store::AccountId account, Instant at, std::vector<store::Spell>& spells) {
  for (size_t l = 0; l < realm.lifecycles.size(); ++l) {
    const lifecycle::StageId initial = realm.definition->lifecycles[l].initial;
    if (initial != kNoStage) enter(spells, account, realm.lifecycles[l].name, realm.stage(l, initial), at);
  }
}

// One definition takes over from another: lifecycles that are new begin, those that are gone end.
void take_over(const Realm& realm, store::AccountId account, std::vector<store::Spell>& spells) {
  const Realm& before = *realm.earlier->realm;
  const Instant at = realm.earlier->until;
  for (store::Spell& spell : spells) {
    const bool open = spell.entered_at ? !spell.left_at || *spell.left_at < *spell.entered_at : !spell.left_at;
    if (open && realm.find_lifecycle(spell.lifecycle) == lifecycle::kNone) leave(spell, at);
  }
  for (size_t l = 0; l < realm.lifecycles.size(); ++l) {
    const lifecycle::StageId initial = realm.definition->lifecycles[l].initial;
    const bool is_new = before.find_lifecycle(realm.lifecycles[l].name) == lifecycle::kNone;
    if (is_new && initial != kNoStage)
      enter(spells, account, realm.lifecycles[l].name, realm.stage(l, initial), at);
  }
}

}  // namespace

std::vector<store::Spell> account_spells(const Realm& realm, store::AccountId account, Instant began,
                                         const std::vector<HistoryMove>& moves) {
  std::vector<const Realm*> chain{&realm};
  while (chain.back()->earlier && began < chain.back()->earlier->until) chain.push_back(chain.back()->earlier->realm.get());
  std::vector<store::Spell> spells;
  size_t next = 0;
  for (size_t i = chain.size(); i-- > 0;) {
    if (i + 1 == chain.size())
      begin(*chain[i], account, began, spells);
    else
      take_over(*chain[i], account, spells);
    for (; next < moves.size() && (i == 0 || moves[next].at < chain[i - 1]->earlier->until); ++next)
      add_move(moves[next], account, spells);
  }
  return spells;
}

void add_move(const HistoryMove& move, store::AccountId account, std::vector<store::Spell>& spells) {
  if (move.from != 0) leave(spell_of(spells, account, move.lifecycle, move.from), move.at);
  if (move.to != 0) enter(spells, account, move.lifecycle, move.to, move.at);
}

}  // namespace tenure::service
