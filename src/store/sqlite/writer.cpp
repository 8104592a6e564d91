#include "store/sqlite/writer.h"

#include <chrono>

#include "base/environment.h"
#include "base/limits.h"

namespace tenure::store::sqlite {
namespace {

// When a commit was made: only for people who read the journal.
Instant wall_clock() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::microseconds>(now).count()};
}

}  // namespace

Writer::Writer(const std::string& path)
    : connection_(path, Access::write), transaction_(connection_), thread_([this] { serve(); }) {}

Writer::~Writer() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wanted_.notify_one();
  thread_.join();
}

void Writer::write(const std::function<void(Transaction&)>& work) {
  Command command{.work = &work};
  std::unique_lock lock(mutex_);
  room_.wait(lock, [&] { return queue_.size() < limits::kWriteQueue; });
  queue_.push_back(&command);
  if (queue_.size() == 1) wanted_.notify_one();
  command.answered.wait(lock, [&] { return command.done; });
  lock.unlock();
  if (command.problem) std::rethrow_exception(command.problem);
}

void Writer::serve() {
  std::deque<Command*> batch;
  std::unique_lock lock(mutex_);
  while (true) {
    wanted_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) break;
    const size_t count = std::min(queue_.size(), limits::kGroupCommit);
    batch.assign(queue_.begin(), queue_.begin() + static_cast<ptrdiff_t>(count));
    queue_.erase(queue_.begin(), queue_.begin() + static_cast<ptrdiff_t>(count));
    lock.unlock();
    room_.notify_all();
    run(batch);
    lock.lock();
    for (Command* command : batch) {
      command->done = true;
      command->answered.notify_one();
    }
    lock.unlock();
    // The answers are out: what this costs, nobody waits for but the next batch. That it did not
    // succeed is no harm to what is written; the next one tries again.
    try {
      log_.after_commit();
    } catch (const EnvironmentError&) {
    }
    lock.lock();
  }
  lock.unlock();
  log_.end();
}

void Writer::run(std::deque<Command*>& batch) {
  bool alive = true;
  std::exception_ptr lost;
  try {
    transaction_.begin();
    for (Command* command : batch) {
      command->problem = transaction_.run(*command->work, alive);
      if (!alive) {
        lost = command->problem;
        break;
      }
    }
    if (alive) transaction_.commit(wall_clock());
  } catch (...) {
    alive = false;
    lost = std::current_exception();
  }
  if (alive) return;
  try {
    transaction_.roll_back();
  } catch (const EnvironmentError&) {
  }
  for (Command* command : batch) {
    if (!command->problem) command->problem = lost;
  }
}

}  // namespace tenure::store::sqlite
