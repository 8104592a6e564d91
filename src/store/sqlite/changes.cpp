#include "store/sqlite/changes.h"

namespace tenure::store::sqlite {
namespace {

enum Part : int64_t { kFile = 1, kParameter = 2, kSuccessor = 3 };

// "status.buyer": lifecycles and stages have no dot in their names.
std::string place_of(const Successor& successor) { return successor.lifecycle + "." + successor.stage; }
Successor successor_of(std::string_view place, std::string_view to) {
  const size_t dot = std::min(place.find('.'), place.size());
  return {std::string(place.substr(0, dot)), std::string(place.substr(std::min(dot + 1, place.size()))),
          std::string(to)};
}

}  // namespace

std::vector<Era> SqliteChangeReader::eras(WorkspaceId workspace) {
  std::vector<Era> eras;
  Statement row = connection_.prepare(
      "SELECT d.number, d.version, d.pack, d.actor, d.applied_at, e.mode, e.begins, e.settled "
      "FROM definition d LEFT JOIN definition_era e ON e.workspace=d.workspace AND e.number=d.number "
      "WHERE d.workspace=?1 ORDER BY d.number");
  row.bind(1, workspace);
  while (row.step()) {
    Era era{.number = row.number(0),
            .version = std::string(row.text(1)),
            .pack = std::string(row.text(2)),
            .actor = std::string(row.text(3)),
            .applied_at = row.instant(4)};
    if (!row.is_null(5)) {
      era.mode = row.text(5);
      era.begins = row.instant(6);
      era.settled = row.number(7) != 0;
    }
    eras.push_back(std::move(era));
  }
  Statement successor = connection_.prepare(
      "SELECT number, lifecycle, stage, successor FROM definition_successor WHERE workspace=?1 "
      "ORDER BY number, lifecycle, stage");
  successor.bind(1, workspace);
  while (successor.step()) {
    for (Era& era : eras) {
      if (era.number != successor.number(0)) continue;
      era.successors.push_back({std::string(successor.text(1)), std::string(successor.text(2)),
                                std::string(successor.text(3))});
    }
  }
  return eras;
}

std::vector<AccountId> SqliteChangeReader::behind(WorkspaceId workspace, int64_t number, AccountId after,
                                                  int64_t limit) {
  std::vector<AccountId> ids;
  Statement row = connection_.prepare(
      "SELECT account FROM account_state WHERE account>?3 AND workspace=?1 AND definition<?2 "
      "ORDER BY account LIMIT ?4");
  row.bind(1, workspace).bind(2, number).bind(3, after).bind(4, limit);
  while (row.step()) ids.push_back(row.number(0));
  return ids;
}

std::optional<SavedPlan> SqliteChangeReader::plan(WorkspaceId workspace, int64_t number) {
  Statement row = connection_.prepare(
      "SELECT state, mode, actor, made_at, base, commits, version, pack, digest, summary, definition "
      "FROM plan WHERE workspace=?1 AND number=?2");
  if (!row.bind(1, workspace).bind(2, number).step()) return std::nullopt;
  SavedPlan plan{.number = number,
            .state = std::string(row.text(0)),
            .mode = std::string(row.text(1)),
            .actor = std::string(row.text(2)),
            .made_at = row.instant(3),
            .base = row.number(4),
            .commits = row.number(5),
            .version = std::string(row.text(6)),
            .pack = std::string(row.text(7)),
            .digest = std::string(row.text(8)),
            .summary = std::string(row.text(9)),
            .definition = row.number(10)};
  Statement part = connection_.prepare(
      "SELECT sort, name, text FROM plan_part WHERE workspace=?1 AND number=?2 ORDER BY sort, name");
  part.bind(1, workspace).bind(2, number);
  while (part.step()) {
    if (part.number(0) == kSuccessor) {
      plan.successors.push_back(successor_of(part.text(1), part.text(2)));
    } else {
      (part.number(0) == kFile ? plan.files : plan.parameters).emplace_back(part.text(1), part.text(2));
    }
  }
  return plan;
}

std::vector<int64_t> SqliteChangeReader::plans(WorkspaceId workspace) {
  std::vector<int64_t> numbers;
  Statement row = connection_.prepare("SELECT number FROM plan WHERE workspace=?1 ORDER BY number");
  row.bind(1, workspace);
  while (row.step()) numbers.push_back(row.number(0));
  return numbers;
}

void SqliteChangeReader::plan_moves(WorkspaceId workspace, int64_t plan, int64_t after,
                                    const std::function<bool(int64_t, const PlanMove&)>& more) {
  Statement row = connection_.prepare(
      "SELECT place, account, lifecycle, from_stage, to_stage, rule, at FROM plan_move "
      "WHERE workspace=?1 AND number=?2 AND place>?3 ORDER BY place");
  row.bind(1, workspace).bind(2, plan).bind(3, after);
  while (row.step()) {
    const PlanMove move{.account = row.number(1),
                        .lifecycle = row.number(2),
                        .from = row.number(3),
                        .to = row.number(4),
                        .rule = std::string(row.text(5)),
                        .at = row.instant(6)};
    if (!more(row.number(0), move)) return;
  }
}

void SqliteChangeWriter::put_era(WorkspaceId workspace, const Era& era) {
  Statement row = connection_.prepare("INSERT INTO definition_era VALUES(?1,?2,?3,?4,?5)");
  row.bind(1, workspace).bind(2, era.number).bind_text(3, era.mode).bind(4, era.begins);
  row.bind(5, int64_t{era.settled}).run();
  for (const Successor& successor : era.successors) {
    Statement goes = connection_.prepare("INSERT OR REPLACE INTO definition_successor VALUES(?1,?2,?3,?4,?5)");
    goes.bind(1, workspace).bind(2, era.number).bind_text(3, successor.lifecycle);
    goes.bind_text(4, successor.stage).bind_text(5, successor.to).run();
  }
}

void SqliteChangeWriter::settle(WorkspaceId workspace, int64_t number) {
  Statement row = connection_.prepare("UPDATE definition_era SET settled=1 WHERE workspace=?1 AND number=?2");
  row.bind(1, workspace).bind(2, number).run();
}

void SqliteChangeWriter::count_lifecycle(WorkspaceId workspace, Name lifecycle, std::string_view column) {
  SqlText sql(
      "INSERT INTO stage_count SELECT ?1, ?2, coalesce(n.id, 0), count(*) FROM account a "
      "LEFT JOIN name n ON n.workspace=?1 AND n.text=a.");
  sql.name(column).add(" WHERE a._workspace=?1 GROUP BY n.id");
  Statement row = connection_.prepare(sql);
  row.bind(1, workspace).bind(2, lifecycle).run();
}

void SqliteChangeWriter::forget_lifecycle(WorkspaceId workspace, Name lifecycle) {
  Statement row = connection_.prepare("DELETE FROM stage_count WHERE workspace=?1 AND lifecycle=?2");
  row.bind(1, workspace).bind(2, lifecycle).run();
}

int64_t SqliteChangeWriter::add_plan(WorkspaceId workspace, const SavedPlan& plan) {
  Statement last = connection_.prepare("SELECT coalesce(max(number),0) FROM plan WHERE workspace=?1");
  last.bind(1, workspace).step();
  const int64_t number = last.number(0) + 1;
  Statement row =
      connection_.prepare("INSERT INTO plan VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)");
  row.bind(1, workspace).bind(2, number).bind_text(3, plan.state).bind_text(4, plan.mode);
  row.bind_text(5, plan.actor).bind(6, plan.made_at).bind(7, plan.base).bind(8, plan.commits);
  row.bind_text(9, plan.version).bind_text(10, plan.pack).bind_text(11, plan.digest);
  row.bind_text(12, plan.summary).bind(13, plan.definition).run();
  const auto put = [&](Part sort, std::string_view name, std::string_view text) {
    Statement part = connection_.prepare("INSERT OR REPLACE INTO plan_part VALUES(?1,?2,?3,?4,?5)");
    part.bind(1, workspace).bind(2, number).bind(3, int64_t{sort}).bind_text(4, name).bind_text(5, text).run();
  };
  for (const auto& [path, text] : plan.files) put(kFile, path, text);
  for (const auto& [name, value] : plan.parameters) put(kParameter, name, value);
  for (const Successor& successor : plan.successors) put(kSuccessor, place_of(successor), successor.to);
  return number;
}

void SqliteChangeWriter::finish_plan(WorkspaceId workspace, const SavedPlan& plan) {
  Statement row = connection_.prepare(
      "UPDATE plan SET state=?3, commits=?4, digest=?5, summary=?6 WHERE workspace=?1 AND number=?2");
  row.bind(1, workspace).bind(2, plan.number).bind_text(3, plan.state).bind(4, plan.commits);
  row.bind_text(5, plan.digest).bind_text(6, plan.summary).run();
}

void SqliteChangeWriter::forget_plan(WorkspaceId workspace, int64_t number) {
  for (const Sql sql : {Sql("DELETE FROM plan_move WHERE workspace=?1 AND number=?2"),
                        Sql("DELETE FROM plan_part WHERE workspace=?1 AND number=?2"),
                        Sql("DELETE FROM plan WHERE workspace=?1 AND number=?2")}) {
    Statement row = connection_.prepare(sql);
    row.bind(1, workspace).bind(2, number).run();
  }
}

void SqliteChangeWriter::set_plan(WorkspaceId workspace, int64_t number, std::string_view state,
                                  int64_t definition) {
  Statement row =
      connection_.prepare("UPDATE plan SET state=?3, definition=?4 WHERE workspace=?1 AND number=?2");
  row.bind(1, workspace).bind(2, number).bind_text(3, state).bind(4, definition).run();
}

void SqliteChangeWriter::add_plan_move(WorkspaceId workspace, int64_t plan, int64_t place,
                                       const PlanMove& move) {
  Statement row = connection_.prepare("INSERT INTO plan_move VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9)");
  row.bind(1, workspace).bind(2, plan).bind(3, place).bind(4, move.account).bind(5, move.lifecycle);
  row.bind(6, move.from).bind(7, move.to).bind_text(8, move.rule).bind(9, move.at).run();
}

}  // namespace tenure::store::sqlite
