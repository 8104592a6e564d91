// tenure doctor: what about this machine could stand in the way.
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>

#include "base/environment.h"
#include "cli/manual.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/verbs.h"
#include "store/store.h"

namespace tenure::cli {

namespace {

enum class Health : uint8_t { good, note, bad };
struct Check {
  const char* name;
  Health health;
  std::string says;
};

constexpr uint64_t kLittleSpace = 500'000'000;

bool says_utf8(const Session& session) {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const auto locale = session.environment(name);
    if (!locale || locale->empty()) continue;
    const std::string lower = lower_ascii(*locale);
    return lower.find("utf-8") != std::string::npos || lower.find("utf8") != std::string::npos;
  }
  return false;
}

Check check_time_zones(Session& session) {
  try {
    if (const auto zone = TimeZone::load("Asia/Jerusalem"); zone) {
      return {"time-zones", Health::good, session.say("cli.doctor.zones-found")};
    }
  } catch (const EnvironmentError& error) {
    return {"time-zones", Health::bad, tenure::say(session.language, error.error())};
  }
  return {"time-zones", Health::bad, session.say("cli.doctor.zones-missing")};
}

Check check_file(Session& session, const std::filesystem::path& path, const std::filesystem::path& folder) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) {
    const bool may = access(folder.c_str(), W_OK) == 0;
    return {"store", may ? Health::note : Health::bad,
            session.say(may ? "cli.doctor.no-store" : "cli.doctor.folder-closed",
                        {{"db", path.string()}, {"folder", folder.string()}})};
  }
  if (access(path.c_str(), R_OK | W_OK) != 0) {
    return {"store", Health::bad, session.say("cli.doctor.store-closed", {{"db", path.string()}})};
  }
  if (access(folder.c_str(), W_OK) != 0) {
    return {"store", Health::bad, session.say("cli.doctor.folder-closed", {{"db", path.string()}, {"folder", folder.string()}})};
  }
  if (status.st_mode & (S_IROTH | S_IWOTH)) {
    return {"store", Health::note, session.say("cli.doctor.store-open", {{"db", path.string()}})};
  }
  return {"store", Health::good, session.say("cli.doctor.store-fine", {{"db", path.string()}})};
}

// Looks into the file only: to open it would bring it up to date.
Check check_schema(Session& session) {
  try {
    const store::SchemaStatus status = store::schema_status(session.db);
    const Arguments arguments{{"version", std::to_string(status.version)},
                              {"known", std::to_string(status.known)},
                              {"count", std::to_string(status.missing.size())}};
    if (status.version > status.known) return {"schema", Health::bad, session.say("cli.doctor.schema-newer", arguments)};
    if (!status.missing.empty()) return {"schema", Health::note, session.say("cli.doctor.schema-older", arguments)};
    return {"schema", Health::good, session.say("cli.doctor.schema-fine", arguments)};
  } catch (const EnvironmentError& error) {
    return {"schema", Health::bad, tenure::say(session.language, error.error())};
  }
}

// Opens the store as any command would, which takes its lock.
Check check_opening(Session& session) {
  try {
    store::open_sqlite(session.db);
    return {"opening", Health::good, session.say("cli.doctor.opens")};
  } catch (const EnvironmentError& error) {
    return {"opening", Health::bad, tenure::say(session.language, error.error())};
  }
}

Check check_space(Session& session, const std::filesystem::path& folder) {
  struct statvfs space {};
  if (statvfs(folder.c_str(), &space) != 0) {
    return {"space", Health::bad, session.say("cli.doctor.space-unknown", {{"folder", folder.string()}})};
  }
  const uint64_t bytes = uint64_t{space.f_bavail} * space.f_frsize;
  return {"space", bytes < kLittleSpace ? Health::note : Health::good,
          session.say("cli.doctor.space", {{"bytes", human_bytes(static_cast<double>(bytes))}, {"folder", folder.string()}})};
}

int doctor(Session& session, const Given&) {
  const std::filesystem::path path = session.db;
  const std::filesystem::path folder = std::filesystem::absolute(path).parent_path();
  std::vector<Check> checks{
      {"program", Health::good, version_text()},
      {"sqlite", Health::good, session.say("cli.doctor.sqlite", {{"version", store::sqlite_version()}})},
      check_time_zones(session),
      check_file(session, path, folder),
  };
  if (checks.back().health != Health::bad && std::filesystem::exists(path)) {
    checks.push_back(check_schema(session));
    if (checks.back().health == Health::good) checks.push_back(check_opening(session));
  }
  checks.push_back(check_space(session, folder));
  const bool utf8 = says_utf8(session);
  checks.push_back({"locale", utf8 ? Health::good : Health::note,
                    session.say(utf8 ? "cli.doctor.locale" : "cli.doctor.locale-not-utf8",
                                {{"language", std::string(to_string(session.language))}})});
  checks.push_back({"terminal", Health::good,
                    session.out_is_terminal()
                        ? session.say("cli.doctor.terminal", {{"columns", std::to_string(session.width())},
                                                              {"colour", session.say(session.colour ? "cli.yes" : "cli.no")}})
                        : session.say("cli.doctor.no-terminal")});
  bool sound = true;
  for (const Check& check : checks) sound = sound && check.health != Health::bad;
  static constexpr const char* kHealth[] = {"good", "note", "bad"};
  if (session.format != Format::table) {
    RowPrinter printer(session, {{"check"}, {"health"}, {"message"}});
    for (const Check& check : checks) printer.row({check.name, kHealth[static_cast<int>(check.health)], check.says});
    printer.finish();
    return sound ? kDone : kNo;
  }
  const Style style(session.colour);
  for (const Check& check : checks) {
    static constexpr const char* kMarks[] = {"✓", "!", "✗"};
    const char* mark = kMarks[static_cast<int>(check.health)];
    session.out() << (check.health == Health::good ? style.good(mark) : style.bad(mark)) << ' ' << check.says << '\n';
  }
  return sound ? kDone : kNo;
}

}  // namespace

Command doctor_command() {
  return {.name = "doctor", .shared = kOutput, .options = {}, .examples = {"tenure doctor"}, .run = doctor};
}

}  // namespace tenure::cli
