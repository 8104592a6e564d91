#include "store/sqlite/work.h"

namespace tenure::store::sqlite {
namespace {

Job read_job(const Statement& row) {
  return {.number = row.number(0),
          .kind = std::string(row.text(1)),
          .state = std::string(row.text(2)),
          .request = std::string(row.bytes(3)),
          .result = std::string(row.bytes(4)),
          .caller = std::string(row.bytes(5)),
          .actor = std::string(row.text(6)),
          .once = std::string(row.text(7)),
          .created_at = row.instant(8),
          .started_at = row.maybe_instant(9),
          .finished_at = row.maybe_instant(10),
          .total = row.number(11),
          .done = row.number(12),
          .refused = row.number(13),
          .cancel = row.number(14) != 0,
          .attempts = row.number(15),
          .error = std::string(row.text(16)),
          .version = row.number(17)};
}

}  // namespace

// ---- jobs

std::optional<Job> SqliteWorkReader::find_job(WorkspaceId workspace, int64_t number) {
  Statement row = connection_.prepare(
      "SELECT number, kind, state, request, result, caller, actor, once, created_at, started_at, "
      "finished_at, total, done, refused, cancel, attempts, error, version FROM job "
      "WHERE _workspace=?1 AND number=?2");
  if (!row.bind(1, workspace).bind(2, number).step()) return std::nullopt;
  return read_job(row);
}

void SqliteWorkReader::jobs(WorkspaceId workspace, int64_t before, int64_t limit,
                            const std::function<void(const Job&)>& visit) {
  Statement row = connection_.prepare(
      "SELECT number, kind, state, request, result, caller, actor, once, created_at, started_at, "
      "finished_at, total, done, refused, cancel, attempts, error, version FROM job "
      "WHERE _workspace=?1 AND (?2=0 OR number<?2) ORDER BY number DESC LIMIT ?3");
  row.bind(1, workspace).bind(2, before).bind(3, limit);
  while (row.step()) visit(read_job(row));
}

std::vector<WorkReader::Waiting> SqliteWorkReader::unfinished_jobs() {
  std::vector<Waiting> found;
  Statement row = connection_.prepare(
      "SELECT w.name, j.number FROM job j JOIN workspace w ON w.id=j._workspace "
      "WHERE j.state IN ('waiting', 'running') ORDER BY j._id");
  while (row.step()) found.push_back({std::string(row.text(0)), row.number(1)});
  return found;
}

void SqliteWorkReader::job_rows(WorkspaceId workspace, int64_t job, std::string_view state,
                                int64_t after, int64_t limit,
                                const std::function<void(const JobRow&)>& visit) {
  Statement row = state.empty()
                      ? connection_.prepare(
                            "SELECT number, key, state, detail, before FROM job_row "
                            "WHERE workspace=?1 AND job=?2 AND number>?3 ORDER BY number LIMIT ?4")
                      : connection_.prepare(
                            "SELECT number, key, state, detail, before FROM job_row "
                            "WHERE workspace=?1 AND job=?2 AND number>?3 AND state=?5 "
                            "ORDER BY number LIMIT ?4");
  row.bind(1, workspace).bind(2, job).bind(3, after).bind(4, limit);
  if (!state.empty()) row.bind_text(5, state);
  while (row.step()) {
    visit({row.number(0), std::string(row.text(1)), std::string(row.text(2)),
           std::string(row.text(3)), std::string(row.bytes(4))});
  }
}

int64_t SqliteWorkWriter::add_job(WorkspaceId workspace, const Job& job) {
  if (!job.once.empty()) {
    Statement known = connection_.prepare("SELECT number FROM job WHERE _workspace=?1 AND once=?2");
    if (known.bind(1, workspace).bind_text(2, job.once).step()) return known.number(0);
  }
  Statement last =
      connection_.prepare("SELECT coalesce(max(number),0) FROM job WHERE _workspace=?1");
  last.bind(1, workspace).step();
  const int64_t number = last.number(0) + 1;
  Statement row = connection_.prepare(
      "INSERT INTO job(_workspace, number, kind, state, actor, created_at, total, done, refused, "
      "error, cancel, attempts, once, request, result, caller, version) "
      "VALUES(?1,?2,?3,?4,?5,?6,?7,0,0,'',0,0,?8,?9,'',?10,1)");
  row.bind(1, workspace).bind(2, number).bind_text(3, job.kind).bind_text(4, job.state);
  row.bind_text(5, job.actor).bind(6, job.created_at).bind(7, job.total);
  if (job.once.empty()) {
    row.bind_null(8);
  } else {
    row.bind_text(8, job.once);
  }
  row.bind_bytes(9, job.request).bind_bytes(10, job.caller).run();
  return number;
}

void SqliteWorkWriter::save_job(WorkspaceId workspace, const Job& job) {
  Statement row = connection_.prepare(
      "UPDATE job SET state=?3, result=?4, started_at=?5, finished_at=?6, total=?7, done=?8, "
      "refused=?9, cancel=max(cancel, ?10), error=?11, attempts=?12, version=version+1 "
      "WHERE _workspace=?1 AND number=?2");
  row.bind(1, workspace).bind(2, job.number).bind_text(3, job.state).bind_bytes(4, job.result);
  row.bind(5, job.started_at).bind(6, job.finished_at).bind(7, job.total).bind(8, job.done);
  row.bind(9, job.refused).bind(10, int64_t{job.cancel}).bind_text(11, job.error);
  row.bind(12, job.attempts).run();
}

void SqliteWorkWriter::add_job_row(WorkspaceId workspace, int64_t job, const JobRow& row) {
  Statement add = connection_.prepare("INSERT INTO job_row VALUES(?1,?2,?3,?4,?5,?6,?7)");
  add.bind(1, workspace).bind(2, job).bind(3, row.number).bind_text(4, row.key);
  add.bind_text(5, row.state).bind_text(6, row.detail).bind_bytes(7, row.before).run();
}

void SqliteWorkWriter::save_job_row(WorkspaceId workspace, int64_t job, const JobRow& row) {
  Statement save = connection_.prepare(
      "UPDATE job_row SET state=?4, detail=?5, before=?6 "
      "WHERE workspace=?1 AND job=?2 AND number=?3");
  save.bind(1, workspace).bind(2, job).bind(3, row.number).bind_text(4, row.state);
  save.bind_text(5, row.detail).bind_bytes(6, row.before).run();
}

// ---- by the clock

std::vector<Schedule> SqliteWorkReader::schedules(WorkspaceId workspace) {
  std::vector<Schedule> found;
  Statement row = connection_.prepare(
      "SELECT name, kind, request, rule, next_at FROM schedule WHERE workspace=?1 ORDER BY name");
  row.bind(1, workspace);
  while (row.step()) {
    found.push_back({std::string(row.text(0)), std::string(row.text(1)), std::string(row.bytes(2)),
                     std::string(row.text(3)), row.instant(4)});
  }
  return found;
}

std::optional<Instant> SqliteWorkReader::next_schedule(WorkspaceId workspace) {
  Statement row = connection_.prepare("SELECT min(next_at) FROM schedule WHERE workspace=?1");
  if (!row.bind(1, workspace).step()) return std::nullopt;
  return row.maybe_instant(0);
}

void SqliteWorkWriter::put_schedule(WorkspaceId workspace, const Schedule& schedule) {
  Statement row = connection_.prepare(
      "INSERT INTO schedule VALUES(?1,?2,?3,?4,?5,?6) ON CONFLICT(workspace, name) DO UPDATE SET "
      "kind=excluded.kind, request=excluded.request, rule=excluded.rule, "
      "next_at=excluded.next_at");
  row.bind(1, workspace).bind_text(2, schedule.name).bind_text(3, schedule.kind);
  row.bind_bytes(4, schedule.request).bind_text(5, schedule.rule).bind(6, schedule.next_at).run();
}

void SqliteWorkWriter::remove_schedule(WorkspaceId workspace, std::string_view name) {
  Statement row = connection_.prepare("DELETE FROM schedule WHERE workspace=?1 AND name=?2");
  row.bind(1, workspace).bind_text(2, name).run();
}

// ---- the machine

std::string SqliteWorkReader::machine(std::string_view name) {
  Statement row = connection_.prepare("SELECT value FROM machine WHERE name=?1");
  return row.bind_text(1, name).step() ? std::string(row.text(0)) : "";
}

void SqliteWorkWriter::keep_machine(std::string_view name, std::string_view value) {
  Statement row = connection_.prepare(
      "INSERT INTO machine VALUES(?1,?2) ON CONFLICT(name) DO UPDATE SET value=excluded.value");
  row.bind_text(1, name).bind_text(2, value).run();
}

}  // namespace tenure::store::sqlite
