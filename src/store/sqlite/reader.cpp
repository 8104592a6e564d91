#include "store/sqlite/reader.h"

#include "store/sqlite/journal.h"

namespace tenure::store::sqlite {

// ---- workspaces, definitions, names
// ----------------------------------------------------------------

std::optional<Workspace> SqliteReader::find_workspace(std::string_view name) {
  Statement row =
      connection_.prepare("SELECT id, name, time_zone, definition FROM workspace WHERE name=?1");
  if (!row.bind_text(1, name).step()) return std::nullopt;
  return Workspace{row.number(0), std::string(row.text(1)), std::string(row.text(2)),
                   row.number(3)};
}

std::optional<Workspace> SqliteReader::find_workspace(WorkspaceId id) {
  Statement row =
      connection_.prepare("SELECT id, name, time_zone, definition FROM workspace WHERE id=?1");
  if (!row.bind(1, id).step()) return std::nullopt;
  return Workspace{row.number(0), std::string(row.text(1)), std::string(row.text(2)),
                   row.number(3)};
}

std::vector<std::string> SqliteReader::workspaces() {
  std::vector<std::string> names;
  Statement row = connection_.prepare("SELECT name FROM workspace ORDER BY name");
  while (row.step()) names.emplace_back(row.text(0));
  return names;
}

Definition SqliteReader::definition(WorkspaceId workspace, int64_t number) {
  Definition found;
  Statement row = connection_.prepare(
      "SELECT version, pack, applied_at, actor FROM definition WHERE workspace=?1 AND number=?2");
  if (!row.bind(1, workspace).bind(2, number).step()) return found;
  found.number = number;
  found.version = row.text(0);
  found.pack = row.text(1);
  found.applied_at = row.instant(2);
  found.actor = row.text(3);
  Statement file = connection_.prepare(
      "SELECT path, text FROM definition_file WHERE workspace=?1 AND number=?2 ORDER BY path");
  file.bind(1, workspace).bind(2, number);
  while (file.step()) found.files.emplace_back(file.text(0), file.text(1));
  Statement parameter = connection_.prepare(
      "SELECT name, value FROM definition_parameter WHERE workspace=?1 AND number=?2 ORDER BY "
      "name");
  parameter.bind(1, workspace).bind(2, number);
  while (parameter.step()) found.parameters.emplace_back(parameter.text(0), parameter.text(1));
  return found;
}

Extent SqliteReader::extent(WorkspaceId workspace) {
  const Ledger ledger = read_ledger(connection_, workspace);
  return {ledger.last[kFacts],  ledger.last[kTransitions], ledger.last[kSupersessions],
          ledger.last[kOutbox], ledger.last[kEffects],     ledger.commits,
          ledger.latest};
}

std::string_view SqliteReader::text(WorkspaceId workspace, Name name) {
  if (name <= 0) return {};
  const Names& names = names_[workspace];
  const size_t index = static_cast<size_t>(name);
  if (index < names.by_id.size() && names.by_id[index]) return *names.by_id[index];
  Statement row = connection_.prepare("SELECT text FROM name WHERE workspace=?1 AND id=?2");
  if (!row.bind(1, workspace).bind(2, name).step()) return {};
  remember(workspace, name, row.text(0));
  return *names.by_id[index];
}

Name SqliteReader::find_name(WorkspaceId workspace, std::string_view text) {
  if (text.empty()) return 0;
  const Names& names = names_[workspace];
  if (const auto known = names.by_text.find(text); known != names.by_text.end())
    return known->second;
  Statement row = connection_.prepare("SELECT id FROM name WHERE workspace=?1 AND text=?2");
  if (!row.bind(1, workspace).bind_text(2, text).step()) return 0;
  const Name name = row.number(0);
  remember(workspace, name, text);
  return name;
}

void SqliteReader::names(WorkspaceId workspace,
                         const std::function<void(Name, std::string_view)>& visit) {
  Statement row = connection_.prepare("SELECT id, text FROM name WHERE workspace=?1 ORDER BY id");
  row.bind(1, workspace);
  while (row.step()) visit(row.number(0), row.text(1));
}

void SqliteReader::remember(WorkspaceId workspace, Name name, std::string_view text) {
  Names& names = names_[workspace];
  const size_t index = static_cast<size_t>(name);
  if (index >= names.by_id.size()) names.by_id.resize(index + 1);
  if (names.by_id[index]) return;
  names.by_id[index] = std::make_unique<std::string>(text);
  names.by_text.emplace(*names.by_id[index], name);
}

void SqliteReader::forget() {
  names_.clear();
}

// ---- accounts
// --------------------------------------------------------------------------------------

std::optional<AccountId> SqliteReader::find_account(WorkspaceId workspace, std::string_view key) {
  Statement row = connection_.prepare("SELECT _id FROM account WHERE _workspace=?1 AND key=?2");
  if (!row.bind(1, workspace).bind_text(2, key).step()) return std::nullopt;
  return row.number(0);
}

namespace {

void read_account(const Statement& row, Account& account) {
  account.id = row.number(0);
  account.state.assign(row.bytes(1));
  account.definition = row.number(2);
  account.wake = row.maybe_instant(3);
  account.version = row.number(4);
  account.outbox = row.number(5);
  account.first_at = row.instant(6);
}

}  // namespace

bool SqliteReader::load_account(WorkspaceId workspace, AccountId id, Account& account) {
  Statement row = connection_.prepare(
      "SELECT account, state, definition, wake, version, outbox, first_at "
      "FROM account_state WHERE workspace=?1 AND account=?2");
  if (!row.bind(1, workspace).bind(2, id).step()) return false;
  read_account(row, account);
  return true;
}

std::string SqliteReader::account_key(WorkspaceId workspace, AccountId id) {
  Statement row = connection_.prepare("SELECT key FROM account WHERE _workspace=?1 AND _id=?2");
  if (!row.bind(1, workspace).bind(2, id).step()) return {};
  return std::string(row.text(0));
}

std::vector<std::string> SqliteReader::keys_near(WorkspaceId workspace, std::string_view key,
                                                 int count) {
  std::vector<std::string> keys;
  Statement below = connection_.prepare(
      "SELECT key FROM account WHERE _workspace=?1 AND key<?2 ORDER BY key DESC LIMIT ?3");
  below.bind(1, workspace).bind_text(2, key).bind(3, int64_t{count / 2});
  while (below.step()) keys.insert(keys.begin(), std::string(below.text(0)));
  Statement above = connection_.prepare(
      "SELECT key FROM account WHERE _workspace=?1 AND key>=?2 ORDER BY key LIMIT ?3");
  above.bind(1, workspace).bind_text(2, key).bind(3, int64_t{count - count / 2});
  while (above.step()) keys.emplace_back(above.text(0));
  return keys;
}

void SqliteReader::accounts(WorkspaceId workspace, const AccountVisitor& visit) {
  Statement row = connection_.prepare(
      "SELECT s.account, s.state, s.definition, s.wake, s.version, s.outbox, s.first_at, a.key "
      "FROM account_state s JOIN account a ON a._id=s.account AND a._workspace=s.workspace "
      "WHERE s.workspace=?1 ORDER BY s.account");
  row.bind(1, workspace);
  Account account;
  while (row.step()) {
    read_account(row, account);
    visit(account, row.text(7));
  }
}

int64_t SqliteReader::count_accounts(WorkspaceId workspace) {
  Statement row = connection_.prepare("SELECT count(*) FROM account WHERE _workspace=?1");
  row.bind(1, workspace).step();
  return row.number(0);
}

std::vector<AccountId> SqliteReader::accounts_after(WorkspaceId workspace, AccountId after,
                                                    int64_t limit) {
  std::vector<AccountId> ids;
  Statement row = connection_.prepare(
      "SELECT _id FROM account NOT INDEXED WHERE _workspace=?1 AND _id>?2 ORDER BY _id LIMIT ?3");
  row.bind(1, workspace).bind(2, after).bind(3, limit);
  while (row.step()) ids.push_back(row.number(0));
  return ids;
}

std::vector<AccountId> SqliteReader::due(WorkspaceId workspace, Instant until, int64_t limit) {
  std::vector<AccountId> ids;
  Statement row = connection_.prepare(
      "SELECT account FROM account_state WHERE workspace=?1 AND wake IS NOT NULL AND wake<=?2 "
      "ORDER BY wake, account LIMIT ?3");
  row.bind(1, workspace).bind(2, until).bind(3, limit);
  while (row.step()) ids.push_back(row.number(0));
  return ids;
}

std::optional<Instant> SqliteReader::next_wake(WorkspaceId workspace) {
  Statement row = connection_.prepare(
      "SELECT min(wake) FROM account_state WHERE workspace=?1 AND wake IS NOT NULL");
  if (!row.bind(1, workspace).step()) return std::nullopt;
  return row.maybe_instant(0);
}

Value SqliteReader::property(WorkspaceId workspace, AccountId id, std::string_view name) {
  SqlText text("SELECT ");
  Statement row = connection_.prepare(
      text.name(name).add(" FROM account WHERE _workspace=?1 AND _id=?2"));
  if (!row.bind(1, workspace).bind(2, id).step()) return Null{};
  return row.value(0);
}

bool SqliteReader::property_is(WorkspaceId workspace, AccountId id, std::string_view name,
                               const Value& value) {
  // Exactly: a decimal of another scale is another text.
  SqlText text("SELECT 1 FROM account WHERE _workspace=?1 AND _id=?2 AND ");
  Statement row = connection_.prepare(text.name(name).add(" COLLATE BINARY IS ?3"));
  return row.bind(1, workspace).bind(2, id).bind_value(3, value).step();
}

bool SqliteReader::stands(WorkspaceId workspace, AccountId account, Name lifecycle, Name stage) {
  const std::string column(text(workspace, lifecycle));
  const std::string_view id = text(workspace, stage);
  return !column.empty() && property_is(workspace, account, column, stage ? Value(id) : Value{});
}

void SqliteReader::spells(WorkspaceId workspace, AccountId account,
                          const std::function<void(const Spell&)>& visit) {
  Statement row = connection_.prepare(
      "SELECT lifecycle, stage, first_entered_at, entered_at, left_at, times, micros "
      "FROM stage_spell WHERE workspace=?1 AND account=?2 ORDER BY lifecycle, stage");
  row.bind(1, workspace).bind(2, account);
  while (row.step()) {
    visit({account, row.number(0), row.number(1), row.maybe_instant(2), row.maybe_instant(3),
           row.maybe_instant(4), row.number(5), row.number(6)});
  }
}

// ---- facts
// -----------------------------------------------------------------------------------------

namespace {

// sequence, account, at, kind, key, revision, recorded_at, actor, flags, body
Fact read_fact(const Statement& row, int first = 0) {
  return {.sequence = row.number(first),
          .account = row.number(first + 1),
          .at = row.instant(first + 2),
          .recorded_at = row.instant(first + 6),
          .kind = row.number(first + 3),
          .actor = row.number(first + 7),
          .key = row.text(first + 4),
          .revision = row.number(first + 5),
          .flags = static_cast<uint8_t>(row.number(first + 8)),
          .body = row.bytes(first + 9)};
}

}  // namespace

bool SqliteReader::find_fact(WorkspaceId workspace, Name kind, std::string_view key, Fact& fact) {
  // The index answers alone for a key that was never seen, which is nearly every one.
  Statement place = connection_.prepare(
      "SELECT account, at, revision FROM fact INDEXED BY fact_key "
      "WHERE workspace=?1 AND kind=?2 AND key=?3 ORDER BY revision DESC LIMIT 1");
  if (!place.bind(1, workspace).bind(2, kind).bind_text(3, key).step()) return false;
  Statement row = connection_.prepare(
      "SELECT sequence, account, at, kind, key, revision, recorded_at, actor, flags, body FROM "
      "fact "
      "WHERE workspace=?1 AND account=?2 AND at=?3 AND kind=?4 AND key=?5 AND revision=?6");
  row.bind(1, workspace).bind(2, place.number(0)).bind(3, place.number(1)).bind(4, kind);
  row.bind_text(5, key).bind(6, place.number(2));
  if (!row.step()) return false;
  fact = read_fact(row);
  key_.assign(fact.key);
  body_.assign(fact.body);
  fact.key = key_;
  fact.body = body_;
  return true;
}

void SqliteReader::facts(WorkspaceId workspace, AccountId account, const FactVisitor& visit) {
  Statement row = connection_.prepare(
      "SELECT sequence, account, at, kind, key, revision, recorded_at, actor, flags, body FROM "
      "fact "
      "WHERE workspace=?1 AND account=?2 ORDER BY at, kind, key, revision");
  row.bind(1, workspace).bind(2, account);
  while (row.step()) visit(read_fact(row));
}

void SqliteReader::all_facts(WorkspaceId workspace, const FactVisitor& visit) {
  Statement row = connection_.prepare(
      "SELECT sequence, account, at, kind, key, revision, recorded_at, actor, flags, body FROM "
      "fact "
      "WHERE workspace=?1 ORDER BY account, at, kind, key, revision");
  row.bind(1, workspace);
  while (row.step()) visit(read_fact(row));
}

void SqliteReader::facts_after(WorkspaceId workspace, Sequence after,
                               const std::function<bool(const Fact&)>& visit) {
  Statement row = connection_.prepare(
      "SELECT sequence, account, at, kind, key, revision, recorded_at, actor, flags, body FROM "
      "fact INDEXED BY fact_sequence WHERE workspace=?1 AND sequence>?2 ORDER BY sequence");
  row.bind(1, workspace).bind(2, after);
  while (row.step()) {
    if (!visit(read_fact(row))) return;
  }
}

Sequence SqliteReader::find_revision(WorkspaceId workspace, Name kind, std::string_view key,
                                     int64_t revision) {
  Statement row = connection_.prepare(
      "SELECT sequence FROM fact WHERE workspace=?1 AND kind=?2 AND key=?3 AND revision=?4");
  return row.bind(1, workspace).bind(2, kind).bind_text(3, key).bind(4, revision).step() ? row.number(0) : 0;
}

std::optional<std::string> SqliteReader::document(WorkspaceId workspace, Name kind,
                                                  std::string_view key) {
  Statement row =
      connection_.prepare("SELECT lines FROM document WHERE workspace=?1 AND kind=?2 AND key=?3");
  if (!row.bind(1, workspace).bind(2, kind).bind_text(3, key).step()) return std::nullopt;
  return std::string(row.bytes(0));
}

// ---- the log
// ---------------------------------------------------------------------------------------

namespace {

// sequence, account, lifecycle, from, to, at, recorded_at, cause, rule, fact, definition, trace,
// superseded_at, by_fact
Transition read_transition(const Statement& row) {
  return {.sequence = row.number(0),
          .account = row.number(1),
          .lifecycle = row.number(2),
          .from = row.number(3),
          .to = row.number(4),
          .at = row.instant(5),
          .recorded_at = row.instant(6),
          .cause = static_cast<uint8_t>(row.number(7)),
          .rule = row.number(8),
          .fact = row.number(9),
          .definition = row.number(10),
          .trace = row.bytes(11),
          .superseded_at = row.maybe_instant(12),
          .superseded_by = row.number(13)};
}

}  // namespace

void SqliteReader::transitions(WorkspaceId workspace, AccountId account,
                               const TransitionVisitor& visit) {
  Statement row = connection_.prepare(
      "SELECT t.sequence, t.account, t.lifecycle, t.from_stage, t.to_stage, t.at, t.recorded_at, "
      "t.cause, "
      "t.rule, t.fact, t.definition, t.trace, s.superseded_at, s.by_fact "
      "FROM transition t LEFT JOIN supersession s "
      "ON s.workspace=t.workspace AND s.account=t.account AND s.transition=t.sequence "
      "WHERE t.workspace=?1 AND t.account=?2 ORDER BY t.at, t.sequence");
  row.bind(1, workspace).bind(2, account);
  while (row.step()) visit(read_transition(row));
}

void SqliteReader::all_transitions(WorkspaceId workspace, const TransitionVisitor& visit) {
  Statement row = connection_.prepare(
      "SELECT t.sequence, t.account, t.lifecycle, t.from_stage, t.to_stage, t.at, t.recorded_at, "
      "t.cause, "
      "t.rule, t.fact, t.definition, t.trace, s.superseded_at, s.by_fact "
      "FROM transition t LEFT JOIN supersession s "
      "ON s.workspace=t.workspace AND s.account=t.account AND s.transition=t.sequence "
      "WHERE t.workspace=?1 ORDER BY t.account, t.at, t.sequence");
  row.bind(1, workspace);
  while (row.step()) visit(read_transition(row));
}

void SqliteReader::transitions_after(WorkspaceId workspace, Sequence after,
                                     const TransitionStream& visit) {
  Statement row = connection_.prepare(
      "SELECT t.sequence, t.account, t.lifecycle, t.from_stage, t.to_stage, t.at, t.recorded_at, "
      "t.cause, t.rule, t.fact, t.definition, t.trace, s.superseded_at, s.by_fact "
      "FROM transition t INDEXED BY transition_sequence LEFT JOIN supersession s "
      "ON s.workspace=t.workspace AND s.account=t.account AND s.transition=t.sequence "
      "WHERE t.workspace=?1 AND t.sequence>?2 ORDER BY t.sequence");
  row.bind(1, workspace).bind(2, after);
  while (row.step()) {
    if (!visit(read_transition(row))) return;
  }
}

void SqliteReader::superseded_after(WorkspaceId workspace, Sequence after,
                                    const TransitionStream& visit) {
  Statement row = connection_.prepare(
      "SELECT t.sequence, t.account, t.lifecycle, t.from_stage, t.to_stage, t.at, t.recorded_at, "
      "t.cause, t.rule, t.fact, t.definition, t.trace, s.superseded_at, s.by_fact "
      "FROM supersession s INDEXED BY supersession_sequence CROSS JOIN transition t "
      "INDEXED BY transition_sequence ON t.workspace=s.workspace AND t.sequence=s.transition "
      "WHERE s.workspace=?1 AND s.sequence>?2 ORDER BY s.sequence");
  row.bind(1, workspace).bind(2, after);
  while (row.step()) {
    if (!visit(read_transition(row))) return;
  }
}

void SqliteReader::log(WorkspaceId workspace, const LogQuery& query,
                       const std::function<void(const LogRow&)>& visit) {
  // ?2 account, ?3 lifecycle, ?4 until, ?5 known at (null = any); ?6 superseded rows too.
  Statement row = connection_.prepare(
      "SELECT t.sequence, t.account, t.lifecycle, t.from_stage, t.to_stage, t.at, t.recorded_at, "
      "t.cause, "
      "t.rule, t.fact, t.definition, t.trace, s.superseded_at, s.by_fact, a.key, "
      "f.kind, f.key, f.revision, f.recorded_at, f.actor, f.flags, f.body "
      "FROM transition t "
      "CROSS JOIN account a ON a._id=t.account AND a._workspace=t.workspace "
      "CROSS JOIN name l ON l.workspace=t.workspace AND l.id=t.lifecycle "
      "LEFT JOIN supersession s "
      "ON s.workspace=t.workspace AND s.account=t.account AND s.transition=t.sequence "
      "LEFT JOIN fact f "
      "ON f.workspace=t.workspace AND f.account=t.account AND f.at=t.at AND f.sequence=t.fact "
      "WHERE t.workspace=?1 AND t.account BETWEEN ?2 AND ?3 AND (?4 IS NULL OR t.lifecycle=?4) "
      "AND (?5 IS NULL OR t.at<=?5) AND (?6 IS NULL OR t.recorded_at<=?6) "
      "AND (?7 OR s.superseded_at IS NULL OR (?6 IS NOT NULL AND s.superseded_at>?6)) "
      "ORDER BY t.at, a.key, l.text, t.sequence");
  row.bind(1, workspace)
      .bind(2, query.account.value_or(0))
      .bind(3, query.account.value_or(INT64_MAX));
  if (query.lifecycle) {
    row.bind(4, *query.lifecycle);
  } else {
    row.bind_null(4);
  }
  row.bind(5, query.until).bind(6, query.known_at).bind(7, int64_t{query.all});
  LogRow out;
  while (row.step()) {
    out.transition = read_transition(row);
    out.account = row.text(14);
    out.fact = {};
    if (!row.is_null(15)) {
      out.fact = {.sequence = out.transition.fact,
                  .account = out.transition.account,
                  .at = out.transition.at,
                  .recorded_at = row.instant(18),
                  .kind = row.number(15),
                  .actor = row.number(19),
                  .key = row.text(16),
                  .revision = row.number(17),
                  .flags = static_cast<uint8_t>(row.number(20)),
                  .body = row.bytes(21)};
    }
    visit(out);
  }
}

std::vector<StageCount> SqliteReader::stage_counts(WorkspaceId workspace) {
  std::vector<StageCount> counts;
  Statement row =
      connection_.prepare("SELECT lifecycle, stage, accounts FROM stage_count WHERE workspace=?1");
  row.bind(1, workspace);
  while (row.step()) counts.push_back({row.number(0), row.number(1), row.number(2)});
  return counts;
}

void SqliteReader::outbox(WorkspaceId workspace, Sequence after,
                          const std::function<void(const Outbox&)>& visit) {
  Statement row = connection_.prepare(
      "SELECT sequence, account, number, type, transition, recorded_at FROM outbox "
      "WHERE workspace=?1 AND sequence>?2 ORDER BY sequence");
  row.bind(1, workspace).bind(2, after);
  while (row.step()) {
    visit({row.number(0), row.number(1), row.number(2), static_cast<OutboxType>(row.number(3)),
           row.number(4), row.instant(5)});
  }
}

void SqliteReader::effects(WorkspaceId workspace, Sequence after,
                           const std::function<void(const Effect&)>& visit) {
  Statement row = connection_.prepare(
      "SELECT sequence, account, kind, lifecycle, id, at, recorded_at, fact FROM effect "
      "WHERE workspace=?1 AND sequence>?2 ORDER BY sequence");
  row.bind(1, workspace).bind(2, after);
  while (row.step()) {
    visit({row.number(0), row.number(1), static_cast<uint8_t>(row.number(2)), row.number(3),
           row.text(4), row.instant(5), row.instant(6), row.number(7)});
  }
}

}  // namespace tenure::store::sqlite
