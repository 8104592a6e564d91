#pragma once
// Backups that a running server makes, into the one folder that its operator named: one at a time, in a thread of their
// own beside all other work. What there is, is what lies in the folder. No row of the store knows of them but the
// audit: a store that comes back from one must not find itself in the middle of making it.
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "service/backup.h"

namespace tenure::service {

struct Backup {
  enum class State : uint8_t { running, done, failed };
  std::string name;  // "tenure-20261126T142900Z.db", of the moment it began
  State state = State::running;
  int64_t bytes = 0, total = 0;  // copied so far, of so many; of a whole one its size
  Instant at;                    // it holds everything that was acknowledged before
  std::optional<bool> verified;  // unknown of one that another process made
  Error error;                   // of one that failed; nothing stands under its name then
  std::vector<std::string> removed;  // older ones that went for it, the oldest first
  Error not_removed;                 // why one that should have gone is there still; code "" = none is
};

class Backups {
 public:
  struct Options {
    std::string folder;                        // "" = none are made here
    // So many of this store stay in the folder; 0 = all. Older ones go when one has been made and proved sound, and only
    // those: what bears another name, is a copy of another store, or is being worked with stays where it is.
    size_t keep = 0;
    std::function<void(const Backup&)> told;  // when one begins and when it ends
  };
  // What an earlier process left half-done in the folder is removed.
  Backups(Service&, store::Store&, const Clock&, Options);
  ~Backups();  // stops
  Backups(const Backups&) = delete;

  // Whether files can be made there. Errors: "backup-folder-unusable" {folder, reason}.
  static Result<void> check(const std::string& folder);

  // Errors of all: "unknown-workspace"; those of Access for the record "backup".
  // begin(): also "no-backup-folder"; "backup-running" {backup}; those of transact, which a repeated Idempotency-Key
  // has answered before. It returns when the copy has begun, not when it has ended.
  Result<Backup> begin(const Caller&, std::string_view workspace, bool verify);
  Result<std::vector<Backup>> list(const Caller&, std::string_view workspace);  // the newest first
  // Errors: also "unknown-backup" {backup}.
  Result<Backup> find(const Caller&, std::string_view workspace, std::string_view name);

  void stop();  // one that is being made is given up, and nothing of it is left

 private:
  std::string free_name(Instant now) const;
  std::vector<Backup> all() const;
  void make(std::string name, bool verify);
  void let_go(Backup& made) const;
  void tell(const Backup&) const;

  Service& service_;
  store::Store& store_;
  const Clock& clock_;
  const Options options_;

  std::mutex beginning_;  // one begins at a time
  std::thread thread_;    // under beginning_
  mutable std::mutex mutex_;
  std::optional<Backup> last_;  // that this process began
  bool stopping_ = false;
};

}  // namespace tenure::service
