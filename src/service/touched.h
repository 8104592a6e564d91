#pragma once
// What a query asks beyond the fields of its own rows: which entities it reaches over links.
#include <vector>

#include "query/query.h"

namespace tenure::service {

inline constexpr uint16_t kAccountEntity = 0;  // make_model() puts it first

struct Touched {
  std::vector<bool> linked;  // by entity: reached over a link
  bool only_own = true;      // no link leads from one account to another
  bool any() const;
};
Touched touched_by(const query::Query&);

// Does the link stay with one account: to its documents, facts …, or from them to it?
bool is_own_link(const query::Model&, uint16_t entity, uint16_t link);

}  // namespace tenure::service
