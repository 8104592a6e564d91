#pragma once
// What reports are made of: when accounts began and where each stood when, and what they ordered; as somebody may see
// it. Who sees only their own accounts gets those alone.
#include <functional>
#include <string_view>

#include "service/caller.h"
#include "service/service.h"

namespace tenure::service {

struct HistoryRequest {
  std::string lifecycle;
  std::string begins_with;  // an account begins with its first fact of this kind; "" = with any
  Service::When when;
};
// `begin` hears of every account once, `move` of the moves of each in order. Streams; memory does not grow but with
// the caller's own accounts. Errors: "unknown-workspace"; those of Access::check; "no-such-field" {record, field}:
// the caller may not see the lifecycle, or there is none.
Result<void> tell_history(Service&, const Caller&, std::string_view workspace, const HistoryRequest&,
                          const std::function<void(std::string_view account, Instant at)>& begin,
                          const std::function<void(const Service::LogRow&)>& move);

// The orders of accounts that still count, those of one account together. Errors: as above, of orders and their
// amounts.
struct OrderRow {
  std::string_view account;
  Instant at;
  Decimal amount;
};
Result<void> tell_orders(Service&, const Caller&, std::string_view workspace, const Service::When&,
                         const std::function<void(const OrderRow&)>&);

}  // namespace tenure::service
