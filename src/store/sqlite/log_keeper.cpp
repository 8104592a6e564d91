#include "store/sqlite/log_keeper.h"

#include "base/environment.h"
#include "base/limits_of_store.h"

namespace tenure::store::sqlite {

// ---- the disk

LogKeeper::Disk::Disk(const std::string& path)
    : snapshots_{{path, Access::read}, {path, Access::read}}, thread_([this] { serve(); }) {}

LogKeeper::Disk::~Disk() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wanted_.notify_one();
  thread_.join();
}

// Some pages of the log are not in the file yet: so this snapshot reads the log, and not the file alone.
void LogKeeper::Disk::hold_log() {
  const int next = open_ == 0 ? 1 : 0;
  if (snapshots_[next].in_transaction()) snapshots_[next].run("ROLLBACK");
  snapshots_[next].run("BEGIN");
  snapshots_[next].number("SELECT count(*) FROM sqlite_schema");
  let_log_go();
  open_ = next;
}

void LogKeeper::Disk::let_log_go() {
  if (open_ >= 0) snapshots_[open_].run("ROLLBACK");
  open_ = -1;
}

void LogKeeper::Disk::begin_sync() {
  {
    const std::lock_guard lock(mutex_);
    syncing_ = true;
  }
  wanted_.notify_one();
}

bool LogKeeper::Disk::syncing() {
  const std::lock_guard lock(mutex_);
  return syncing_;
}

bool LogKeeper::Disk::await() {
  std::unique_lock lock(mutex_);
  done_.wait(lock, [this] { return !syncing_; });
  return !failed_;
}

void LogKeeper::Disk::serve() {
  std::unique_lock lock(mutex_);
  while (true) {
    wanted_.wait(lock, [this] { return syncing_ || stopping_; });
    if (!syncing_) return;
    lock.unlock();
    const bool safe = snapshots_[0].sync_file();
    lock.lock();
    failed_ = failed_ || !safe;
    syncing_ = false;
    done_.notify_one();
  }
}

// ---- the log

void LogKeeper::after_commit() {
  const int frames = writer_.log_frames();
  if (frames < last_) copied_ = finish_at_ = 0;  // begun anew
  last_ = frames;
  if (disk_) {
    if (disk_->syncing() && frames <= limits::kLogPagesMost) return;
    if (!disk_->await()) return;  // the log alone is whole: it stays, and is moved at the next start
  }
  // Behind large commits there is always much left: then, after some, one waits for it all the same.
  const int rest = frames - copied_;
  const bool ends = frames > limits::kLogPages && frames >= finish_at_;
  if (ends && (rest <= limits::kLogRest || frames > limits::kLogPagesLong)) finish(frames);
  else if (rest > limits::kLogPart && frames <= limits::kLogPagesLong) copy_part(frames);
}

void LogKeeper::copy_part(int frames) {
  if (!disk_) disk_ = std::make_unique<Disk>(writer_.path());
  disk_->hold_log();
  copied_ = frames - writer_.checkpoint(Checkpoint::unsynced);
  disk_->begin_sync();
}

// Whatever was copied before is safe: after this the next transaction begins the log anew, unless a
// reader stays in the way.
void LogKeeper::finish(int frames) {
  finish_at_ = frames + limits::kLogRest / 2;
  if (disk_) disk_->let_log_go();
  copied_ = frames - writer_.checkpoint(Checkpoint::restart);
}

void LogKeeper::end() {
  const bool safe = !disk_ || disk_->await();
  if (safe && disk_) disk_->let_log_go();
  try {
    if (safe) writer_.checkpoint(Checkpoint::truncate);
    else writer_.keep_log();
  } catch (const EnvironmentError&) {  // the next start does it
  }
}

}  // namespace tenure::store::sqlite
