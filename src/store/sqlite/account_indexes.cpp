#include "store/sqlite/account_indexes.h"

namespace tenure::store::sqlite {

bool has_account_column(Connection& connection, std::string_view name) {
  Statement known = connection.prepare("SELECT 1 FROM pragma_table_info('account') WHERE name=?1");
  return known.bind_text(1, name).step();
}

void index_accounts(Connection& connection, const std::vector<AccountColumn>& columns) {
  for (const AccountColumn& column : columns) {
    if (!column.stage) continue;
    SqlText index("CREATE INDEX IF NOT EXISTS ");
    index.name("account_by_" + column.name).add(" ON account(_workspace, ").name(column.name);
    connection.prepare(index.add(", name)")).run();
    // A column of the board: who came to the stage last stands first.
    const std::string since = column.name + "_since";
    if (!has_account_column(connection, since)) continue;
    SqlText latest("CREATE INDEX IF NOT EXISTS ");
    latest.name("account_by_" + since).add(" ON account(_workspace, ").name(column.name);
    connection.prepare(latest.add(", ").name(since).add(")")).run();
  }
  // Of columns that every definition brings.
  if (has_account_column(connection, "name"))
    connection.run("CREATE INDEX IF NOT EXISTS account_name ON account(_workspace, name)");
  if (has_account_column(connection, "owner")) {
    connection.run(
        "CREATE INDEX IF NOT EXISTS account_owner ON account(_workspace, owner) "
        "WHERE owner IS NOT NULL");
  }
  if (has_account_column(connection, "parent")) {
    connection.run(
        "CREATE INDEX IF NOT EXISTS account_parent ON account(_workspace, parent) "
        "WHERE parent IS NOT NULL");
  }
  if (has_account_column(connection, "merged_into")) {
    connection.run(
        "CREATE INDEX IF NOT EXISTS account_merged_into ON account(_workspace, merged_into) "
        "WHERE merged_into IS NOT NULL");
  }
  if (has_account_column(connection, "external_key")) {
    connection.run(
        "CREATE INDEX IF NOT EXISTS account_external_key ON account(_workspace, external_key) "
        "WHERE external_key IS NOT NULL");
  }
  index_removed_accounts(connection);
}

bool index_removed_accounts(Connection& connection) {
  if (!has_account_column(connection, "archived")) return false;
  std::vector<std::string> stages;
  Statement missing = connection.prepare(
      "SELECT DISTINCT i.name FROM pragma_index_list('account') l, pragma_index_info(l.name) i "
      "WHERE l.name GLOB 'account_by_*' AND i.seqno=1 AND NOT EXISTS(SELECT 1 FROM sqlite_schema s "
      "WHERE s.type='index' AND s.name='account_removed_by_'||i.name)");
  while (missing.step()) stages.emplace_back(missing.text(0));
  for (const std::string& stage : stages) {
    // With the column that it asks about: otherwise SQLite looks into every row for it.
    SqlText index("CREATE INDEX IF NOT EXISTS ");
    index.name("account_removed_by_" + stage).add(" ON account(_workspace, ").name(stage);
    connection.prepare(index.add(", archived) WHERE archived=1")).run();
  }
  return !stages.empty();
}

}  // namespace tenure::store::sqlite
