#include "service/verbs/rows.h"

#include "base/assert.h"
#include "service/account_row.h"
#include "service/impl.h"

namespace tenure::service::acts {

using records::Record;
using records::RecordSort;

const Value* find(const Values& values, std::string_view name) {
  for (const auto& [known, value] : values) {
    if (known == name) return &value;
  }
  return nullptr;
}

std::string text_of(const Values& values, std::string_view name) {
  const Value* value = find(values, name);
  return value ? to_text(*value) : std::string();
}

engine::State state_of(Context& context, std::string_view key) {
  const auto id = context.reads().find_account(context.workspace(), key);
  TENURE_ASSERT(id);
  store::Account account;
  TENURE_ASSERT(context.reads().load_account(context.workspace(), *id, account));
  return decode_state(context.realm(), context.reads(), account, key);
}

namespace {

Result<Row> load_account(Context& context, std::string_view key) {
  TENURE_CHECK_OK(context.check_own(key));
  const auto id = context.reads().find_account(context.workspace(), key);
  store::Account account;
  TENURE_ASSERT(id && context.reads().load_account(context.workspace(), *id, account));
  Row row{.key = std::string(key), .account = std::string(key), .version = account.version};
  const engine::State state = decode_state(context.realm(), context.reads(), account, key);
  const lifecycle::Definition& definition = context.definition();
  for (size_t slot = 0; slot < definition.slots.size(); ++slot) {
    const auto& field = definition.account.fields[slot];
    Value value = account_value(context.realm(), state, account.first_at, slot);
    if (!value.is_null()) row.values.emplace_back(field.name, std::move(value));
  }
  return row;
}

std::unexpected<Error> unknown(const Record& record, std::string_view key) {
  return refuse("unknown-record",
                {{"record", std::string(record.name)}, {"key", std::string(key)}});
}

// Own or shared; what administrators look after they see whole.
bool may_see(const Context& context, const Record& record, const Row& row) {
  if (record.sort == RecordSort::document) {
    return !context.access().own_only() || row.text("owner") == context.caller().actor;
  }
  if (!records::find_field(record, "shared")) return true;
  const Value* shared = row.find("shared");
  const bool is_shared = shared && shared->get<bool>() && *shared->get<bool>();
  return is_shared || context.caller().administers() || row.text("owner") == context.caller().actor;
}

}  // namespace

Result<Row> load(Context& context, const Record& record, std::string_view key) {
  if (record.sort == RecordSort::account) return load_account(context, key);
  store::RecordRow found;
  if (!context.reads().find_record(context.workspace(), record, key, found)) {
    return unknown(record, key);
  }
  Row row{.key = std::string(key), .version = found.version};
  for (size_t i = 0; i < record.fields.size(); ++i) {
    if (found.cells[i].is_null() || record.fields[i].name == "account") continue;
    row.values.emplace_back(record.fields[i].name, std::move(found.cells[i]));
  }
  if (found.account != 0) {
    row.account = context.reads().account_key(context.workspace(), found.account);
    row.values.emplace_back("account", row.account);
    if (!context.check_own(row.account)) return unknown(record, key);
  } else if (!may_see(context, record, row)) {
    return unknown(record, key);
  }
  return row;
}

Result<Row> load(Context& context, std::string_view record, std::string_view key) {
  const Record* known = records::find_record(record);
  TENURE_ASSERT(known);
  return load(context, *known, key);
}

bool exists(Context& context, std::string_view record, std::string_view key) {
  if (record == "account") return context.reads().find_account(context.workspace(), key).has_value();
  const Record* known = records::find_record(record);
  TENURE_ASSERT(known);
  store::RecordRow row;
  return context.reads().find_record(context.workspace(), *known, key, row);
}

}  // namespace tenure::service::acts
