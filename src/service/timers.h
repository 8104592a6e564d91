#pragma once
// The timers of a server: a worker that wakes, looks at the table, and makes it true. What is due is in the
// store and nowhere else, so that a restart or a week off forgets nothing and fires nothing twice. A backlog
// is drained in short transactions with a pause as long as each, so that requests keep their latency.
//
// While the machine's clock does not agree with itself (base/guarded_clock.h) no timer fires.
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>

#include "base/guarded_clock.h"
#include "base/limits.h"
#include "service/service.h"

namespace tenure::service {

// The clock's anchor of an earlier process, if the store has one; and to keep it there.
std::optional<ClockAnchor> kept_anchor(store::Store&);
void keep_anchor(store::Store&, const ClockAnchor&);

class Timers {
 public:
  // What it did or found, for the log and the numbers.
  struct Event {
    enum class Kind : uint8_t {
      fired,     // in `workspace`: `fired`, the earliest of them `late_micros` behind its instant
      started,   // `jobs` of schedules in `workspace`
      held,      // the clock jumped: `jump`
      released,  // it agrees again, or somebody confirmed it
      failed     // in `workspace`: `error`; tried again in a while
    } kind;
    std::string workspace;
    Service::Fired fired;
    int64_t late_micros = 0, jobs = 0;
    std::optional<GuardedClock::Jump> jump;
    Error error;
  };
  struct Options {
    int64_t accounts = limits::kTimerAccounts;  // in one transaction
    std::function<void(const Event&)> told;     // on the worker's thread
  };
  // The clock must be the service's own.
  Timers(Service&, store::Store&, GuardedClock&, Options);
  ~Timers();  // stops
  Timers(const Timers&) = delete;

  void start();
  void stop();  // returns when the transaction at hand is committed

  // One look at every workspace that may have something due: at most one transaction in each. `more`: there
  // may be more due now. What start() does again and again; without it, for tests.
  struct Look {
    bool more = false, held = false;
    std::optional<Instant> next;
  };
  Look look();

  bool held() const;
  std::optional<Instant> next() const;  // when the earliest timer fires

 private:
  void serve();
  void look_at(const std::string& workspace, Instant now, Look&);
  std::optional<Instant> start_jobs(const std::string& workspace, Instant now);
  bool hold(const std::optional<GuardedClock::Jump>&);
  void keep_clock();
  void tell(Event);

  Service& service_;
  store::Store& store_;
  GuardedClock& clock_;
  Options options_;
  std::shared_ptr<const Listener> listener_;

  mutable std::mutex mutex_;
  std::condition_variable woken_;
  bool stopping_ = false, held_ = false, committed_ = true;
  std::set<std::string> changed_;  // workspaces with commits since the last look
  std::map<std::string, std::optional<Instant>> next_;
  std::optional<Instant> anchored_;
  std::thread thread_;
};

}  // namespace tenure::service
