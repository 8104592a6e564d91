#pragma once
// What a role may do in a workspace, in full: by default, and with the workspace's own word over it. For people who
// look at it and change it, and for pages that show only what will be let in.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "lifecycle/definition.h"
#include "service/access.h"
#include "service/service.h"

namespace tenure::service {

struct RoleField {
  std::string name;
  lifecycle::Title title;
  bool may_read = false, may_write = false;
  std::optional<bool> set_read, set_write;  // the workspace's own word; nullopt: as by default
};
struct RoleRecord {
  std::string name;
  lifecycle::Title title;
  uint8_t may = 0;                          // Grants
  std::optional<bool> set_read, set_write;  // the workspace's word about all of it: field "*"
  std::vector<RoleField> fields;
};

// Everybody may know what their own role may do, administrators what any does. Errors: "unknown-role" {role},
// "not-allowed", "unknown-workspace".
Result<std::vector<RoleRecord>> role_records(Service&, const Caller&, std::string_view workspace,
                                             std::string_view role);

}  // namespace tenure::service
