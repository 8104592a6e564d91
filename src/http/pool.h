#pragma once
// The threads that handlers run on, and the bounded queue before them. Internal to the room.
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include <pthread.h>

namespace tenure::http {

class Job {
 public:
  virtual ~Job() = default;
  virtual void run(int64_t waited_micros) noexcept = 0;  // on a thread of the pool
};

class Pool {
 public:
  Pool(unsigned threads, size_t queue);
  ~Pool();  // runs what is queued, joins

  // False when the queue is full, or after stop(); then nothing happens to the job.
  bool submit(std::shared_ptr<Job>& job) { return push(job, queue_); }
  // For what goes on with something accepted before: of these there are as many as connections.
  void submit_more(std::shared_ptr<Job> job) { push(job, SIZE_MAX); }
  size_t waiting() const { return waiting_.load(std::memory_order_relaxed); }
  size_t working() const { return working_.load(std::memory_order_relaxed); }

 private:
  struct Entry {
    std::shared_ptr<Job> job;
    int64_t since;
  };
  // Sleeps by itself, so that the one that slept last, whose memory is warm, is woken first and those
  // that are not needed sleep on. While one is on its way no more are woken by the I/O thread: whoever comes
  // awake wakes two more if there is work for them, which costs less than to wake one per job.
  struct Worker {
    pthread_t thread;
    Pool* pool;
    std::condition_variable wake;
    bool woken = false;
  };
  bool push(std::shared_ptr<Job>& job, size_t limit);
  Worker* wake_one();  // under the lock; the caller notifies behind it
  void work(Worker&);
  void grow();

  const size_t queue_;
  std::mutex mutex_;
  std::vector<Entry> ring_;  // a power of two of them
  size_t first_ = 0, count_ = 0;
  std::vector<Worker*> idle_;
  std::vector<std::unique_ptr<Worker>> workers_;
  size_t coming_ = 0;  // woken and not here yet
  bool stopping_ = false;
  std::atomic<size_t> waiting_ = 0, working_ = 0;
};

int64_t steady_micros();

}  // namespace tenure::http
