// verify's part that rows alone can answer.
#include <algorithm>
#include <map>
#include <set>

#include "store/sqlite/journal.h"
#include "store/sqlite/reader.h"

namespace tenure::store::sqlite {
namespace {

// Each counts rows that must not be: code, the statement, whether ?1 is the workspace.
struct Question {
  std::string_view code;
  Sql sql;
};
constexpr Question kQuestions[] = {
    {"orphan-facts",
     "SELECT count(*), min(f.account) FROM fact f LEFT JOIN account a ON a._id=f.account "
     "AND a._workspace=f.workspace WHERE f.workspace=?1 AND a._id IS NULL"},
    {"orphan-transitions",
     "SELECT count(*), min(t.account) FROM transition t LEFT JOIN account a ON a._id=t.account "
     "AND a._workspace=t.workspace WHERE t.workspace=?1 AND a._id IS NULL"},
    {"orphan-states",
     "SELECT count(*), min(s.account) FROM account_state s LEFT JOIN account a ON a._id=s.account "
     "AND a._workspace=s.workspace WHERE s.workspace=?1 AND a._id IS NULL"},
    {"accounts-without-state",
     "SELECT count(*), min(a._id) FROM account a LEFT JOIN account_state s ON s.account=a._id "
     "AND s.workspace=a._workspace WHERE a._workspace=?1 AND s.account IS NULL"},
    {"orphan-supersessions",
     "SELECT count(*), min(s.account) FROM supersession s WHERE s.workspace=?1 AND NOT EXISTS "
     "(SELECT 1 FROM transition t WHERE t.workspace=s.workspace AND t.account=s.account "
     "AND t.sequence=s.transition)"},
    {"orphan-spells",
     "SELECT count(*), min(s.account) FROM stage_spell s LEFT JOIN account a ON a._id=s.account "
     "AND a._workspace=s.workspace WHERE s.workspace=?1 AND a._id IS NULL"},
    {"outbox-rows-wrong",
     "SELECT count(*), min(account) FROM (SELECT t.account, "
     "(SELECT count(*) FROM transition u WHERE u.workspace=?1 AND u.account=t.account) - t.n AS "
     "missing "
     "FROM (SELECT account, count(transition) FILTER (WHERE type=1) AS n FROM outbox "
     "WHERE workspace=?1 GROUP BY account) t) WHERE missing<>0"},
    {"outbox-rows-missing",
     "SELECT count(*), min(account) FROM (SELECT account, count(*) AS moves FROM transition "
     "WHERE workspace=?1 GROUP BY account) t JOIN account_state s USING(account) "
     "WHERE s.workspace=?1 AND s.outbox<t.moves"},
    {"outbox-gap",
     "SELECT count(*), min(o.account) FROM (SELECT account, count(*) AS n, min(number) AS first, "
     "max(number) AS last, count(DISTINCT number) AS numbers FROM outbox WHERE workspace=?1 "
     "GROUP BY account) o LEFT JOIN account_state s ON s.account=o.account "
     "WHERE o.first<>1 OR o.last<>o.n OR o.numbers<>o.n OR s.outbox IS NOT o.last"},
    {"outbox-twin",
     "SELECT count(*), min(account) FROM (SELECT account, transition, count(*) AS n FROM outbox "
     "WHERE workspace=?1 AND type=1 GROUP BY account, transition HAVING n>1)"},
};

}  // namespace

// The counts kept beside the accounts, against the accounts.
void SqliteReader::check_stage_counts(WorkspaceId workspace, std::vector<Fault>& faults) {
  std::map<std::pair<std::string, std::string>, int64_t> counts;
  std::set<std::string> lifecycles;
  for (const StageCount& count : stage_counts(workspace)) {
    const std::string lifecycle(text(workspace, count.lifecycle));
    counts[{lifecycle, std::string(text(workspace, count.stage))}] -= count.accounts;
    lifecycles.insert(lifecycle);
  }
  for (const std::string& lifecycle : lifecycles) {
    SqlText sql("SELECT ");
    sql.name(lifecycle).add(", count(*) FROM account WHERE _workspace=?1 GROUP BY ");
    sql.name(lifecycle);
    Statement row = connection_.prepare(sql);
    row.bind(1, workspace);
    while (row.step()) counts[{lifecycle, std::string(row.text(0))}] += row.number(1);
  }
  const auto wrong = std::ranges::count_if(counts, [](const auto& it) { return it.second != 0; });
  if (wrong > 0)
    faults.push_back({"stage-counts-wrong", {{"count", std::to_string(wrong)}, {"account", ""}}});
}

std::vector<Fault> SqliteReader::check(WorkspaceId workspace) {
  std::vector<Fault> faults;
  Statement integrity = connection_.prepare("PRAGMA integrity_check(20)");
  while (integrity.step()) {
    if (integrity.text(0) == "ok") continue;
    faults.push_back({"file-damaged", {{"reason", std::string(integrity.text(0))}}});
  }
  for (const Question& question : kQuestions) {
    Statement row = connection_.prepare(question.sql);
    row.bind(1, workspace);
    if (!row.step() || row.number(0) == 0) continue;
    faults.push_back({std::string(question.code),
                      {{"count", std::to_string(row.number(0))},
                       {"account", account_key(workspace, row.number(1))}}});
  }
  check_stage_counts(workspace, faults);
  for (Fault& fault : check_chain(connection_, workspace)) faults.push_back(std::move(fault));
  return faults;
}

}  // namespace tenure::store::sqlite
