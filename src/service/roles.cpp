#include "service/roles.h"

#include <algorithm>

#include "records/schema.h"
#include "service/impl.h"

namespace tenure::service {
namespace {

lifecycle::Title title_of(std::string_view english, std::string_view hebrew) {
  lifecycle::Title title;
  title.english = english;
  title.hebrew = hebrew;
  return title;
}

class Teller {
 public:
  Teller(const Context& context, std::string_view role, std::vector<store::FieldPermission> rows)
      : definition_(context.definition()), rows_(std::move(rows)) {
    std::erase_if(rows_, [&](const auto& row) { return row.role != role; });
    access_ = AccessRules(rows_).of({.role = std::string(role)});
  }

  RoleRecord tell(const records::Record& record) const {
    RoleRecord told{.name = std::string(record.name),
                    .title = title_of(record.english, record.hebrew)};
    for (const Grant grant : {kMayRead, kMayCreate, kMayChange, kMayRemove}) {
      if (access_->may(grant, record.name)) told.may |= grant;
    }
    if (const store::FieldPermission* row = find(record.name, "*")) {
      told.set_read = row->read;
      told.set_write = row->write;
    }
    for (const records::Field& field : record.fields) {
      told.fields.push_back(of(record, field.name, title_of(field.english, field.hebrew)));
    }
    if (record.sort == records::RecordSort::account) add_own_fields(record, told.fields);
    return told;
  }

 private:
  const store::FieldPermission* find(std::string_view record, std::string_view field) const {
    const auto row = std::ranges::find_if(
        rows_, [&](const auto& one) { return one.record == record && one.field == field; });
    return row == rows_.end() ? nullptr : &*row;
  }
  RoleField of(const records::Record& record, std::string_view name, lifecycle::Title title) const {
    RoleField field{.name = std::string(name),
                    .title = std::move(title),
                    .may_read = access_->may_read(record.name, name),
                    .may_write = access_->may_write(record.name, name)};
    if (const store::FieldPermission* row = find(record.name, name)) {
      field.set_read = row->read;
      field.set_write = row->write;
    }
    return field;
  }
  // What the definition adds to the account.
  void add_own_fields(const records::Record& record, std::vector<RoleField>& fields) const {
    const auto add = [&](std::string_view name, const lifecycle::Title& title) {
      if (!records::find_field(record, name)) fields.push_back(of(record, name, title));
    };
    for (const auto& property : definition_.properties) add(property.name, property.title);
    for (const auto& measure : definition_.measures) add(measure.name, measure.title);
    for (const auto& cycle : definition_.lifecycles) add(cycle.name, cycle.title);
  }

  const lifecycle::Definition& definition_;
  std::vector<store::FieldPermission> rows_;
  AccessPtr access_;
};

}  // namespace

Result<std::vector<RoleRecord>> role_records(Service& service, const Caller& caller,
                                             std::string_view workspace, std::string_view role) {
  std::vector<RoleRecord> records;
  const auto work = [&](Context& context) -> Result<Done> {
    if (caller.role != role) TENURE_CHECK_OK(context.access().check(kMayRead, "field_permission"));
    if (std::ranges::find(lifecycle::roles(), role) == lifecycle::roles().end()) {
      return refuse("unknown-role", {{"role", excerpt(role)}});
    }
    const Teller teller(context, role,
                        context.reads().directory().field_permissions(context.workspace()));
    for (const records::Record& record : records::schema()) records.push_back(teller.tell(record));
    return Done{};
  };
  TENURE_CHECK_OK(service.impl().observe(
      caller, workspace, {.name = "read", .record = "field_permission"}, work));
  return records;
}

}  // namespace tenure::service
