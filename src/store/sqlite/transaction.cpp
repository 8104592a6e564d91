#include "store/sqlite/transaction.h"

#include <exception>

#include "base/assert.h"

namespace tenure::store::sqlite {

// ---- for the writer
// --------------------------------------------------------------------------------

void SqliteTransaction::begin() {
  connection_.run("BEGIN IMMEDIATE");
}

std::exception_ptr SqliteTransaction::run(const std::function<void(Transaction&)>& work,
                                          bool& alive) {
  std::exception_ptr problem;
  counts_mark_ = counts_.size();
  abandoned_ = false;
  alive = true;
  try {
    connection_.run("SAVEPOINT work");
    work(*this);
  } catch (...) {
    problem = std::current_exception();
    abandoned_ = true;
  }
  try {
    // A full disk and its like end the whole transaction, not only this work's part.
    if (!connection_.in_transaction()) {
      alive = false;
      return problem;
    }
    if (abandoned_) {
      undo_work();
      connection_.run("ROLLBACK TO work");
    }
    connection_.run("RELEASE work");
  } catch (...) {
    if (!problem) problem = std::current_exception();
    alive = false;
  }
  for (auto& [id, book] : books_) book.mark.reset();
  return problem;
}

void SqliteTransaction::undo_work() {
  for (auto& [id, book] : books_) {
    if (!book.mark) continue;
    book.ledger.last = book.mark->last;
    book.ledger.latest = book.mark->latest;
    for (int table = 0; table < kTables; ++table)
      book.ledger.rows[table].resize(book.mark->rows[table]);
  }
  counts_.resize(counts_mark_);
  reader_.forget();
}

void SqliteTransaction::commit(Instant now) {
  write_counts();
  for (auto& [id, book] : books_) write_journal(connection_, id, book.ledger, now);
  connection_.run("COMMIT");
}

void SqliteTransaction::roll_back() {
  // The numbers in memory have gone ahead of the file: read them again when they are needed.
  books_.clear();
  counts_.clear();
  reader_.forget();
  if (connection_.in_transaction()) connection_.run("ROLLBACK");
}

Ledger& SqliteTransaction::ledger(WorkspaceId workspace) {
  const auto [place, is_new] = books_.try_emplace(workspace);
  Book& book = place->second;
  if (is_new) book.ledger = read_ledger(connection_, workspace);
  if (!book.mark) {
    Mark mark{book.ledger.last, {}, book.ledger.latest};
    for (int table = 0; table < kTables; ++table) mark.rows[table] = book.ledger.rows[table].size();
    book.mark = mark;
  }
  return book.ledger;
}

void SqliteTransaction::write_counts() {
  std::map<std::tuple<WorkspaceId, Name, Name>, int64_t> sums;
  for (const CountChange& change : counts_) {
    sums[{change.workspace, change.lifecycle, change.stage}] += change.by;
  }
  for (const auto& [place, by] : sums) {
    if (by == 0) continue;
    const auto& [workspace, lifecycle, stage] = place;
    Statement row = connection_.prepare(
        "INSERT INTO stage_count VALUES(?1,?2,?3,?4) "
        "ON CONFLICT(workspace, lifecycle, stage) DO UPDATE SET "
        "accounts=accounts+excluded.accounts");
    row.bind(1, workspace).bind(2, lifecycle).bind(3, stage).bind(4, by).run();
  }
  counts_.clear();
}

// ---- workspaces, definitions, names
// ----------------------------------------------------------------

WorkspaceId SqliteTransaction::add_workspace(std::string_view name, std::string_view time_zone,
                                             Instant now) {
  Statement row = connection_.prepare(
      "INSERT INTO workspace(name, time_zone, definition, created_at) VALUES(?1,?2,0,?3)");
  row.bind_text(1, name).bind_text(2, time_zone).bind(3, now).run();
  return connection_.last_rowid();
}

int64_t SqliteTransaction::add_definition(WorkspaceId workspace, const Definition& definition,
                                          const std::vector<AccountColumn>& columns) {
  Statement last =
      connection_.prepare("SELECT coalesce(max(number),0) FROM definition WHERE workspace=?1");
  last.bind(1, workspace).step();
  const int64_t number = last.number(0) + 1;
  Statement row = connection_.prepare("INSERT INTO definition VALUES(?1,?2,?3,?4,?5,?6)");
  row.bind(1, workspace)
      .bind(2, number)
      .bind_text(3, definition.version)
      .bind_text(4, definition.pack);
  row.bind(5, definition.applied_at).bind_text(6, definition.actor).run();
  for (const auto& [path, text] : definition.files) {
    Statement file = connection_.prepare("INSERT INTO definition_file VALUES(?1,?2,?3,?4)");
    file.bind(1, workspace).bind(2, number).bind_text(3, path).bind_text(4, text).run();
  }
  for (const auto& [name, value] : definition.parameters) {
    Statement parameter =
        connection_.prepare("INSERT INTO definition_parameter VALUES(?1,?2,?3,?4)");
    parameter.bind(1, workspace).bind(2, number).bind_text(3, name).bind_text(4, value).run();
  }
  add_account_columns(columns);
  Statement in_force = connection_.prepare("UPDATE workspace SET definition=?2 WHERE id=?1");
  in_force.bind(1, workspace).bind(2, number).run();
  return number;
}

void SqliteTransaction::set_definition_version(WorkspaceId workspace, int64_t number,
                                               std::string_view version) {
  Statement row =
      connection_.prepare("UPDATE definition SET version=?3 WHERE workspace=?1 AND number=?2");
  row.bind(1, workspace).bind(2, number).bind_text(3, version).run();
}

void SqliteTransaction::set_projected(WorkspaceId workspace, const Reader::Projected& projected) {
  Statement row =
      connection_.prepare("UPDATE workspace SET projected=?2, projecting=?3 WHERE id=?1");
  row.bind(1, workspace).bind(2, projected.number).bind(3, projected.last).run();
}

Name SqliteTransaction::intern(WorkspaceId workspace, std::string_view text) {
  if (text.empty()) return 0;
  if (const Name known = reader_.find_name(workspace, text)) return known;
  Ledger& book = ledger(workspace);
  const Name name = ++book.last[kNames];
  Statement row = connection_.prepare("INSERT INTO name VALUES(?1,?2,?3)");
  row.bind(1, workspace).bind(2, name).bind_text(3, text).run();
  append_name(book.rows[kNames], name, text);
  reader_.remember(workspace, name, text);
  return name;
}

// ---- what is only appended
// -------------------------------------------------------------------------

Sequence SqliteTransaction::next_fact(WorkspaceId workspace) {
  return ledger(workspace).last[kFacts] + 1;
}

Sequence SqliteTransaction::add(WorkspaceId workspace, const Fact& fact) {
  Ledger& book = ledger(workspace);
  Fact numbered = fact;
  numbered.sequence = ++book.last[kFacts];
  Statement row =
      connection_.prepare("INSERT INTO fact VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)");
  row.bind(1, workspace)
      .bind(2, fact.account)
      .bind(3, fact.at)
      .bind(4, fact.kind)
      .bind_text(5, fact.key);
  row.bind(6, fact.revision)
      .bind(7, numbered.sequence)
      .bind(8, fact.recorded_at)
      .bind(9, fact.actor);
  row.bind(10, int64_t{fact.flags}).bind_bytes(11, fact.body).run();
  append_row(book.rows[kFacts], numbered);
  book.latest = std::max(book.latest, numbered.at);
  return numbered.sequence;
}

Sequence SqliteTransaction::add(WorkspaceId workspace, const Transition& transition) {
  Ledger& book = ledger(workspace);
  Transition numbered = transition;
  numbered.sequence = ++book.last[kTransitions];
  Statement row = connection_.prepare(
      "INSERT INTO transition VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)");
  row.bind(1, workspace).bind(2, numbered.account).bind(3, numbered.at).bind(4, numbered.sequence);
  row.bind(5, numbered.lifecycle).bind(6, numbered.from).bind(7, numbered.to);
  row.bind(8, numbered.recorded_at).bind(9, int64_t{numbered.cause}).bind(10, numbered.rule);
  row.bind(11, numbered.fact).bind(12, numbered.definition).bind_bytes(13, numbered.trace).run();
  append_row(book.rows[kTransitions], numbered);
  book.latest = std::max(book.latest, numbered.at);
  return numbered.sequence;
}

void SqliteTransaction::supersede(WorkspaceId workspace, const Transition& transition, Instant at,
                                  Sequence by_fact) {
  Ledger& book = ledger(workspace);
  const Sequence sequence = ++book.last[kSupersessions];
  Statement row = connection_.prepare("INSERT INTO supersession VALUES(?1,?2,?3,?4,?5,?6)");
  row.bind(1, workspace).bind(2, transition.account).bind(3, transition.sequence).bind(4, sequence);
  row.bind(5, at).bind(6, by_fact).run();
  append_supersession(book.rows[kSupersessions], sequence, transition.account, transition.sequence,
                      at, by_fact);
}

Sequence SqliteTransaction::add(WorkspaceId workspace, const Outbox& outbox) {
  Ledger& book = ledger(workspace);
  Outbox numbered = outbox;
  numbered.sequence = ++book.last[kOutbox];
  Statement row = connection_.prepare("INSERT INTO outbox VALUES(?1,?2,?3,?4,?5,?6,?7)");
  row.bind(1, workspace)
      .bind(2, numbered.sequence)
      .bind(3, numbered.account)
      .bind(4, numbered.number);
  row.bind(5, static_cast<int64_t>(numbered.type)).bind(6, numbered.transition);
  row.bind(7, numbered.recorded_at).run();
  append_row(book.rows[kOutbox], numbered);
  return numbered.sequence;
}

Sequence SqliteTransaction::add(WorkspaceId workspace, const Effect& effect) {
  Ledger& book = ledger(workspace);
  Effect numbered = effect;
  numbered.sequence = ++book.last[kEffects];
  Statement row = connection_.prepare("INSERT INTO effect VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9)");
  row.bind(1, workspace).bind(2, numbered.sequence).bind(3, numbered.account);
  row.bind(4, int64_t{numbered.kind}).bind(5, numbered.lifecycle).bind_text(6, numbered.id);
  row.bind(7, numbered.at).bind(8, numbered.recorded_at).bind(9, numbered.fact).run();
  append_row(book.rows[kEffects], numbered);
  return numbered.sequence;
}

void SqliteTransaction::put_document(WorkspaceId workspace, Name kind, std::string_view key,
                                     std::string_view lines) {
  ledger(workspace);
  Statement row = connection_.prepare(
      "INSERT INTO document VALUES(?1,?2,?3,?4) "
      "ON CONFLICT(workspace, kind, key) DO UPDATE SET lines=excluded.lines");
  row.bind(1, workspace).bind(2, kind).bind_text(3, key).bind_bytes(4, lines).run();
}

}  // namespace tenure::store::sqlite
