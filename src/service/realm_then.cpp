#include "service/realm_then.h"

#include <algorithm>

namespace tenure::service {

std::vector<store::Name> unmoved(const Realm& realm, Instant began, Instant at) {
  std::vector<const Realm*> chain;  // those that decide any of it, the oldest first
  for (const Realm* each = &realm; each; each = each->earlier ? each->earlier->realm.get() : nullptr) {
    const bool is_later = each->earlier && each->earlier->until > at;
    if (!is_later) chain.insert(chain.begin(), each);
    if (each->earlier && began >= each->earlier->until) break;  // it began here
  }
  std::vector<store::Name> stages;
  for (const Realm::CycleNames& cycle : realm.lifecycles) {
    std::optional<store::Name> stage;
    for (const Realm* each : chain) {
      const uint16_t l = each->find_lifecycle(cycle.name);
      if (l == lifecycle::kNone) stage.reset();
      else if (!stage) stage = each->stage(l, each->definition->lifecycles[l].initial);
    }
    stages.push_back(stage.value_or(0));
  }
  return stages;
}

Instant settled_until(const Realm& realm, store::Reader& reader, store::AccountId account, Instant until,
                      std::optional<Instant> known_at) {
  Instant last = kMinInstant;
  reader.transitions(realm.id, account, [&](const store::Transition& move) {
    const bool holds = known_at ? move.recorded_at <= *known_at && (!move.superseded_at || *move.superseded_at > *known_at)
                                : !move.superseded_at;
    if (holds && move.at <= until && move.cause == static_cast<uint8_t>(engine::Cause::timer))
      last = std::max(last, move.at);
  });
  // One that was not brought over yet is seen as it will be.
  store::Account as_is;
  if (realm.leaving && !known_at && reader.load_account(realm.id, account, as_is) && as_is.definition != realm.number)
    last = std::max(last, std::min(until, realm.took_over));
  return last;
}

}  // namespace tenure::service
