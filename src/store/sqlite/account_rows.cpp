// The accounts' rows: columns that definitions bring, the engine's state, counts, spells.
#include "base/assert.h"
#include "records/match.h"
#include "records/name_match.h"
#include "store/sqlite/account_indexes.h"
#include "store/sqlite/statistics.h"
#include "store/sqlite/transaction.h"

namespace tenure::store::sqlite {
namespace {

// Columns that are kept beside another so that duplicates are found by an index.
struct Match {
  std::string_view column, kept_in;
  std::string (*of)(std::string_view);
};
constexpr Match kMatches[] = {{"email", "_email", records::email_match},
                              {"email_2", "_email_2", records::email_match},
                              {"phone", "_phone", records::phone_match},
                              {"name", "_name", records::name_match}};

// With what is kept beside them; `all` holds them where there is something.
std::span<const ColumnValue> with_matches(std::span<const ColumnValue> columns,
                                          std::vector<ColumnValue>& all) {
  for (const ColumnValue& column : columns) {
    for (const Match& match : kMatches) {
      if (column.column != match.column) continue;
      if (all.empty()) all.assign(columns.begin(), columns.end());
      const std::string* text = column.value.get<std::string>();
      const std::string key = text ? match.of(*text) : "";
      all.push_back({match.kept_in, key.empty() ? Value{} : Value(key)});
    }
  }
  if (all.empty()) return columns;
  return all;
}

}  // namespace

void SqliteTransaction::add_account_columns(const std::vector<AccountColumn>& columns) {
  for (const AccountColumn& column : columns) {
    if (has_account_column(connection_, column.name)) continue;
    // Untyped: two workspaces may give one name two types.
    SqlText add("ALTER TABLE account ADD COLUMN ");
    add.name(column.name);
    if (column.decimal) add.add(" COLLATE decimal");
    connection_.prepare(add).run();
  }
  index_accounts(connection_, columns);
  assume_statistics(connection_);
}

AccountId SqliteTransaction::add_account(WorkspaceId workspace, std::string_view key,
                                         Instant recorded_at,
                                         std::span<const ColumnValue> columns) {
  Ledger& book = ledger(workspace);
  std::vector<ColumnValue> kept;
  const std::span<const ColumnValue> all = with_matches(columns, kept);
  SqlText text("INSERT INTO account(_workspace, key, _recorded_at");
  for (const ColumnValue& column : all) text.add(", ").name(column.column);
  text.add(") VALUES(?1,?2,?3");
  for (size_t i = 0; i < all.size(); ++i) text.add(",").parameter(static_cast<int>(i) + 4);
  Statement row = connection_.prepare(text.add(")"));
  row.bind(1, workspace).bind_text(2, key).bind(3, recorded_at);
  for (size_t i = 0; i < all.size(); ++i) row.bind_value(static_cast<int>(i) + 4, all[i].value);
  row.run();
  const AccountId id = connection_.last_rowid();
  book.last[kAccounts] = id;
  append_account(book.rows[kAccounts], id, key, recorded_at);
  return id;
}

void SqliteTransaction::save_account(WorkspaceId workspace, const Account& account) {
  Statement row = connection_.prepare(
      "INSERT INTO account_state VALUES(?1,?2,?3,?4,?5,?6,?7,?8) ON CONFLICT(account) DO UPDATE "
      "SET "
      "state=?3, definition=?4, wake=?5, version=?6, outbox=?7, first_at=?8 WHERE workspace=?2");
  row.bind(1, account.id)
      .bind(2, workspace)
      .bind_bytes(3, account.state)
      .bind(4, account.definition);
  row.bind(5, account.wake)
      .bind(6, account.version)
      .bind(7, account.outbox)
      .bind(8, account.first_at);
  row.run();
}

void SqliteTransaction::set_columns(WorkspaceId workspace, AccountId account,
                                    std::span<const ColumnValue> columns) {
  if (columns.empty()) return;
  std::vector<ColumnValue> kept;
  const std::span<const ColumnValue> all = with_matches(columns, kept);
  SqlText text("UPDATE account SET ");
  for (size_t i = 0; i < all.size(); ++i) {
    if (i) text.add(", ");
    text.name(all[i].column).add("=").parameter(static_cast<int>(i) + 3);
  }
  Statement row = connection_.prepare(text.add(" WHERE _workspace=?1 AND _id=?2"));
  row.bind(1, workspace).bind(2, account);
  for (size_t i = 0; i < all.size(); ++i) row.bind_value(static_cast<int>(i) + 3, all[i].value);
  row.run();
}

void SqliteTransaction::move(WorkspaceId workspace, Name lifecycle, Name from, Name to,
                             bool entered) {
  if (entered && from == to) return;
  if (entered) counts_.push_back({workspace, lifecycle, from, -1});
  counts_.push_back({workspace, lifecycle, to, +1});
}

void SqliteTransaction::put_spell(WorkspaceId workspace, const Spell& spell) {
  Statement row = connection_.prepare(
      "INSERT INTO stage_spell VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9) "
      "ON CONFLICT(workspace, account, lifecycle, stage) DO UPDATE SET "
      "first_entered_at=?5, entered_at=?6, left_at=?7, times=?8, micros=?9");
  row.bind(1, workspace).bind(2, spell.account).bind(3, spell.lifecycle).bind(4, spell.stage);
  row.bind(5, spell.first_entered_at).bind(6, spell.entered_at).bind(7, spell.left_at);
  row.bind(8, spell.times).bind(9, spell.micros).run();
}

void SqliteTransaction::remove_spells(WorkspaceId workspace, AccountId account) {
  Statement row = connection_.prepare("DELETE FROM stage_spell WHERE workspace=?1 AND account=?2");
  row.bind(1, workspace).bind(2, account).run();
}

}  // namespace tenure::store::sqlite
