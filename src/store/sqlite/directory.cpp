#include "store/sqlite/directory.h"

namespace tenure::store::sqlite {
namespace {

std::optional<bool> maybe(const Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.number(column) != 0;
}

void bind_maybe(Statement& row, int parameter, std::optional<bool> value) {
  if (value) {
    row.bind(parameter, int64_t{*value});
  } else {
    row.bind_null(parameter);
  }
}

}  // namespace

// ---- permissions

std::vector<FieldPermission> SqliteDirectoryReader::field_permissions(WorkspaceId workspace) {
  std::vector<FieldPermission> found;
  Statement row = connection_.prepare(
      "SELECT role, record, field, may_read, may_write FROM field_permission WHERE workspace=?1 "
      "ORDER BY role, record, field");
  row.bind(1, workspace);
  while (row.step()) {
    found.push_back({std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)),
                     maybe(row, 3), maybe(row, 4)});
  }
  return found;
}

void SqliteDirectoryWriter::put_field_permission(WorkspaceId workspace,
                                                 const FieldPermission& permission) {
  if (!permission.read && !permission.write) {
    Statement gone = connection_.prepare(
        "DELETE FROM field_permission WHERE workspace=?1 AND role=?2 AND record=?3 AND field=?4");
    gone.bind(1, workspace).bind_text(2, permission.role).bind_text(3, permission.record);
    gone.bind_text(4, permission.field).run();
    return;
  }
  Statement row = connection_.prepare(
      "INSERT INTO field_permission VALUES(?1,?2,?3,?4,?5,?6) ON CONFLICT(workspace, role, record, "
      "field) DO UPDATE SET may_read=excluded.may_read, may_write=excluded.may_write");
  row.bind(1, workspace).bind_text(2, permission.role).bind_text(3, permission.record);
  row.bind_text(4, permission.field);
  bind_maybe(row, 5, permission.read);
  bind_maybe(row, 6, permission.write);
  row.run();
}

// ---- settings

std::vector<Setting> SqliteDirectoryReader::settings(WorkspaceId workspace) {
  std::vector<Setting> found;
  Statement row = connection_.prepare(
      "SELECT name, value, changed_by, version, changed_at FROM setting WHERE workspace=?1 ORDER "
      "BY name");
  row.bind(1, workspace);
  while (row.step()) {
    found.push_back({std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)),
                     row.number(3), row.instant(4)});
  }
  return found;
}

void SqliteDirectoryWriter::put_setting(WorkspaceId workspace, const Setting& setting) {
  Statement row = connection_.prepare(
      "INSERT INTO setting VALUES(?1,?2,?3,?4,1,?5) ON CONFLICT(workspace, name) DO UPDATE SET "
      "value=?3, changed_by=?4, version=version+1, changed_at=?5");
  row.bind(1, workspace).bind_text(2, setting.name).bind_text(3, setting.value);
  row.bind_text(4, setting.changed_by).bind(5, setting.changed_at).run();
}

std::string SqliteDirectoryReader::secret() {
  Statement row = connection_.prepare("SELECT bytes FROM secret WHERE name='store'");
  row.step();
  return std::string(row.bytes(0));
}

// ---- what was done once

std::optional<Outcome> SqliteDirectoryReader::find_outcome(WorkspaceId workspace,
                                                           std::string_view actor,
                                                           std::string_view key) {
  Statement row = connection_.prepare(
      "SELECT request_hash, outcome, at FROM idempotency WHERE workspace=?1 AND actor=?2 AND "
      "key=?3");
  if (!row.bind(1, workspace).bind_text(2, actor).bind_text(3, key).step()) return std::nullopt;
  return Outcome{std::string(actor), std::string(key), std::string(row.text(0)),
                 std::string(row.bytes(1)), row.instant(2)};
}

void SqliteDirectoryWriter::put_outcome(WorkspaceId workspace, const Outcome& outcome) {
  Statement row = connection_.prepare(
      "INSERT INTO idempotency VALUES(?1,?2,?3,?4,?5,?6) ON CONFLICT(workspace, actor, key) DO "
      "UPDATE SET at=excluded.at, request_hash=excluded.request_hash, outcome=excluded.outcome");
  row.bind(1, workspace).bind_text(2, outcome.actor).bind_text(3, outcome.key).bind(4, outcome.at);
  row.bind_text(5, outcome.request_hash).bind_bytes(6, outcome.outcome).run();
}

void SqliteDirectoryWriter::drop_outcomes(WorkspaceId workspace, Instant before, int64_t limit) {
  Statement row = connection_.prepare(
      "DELETE FROM idempotency WHERE (workspace, actor, key) IN (SELECT workspace, actor, key FROM "
      "idempotency WHERE workspace=?1 AND at<?2 ORDER BY at LIMIT ?3)");
  row.bind(1, workspace).bind(2, before).bind(3, limit).run();
}

// ---- who did what

void SqliteDirectoryReader::audit_events(WorkspaceId workspace, int64_t before, int64_t limit,
                                         const std::function<void(const AuditEvent&)>& visit) {
  Statement row = connection_.prepare(
      "SELECT sequence, at, actor, role, channel, address, request_id, verb, record, key, "
      "coalesce(account,''), outcome, detail FROM audit_event WHERE _workspace=?1 AND (?2=0 OR "
      "sequence<?2) ORDER BY sequence DESC LIMIT ?3");
  row.bind(1, workspace).bind(2, before).bind(3, limit);
  while (row.step()) {
    visit({row.number(0), row.instant(1), std::string(row.text(2)), std::string(row.text(3)),
           std::string(row.text(4)), std::string(row.text(5)), std::string(row.text(6)),
           std::string(row.text(7)), std::string(row.text(8)), std::string(row.text(9)),
           std::string(row.text(10)), std::string(row.text(11)), std::string(row.text(12))});
  }
}

int64_t SqliteDirectoryWriter::add_audit_event(WorkspaceId workspace, const AuditEvent& event) {
  Statement last = connection_.prepare(
      "SELECT coalesce(max(sequence),0) FROM audit_event WHERE _workspace=?1");
  last.bind(1, workspace).step();
  const int64_t sequence = last.number(0) + 1;
  Statement row = connection_.prepare(
      "INSERT INTO audit_event(_workspace, sequence, at, actor, role, channel, address, "
      "request_id, verb, record, key, account, outcome, detail, changed_at) "
      "VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,nullif(?12,''),?13,?14,?3)");
  row.bind(1, workspace).bind(2, sequence).bind(3, event.at).bind_text(4, event.actor);
  row.bind_text(5, event.role).bind_text(6, event.channel).bind_text(7, event.address);
  row.bind_text(8, event.request_id).bind_text(9, event.verb).bind_text(10, event.record);
  row.bind_text(11, event.key).bind_text(12, event.account).bind_text(13, event.outcome);
  row.bind_text(14, event.detail).run();
  return sequence;
}

}  // namespace tenure::store::sqlite
