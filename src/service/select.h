#pragma once
// Which accounts a condition means, as the caller sees them: fields that they may not see are unknown, accounts
// that are not theirs are not there.
#include <functional>
#include <string_view>

#include "service/impl.h"

namespace tenure::service {

// Their keys in key order, those above `after`, on one snapshot; false stops. Errors: those of query::bind and Reading::run.
Result<void> select_accounts(Service&, const Caller&, std::string_view workspace,
                             std::string_view filter, std::string_view after,
                             const std::function<bool(std::string_view key)>& visit);
// Only whether it is one. Errors as above.
Result<void> check_filter(Context&, std::string_view filter);

}  // namespace tenure::service
