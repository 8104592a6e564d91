#pragma once
// One run of one command: how it speaks, where it writes, what it works on.
#include <atomic>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/config.h"
#include "service/caller.h"
#include "service/service.h"

namespace tenure::cli {

class Server;

enum class Format : uint8_t { table, json, json_lines, csv };

// The process around us, handed in so that tests can say what it is.
struct World {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  std::optional<std::string> (*environment)(const char* name);
  int width = 80;              // columns of the terminal
  bool out_is_terminal = false, err_is_terminal = false;
};

// Set by Ctrl-C while a command runs that can stop by itself; others end at once.
extern std::atomic<bool> stop_requested;
extern std::atomic<bool> stops_by_itself;
class StopsByItself {  // as long as it lives
 public:
  StopsByItself() : before_(stops_by_itself.exchange(true)) {}
  ~StopsByItself() { stops_by_itself = before_; }
  StopsByItself(const StopsByItself&) = delete;

 private:
  const bool before_;
};

class Session {
 public:
  Session(World& world);  // NOLINT: a session is its world
  ~Session();

  // Reads the options that stand in every command, the environment and the settings' file. Errors:
  // "unknown-language", "cli.bad-now" {text}, those of Config::load.
  Result<void> set_up(const Given&);

  Language language = Language::english;
  Format format = Format::table;
  bool quiet = false, verbose = false, colour = false;
  std::string db = "tenure.db", workspace = "default";

  std::istream& in() { return world_.in; }
  std::ostream& out() { return world_.out; }  // results
  std::ostream& err() { return world_.err; }
  int width() const { return world_.width; }
  bool out_is_terminal() const { return world_.out_is_terminal; }
  bool err_is_terminal() const { return world_.err_is_terminal; }
  std::optional<std::string> environment(const char* name) const { return world_.environment(name); }

  // A sentence of the catalogue.
  std::string say(std::string_view code, const Arguments& = {}) const;
  // A sentence on stdout, with its line end.
  void tell(std::string_view code, const Arguments& = {});
  // A message on stderr, unless -q.
  void note(std::string_view code, const Arguments& = {});
  // The sentence on stderr, "tenure: …"; returns the exit code that fits.
  int fail(const Error&);
  // What was typed is wrong: the same, with where to read more; returns kUsage.
  int fail_usage(const Error&, const Command*);
  void message(std::string_view line);  // on stderr as it is

  const Config& config() const { return config_; }
  // Whether a server does the work, instead of a file; it must have been reached before it is asked for.
  bool by_server() const { return !config_.text("server").empty(); }
  Result<void> reach_server();  // errors: those of Server::of
  const Server& server() const { return *server_; }
  service::Caller caller() const;  // who works here: an administrator, by the command line
  // Asks on stderr and reads the answer; no answer is a no.
  bool confirm(std::string_view code, const Arguments& = {});
  const Clock& clock() const { return *clock_; }
  // Opens the store at the first call. Throws what store::open_sqlite throws.
  service::Service& service(bool create = false);
  store::Store& store() { return *store_; }  // once service() was called
  // The workspace's.
  Result<lifecycle::DefinitionPtr> definition();

  // An instant as people type it: RFC 3339, or a date or local date and time in the workspace's zone.
  // Errors: "invalid-instant".
  Result<Instant> instant(const std::string& text);
  // --at and --known-at.
  Result<service::Service::When> when(const Given&);

  // What people call stages and the zone they read times in, for what comes below: the definition's, wherever it
  // stands. Errors: "unknown-workspace"; those of Server::get.
  Result<void> learn_names();
  // For people: in the workspace's zone, without what is zero: "2026-01-10 09:30".
  std::string show(Instant);
  Date date(Instant at) const { return zone_.local_date(at); }
  std::string show(const Value&);
  std::string lifecycle_title(std::string_view name);
  // "" = no stage, shown as a dash.
  std::string stage_title(std::string_view lifecycle, std::string_view stage);

 private:
  World& world_;
  Config config_;
  std::unique_ptr<Clock> clock_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<service::Service> service_;
  lifecycle::DefinitionPtr definition_;
  std::unique_ptr<const Server> server_;
  Value told_;  // the definition, as the server tells it
  TimeZone zone_ = TimeZone::utc();
};

// The value of an option by our own rules: --json is -o json_lines.
Format format_of(const Given&, Format otherwise);

// The program: words without the program's own name. Returns the exit code.
int run(const std::vector<std::string>& words, World&);

}  // namespace tenure::cli
