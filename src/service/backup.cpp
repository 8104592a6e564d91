#include "service/backup.h"

#include <algorithm>
#include <filesystem>

#include "base/environment.h"
#include "base/new_file.h"
#include "service/access.h"

namespace tenure::service {
namespace {

// A progress that may be absent, and that remembers having stopped.
class Progress {
 public:
  explicit Progress(const CopyProgress& told) : told_(told) {}
  bool operator()(CopyPhase phase, int64_t done, int64_t total) {
    if (told_ && !told_(phase, done, total)) stopped_ = true;
    return !stopped_;
  }
  store::Store::CopyProgress copying() {
    return [this](int64_t done, int64_t total) { return (*this)(CopyPhase::copying, done, total); };
  }
  bool stopped() const { return stopped_; }

 private:
  const CopyProgress& told_;
  bool stopped_ = false;
};

Error unsound(const std::string& path, const std::vector<StoreFinding>& findings) {
  const Service::Finding& first = findings.front().finding;
  Arguments arguments{
      {"path", path}, {"findings", std::to_string(findings.size())}, {"reason", first.code}};
  arguments.insert(arguments.end(), first.arguments.begin(), first.arguments.end());
  return {"copy-unsound", std::move(arguments)};
}

struct Examined {
  std::vector<StoreFinding> findings;
  std::vector<std::string> workspaces;
};

// Opens the file as any program would, and closes it again.
Examined examine(const std::string& path, const Clock& clock, Progress& progress) {
  struct RemoveLock {
    std::string path;
    ~RemoveLock() {
      std::error_code none;
      std::filesystem::remove(path, none);
    }
  } const remove_lock{path + ".lock"};
  const auto store = store::open_sqlite(path);
  Examined examined;
  store->read([&](store::Reader& reader) { examined.workspaces = reader.workspaces(); });
  examined.findings = verify_all(*store, clock, [&](CopyPhase phase, int64_t done, int64_t total) {
    return progress(phase, done, total);
  });
  return examined;
}

std::string stamp(Instant now) {
  std::string text = to_string(now).substr(0, 19);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;  // 20261126T142900
}

}  // namespace

std::vector<StoreFinding> verify_all(store::Store& store, const Clock& clock,
                                     const CopyProgress& progress) {
  std::vector<std::string> workspaces;
  store.read([&](store::Reader& reader) { workspaces = reader.workspaces(); });
  Service service(store, clock);
  std::vector<StoreFinding> found;
  for (const std::string& workspace : workspaces) {
    if (progress && !progress(CopyPhase::verifying, 0, 0)) break;
    const auto findings = service.verify(workspace, [&](int64_t done, int64_t total) {
      if (progress) progress(CopyPhase::verifying, done, total);
    });
    for (const Service::Finding& finding : *findings) found.push_back({workspace, finding});
  }
  return found;
}

Result<BackupReport> back_up(const Caller& caller, store::Store& store, const Clock& clock,
                             const std::string& path, const BackupOptions& options) {
  const Access access(caller.role, caller.scopes, caller.own_only, {}, 0);
  TENURE_CHECK_OK(access.check_administers("backup"));
  Progress progress(options.progress);
  BackupReport report{.path = path, .at = clock.now()};
  NewFile file(path);
  report.stopped = !store.copy_to(file.temporary(), progress.copying());
  if (report.stopped) return report;
  if (options.verify) {
    const Examined examined = examine(file.temporary(), clock, progress);
    report.stopped = progress.stopped();
    if (report.stopped) return report;
    if (!examined.findings.empty()) return std::unexpected(unsound(path, examined.findings));
    report.verified = true;
  }
  report.bytes = file.bytes();
  file.keep();
  return report;
}

Result<RestoreReport> restore(const std::string& copy, const std::string& path, const Clock& clock,
                              const RestoreOptions& options) {
  Progress progress(options.progress);
  RestoreReport report;
  store::Restoring restoring(
      copy, path, {.may_replace = options.may_replace, .replaced_as = stamp(clock.now())},
      progress.copying());
  report.stopped = restoring.stopped();
  if (report.stopped) return report;
  Examined examined = examine(restoring.temporary(), clock, progress);
  report.stopped = progress.stopped();
  if (report.stopped) return report;
  if (!examined.findings.empty()) return std::unexpected(unsound(copy, examined.findings));
  report.workspaces = std::move(examined.workspaces);
  report.replaced = restoring.keep();
  report.bytes = static_cast<int64_t>(std::filesystem::file_size(path));
  return report;
}

}  // namespace tenure::service
