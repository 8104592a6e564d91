#pragma once
// A workspace as the service works with it: its definition and what the store calls everything in
// it. Immutable once loaded, so that every thread may read it.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/crossing.h"
#include "engine/state.h"
#include "lifecycle/definition.h"
#include "service/projector.h"
#include "store/store.h"

namespace tenure::service {

// Names the way in which this program makes rows of facts: the built-in vocabulary and records, and how
// they are used. Rows that were made in another way are made anew from their facts.
int64_t projection_number();

// How the fields of a stored body stand in the kind of today. A body names the shape it was written
// in, so that a definition may reorder, add or drop fields.
struct Shape {
  uint16_t kind = lifecycle::kNone;
  bool same = false;             // field i is field i
  std::vector<uint16_t> fields;  // of the shape → of the kind; kNone = dropped since
};

struct Realm {
  store::WorkspaceId id = 0;
  std::string name;
  lifecycle::DefinitionPtr definition;
  int64_t number = 0;  // the definition's, in the store

  // The definition that decides what happened before `until`: this one took over "from now on". Null: this
  // one decides all of history.
  struct Earlier {
    std::shared_ptr<const Realm> realm;
    Instant until;
    engine::Crossing crossing;
  };
  std::shared_ptr<const Earlier> earlier;
  // The definition that was in force before, while accounts are being brought over from it; null: all are here.
  std::shared_ptr<const Realm> leaving;
  std::shared_ptr<const engine::Crossing> alike;  // from there, where the two decide alike
  bool carries = false;                           // see carry_over() in service/bring_over.h
  Instant took_over{INT64_MIN};  // timers are folded at least until then when an account is brought over
  bool rewrites = false;         // … and what is learned thereby is of the past: it asks for nothing

  // Names in the store, by index in the definition.
  struct CycleNames {
    store::Name name = 0;
    std::vector<store::Name> stages, rules, timers, declarations;
  };
  std::vector<store::Name> kinds, shapes, properties;
  std::vector<CycleNames> lifecycles;
  store::Name by_hand = 0, script = 0, definition_name = 0;  // rules of moves that no rule made
  // … and back, by Name; kNone where it is not one.
  std::vector<uint16_t> kind_of, property_of;
  std::vector<Shape> shape_of;  // kind kNone where it is not one

  // Per kind, what recording must ask beyond the engine.
  struct KindFacts {
    bool gated = false;               // some gate names it
    bool goes_along = false;          // happened to the customer: counts where the account is merged
    std::vector<uint16_t> voided_by;  // kinds whose fact makes one of these void
  };
  std::vector<KindFacts> about;
  std::vector<Projector> projectors;  // per kind
  uint16_t created = 0, changed = 0, merged = 0;  // account.created, .changed, .merged
  uint16_t task_opened = lifecycle::kNone, contact_created = lifecycle::kNone;
  std::vector<bool> read_only;        // per property: not written by facts
  uint16_t archived = lifecycle::kNone, created_at = lifecycle::kNone,
           key = lifecycle::kNone, merged_into = lifecycle::kNone,
           external_key = lifecycle::kNone;  // properties

  uint16_t kind(store::Name name) const {
    return static_cast<size_t>(name) < kind_of.size() ? kind_of[static_cast<size_t>(name)]
                                                      : lifecycle::kNone;
  }
  store::Name stage(size_t cycle, lifecycle::StageId stage) const {
    return stage == lifecycle::kNoStage ? 0 : lifecycles[cycle].stages[stage];
  }
  // kNone / kNoStage when the definition of today has no such thing.
  uint16_t find_lifecycle(store::Name) const;
  lifecycle::StageId find_stage(size_t cycle, store::Name) const;
};
using RealmPtr = std::shared_ptr<const Realm>;

// Interns every name that the definition uses, so that a realm never needs to write.
void intern_names(store::Transaction&, store::WorkspaceId, const lifecycle::Definition&);
// The names must have been interned.
std::shared_ptr<Realm> make_realm(store::Reader&, const store::Workspace&, lifecycle::DefinitionPtr);

// How the account stands under this definition, also when it was not brought over to it yet. Throws EnvironmentError
// "account-state-unreadable" {account}: the bytes are not what was written.
engine::State decode_state(const Realm&, store::Reader&, const store::Account&, std::string_view key);

}  // namespace tenure::service
