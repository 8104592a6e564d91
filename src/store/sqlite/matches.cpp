// Accounts found by what they have in common with another: for duplicates, and for merges.
#include "store/sqlite/reader.h"
#include "store/sqlite/transaction.h"

namespace tenure::store::sqlite {
namespace {

std::vector<AccountId> found_by(Statement& statement, WorkspaceId workspace, std::string_view text,
                                int64_t limit) {
  statement.bind(1, workspace).bind_text(2, text).bind(3, limit);
  std::vector<AccountId> found;
  while (statement.step()) found.push_back(statement.number(0));
  return found;
}

}  // namespace

std::vector<AccountId> SqliteReader::accounts_by_email(WorkspaceId workspace, std::string_view match,
                                                       int64_t limit) {
  Statement found = connection_.prepare(
      "SELECT _id FROM account WHERE _workspace=?1 AND _email=?2 UNION "
      "SELECT _id FROM account WHERE _workspace=?1 AND _email_2=?2 UNION "
      "SELECT _account FROM contact WHERE _workspace=?1 AND _email=?2 AND _account IS NOT NULL "
      "ORDER BY 1 LIMIT ?3");
  return found_by(found, workspace, match, limit);
}

std::vector<AccountId> SqliteReader::accounts_by_phone(WorkspaceId workspace, std::string_view match,
                                                       int64_t limit) {
  Statement found = connection_.prepare(
      "SELECT _id FROM account WHERE _workspace=?1 AND _phone=?2 UNION "
      "SELECT _account FROM contact WHERE _workspace=?1 AND _phone=?2 AND _account IS NOT NULL "
      "ORDER BY 1 LIMIT ?3");
  return found_by(found, workspace, match, limit);
}

void SqliteReader::accounts_by_name(WorkspaceId workspace, std::string_view block, int64_t limit,
                                    const NameVisitor& visit) {
  // 0xF5 is in no text: behind every name that begins so.
  const std::string behind = std::string(block) + "\xF5";
  Statement found = connection_.prepare(
      "SELECT _id, _name FROM account WHERE _workspace=?1 AND _name>=?2 AND _name<?4 "
      "ORDER BY _name, _id LIMIT ?3");
  found.bind(1, workspace).bind_text(2, block).bind(3, limit).bind_text(4, behind);
  while (found.step()) visit(found.number(0), found.text(1));
}

std::vector<AccountId> SqliteReader::accounts_by_parent(WorkspaceId workspace, std::string_view key,
                                                        int64_t limit) {
  Statement found = connection_.prepare(
      "SELECT _id FROM account WHERE _workspace=?1 AND parent=?2 ORDER BY _id LIMIT ?3");
  return found_by(found, workspace, key, limit);
}

bool SqliteReader::has_merged(WorkspaceId workspace, std::string_view key) {
  Statement found = connection_.prepare(
      "SELECT 1 FROM account WHERE _workspace=?1 AND merged_into=?2 LIMIT 1");
  return found.bind(1, workspace).bind_text(2, key).step();
}

void SqliteTransaction::move_record(WorkspaceId workspace, const records::Record& record, int64_t id,
                                    AccountId to, Instant changed_at) {
  SqlText text("UPDATE ");
  text.name(record.name);
  Statement row = connection_.prepare(
      text.add(" SET _account=?3, version=version+1, changed_at=?4 WHERE _workspace=?1 AND _id=?2"));
  row.bind(1, workspace).bind(2, id).bind(3, to).bind(4, changed_at).run();
}

}  // namespace tenure::store::sqlite
