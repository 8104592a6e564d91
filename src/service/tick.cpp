// Timers that are due.
#include <algorithm>

#include "base/limits.h"
#include "service/impl.h"
#include "service/recorder.h"

namespace tenure::service {

Result<Service::Fired> Service::fire_due(std::string_view workspace, int64_t accounts) {
  const Instant now = impl_->clock.now();
  Fired fired;
  TENURE_CHECK_OK(impl_->write(workspace, [&](store::Transaction& transaction, const RealmPtr& realm) {
    fired = {};
    std::vector<store::AccountId> due = transaction.reads().due(realm->id, now, accounts);
    fired.looked_at = static_cast<int64_t>(due.size());
    // Their rows lie in the order of their ids.
    std::ranges::sort(due);
    Recorder recorder(*realm, transaction, now, {});
    for (const store::AccountId account : due) fired.accounts += recorder.settle(account);
    fired.moves = recorder.moves();
    fired.next = transaction.reads().next_wake(realm->id);
  }));
  if (fired.moves > 0) impl_->announce({.workspace = std::string(workspace), .moves = fired.moves});
  return fired;
}

Result<std::optional<Instant>> Service::next_due(std::string_view workspace) {
  TENURE_TRY(const RealmPtr realm, impl_->realm(workspace));
  std::optional<Instant> next;
  impl_->store.read([&](store::Reader& reader) { next = reader.next_wake(realm->id); });
  return next;
}

Result<Service::Ticked> Service::tick(std::string_view workspace,
                                      const std::function<void(const Ticked&)>& progress) {
  Ticked ticked;
  for (bool more = true; more;) {
    TENURE_TRY(const Fired fired, fire_due(workspace, limits::kTickAccounts));
    ticked.accounts += fired.accounts;
    ticked.moves += fired.moves;
    more = fired.looked_at == limits::kTickAccounts;
    if (progress) progress(ticked);
  }
  return ticked;
}

}  // namespace tenure::service
