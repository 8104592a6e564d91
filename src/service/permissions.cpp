// The workspace's own word about the fields of its records.
#include <algorithm>

#include "lifecycle/definition.h"
#include "records/schema.h"
#include "service/impl.h"
#include "service/settings.h"

namespace tenure::service {
namespace {

constexpr Verb kSet{.name = "set", .record = "field_permission", .right = Right::administer};

// Does the record have it: as a noun, or for accounts by the definition?
bool has_field(const records::Record& record, const lifecycle::Definition& definition,
               std::string_view field) {
  if (field == "*" || records::find_field(record, field)) return true;
  return record.name == "account" && definition.find_slot(field).has_value();
}

Result<void> check_named(const Context& context, const store::FieldPermission& permission) {
  if (std::ranges::find(lifecycle::roles(), permission.role) == lifecycle::roles().end()) {
    return refuse("unknown-role", {{"role", permission.role}});
  }
  const records::Record* record = records::find_record(permission.record);
  if (!record) return refuse("no-such-record", {{"record", permission.record}});
  if (!has_field(*record, context.definition(), permission.field)) {
    return refuse("no-such-field", {{"record", permission.record}, {"field", permission.field}});
  }
  return {};
}

}  // namespace

Result<std::vector<store::FieldPermission>> field_permissions(Service& service,
                                                              const Caller& caller,
                                                              std::string_view workspace) {
  std::vector<store::FieldPermission> rows;
  const auto work = [&](Context& context) -> Result<Done> {
    TENURE_CHECK_OK(context.access().check(kMayRead, "field_permission"));
    rows = context.reads().directory().field_permissions(context.workspace());
    return Done{};
  };
  TENURE_CHECK_OK(service.impl().observe(caller, workspace,
                                         {.name = "read", .record = "field_permission"}, work));
  return rows;
}

Result<Done> set_field_permission(Service& service, const Caller& caller,
                                  std::string_view workspace,
                                  const store::FieldPermission& permission) {
  const std::string key = permission.role + "." + permission.record + "." + permission.field;
  store::WorkspaceId id = 0;
  const auto work = [&](Context& context) -> Result<Done> {
    id = context.workspace();
    // A row of a field that is gone may always be taken away.
    if (permission.read || permission.write) TENURE_CHECK_OK(check_named(context, permission));
    context.transaction().directory().put_field_permission(id, permission);
    return Done{.record = "field_permission", .key = key, .version = 1};
  };
  Result<Done> done =
      service.impl().transact(caller, workspace, {.verb = &kSet, .key = excerpt(key)}, work);
  if (id) service.impl().forget_access(id);
  return done;
}

void forget_fields(store::Transaction& transaction, store::WorkspaceId workspace,
                   const lifecycle::Definition& now) {
  for (store::FieldPermission row : transaction.reads().directory().field_permissions(workspace)) {
    const records::Record* record = records::find_record(row.record);
    if (record && has_field(*record, now, row.field)) continue;
    row.read.reset();
    row.write.reset();
    transaction.directory().put_field_permission(workspace, row);
  }
}

}  // namespace tenure::service
