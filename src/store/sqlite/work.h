#pragma once
// The rows of store/work.h on one connection: a snapshot's reads, or the writer's.
#include "store/sqlite/connection.h"
#include "store/work.h"

namespace tenure::store::sqlite {

class SqliteWorkReader final : public WorkReader {
 public:
  explicit SqliteWorkReader(Connection& connection) : connection_(connection) {}

  std::optional<Job> find_job(WorkspaceId, int64_t number) override;
  void jobs(WorkspaceId, int64_t before, int64_t limit,
            const std::function<void(const Job&)>&) override;
  std::vector<Waiting> unfinished_jobs() override;
  void job_rows(WorkspaceId, int64_t job, std::string_view state, int64_t after, int64_t limit,
                const std::function<void(const JobRow&)>&) override;
  std::vector<Schedule> schedules(WorkspaceId) override;
  std::optional<Instant> next_schedule(WorkspaceId) override;
  std::string machine(std::string_view name) override;

 private:
  Connection& connection_;
};

class SqliteWorkWriter final : public WorkWriter {
 public:
  explicit SqliteWorkWriter(Connection& connection) : connection_(connection) {}

  int64_t add_job(WorkspaceId, const Job&) override;
  void save_job(WorkspaceId, const Job&) override;
  void add_job_row(WorkspaceId, int64_t job, const JobRow&) override;
  void save_job_row(WorkspaceId, int64_t job, const JobRow&) override;
  void put_schedule(WorkspaceId, const Schedule&) override;
  void remove_schedule(WorkspaceId, std::string_view name) override;
  void keep_machine(std::string_view name, std::string_view value) override;

 private:
  Connection& connection_;
};

}  // namespace tenure::store::sqlite
