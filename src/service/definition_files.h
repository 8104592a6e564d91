#pragma once
// The files of the definition in force, as they were applied: for who may change them.
#include "service/caller.h"
#include "service/service.h"

namespace tenure::service {

struct DefinitionFiles {
  int64_t number = 0;   // 1, 2, 3 … of the workspace
  std::string version;  // as Definition::version
  std::string actor;    // who applied it
  Instant applied_at;
  std::vector<lifecycle::PackFile> files;
};
// Errors: "unknown-workspace"; those of Access::check_administers.
Result<DefinitionFiles> definition_files(Service&, const Caller&, std::string_view workspace);

}  // namespace tenure::service
