#include "service/context.h"

#include "base/assert.h"
#include "service/impl.h"

namespace tenure::service {

store::Transaction& Context::transaction() {
  TENURE_ASSERT(transaction_ != nullptr);
  return *transaction_;
}

std::vector<Verdict> Context::record(std::vector<FactInput> inputs, const RecordOptions& options) {
  for (FactInput& input : inputs) {
    if (input.actor.empty() || input.actor == "cli") input.actor = caller_.actor;
    input.role = caller_.role;
  }
  std::vector<Verdict> verdicts = record_facts(realm(), transaction(), now_, inputs, options);
  for (const Verdict& verdict : verdicts) {
    recorded_ += verdict.outcome != Outcome::refused && verdict.outcome != Outcome::known;
  }
  return verdicts;
}

bool Context::owns(std::string_view account, bool& exists) {
  const std::optional<store::AccountId> id = reads_.find_account(realm_->id, account);
  exists = id.has_value();
  if (!exists || !access_->own_only()) return exists;
  const Value owner = reads_.property(realm_->id, *id, "owner");
  const std::string* name = owner.get<std::string>();
  return name && *name == caller_.actor;
}

Result<void> Context::check_own(std::string_view account) {
  bool exists = false;
  if (owns(account, exists)) return {};
  // What is not one's own is not there: not even among the names that are near.
  if (access_->own_only()) {
    return refuse("unknown-account", {{"account", std::string(account)}, {"nearest", ""}});
  }
  return std::unexpected(unknown_account(reads_, *realm_, account));
}

Result<void> Context::check_still_own(std::string_view account) {
  bool exists = false;
  if (!access_->own_only() || owns(account, exists)) return {};
  return refuse("outside-own-accounts", {{"account", std::string(account)}});
}

}  // namespace tenure::service
