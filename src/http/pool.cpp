#include "http/pool.h"

#include <chrono>
#include <system_error>

#include "base/environment.h"
#include "base/limits.h"

namespace tenure::http {

int64_t steady_micros() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

Pool::Pool(unsigned threads, size_t queue) : queue_(queue), ring_(64) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, limits::kHttpThreadStack);
  idle_.reserve(threads);
  for (unsigned i = 0; i < threads; ++i) {
    auto worker = std::make_unique<Worker>();
    worker->pool = this;
    const auto body = [](void* given) -> void* {
      auto& self = *static_cast<Worker*>(given);
      self.pool->work(self);
      return nullptr;
    };
    const int fault = pthread_create(&worker->thread, &attributes, body, worker.get());
    if (fault != 0) {
      if (i > 0) break;  // fewer serve too
      throw EnvironmentError("cannot-start-thread", {{"reason", std::generic_category().message(fault)}});
    }
    workers_.push_back(std::move(worker));
  }
  pthread_attr_destroy(&attributes);
}

Pool::~Pool() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    for (Worker* worker : idle_) worker->woken = true, worker->wake.notify_one();
    idle_.clear();
  }
  for (const auto& worker : workers_) pthread_join(worker->thread, nullptr);
}

void Pool::grow() {
  std::vector<Entry> bigger(ring_.size() * 2);
  for (size_t i = 0; i < count_; ++i) bigger[i] = std::move(ring_[(first_ + i) & (ring_.size() - 1)]);
  ring_ = std::move(bigger);
  first_ = 0;
}

Pool::Worker* Pool::wake_one() {
  if (idle_.empty()) return nullptr;
  Worker* worker = idle_.back();
  idle_.pop_back();
  worker->woken = true;
  ++coming_;
  return worker;
}

bool Pool::push(std::shared_ptr<Job>& job, size_t limit) {
  Worker* sleeper = nullptr;
  {
    std::lock_guard lock(mutex_);
    if (stopping_ || count_ >= limit) return false;
    if (count_ == ring_.size()) grow();
    ring_[(first_ + count_) & (ring_.size() - 1)] = {std::move(job), steady_micros()};
    waiting_.store(++count_, std::memory_order_relaxed);
    if (coming_ == 0) sleeper = wake_one();
  }
  if (sleeper != nullptr) sleeper->wake.notify_one();
  return true;
}

void Pool::work(Worker& self) {
  std::unique_lock lock(mutex_);
  for (;;) {
    if (count_ == 0) {
      if (stopping_) return;
      self.woken = false;
      idle_.push_back(&self);
      self.wake.wait(lock, [&self] { return self.woken; });
      if (coming_ > 0) --coming_;
      continue;
    }
    Entry entry = std::move(ring_[first_]);
    first_ = (first_ + 1) & (ring_.size() - 1);
    waiting_.store(--count_, std::memory_order_relaxed);
    Worker* more[2] = {};
    for (Worker*& worker : more)
      if (coming_ < count_ && coming_ < 2) worker = wake_one();
    lock.unlock();
    for (Worker* worker : more)
      if (worker != nullptr) worker->wake.notify_one();
    working_.fetch_add(1, std::memory_order_relaxed);
    entry.job->run(steady_micros() - entry.since);
    entry.job.reset();
    working_.fetch_sub(1, std::memory_order_relaxed);
    lock.lock();
  }
}

}  // namespace tenure::http
