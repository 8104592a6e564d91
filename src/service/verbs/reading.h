#pragma once
// What a verb reads by a condition: the query room's language over the caller's own model, so that what the caller
// may not see is unknown here too.
#include <functional>

#include "query/bind.h"
#include "service/verbs/work.h"

namespace tenure::service::acts {

// Rows of the entity; the cells are those of `options.select`, in order. Errors: those of query::bind and of
// Reader::query; "unknown-set" {set, nearest}.
Result<query::Answer> read_rows(Context&, std::string_view record, const query::Options& options,
                                const std::function<void(const Values&)>& visit);

// Errors: as query::bind says of the filter and the order.
Result<void> check_query(Context&, std::string_view record, const query::Options& options);

// The accounts of a selection: `keys`, or those that `filter` finds, without those of `except`; each once, in order.
// Errors: "unknown-account", "selection-missing", "too-many" {most}, those of the filter.
Result<std::vector<std::string>> selected_accounts(Context&, const Call&);

}  // namespace tenure::service::acts
