#include "service/verbs/house.h"

#include "base/assert.h"
#include "service/verbs/documents.h"
#include "service/verbs/fields.h"
#include "service/verbs/house_checks.h"

namespace tenure::service::acts {

using records::Field;
using records::Record;

int64_t write_row(Context& context, const Record& record, std::string_view key, const Values& values) {
  store::RecordRow row;
  if (!context.reads().find_record(context.workspace(), record, key, row)) row = {};
  row.cells.assign(record.fields.size(), Value());
  for (size_t i = 0; i < record.fields.size(); ++i) {
    if (const Value* value = find(values, record.fields[i].name)) row.cells[i] = *value;
    if (record.fields[i].flags & records::kKey) row.cells[i] = Value(key);
  }
  ++row.version;
  row.changed_at = context.now();
  context.transaction().put_record(context.workspace(), record, row);
  return row.version;
}

void overlay(Values& row, const Values& changed) {
  for (const auto& [name, value] : changed) {
    std::erase_if(row, [&](const auto& entry) { return entry.first == name; });
    if (!value.is_null()) row.emplace_back(name, value);
  }
}

bool is_asked_of_house(const Field& field) {
  return (field.flags & records::kRequired) && !(field.flags & (records::kReadOnly | records::kKey));
}

namespace {

bool has(const Record& record, std::string_view field) {
  return records::find_field(record, field) != nullptr;
}

void check_required(Work& work, const Record& record, const Values& values) {
  for (const Field& field : record.fields) {
    if (is_asked_of_house(field) && text_of(values, field.name).empty()) {
      work.refuse("missing-field", std::string(field.name), {{"field", std::string(field.name)}});
    }
  }
}

Result<Done> answer(Work& work, const Record& record, const std::string& key, const Values& values,
                    bool created) {
  check_required(work, record, values);
  check_house(work, record, values);
  if (!work.refused()) write_row(work.context(), record, key, values);
  return work.finish(record.name, key, created);
}

// What somebody shares or owns is theirs to change, and an administrator's.
Result<void> check_owner(Context& context, const Record& record, const Row& row) {
  if (!has(record, "owner") || context.caller().administers()) return {};
  const std::string owner = row.text("owner");
  if (owner.empty() || owner == context.caller().actor) return {};
  return refuse("not-allowed", {{"role", context.caller().role}, {"what", row.key}});
}

}  // namespace

Result<Done> create_house(Context& context, const Call& call, const Record& record) {
  Work work(context, call);
  TENURE_TRY(Values values, fields(work, record));
  std::string key = text_of(values, "key");
  if (key.empty()) key = work.key_for(record.name);
  if (exists(context, record.name, key)) {
    work.refuse("record-exists", "key", {{"record", std::string(record.name)}, {"key", key}});
  }
  if (has(record, "owner") && text_of(values, "owner").empty()) {
    overlay(values, {{"owner", Value(context.caller().actor)}});
  }
  overlay(values, {{"created_at", Value(context.now())}});
  return answer(work, record, key, values, true);
}

Result<Done> change_house(Context& context, const Call& call, const Record& record) {
  TENURE_TRY(const Row row, load(context, record, call.key));
  TENURE_CHECK_OK(check_owner(context, record, row));
  Work work(context, call);
  TENURE_TRY(const Values changed, fields(work, record));
  Values values = row.values;
  overlay(values, changed);
  return answer(work, record, row.key, values, false);
}

Result<Done> remove_house(Context& context, const Call& call, const Record& record) {
  TENURE_TRY(const Row row, load(context, record, call.key));
  TENURE_CHECK_OK(check_owner(context, record, row));
  store::RecordRow found;
  TENURE_ASSERT(context.reads().find_record(context.workspace(), record, row.key, found));
  context.transaction().remove_record(context.workspace(), record, found.id);
  Work work(context, call);
  return work.finish(record.name, row.key);
}

}  // namespace tenure::service::acts
