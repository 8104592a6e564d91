#pragma once
// Moves the write-ahead log into the file: on the writer's thread, between its transactions; nobody else ever does. The
// pages are copied there a part at a time, but for the disk to keep them a thread waits that does nothing else. Until it
// has, a snapshot is held open, for SQLite begins no log anew that somebody still reads: as long as a page is not safe in
// the file, it is in the log.
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "store/sqlite/connection.h"

namespace tenure::store::sqlite {

class LogKeeper {
 public:
  explicit LogKeeper(Connection& writer) : writer_(writer) {}
  LogKeeper(const LogKeeper&) = delete;

  // What is due after a commit. Throws EnvironmentError: no harm to what is written; the next call tries again.
  void after_commit();
  // Everything into the file, behind the last commit.
  void end();

 private:
  // Holds the log, and waits for the disk.
  class Disk {
   public:
    explicit Disk(const std::string& path);
    ~Disk();
    void hold_log();
    void let_log_go();
    void begin_sync();
    bool syncing();
    bool await();  // false: a page may never have come to the disk

   private:
    void serve();

    Connection snapshots_[2];  // one of them open while pages wait for the disk
    int open_ = -1;            // which; -1: none
    std::mutex mutex_;
    std::condition_variable wanted_, done_;
    bool syncing_ = false, failed_ = false, stopping_ = false;
    std::thread thread_;
  };
  void copy_part(int frames);
  void finish(int frames);

  Connection& writer_;
  std::unique_ptr<Disk> disk_;  // once there is enough to do
  int last_ = 0;                // frames in the log after the commit before
  int copied_ = 0;              // of them, those in the file
  int finish_at_ = 0;           // frames; a reader was in the way
};

}  // namespace tenure::store::sqlite
