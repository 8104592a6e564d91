#include "service/jobs.h"

#include <chrono>

#include "base/assert.h"
#include "base/environment.h"
#include "base/json.h"
#include "base/limits.h"

namespace tenure::service {

using Steady = std::chrono::steady_clock;

namespace {

int64_t steady_micros() {
  return std::chrono::duration_cast<std::chrono::microseconds>(Steady::now().time_since_epoch())
      .count();
}

// A member of a JSON object; null when there is none, or it is no object.
const Value* member(const Value& object, std::string_view name) {
  const auto* held = object.get<std::shared_ptr<const Object>>();
  if (!held) return nullptr;
  for (const auto& [key, value] : (*held)->members) {
    if (key == name) return &value;
  }
  return nullptr;
}

std::string text(const Value& object, std::string_view name) {
  const Value* found = member(object, name);
  const std::string* text = found ? found->get<std::string>() : nullptr;
  return text ? *text : "";
}

int64_t number(const Value& object, std::string_view name) {
  const Value* found = member(object, name);
  const int64_t* number = found ? found->get<int64_t>() : nullptr;
  return number ? *number : 0;
}

bool ended(const store::Job& job) {
  return job.state != kWaiting && job.state != kRunning;
}

Error unknown_job(int64_t number) {
  return {"unknown-job", {{"job", std::to_string(number)}}};
}

// Sees all jobs, or only their own.
bool may_see(const Access& access, const Caller& caller, const store::Job& job) {
  const bool leads = access.may(kMayChange, "job") && !access.own_only();
  return leads || job.actor == caller.actor;
}

}  // namespace

// ---- what is kept

std::string encode_caller(const Caller& caller) {
  std::string out;
  json::Writer w(out);
  w.begin_object().field("actor", caller.actor).field("role", caller.role);
  w.field("scopes", int64_t{caller.scopes}).field("own_only", caller.own_only);
  w.field("channel", static_cast<int64_t>(caller.channel)).field("address", caller.address);
  w.field("request_id", caller.request_id);
  w.field("language", to_string(caller.language)).end_object();
  return out;
}

Caller decode_caller(std::string_view kept) {
  Caller caller;
  caller.actor = caller.role = "";
  caller.scopes = 0;
  const Result<Value> value = json::parse(kept);
  if (!value) return caller;
  caller.actor = text(*value, "actor");
  caller.role = text(*value, "role");
  caller.scopes = static_cast<uint8_t>(number(*value, "scopes"));
  const Value* own = member(*value, "own_only");
  caller.own_only = !own || !own->get<bool>() || *own->get<bool>();
  caller.channel = static_cast<Channel>(number(*value, "channel"));
  caller.address = text(*value, "address");
  caller.request_id = text(*value, "request_id");
  caller.language = parse_language(text(*value, "language")).value_or(Language::english);
  return caller;
}

Caller system_caller(std::string_view name) {
  Caller caller;
  caller.actor = name;
  caller.role = "owner";
  caller.channel = Channel::system;
  return caller;
}

std::string encode_error(const Error& error) {
  std::string out;
  json::Writer w(out);
  w.begin_object().field("code", error.code).key("arguments").begin_array();
  for (const auto& [name, value] : error.arguments) w.value(name).value(value);
  w.end_array().end_object();
  return out;
}

Error decode_error(std::string_view kept) {
  Error error;
  const Result<Value> value = json::parse(kept);
  if (!value) return error;
  error.code = text(*value, "code");
  const Value* arguments = member(*value, "arguments");
  const auto* list = arguments ? arguments->get<std::shared_ptr<const List>>() : nullptr;
  for (size_t i = 0; list && i + 1 < (*list)->items.size(); i += 2)
    error.arguments.emplace_back(to_text((*list)->items[i]), to_text((*list)->items[i + 1]));
  return error;
}

int64_t queue_job(store::Transaction& transaction, store::WorkspaceId workspace,
                  const Caller& caller, std::string_view kind, std::string_view request,
                  Instant now, std::string_view once, int64_t total) {
  return transaction.work().add_job(workspace, {.kind = std::string(kind),
                                                .state = std::string(kWaiting),
                                                .request = std::string(request),
                                                .caller = encode_caller(caller),
                                                .actor = caller.actor,
                                                .once = std::string(once),
                                                .created_at = now,
                                                .total = total});
}

// ---- what the work is given

bool JobRun::stop() const {
  return signals_->cancel || signals_->stop;
}

void JobRun::piece(const Piece& work) {
  const int64_t begin = steady_micros();
  Service::Impl& impl = service.impl();
  const AccessPtr access = impl.access(*realm, caller);
  const store::Job before = job;
  const std::string workspace = realm->name;
  int64_t facts = 0;
  const auto written = impl.write(workspace, [&](store::Transaction& transaction, const RealmPtr& now) {
    realm = now;   // the definition may have changed since
    job = before;  // should this not be the first attempt
    Context context(caller, realm, access, impl.clock.now(), transaction.reads(), &transaction);
    work(context);
    job.attempts = 0;
    transaction.work().save_job(realm->id, job);
    facts = context.recorded();
  });
  TENURE_ASSERT(written.has_value());  // workspaces are never removed
  impl.announce({.workspace = realm->name,
                 .verb = "job",
                 .record = "job",
                 .key = std::to_string(job.number),
                 .actor = caller.actor,
                 .facts = facts});
  took_micros_ = steady_micros() - begin;
}

void JobRun::rest() {
  if (polite_) std::this_thread::sleep_for(std::chrono::microseconds(took_micros_));
}

// ---- the queue

Jobs::Jobs(Service& service, std::vector<JobKind> kinds, Options options)
    : service_(service), options_(std::move(options)) {
  for (JobKind& kind : kinds) kinds_.emplace(kind.name, std::move(kind));
  listener_ = service_.subscribe([this](const Committed& committed) { hear(committed); });
}

Jobs::~Jobs() {
  stop();
}

void Jobs::start() {
  for (size_t i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { serve(); });
}

void Jobs::stop() {
  listener_.reset();
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (auto& [workspace, running] : running_) running.signals->stop = true;
  }
  woken_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void Jobs::tell(Event event) {
  if (options_.told) options_.told(event);
}

// Of our own pieces too, which change nothing of this.
void Jobs::hear(const Committed& committed) {
  if (committed.record != "job") return;
  const std::lock_guard lock(mutex_);
  if (committed.verb == "cancel") {
    const auto running = running_.find(committed.workspace);
    if (running != running_.end() && std::to_string(running->second.number) == committed.key)
      running->second.signals->cancel = true;
  }
  if (committed.verb != "job") {
    look_ = true;
    woken_.notify_one();
  }
}

void Jobs::serve() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    look_ = false;
    if (serve_one(lock)) continue;
    // A look now and then finds what failed and may be tried again.
    woken_.wait_for(lock, std::chrono::seconds(5), [&] { return stopping_ || look_; });
  }
}

// Runs the oldest job of a workspace where none runs; false: there is none.
bool Jobs::serve_one(std::unique_lock<std::mutex>& lock) {
  std::vector<store::WorkReader::Waiting> waiting;
  lock.unlock();
  try {
    service_.impl().store.read(
        [&](store::Reader& reader) { waiting = reader.work().unfinished_jobs(); });
  } catch (const EnvironmentError& error) {
    tell({.kind = Event::Kind::failing, .error = error.error()});
  }
  lock.lock();
  if (stopping_) return false;
  const int64_t now = steady_micros();
  for (const auto& job : waiting) {
    if (running_.contains(job.workspace)) continue;
    if (const auto pause = not_before_.find(job.workspace);
        pause != not_before_.end() && pause->second > now)
      continue;
    const auto signals = std::make_shared<JobRun::Signals>();
    running_[job.workspace] = {job.number, signals};
    lock.unlock();
    bool failing = false;
    try {
      work_on(job.workspace, job.number, signals, true);
    } catch (const EnvironmentError& error) {
      failing = true;
      tell({.kind = Event::Kind::failing, .workspace = job.workspace, .error = error.error()});
    }
    lock.lock();
    running_.erase(job.workspace);
    not_before_.erase(job.workspace);
    if (failing) not_before_[job.workspace] = steady_micros() + limits::kJobRetryMicros;
    return true;
  }
  return false;
}

// Counts the attempt before it is made: what brings the process down is not tried for ever.
bool Jobs::begin(JobRun& run) {
  Service::Impl& impl = service_.impl();
  bool goes = false;
  impl.store.write([&](store::Transaction& transaction) {
    const auto job = transaction.reads().work().find_job(run.realm->id, run.job.number);
    goes = job && !ended(*job);
    if (!goes) return;
    run.job = *job;
    ++run.job.attempts;
    run.job.state = kRunning;
    if (!run.job.started_at) run.job.started_at = impl.clock.now();
    transaction.work().save_job(run.realm->id, run.job);
  });
  return goes;
}

void Jobs::end(JobRun& run, std::string_view state, const std::string& result,
               const std::string& error) {
  run.piece([&](Context& context) {
    run.job.state = state;
    run.job.result = result;
    run.job.error = error;
    run.job.finished_at = context.now();
  });
  tell({.kind = Event::Kind::ended, .workspace = run.realm->name, .job = run.job});
}

void Jobs::work_on(const std::string& workspace, int64_t number,
                   const std::shared_ptr<JobRun::Signals>& signals, bool polite) {
  Service::Impl& impl = service_.impl();
  const Result<RealmPtr> realm = impl.realm(workspace);
  if (!realm) return;
  store::Job job;
  impl.store.read([&](store::Reader& reader) {
    job = reader.work().find_job((*realm)->id, number).value_or(store::Job{});
  });
  if (job.number == 0) return;
  JobRun run(service_, *realm, decode_caller(job.caller), job, signals, polite);
  if (!begin(run)) return;
  if (run.job.cancel) signals->cancel = true;
  const auto kind = kinds_.find(run.job.kind);
  if (kind == kinds_.end()) {
    const Error unknown{"unknown-job-kind", {{"kind", run.job.kind}}};
    return end(run, kFailed, "", encode_error(unknown));
  }
  if (run.job.attempts > limits::kJobAttempts) {
    const Error gave_up{"job-gave-up", {{"count", std::to_string(limits::kJobAttempts)}}};
    return end(run, kFailed, "", encode_error(gave_up));
  }
  if (signals->cancel) return end(run, kCancelled, run.job.result, "");
  tell({.kind = Event::Kind::begun, .workspace = workspace, .job = run.job});
  const auto result = kind->second.run(run);
  if (!result) return end(run, kFailed, run.job.result, encode_error(result.error()));
  if (*result) return end(run, kFinished, **result, "");
  if (signals->cancel) return end(run, kCancelled, run.job.result, "");
  // It was told to stop, and goes on after the next start: that attempt was not in vain.
  run.piece([](Context&) {});
}

Result<store::Job> Jobs::run(std::string_view workspace, int64_t number,
                             const std::function<bool(const store::Job&)>& going_on) {
  const auto signals = std::make_shared<JobRun::Signals>();
  const auto listener = service_.subscribe([&](const Committed& committed) {
    if (!going_on || committed.record != "job" || committed.key != std::to_string(number)) return;
    if (const auto job = find_job(service_, system_caller("jobs"), workspace, number);
        job && !going_on(*job))
      signals->stop = true;
  });
  work_on(std::string(workspace), number, signals, false);
  return find_job(service_, system_caller("jobs"), workspace, number);
}

// ---- what people see of them

Result<std::vector<store::Job>> list_jobs(Service& service, const Caller& caller,
                                          std::string_view workspace, int64_t before,
                                          int64_t limit) {
  Service::Impl& impl = service.impl();
  TENURE_TRY(const RealmPtr realm, impl.realm(workspace));
  const AccessPtr access = impl.access(*realm, caller);
  TENURE_CHECK_OK(access->check(kMayRead, "job"));
  std::vector<store::Job> jobs;
  impl.store.read([&](store::Reader& reader) {
    reader.work().jobs(realm->id, before, limit, [&](const store::Job& job) {
      if (may_see(*access, caller, job)) jobs.push_back(job);
    });
  });
  return jobs;
}

Result<store::Job> find_job(Service& service, const Caller& caller, std::string_view workspace,
                            int64_t number) {
  Service::Impl& impl = service.impl();
  TENURE_TRY(const RealmPtr realm, impl.realm(workspace));
  const AccessPtr access = impl.access(*realm, caller);
  TENURE_CHECK_OK(access->check(kMayRead, "job"));
  std::optional<store::Job> job;
  impl.store.read([&](store::Reader& reader) { job = reader.work().find_job(realm->id, number); });
  if (!job || !may_see(*access, caller, *job)) return std::unexpected(unknown_job(number));
  return *job;
}

Result<std::vector<store::JobRow>> job_rows(Service& service, const Caller& caller,
                                            std::string_view workspace, int64_t number,
                                            std::string_view state, int64_t after, int64_t limit) {
  TENURE_TRY(const store::Job job, find_job(service, caller, workspace, number));
  Service::Impl& impl = service.impl();
  TENURE_TRY(const RealmPtr realm, impl.realm(workspace));
  std::vector<store::JobRow> rows;
  impl.store.read([&](store::Reader& reader) {
    reader.work().job_rows(realm->id, job.number, state, after, limit,
                           [&](const store::JobRow& row) { rows.push_back(row); });
  });
  return rows;
}

Result<void> cancel_job(Service& service, const Caller& caller, std::string_view workspace,
                        int64_t number) {
  const Attempt attempt{.name = "cancel", .record = "job", .key = std::to_string(number)};
  const auto done =
      service.impl().transact(caller, workspace, attempt, [&](Context& context) -> Result<Done> {
        TENURE_CHECK_OK(context.access().check(kMayRead, "job"));
        auto job = context.reads().work().find_job(context.workspace(), number);
        if (!job || !may_see(context.access(), caller, *job))
          return std::unexpected(unknown_job(number));
        if (ended(*job)) {
          return refuse("job-ended", {{"job", std::to_string(number)}, {"state", job->state}});
        }
        job->cancel = true;
        context.transaction().work().save_job(context.workspace(), *job);
        return Done{.record = "job", .key = std::to_string(number), .version = job->version + 1};
      });
  if (!done) return std::unexpected(done.error());
  return {};
}

}  // namespace tenure::service
