#pragma once
// records/projection.h compiled for a definition: what a fact of each kind writes into which cell of
// which record. The pack's own kinds that name a record are among them.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/engine.h"
#include "lifecycle/definition.h"
#include "records/schema.h"

namespace tenure::service {

struct Projector {
  const records::Record* record = nullptr;  // null: facts of this kind tell of no document
  bool creates = false;
  uint16_t key_field = lifecycle::kNone;  // the body's field with the document's key
  uint16_t at_place = lifecycle::kNone;   // the cell that gets the fact's instant
  struct Copy {
    uint16_t field, place;
  };
  std::vector<Copy> copies;
  std::vector<std::pair<uint16_t, Value>> constants;  // place → value
  uint16_t cleared = lifecycle::kNone;                // the body's field that names cells to empty
  uint16_t which = lifecycle::kNone, target = lifecycle::kNone;

  // The key of the document that the fact tells of.
  std::string_view key(const engine::Fact&) const;
  // Writes into the document's cells; `created`: some fact before this one has created it.
  void apply(const engine::Fact&, bool created, std::vector<Value>& cells) const;
};

// By kind.
std::vector<Projector> make_projectors(const lifecycle::Definition&);

// The place of a field among the record's cells.
uint16_t place_of(const records::Record&, std::string_view field);  // kNone: it has none

}  // namespace tenure::service
