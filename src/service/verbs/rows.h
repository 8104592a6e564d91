#pragma once
// A record's row as a verb reads it, inside its transaction.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/state.h"
#include "records/schema.h"
#include "service/context.h"

namespace tenure::service::acts {

using Values = std::vector<std::pair<std::string, Value>>;

const Value* find(const Values&, std::string_view name);      // null when it is not there
std::string text_of(const Values&, std::string_view name);    // "" when it is not there, or null

struct Row {
  std::string key, account;  // account "": not (yet) anybody's
  int64_t version = 0;
  Values values;  // by field name; nulls are left out
  const Value* find(std::string_view field) const { return acts::find(values, field); }
  std::string text(std::string_view field) const { return text_of(values, field); }
};

// The record with this key. One that the caller may not see is not there. Errors: "unknown-account" {account,
// nearest} for accounts, "unknown-record" {record, key}.
Result<Row> load(Context&, const records::Record&, std::string_view key);
Result<Row> load(Context&, std::string_view record, std::string_view key);
// Is the key taken, whoever may see it?
bool exists(Context&, std::string_view record, std::string_view key);
// What is kept of an account that is there.
engine::State state_of(Context&, std::string_view account);

}  // namespace tenure::service::acts
