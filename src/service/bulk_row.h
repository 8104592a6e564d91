#pragma once
// One row of a bulk change, decided and written in the transaction at hand.
#include "service/bulk.h"

namespace tenure::service {

// What a row was and became: kept with it, for the undo.
struct BulkTrail {
  struct Property {
    std::string name;
    Value before, after;
  };
  struct Stage {
    std::string lifecycle, before, after;
  };
  std::vector<Property> set;
  std::vector<Stage> stages;
};
std::string encode_trail(const BulkTrail&);
BulkTrail decode_trail(std::string_view);

// The lifecycle that has the declaration: the one that was named, else the first; null: none has it.
const lifecycle::Lifecycle* declaring_lifecycle(const lifecycle::Definition&, const BulkChange&);

struct BulkOutcome {
  BulkRow row;
  BulkTrail trail;
};
// `key`: of the facts; the same key again changes nothing.
BulkOutcome change_row(Context&, const BulkChange&, const std::string& account,
                       const std::string& key);
// As it was before `trail`, where it still is as the trail left it.
BulkOutcome undo_row(Context&, const BulkTrail& trail, const std::string& account,
                     const std::string& key, const std::string& reason);

}  // namespace tenure::service
