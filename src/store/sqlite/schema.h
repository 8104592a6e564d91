#pragma once
// The tables, as named steps: each brings a file from one schema version to the next in a
// transaction of its own, so that a crash leaves it before or after. schema.sql beside this is what
// they add up to.
#include <span>
#include <string_view>

#include "store/sqlite/connection.h"

namespace tenure::store::sqlite {

// "Tenr": tells a store from any other SQLite file.
inline constexpr int64_t kApplicationId = 0x54656e72;

struct SchemaStep {
  std::string_view name;
  Sql sql;
};
std::span<const SchemaStep> schema_steps();

// Is it ours, and not newer than this program? Throws EnvironmentError "not-a-store",
// "store-newer".
void check_schema(Connection&);
// Runs the steps that are missing, up to (not including) `until`. Safe to be run again after a
// crash.
void bring_up_to_date(Connection&, size_t until = schema_steps().size());

}  // namespace tenure::store::sqlite
