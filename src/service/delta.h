#pragma once
// What has changed since: the rows that facts and moves behind some numbers of the log may have touched, and those that
// may be gone. Found by the log's numbers, so that it costs what has changed and not what there is.
#include <optional>
#include <vector>

#include "query/query.h"
#include "service/realm.h"
#include "store/store.h"

namespace tenure::service {

// How far the log had come, and the definition that it was read under.
struct Since {
  int64_t facts = -1, moves = -1, superseded = -1, definition = 0;
  bool given() const { return facts >= 0; }
  bool operator==(const Since&) const = default;
};

struct Delta {
  // Rows that may have changed: of accounts, documents and spells these, …
  std::optional<query::Among> among;
  // … of facts and moves those with greater numbers.
  std::optional<expression::Program> newer;
  // Rows that the caller may have been told of, and that are gone unless the query finds them still.
  struct Gone {
    std::vector<Value> key;  // by Entity::key
    bool deleted = false;    // there is no such row any more; else it may have left the filter
  };
  std::vector<Gone> gone;
};

// Can changes of this query's rows be told by the log? Not where it asks of an instant, of now(), of other accounts, for
// a part of the rows, or for records that no fact tells of.
bool can_track(const query::Query&);

// `query`: can_track(), of the caller whose actor is its owner where there is one. Errors: "token-expired": too much has
// changed, or in a way that rows do not tell (another definition, accounts given and taken): read all again.
Result<Delta> changes_since(const Realm&, store::Reader&, const query::Query&, const Since&);

}  // namespace tenure::service
