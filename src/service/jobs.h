#pragma once
// Long work: imports, plans, bulk changes. A job is a row in the store before anything of it is done, one of a
// workspace runs at a time, in pieces that are transactions of their own; what a piece did and how far the job
// has come are committed together, so that after kill -9 it goes on where it was, once. The command line runs
// the same code in its own process.
#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "service/impl.h"

namespace tenure::service {

// States of a job.
inline constexpr std::string_view kWaiting = "waiting", kRunning = "running", kFinished = "done",
                                  kFailed = "failed", kCancelled = "cancelled";

// Who asked, as it is kept with the job, and back; without an Idempotency-Key.
std::string encode_caller(const Caller&);
Caller decode_caller(std::string_view);  // what cannot be read is nobody: may do nothing
Caller system_caller(std::string_view name);
std::string encode_error(const Error&);
Error decode_error(std::string_view);

// Puts a job into the queue, in the caller's transaction; returns its number. With `once`, a second one for the
// same thing is not made: the first one's number comes back.
int64_t queue_job(store::Transaction&, store::WorkspaceId, const Caller&, std::string_view kind,
                  std::string_view request, Instant now, std::string_view once = "",
                  int64_t total = 0);

// What a job's work is given.
class JobRun {
 public:
  Service& service;
  RealmPtr realm;       // as of the last piece
  const Caller caller;  // who asked, on the channel by which they did
  store::Job job;       // `total`, `done`, `refused` and `result` are the work's to set

  // Somebody cancelled it, or the server stops: the work ends at its next convenient point.
  bool stop() const;
  // One piece: the work in a transaction, with the job's row as `job` is when it returns.
  using Piece = std::function<void(Context&)>;
  void piece(const Piece&);
  // Lets others write for as long as the last piece took, where there are others.
  void rest();

 private:
  friend class Jobs;
  struct Signals {
    std::atomic<bool> cancel = false, stop = false;
  };
  JobRun(Service& s, RealmPtr r, Caller c, store::Job j, std::shared_ptr<Signals> signals, bool polite)
      : service(s),
        realm(std::move(r)),
        caller(std::move(c)),
        job(std::move(j)),
        signals_(std::move(signals)),
        polite_(polite) {}
  std::shared_ptr<Signals> signals_;
  bool polite_;
  int64_t took_micros_ = 0;
};

struct JobKind {
  std::string name;
  // The job's result as JSON; nullopt when it stopped before its end. May be begun again at any time: what is
  // done is in the store. An EnvironmentError is tried again; an Error is the job's failure.
  std::function<Result<std::optional<std::string>>(JobRun&)> run;
};

class Jobs {
 public:
  struct Event {
    enum class Kind : uint8_t { begun, ended, failing } kind;  // failing: tried again in a while
    std::string workspace;
    store::Job job;
    Error error;  // of failing
  };
  struct Options {
    size_t threads = 2;                      // workspaces that are served at the same time
    std::function<void(const Event&)> told;  // on the worker's thread
  };
  Jobs(Service&, std::vector<JobKind>, Options);
  ~Jobs();  // stops
  Jobs(const Jobs&) = delete;

  void start();
  void stop();  // running jobs come to their next point and go on after the next start

  // Runs one job here and now, until its end or until `going_on` says false; returns it as it is then.
  Result<store::Job> run(std::string_view workspace, int64_t number,
                         const std::function<bool(const store::Job&)>& going_on = {});

 private:
  struct Slot;
  void serve();
  bool serve_one(std::unique_lock<std::mutex>&);
  void work_on(const std::string& workspace, int64_t number,
               const std::shared_ptr<JobRun::Signals>&, bool polite);
  bool begin(JobRun&);
  void end(JobRun&, std::string_view state, const std::string& result, const std::string& error);
  void hear(const Committed&);
  void tell(Event);

  Service& service_;
  std::map<std::string, JobKind, std::less<>> kinds_;
  Options options_;
  std::shared_ptr<const Listener> listener_;

  std::mutex mutex_;
  std::condition_variable woken_;
  bool stopping_ = false, look_ = true;
  struct Running {
    int64_t number;
    std::shared_ptr<JobRun::Signals> signals;
  };
  std::map<std::string, Running> running_;  // by workspace
  std::map<std::string, int64_t> not_before_;  // workspace → steady microseconds, after a failure
  std::vector<std::thread> threads_;
};

// ---- what people see of them. Whoever may read jobs sees all of them, a rep their own.
// Newest first, numbers below `before` (0 = all). Errors: those of Access::check.
Result<std::vector<store::Job>> list_jobs(Service&, const Caller&, std::string_view workspace,
                                          int64_t before, int64_t limit);
// Errors: "unknown-job" {job}, those of Access::check.
Result<store::Job> find_job(Service&, const Caller&, std::string_view workspace, int64_t number);
// Rows above `after` in one state, or in all (""), with the same permission.
Result<std::vector<store::JobRow>> job_rows(Service&, const Caller&, std::string_view workspace,
                                            int64_t number, std::string_view state, int64_t after,
                                            int64_t limit);
// It stops at its next point; what it did stays done. Errors: as above, and "job-ended" {job, state}.
Result<void> cancel_job(Service&, const Caller&, std::string_view workspace, int64_t number);

}  // namespace tenure::service
