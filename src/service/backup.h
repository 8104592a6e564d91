#pragma once
// Copies of a whole store, all its workspaces: made while it works, examined, put back.
#include <functional>
#include <string>
#include <vector>

#include "service/caller.h"
#include "service/service.h"

namespace tenure::service {

enum class CopyPhase : uint8_t { copying, verifying };
// `done` of `total` bytes or accounts; false stops it, and nothing was made.
using CopyProgress = std::function<bool(CopyPhase, int64_t done, int64_t total)>;

struct StoreFinding {
  std::string workspace;
  Service::Finding finding;
};
// Service::verify of every workspace.
std::vector<StoreFinding> verify_all(store::Store&, const Clock&, const CopyProgress& = {});

struct BackupOptions {
  bool verify = false;  // the copy itself, before it gets its name
  CopyProgress progress;
};
struct BackupReport {
  std::string path;
  int64_t bytes = 0;
  Instant at;  // it holds everything acknowledged before this moment
  bool verified = false, stopped = false;
};
// Copies the store into a new file. It stands under its name only when it is whole and on the disk.
// Errors: those of Access::check_administers; "copy-unsound" {path, findings, reason}. Throws
// EnvironmentError "file-exists" {path} (nothing is ever written over), and what disks do.
Result<BackupReport> back_up(const Caller&, store::Store&, const Clock&, const std::string& path,
                             const BackupOptions& = {});

struct RestoreOptions {
  bool may_replace = false;  // a store that is there; it is kept under another name
  CopyProgress progress;
};
struct RestoreReport {
  int64_t bytes = 0;
  std::vector<std::string> workspaces;
  std::string replaced;  // where the former store is now; "" = there was none
  bool stopped = false;
};
// Puts a copy in the place of the store `path`, which no process may hold. The copy is brought
// beside it, brought up to this program's schema, verified whole, and only then takes the place.
// Errors: "copy-unsound". Throws what store::Restoring throws.
Result<RestoreReport> restore(const std::string& copy, const std::string& path, const Clock&,
                              const RestoreOptions& = {});

}  // namespace tenure::service
