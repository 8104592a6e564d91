// The rows of records: their columns are those of records/schema.h, in its order.
#include "base/assert.h"
#include "records/match.h"
#include "store/sqlite/transaction.h"

namespace tenure::store::sqlite {
namespace {

using records::Field;
using records::Record;
using records::RecordSort;

// A document's account is a number in a column of every document.
bool is_column(const Record& record, const Field& field) {
  return record.sort != RecordSort::document || field.name != "account";
}

// Whether duplicates of it are looked for.
bool has_matches(const Record& record) {
  return record.name == "contact";
}

const Value& cell(const Record& record, const RecordRow& row, std::string_view name) {
  return row.cells[static_cast<size_t>(records::find_field(record, name) - record.fields.data())];
}

Value match(const Value& value, std::string (*of)(std::string_view)) {
  const std::string* text = value.get<std::string>();
  const std::string key = text ? of(*text) : "";
  return key.empty() ? Value{} : Value(key);
}

// SELECT of a row's columns; what follows is the caller's.
SqlText select(const Record& record) {
  SqlText text("SELECT _id, version, changed_at");
  for (const Field& field : record.fields) {
    if (is_column(record, field)) text.add(", ").name(field.name);
  }
  if (record.sort == RecordSort::document) {
    for (const Field& field : records::receipt_fields()) text.add(", ").name(field.name);
    text.add(", _account");
  }
  return text.add(" FROM ").name(record.name);
}

void read_row(const Statement& from, const Record& record, RecordRow& row) {
  row.id = from.number(0);
  row.version = from.number(1);
  row.changed_at = from.instant(2);
  int column = 3;
  row.cells.resize(record.fields.size());
  for (size_t i = 0; i < record.fields.size(); ++i) {
    const Field& field = record.fields[i];
    row.cells[i] = is_column(record, field) ? from.value(column++, field.type) : Value{};
  }
  row.receipt.clear();
  row.account = 0;
  if (record.sort == RecordSort::house) return;
  const std::span<const Field> receipt = records::receipt_fields();
  if (from.is_null(column)) {  // the gates asked: where there are none, nobody did
    column += static_cast<int>(receipt.size());
  } else {
    for (const Field& field : receipt) row.receipt.push_back(from.value(column++, field.type));
  }
  row.account = from.number(column);
}

}  // namespace

// ---- reads
// -----------------------------------------------------------------------------------------

bool SqliteReader::find_record(WorkspaceId workspace, const Record& record, std::string_view key,
                               RecordRow& row) {
  SqlText text = select(record);
  text.add(" WHERE _workspace=?1 AND ").name(records::key_field(record).name).add("=?2");
  Statement found = connection_.prepare(text);
  if (!found.bind(1, workspace).bind_text(2, key).step()) return false;
  read_row(found, record, row);
  return true;
}

void SqliteReader::records(WorkspaceId workspace, const Record& record, AccountId account,
                           const RecordVisitor& visit) {
  TENURE_ASSERT(record.sort == RecordSort::document);
  SqlText text = select(record);
  Statement found =
      connection_.prepare(text.add(" WHERE _workspace=?1 AND _account=?2 ORDER BY _id"));
  found.bind(1, workspace).bind(2, account);
  RecordRow row;
  while (found.step()) {
    read_row(found, record, row);
    visit(row);
  }
}

void SqliteReader::all_records(WorkspaceId workspace, const Record& record,
                               const RecordVisitor& visit) {
  SqlText text = select(record);
  text.add(" WHERE _workspace=?1 ORDER BY ").name(records::key_field(record).name);
  Statement found = connection_.prepare(text);
  found.bind(1, workspace);
  RecordRow row;
  while (found.step()) {
    read_row(found, record, row);
    visit(row);
  }
}

std::string SqliteReader::find_external(WorkspaceId workspace, const Record& record,
                                        std::string_view external_key) {
  TENURE_ASSERT(records::find_field(record, "external_key") != nullptr);
  SqlText text("SELECT key FROM ");
  Statement found = connection_.prepare(
      text.name(record.name).add(" WHERE _workspace=?1 AND external_key=?2 ORDER BY _id LIMIT 1"));
  if (!found.bind(1, workspace).bind_text(2, external_key).step()) return {};
  return std::string(found.text(0));
}

std::optional<AccountId> SqliteReader::early_document(WorkspaceId workspace, const Record& record,
                                                      std::string_view key) {
  Statement found = connection_.prepare(
      "SELECT account FROM early_document WHERE workspace=?1 AND record=?2 AND key=?3");
  if (!found.bind(1, workspace).bind_text(2, record.name).bind_text(3, key).step())
    return std::nullopt;
  return found.number(0);
}

Reader::Projected SqliteReader::projected(WorkspaceId workspace) {
  Statement found =
      connection_.prepare("SELECT projected, projecting FROM workspace WHERE id=?1");
  if (!found.bind(1, workspace).step()) return {};
  return {found.number(0), found.number(1)};
}

// ---- writes
// ----------------------------------------------------------------------------------------

void SqliteTransaction::put_record(WorkspaceId workspace, const Record& record, RecordRow& row) {
  TENURE_ASSERT(row.cells.size() == record.fields.size());
  const bool is_new = row.id == 0;
  const bool is_document = record.sort == RecordSort::document;
  const Field& key = records::key_field(record);
  const size_t key_place = static_cast<size_t>(&key - record.fields.data());
  TENURE_ASSERT(is_document || record.sort == RecordSort::house);
  // Columns and what is bound to them, in one order; ?1 the workspace, ?2 the row or its account.
  std::vector<std::string_view> names{"version", "changed_at"};
  std::vector<const Value*> values;
  const Value version(row.version), changed_at(row.changed_at);
  values = {&version, &changed_at};
  for (size_t i = 0; i < record.fields.size(); ++i) {
    const Field& field = record.fields[i];
    if (!is_column(record, field) || (!is_new && i == key_place)) continue;
    names.push_back(field.name);
    values.push_back(&row.cells[i]);
  }
  for (size_t i = 0; i < row.receipt.size(); ++i) {
    names.push_back(records::receipt_fields()[i].name);
    values.push_back(&row.receipt[i]);
  }
  Value email, phone;
  if (has_matches(record)) {
    email = match(cell(record, row, "email"), records::email_match);
    phone = match(cell(record, row, "phone"), records::phone_match);
    names.insert(names.end(), {"_email", "_phone"});
    values.insert(values.end(), {&email, &phone});
  }
  SqlText text(is_new ? Sql("INSERT INTO ") : Sql("UPDATE "));
  text.name(record.name);
  if (is_new) {
    text.add(is_document ? Sql("(_workspace, _account") : Sql("(_workspace"));
    for (std::string_view name : names) text.add(", ").name(name);
    text.add(is_document ? Sql(") VALUES(?1,?2") : Sql(") VALUES(?1"));
    for (size_t i = 0; i < names.size(); ++i) text.add(",").parameter(static_cast<int>(i) + 3);
    text.add(")");
  } else {
    for (size_t i = 0; i < names.size(); ++i) {
      text.add(i ? Sql(", ") : Sql(" SET ")).name(names[i]).add("=");
      text.parameter(static_cast<int>(i) + 3);
    }
    text.add(" WHERE _workspace=?1 AND _id=?2");
  }
  Statement put = connection_.prepare(text);
  put.bind(1, workspace);
  if (!is_new) {
    put.bind(2, row.id);
  } else if (is_document && row.account != 0) {
    put.bind(2, row.account);
  } else if (is_document) {
    put.bind_null(2);
  }
  for (size_t i = 0; i < values.size(); ++i) put.bind_value(static_cast<int>(i) + 3, *values[i]);
  put.run();
  if (is_new) row.id = connection_.last_rowid();
}

void SqliteTransaction::remove_record(WorkspaceId workspace, const Record& record, int64_t id) {
  SqlText text("DELETE FROM ");
  Statement row =
      connection_.prepare(text.name(record.name).add(" WHERE _workspace=?1 AND _id=?2"));
  row.bind(1, workspace).bind(2, id).run();
}

void SqliteTransaction::put_early_document(WorkspaceId workspace, const Record& record,
                                           std::string_view key, AccountId account) {
  Statement row = connection_.prepare(
      "INSERT INTO early_document VALUES(?1,?2,?3,?4) "
      "ON CONFLICT(workspace, record, key) DO UPDATE SET account=excluded.account");
  row.bind(1, workspace).bind_text(2, record.name).bind_text(3, key).bind(4, account).run();
}

void SqliteTransaction::remove_early_document(WorkspaceId workspace, const Record& record,
                                              std::string_view key) {
  Statement row = connection_.prepare(
      "DELETE FROM early_document WHERE workspace=?1 AND record=?2 AND key=?3");
  row.bind(1, workspace).bind_text(2, record.name).bind_text(3, key).run();
}

}  // namespace tenure::store::sqlite
