#include "service/backups.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <ranges>

#include "base/environment.h"
#include "base/new_file.h"
#include "service/impl.h"
#include "service/jobs.h"
#include "store/birth.h"

namespace tenure::service {
namespace {

namespace fs = std::filesystem;
using State = Backup::State;

constexpr std::string_view kBegins = "tenure-", kEnds = ".db";

std::string stamp(Instant at) {
  std::string text = to_string(at).substr(0, 19);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text + "Z";  // 20261126T142900Z
}

// When a backup of this name began; nullopt: it is no name that was given here.
std::optional<Instant> begun_at(std::string_view name) {
  if (!name.starts_with(kBegins) || !name.ends_with(kEnds)) return std::nullopt;
  name.remove_prefix(kBegins.size());
  name.remove_suffix(kEnds.size());
  if (name.size() < 16 || (name.size() > 16 && name[16] != '-')) return std::nullopt;
  if (name.size() > 16 && name.find_first_not_of("0123456789", 17) != std::string_view::npos)
    return std::nullopt;
  const std::string text(name.substr(0, 16));
  const auto instant = parse_instant(text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6, 5) +
                                     ":" + text.substr(11, 2) + ":" + text.substr(13));
  return instant ? std::optional(*instant) : std::nullopt;
}

// A folder of the machine is nobody's business who asks over the network.
Error without_folder(Error error, const std::string& name) {
  for (auto& [argument, value] : error.arguments) {
    if (argument == "path") value = name;
  }
  return error;
}

// Those of a folder, whole as they are.
std::vector<Backup> found_in(const std::string& folder) {
  std::vector<Backup> found;
  std::error_code none;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, none)) {
    const std::string name = entry.path().filename();
    const auto at = begun_at(name);
    if (!at || !entry.is_regular_file(none)) continue;
    const auto bytes = static_cast<int64_t>(entry.file_size(none));
    found.push_back({.name = name, .state = State::done, .bytes = bytes, .total = bytes, .at = *at});
  }
  return found;
}

// Of two that began in one second, the later one first.
void sort_newest_first(std::vector<Backup>& backups) {
  std::ranges::sort(backups, [](const Backup& a, const Backup& b) {
    return std::pair(a.at, a.name.size()) != std::pair(b.at, b.name.size())
               ? std::pair(a.at, a.name.size()) > std::pair(b.at, b.name.size())
               : a.name > b.name;
  });
}

void remove_half_done(const std::string& folder) {
  std::error_code none;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, none)) {
    const std::string name = entry.path().filename();
    if (!name.ends_with(".part") || !begun_at(name.substr(0, name.size() - 5))) continue;
    if (!remove_abandoned(folder + "/" + name.substr(0, name.size() - 5))) continue;
    for (const char* beside : {"-wal", "-shm", ".lock"}) fs::remove(entry.path().string() + beside, none);
  }
}

}  // namespace

Backups::Backups(Service& service, store::Store& store, const Clock& clock, Options options)
    : service_(service), store_(store), clock_(clock), options_(std::move(options)) {
  if (!options_.folder.empty()) remove_half_done(options_.folder);
}

Backups::~Backups() {
  stop();
}

void Backups::stop() {
  const std::lock_guard beginning(beginning_);
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

Result<void> Backups::check(const std::string& folder) {
  const auto unusable = [&](int reason) {
    return refuse("backup-folder-unusable", {{"folder", folder}, {"reason", std::strerror(reason)}});
  };
  std::error_code none;
  if (fs::exists(folder, none) && !fs::is_directory(folder, none)) return unusable(ENOTDIR);
  if (access(folder.c_str(), W_OK | X_OK) != 0) return unusable(errno);
  return {};
}

// Two that begin in one second are told apart by a number.
std::string Backups::free_name(Instant now) const {
  const std::string begins = std::string(kBegins) + stamp(now);
  std::string name = begins + std::string(kEnds);
  std::error_code none;
  for (int i = 2; fs::exists(options_.folder + "/" + name, none); ++i)
    name = begins + "-" + std::to_string(i) + std::string(kEnds);
  return name;
}

Result<Backup> Backups::begin(const Caller& caller, std::string_view workspace, bool verify) {
  const std::lock_guard beginning(beginning_);
  const auto done = service_.impl().transact(
      caller, workspace, {.name = "create", .record = "backup"}, [&](Context& context) -> Result<Done> {
        TENURE_CHECK_OK(context.access().check_administers("backup"));
        if (options_.folder.empty()) return refuse("no-backup-folder");
        const std::lock_guard lock(mutex_);
        if (stopping_ || (last_ && last_->state == State::running))
          return refuse("backup-running", {{"backup", last_ ? last_->name : ""}});
        return Done{.record = "backup", .key = free_name(clock_.now()), .created = true};
      });
  if (!done) return std::unexpected(done.error());
  if (done->replayed) return find(caller, workspace, done->key);
  if (thread_.joinable()) thread_.join();
  Backup begun{.name = done->key, .at = clock_.now()};
  if (verify) begun.verified = false;
  {
    const std::lock_guard lock(mutex_);
    last_ = begun;
  }
  thread_ = std::thread([this, name = begun.name, verify] { make(name, verify); });
  return begun;
}

void Backups::make(std::string name, bool verify) {
  Backup now;
  {
    const std::lock_guard lock(mutex_);
    now = *last_;
  }
  tell(now);
  const CopyProgress progress = [this](CopyPhase phase, int64_t done, int64_t total) {
    const std::lock_guard lock(mutex_);
    if (phase == CopyPhase::copying) last_->bytes = done, last_->total = total;
    return !stopping_;
  };
  try {
    const auto report = back_up(system_caller("backup"), store_, clock_, options_.folder + "/" + name,
                                {.verify = verify, .progress = progress});
    if (!report) {
      now.error = report.error();
    } else if (report->stopped) {
      now.error = {"backup-stopped", {{"backup", name}}};
    } else {
      now.state = State::done;
      now.bytes = now.total = report->bytes;
      now.at = report->at;
      now.verified = report->verified;
    }
  } catch (const EnvironmentError& error) {
    now.error = error.error();
  }
  if (now.state == State::done) {
    let_go(now);
  } else {
    now.state = State::failed;
    now.error = without_folder(std::move(now.error), name);
  }
  {
    const std::lock_guard lock(mutex_);
    last_ = now;
  }
  tell(now);
}

// The one that was made is known to be sound, and of this store: what was born with it is older of the same.
void Backups::let_go(Backup& made) const {
  if (options_.keep == 0 || !made.verified.value_or(false)) return;
  const std::string folder = options_.folder + "/", birth = store::birth_of(folder + made.name);
  std::vector<Backup> found = found_in(options_.folder);
  sort_newest_first(found);
  std::vector<std::string> old;
  size_t kept = 1;
  for (const Backup& one : found) {
    const bool ours = one.name != made.name && !birth.empty() && store::birth_of(folder + one.name) == birth;
    if (ours && ++kept > options_.keep) old.push_back(one.name);
  }
  for (const std::string& name : std::views::reverse(old)) {
    std::error_code failed;
    fs::remove(folder + name, failed);
    if (failed) {
      made.not_removed = {"backup-not-removed", {{"backup", name}, {"reason", failed.message()}}};
      break;
    }
    made.removed.push_back(name);
  }
}

void Backups::tell(const Backup& backup) const {
  if (options_.told) options_.told(backup);
}

std::vector<Backup> Backups::all() const {
  std::optional<Backup> last;
  {
    const std::lock_guard lock(mutex_);
    last = last_;
  }
  std::vector<Backup> found;
  if (!options_.folder.empty()) found = found_in(options_.folder);
  if (last) std::erase_if(found, [&](const Backup& one) { return one.name == last->name; });
  // One that is not there any more was taken away, and is not told of as if it were.
  std::error_code none;
  const bool gone = last && last->state == State::done && !fs::exists(options_.folder + "/" + last->name, none);
  if (last && !gone) found.push_back(std::move(*last));
  sort_newest_first(found);
  return found;
}

Result<std::vector<Backup>> Backups::list(const Caller& caller, std::string_view workspace) {
  const auto may = service_.impl().observe(
      caller, workspace, {.name = "read", .record = "backup"}, [&](Context& context) -> Result<Done> {
        TENURE_CHECK_OK(context.access().check(kMayRead, "backup"));
        return Done{};
      });
  if (!may) return std::unexpected(may.error());
  return all();
}

Result<Backup> Backups::find(const Caller& caller, std::string_view workspace, std::string_view name) {
  TENURE_TRY(const auto found, list(caller, workspace));
  const auto one = std::ranges::find(found, name, &Backup::name);
  if (one == found.end()) return refuse("unknown-backup", {{"backup", excerpt(name)}});
  return *one;
}

}  // namespace tenure::service
