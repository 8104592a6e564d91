#pragma once
// Work that goes on by itself: jobs with their rows, what is started on a schedule, and what the machine
// must remember. Kept by the same transactions as everything else.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"

namespace tenure::store {

using WorkspaceId = int64_t;

// Long work of one workspace. `request` and `result` are bytes to the store.
struct Job {
  int64_t number = 0;  // 1, 2, 3 … of the workspace
  std::string kind, state;
  std::string request, result;
  std::string caller;      // who asked, as the service encodes it
  std::string actor;       // … by name
  std::string once;        // "" or what it was made for: one job only for each
  Instant created_at;
  std::optional<Instant> started_at, finished_at;
  int64_t total = 0, done = 0, refused = 0;
  bool cancel = false;     // somebody wants it to stop
  int64_t attempts = 0;    // begun so often since it last came further
  std::string error;       // why it failed, as the service encodes it
  int64_t version = 1;     // grows with every change
};

// What a job does to one thing, or has done.
struct JobRow {
  int64_t number = 0;  // 1, 2, 3 … of the job
  std::string key;     // of the account
  std::string state;   // "waiting", then what came of it
  std::string detail;  // why it was refused, as the service encodes it
  std::string before;  // what undoing it needs
};

struct Schedule {
  std::string name, kind, request;
  std::string rule;  // "daily 03:00", in the workspace's time zone
  Instant next_at;
};

class WorkReader {
 public:
  virtual ~WorkReader() = default;

  virtual std::optional<Job> find_job(WorkspaceId, int64_t number) = 0;
  // Newest first, numbers below `before` (0 = all), at most `limit`.
  virtual void jobs(WorkspaceId, int64_t before, int64_t limit,
                    const std::function<void(const Job&)>&) = 0;
  // Of all workspaces: those that wait or run, the oldest first.
  struct Waiting {
    std::string workspace;
    int64_t number = 0;
  };
  virtual std::vector<Waiting> unfinished_jobs() = 0;
  // Rows numbered above `after`, in order, at most `limit`; of one state, or of all (""). Views are good
  // until the visitor returns.
  virtual void job_rows(WorkspaceId, int64_t job, std::string_view state, int64_t after,
                        int64_t limit, const std::function<void(const JobRow&)>&) = 0;

  virtual std::vector<Schedule> schedules(WorkspaceId) = 0;  // by name
  virtual std::optional<Instant> next_schedule(WorkspaceId) = 0;

  virtual std::string machine(std::string_view name) = 0;  // "" when nothing is kept under it
};

class WorkWriter {
 public:
  virtual ~WorkWriter() = default;

  // Gives it its number and returns it; when one with the same `once` is there, that one's.
  virtual int64_t add_job(WorkspaceId, const Job&) = 0;
  // All but what was asked, when and by whom. `cancel` is only ever set.
  virtual void save_job(WorkspaceId, const Job&) = 0;
  virtual void add_job_row(WorkspaceId, int64_t job, const JobRow&) = 0;
  virtual void save_job_row(WorkspaceId, int64_t job, const JobRow&) = 0;  // all but its key

  virtual void put_schedule(WorkspaceId, const Schedule&) = 0;
  virtual void remove_schedule(WorkspaceId, std::string_view name) = 0;

  virtual void keep_machine(std::string_view name, std::string_view value) = 0;
};

}  // namespace tenure::store
