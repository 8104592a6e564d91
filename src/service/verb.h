#pragma once
// What users do with records, as one table: the API's actions, the authorization matrix, the command line and
// the page read it; the rows stand in a file per noun. Creating and changing a record are verbs too.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/value.h"
#include "engine/engine.h"
#include "expression/type.h"
#include "service/caller.h"
#include "service/service.h"

namespace tenure::service {

struct VerbParameter {
  std::string_view name;
  expression::Kind type;
  bool required = false;
  bool collection = false;
  std::string_view english = "", hebrew = "";
};

// What a verb is about: one record, a set of them, or the workspace.
enum class Bound : uint8_t { record, set, nothing };

// What it takes to be let in, beside the field permissions of what is written; see access.h.
enum class Right : uint8_t { read, change, administer };

struct Call;
struct Done;
class Context;  // service/context.h: the workspace's realm, store, clock, access

struct Verb {
  std::string_view name;    // "approve": the action tenure.approve
  std::string_view record;  // "quote"; "" with Bound::nothing
  Bound bound = Bound::record;
  Right right = Right::change;
  bool changes = true;      // false: a function of the API, which only reads
  std::span<const VerbParameter> parameters = {};
  Result<Done> (*run)(Context&, const Call&) = nullptr;
  std::string_view english = "", hebrew = "";
  bool posted = false;       // changes nothing, but what it is given is too long for an address: an action all the same
  bool is_action() const { return changes || posted; }
  // On the caller's thread, before the transaction, and never within one that is open: what takes long. Returns the
  // call's values with what it found out.
  Result<std::vector<std::pair<std::string, Value>>> (*before)(Service&, const Call&) = nullptr;
  bool takes_fields = false;  // beside its parameters, the record's own fields may come: declare
};

// One call of a verb. Values were checked against the verb's parameters (or the record's fields) by `perform`.
struct Call {
  const Caller& caller;
  std::string_view workspace;
  std::string key;  // of the record it is bound to
  std::vector<std::pair<std::string, Value>> values;
  std::optional<int64_t> expected_version;  // If-Match: refused with "stale-version" when it is another
  bool dry_run = false;

  const Value* find(std::string_view name) const;       // null when it was not given
  std::string text(std::string_view name) const;        // "" when not given or null
};

// What came of it. A refusal of the rules, gates or requirements is here, complete; `Error` is for what never
// got that far (unknown record, not allowed, stale version, malformed value).
struct Done {
  bool refused = false;
  std::vector<engine::Refusal> refusals, warnings;
  std::string record, key;    // what was made or changed
  int64_t version = 0;        // of it, now
  bool created = false;
  bool replayed = false;      // an idempotency key that was seen before: nothing happened again
  struct Move {
    std::string account, lifecycle, from, to, rule;
    Instant at;
  };
  std::vector<Move> moves;
  std::vector<std::string> allowed;  // refused: the stages and declarations that would be let in now
  Value result;                      // what the verb answers beside the record (functions, previews)
  std::string reply;                 // as Idempotency::reply made it, now or the first time
};

// All verbs, those of one noun together.
std::span<const Verb> verbs();
const Verb* find_verb(std::string_view record, std::string_view name);

}  // namespace tenure::service
