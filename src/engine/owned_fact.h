#pragma once
// A fact that owns what it says: between a door (file, request, story, stored row) and the engine.
#include <string>
#include <vector>

#include "engine/engine.h"

namespace tenure::engine {

struct OwnedFact {
  Instant at;
  uint16_t kind = 0;
  std::string key, actor;
  std::vector<Value> body;                              // the kind's body fields, in order; null where unknown
  std::vector<std::pair<uint16_t, Value>> properties;   // property index → value
  int64_t id = 0;
  bool operator==(const OwnedFact&) const = default;
};

// Views of many facts at once: the cells live here, their text in the OwnedFacts, which must outlive it.
class FactViews {
 public:
  FactViews(const Definition&, std::span<const OwnedFact>);
  std::span<const Fact> facts() const { return facts_; }

 private:
  std::vector<Fact> facts_;
  std::vector<expression::Cell> cells_;
  std::vector<Fact::PropertyValue> properties_;
  expression::Arena arena_;
};

// By name: fields of the kind and properties of the account, each coerced to its type; fields that nobody
// gave are null. Collects every fault. Codes: "unknown-kind", "unknown-field" {field, kind, nearest},
// "read-only-field" {field}, and coerce()'s with {field} added.
struct NamedValues {
  std::string_view kind;
  std::span<const std::pair<std::string, Value>> values;
};
struct Built {
  OwnedFact fact;                                         // kind, body, and properties of account.* kinds
  std::vector<std::pair<uint16_t, Value>> on_the_account;  // property values that came with another kind
  std::vector<Error> faults;
};
Built build_fact(const Definition&, const NamedValues&);

}  // namespace tenure::engine
