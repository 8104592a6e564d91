#include "service/timers.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "base/environment.h"
#include "service/impl.h"
#include "service/rfm.h"
#include "service/schedule.h"

namespace tenure::service {

using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

namespace {

constexpr const char* kAnchor = "clock";
// A clock that is set, a machine that slept: noticed within this, whatever the timer waits for.
constexpr milliseconds kLongestWait{1'000};
constexpr int64_t kTryAgainMicros = 10 * kMicrosPerSecond;

std::optional<Instant> earlier(std::optional<Instant> a, std::optional<Instant> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

}  // namespace

std::optional<ClockAnchor> kept_anchor(store::Store& store) {
  std::string kept;
  store.read([&](store::Reader& reader) { kept = reader.work().machine(kAnchor); });
  // "wall since_boot boot"
  ClockAnchor anchor;
  const char* end = kept.data() + kept.size();
  const auto wall = std::from_chars(kept.data(), end, anchor.wall.micros);
  if (wall.ec != std::errc() || wall.ptr == end) return std::nullopt;
  const auto since = std::from_chars(wall.ptr + 1, end, anchor.since_boot);
  if (since.ec != std::errc() || since.ptr == end) return std::nullopt;
  anchor.boot.assign(since.ptr + 1, end);
  return anchor;
}

void keep_anchor(store::Store& store, const ClockAnchor& anchor) {
  const std::string text = std::to_string(anchor.wall.micros) + " " +
                           std::to_string(anchor.since_boot) + " " + anchor.boot;
  store.write(
      [&](store::Transaction& transaction) { transaction.work().keep_machine(kAnchor, text); });
}

Timers::Timers(Service& service, store::Store& store, GuardedClock& clock, Options options)
    : service_(service), store_(store), clock_(clock), options_(std::move(options)) {
  store_.read([&](store::Reader& reader) {
    for (std::string& workspace : reader.workspaces()) changed_.insert(std::move(workspace));
  });
  listener_ = service_.subscribe([this](const Committed& committed) {
    const std::lock_guard lock(mutex_);
    committed_ = true;
    if (changed_.insert(committed.workspace).second) woken_.notify_one();
  });
}

Timers::~Timers() {
  stop();
}

void Timers::start() {
  thread_ = std::thread([this] { serve(); });
}

void Timers::stop() {
  listener_.reset();
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  woken_.notify_one();
  if (thread_.joinable()) thread_.join();
}

bool Timers::held() const {
  const std::lock_guard lock(mutex_);
  return held_;
}

std::optional<Instant> Timers::next() const {
  const std::lock_guard lock(mutex_);
  std::optional<Instant> next;
  for (const auto& [workspace, at] : next_) next = earlier(next, at);
  return next;
}

void Timers::tell(Event event) {
  if (options_.told) options_.told(event);
}

bool Timers::hold(const std::optional<GuardedClock::Jump>& jump) {
  bool changed = false;
  {
    const std::lock_guard lock(mutex_);
    changed = held_ != jump.has_value();
    held_ = jump.has_value();
  }
  if (changed) tell({.kind = jump ? Event::Kind::held : Event::Kind::released, .jump = jump});
  return jump.has_value();
}

// A machine without commits writes nothing.
void Timers::keep_clock() {
  const ClockAnchor anchor = clock_.anchor();
  {
    const std::lock_guard lock(mutex_);
    if (!committed_) return;
    if (anchored_ && anchor.wall.micros - anchored_->micros < limits::kClockAnchorMicros) return;
    committed_ = false;
    anchored_ = anchor.wall;
  }
  keep_anchor(store_, anchor);
}

// Of schedules; returns when the next one begins.
std::optional<Instant> Timers::start_jobs(const std::string& workspace, Instant now) {
  const Result<RealmPtr> realm = service_.impl().realm(workspace);
  if (!realm) return std::nullopt;
  std::optional<Instant> next;
  bool differs = false;
  store_.read([&](store::Reader& reader) {
    differs = rfm_schedule_differs(**realm, reader);
    next = reader.work().next_schedule((*realm)->id);
  });
  if (differs) {  // the setting or the definition has changed
    store_.write([&](store::Transaction& transaction) {
      keep_rfm_schedule(**realm, transaction, now);
      next = transaction.reads().work().next_schedule((*realm)->id);
    });
  }
  if (!next || *next > now) return next;
  int64_t started = 0;
  store_.write([&](store::Transaction& transaction) {
    started = 0;
    next = start_due_schedules(**realm, transaction, now, started);
  });
  tell({.kind = Event::Kind::started, .workspace = workspace, .jobs = started});
  service_.impl().announce({.workspace = workspace, .verb = "schedule", .record = "job"});
  return next;
}

void Timers::look_at(const std::string& workspace, Instant now, Look& look) {
  std::optional<Instant> next;
  try {
    auto waits = service_.next_due(workspace);
    next = waits ? *waits : std::nullopt;
    if (next && *next <= now) {
      const Instant due = *next;
      const auto fired = service_.fire_due(workspace, options_.accounts);
      next = fired ? fired->next : std::nullopt;
      if (fired && fired->accounts > 0) {
        tell({.kind = Event::Kind::fired,
              .workspace = workspace,
              .fired = *fired,
              .late_micros = now.micros - due.micros});
      }
    }
    next = earlier(next, start_jobs(workspace, now));
  } catch (const EnvironmentError& error) {  // another workspace may still do
    next = Instant{now.micros + kTryAgainMicros};
    tell({.kind = Event::Kind::failed, .workspace = workspace, .error = error.error()});
  }
  look.more = look.more || (next && *next <= now);
  const std::lock_guard lock(mutex_);
  next_[workspace] = next;
}

Timers::Look Timers::look() {
  Look look;
  look.held = hold(clock_.jump());
  if (look.held) return look;
  const Instant now = clock_.now();
  std::set<std::string> workspaces;
  {
    const std::lock_guard lock(mutex_);
    workspaces.swap(changed_);
    for (const auto& [workspace, at] : next_) {
      if (at && *at <= now) workspaces.insert(workspace);
    }
  }
  for (const std::string& workspace : workspaces) look_at(workspace, now, look);
  keep_clock();
  look.next = next();
  return look;
}

void Timers::serve() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    const auto begin = Steady::now();
    Look look;
    try {
      look = this->look();
    } catch (const EnvironmentError& error) {  // the disk: the anchor could not be kept
      tell({.kind = Event::Kind::failed, .error = error.error()});
    }
    const auto took = Steady::now() - begin;
    lock.lock();
    if (stopping_) break;
    if (look.more) {
      woken_.wait_for(lock, took, [&] { return stopping_; });
      continue;
    }
    // Commits come in crowds: one look for all of them.
    woken_.wait_for(lock, milliseconds(limits::kTimerLookMs), [&] { return stopping_; });
    auto wait = kLongestWait;
    if (look.next && !look.held) {
      const int64_t left = (look.next->micros - clock_.now().micros) / 1'000;
      wait = std::clamp(milliseconds(left), milliseconds(0), kLongestWait);
    }
    woken_.wait_for(lock, wait, [&] { return stopping_ || (!changed_.empty() && !held_); });
  }
}

}  // namespace tenure::service
