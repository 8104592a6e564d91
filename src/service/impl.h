#pragma once
// What the files of Service share.
#include <map>
#include <mutex>

#include "service/realm.h"
#include "service/service.h"

namespace tenure::service {

struct Service::Impl {
  store::Store& store;
  const Clock& clock;
  std::mutex mutex;
  std::map<std::string, RealmPtr, std::less<>> realms;  // by workspace, loaded once

  // Errors: "unknown-workspace" {workspace, nearest}. A stored definition that cannot be loaded is
  // thrown as EnvironmentError "stored-definition-invalid" {workspace, reason}.
  Result<RealmPtr> realm(std::string_view workspace);
};

Error unknown_account(store::Reader&, const Realm&, std::string_view account);

}  // namespace tenure::service
