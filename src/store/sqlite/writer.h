#pragma once
// The one thread that writes. Works wait in a bounded queue; it takes what is there, runs it in one
// transaction, commits (on disk: synchronous=FULL), and only then answers. Between transactions it
// keeps the write-ahead log short (LogKeeper).
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

#include "store/sqlite/log_keeper.h"
#include "store/sqlite/transaction.h"

namespace tenure::store::sqlite {

class Writer {
 public:
  explicit Writer(const std::string& path);
  ~Writer();  // finishes what is queued
  Writer(const Writer&) = delete;

  // Returns when the work is on disk; throws what it threw, or why it could not be committed. Waits
  // while the queue is full.
  void write(const std::function<void(Transaction&)>& work);

 private:
  struct Command {
    const std::function<void(Transaction&)>* work;
    std::exception_ptr problem;
    bool done = false;
    std::condition_variable answered;
  };
  void serve();
  void run(std::deque<Command*>& batch);

  Connection connection_;
  SqliteTransaction transaction_;
  LogKeeper log_{connection_};
  std::mutex mutex_;
  std::condition_variable wanted_, room_;
  std::deque<Command*> queue_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace tenure::store::sqlite
