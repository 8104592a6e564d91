// tenure serve: the parts of the server, in the order in which they need each other.
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <thread>

#include "base/environment.h"
#include "base/guarded_clock.h"
#include "cli/demo.h"
#include "cli/jobs.h"
#include "cli/manual.h"
#include "cli/providers.h"
#include "cli/service_manager.h"
#include "cli/verbs.h"
#include "http/routes/routes.h"
#include "http/server.h"
#include "service/backups.h"
#include "service/jobs.h"
#include "service/timers.h"

namespace tenure::cli {

namespace {

Result<http::Config> http_config(const Config& config) {
  http::Config http;
  const std::string& listen = config.text("serve.listen");
  const size_t colon = listen.rfind(':');
  unsigned port = 65'536;
  if (colon != std::string::npos) {
    const char* end = listen.data() + listen.size();
    const auto read = std::from_chars(listen.data() + colon + 1, end, port);
    if (read.ec != std::errc() || read.ptr != end) port = 65'536;
  }
  if (port > 65'535) return refuse("cli.serve.bad-listen", {{"text", listen}});
  http.port = static_cast<uint16_t>(port);
  http.address = listen.substr(0, colon);
  if (http.address.starts_with('[') && http.address.ends_with(']'))
    http.address = http.address.substr(1, http.address.size() - 2);
  http.base_url = config.text("serve.base_url");
  TENURE_TRY(http.certificate_file, config.path("serve.tls_certificate"));
  TENURE_TRY(http.key_file, config.path("serve.tls_key"));
  http.allowed_hosts = config.list("serve.allowed_hosts");
  http.trusted_proxies = config.list("serve.trusted_proxies");
  TENURE_CHECK_OK(http::Server::check(http));
  return http;
}

// The machine's clocks; with --now, as if it had been that instant when the server began.
GuardedClock::Source clock_source(const Session& session, bool is_set) {
  GuardedClock::Source source = GuardedClock::system();
  if (!is_set) return source;
  const int64_t ahead = session.clock().now().micros - source.wall().micros;
  source.wall = [ahead] { return Instant{SystemClock().now().micros + ahead}; };
  source.boot += " --now";  // what it kept is no word about the real clock
  return source;
}

// What the workers tell, as lines of the log and as numbers.
class Watch {
 public:
  Watch(http::Log& log, http::Metrics& metrics)
      : log_(log),
        fired_(metrics.counter("tenure_timers_fired_total", "Accounts whose timers fired")),
        moves_(metrics.counter("tenure_timer_moves_total", "Moves made by timers")),
        held_(metrics.gauge("tenure_timers_held", "1 while the clock has jumped and no timer fires")),
        late_(metrics.histogram("tenure_timer_late_seconds", "How late a timer was noticed",
                                http::Metrics::seconds())) {}

  void timers(const service::Timers::Event& event) {
    using Kind = service::Timers::Event::Kind;
    switch (event.kind) {
      case Kind::fired:
        fired_.add(static_cast<double>(event.fired.accounts));
        moves_.add(static_cast<double>(event.fired.moves));
        late_.observe(static_cast<double>(event.late_micros) * 1e-6);
        return log_.write(http::Level::debug, "timers.fired", [&](json::Writer& w) {
          w.field("workspace", event.workspace).field("accounts", event.fired.accounts);
          w.field("moves", event.fired.moves).field("late_micros", event.late_micros);
        });
      case Kind::started:
        return log_.write(http::Level::info, "schedule.started", [&](json::Writer& w) {
          w.field("workspace", event.workspace).field("jobs", event.jobs);
        });
      case Kind::held:
        held_.set(1);
        return log_.write(http::Level::warning, "clock.jumped", [&](json::Writer& w) {
          w.field("wall", event.jump->wall).field("expected", event.jump->expected);
        });
      case Kind::released:
        held_.set(0);
        return log_.write(http::Level::warning, "clock.agrees");
      case Kind::failed:
        return failed("timers.failed", event.workspace, event.error);
    }
  }

  void backup(const service::Backup& backup) {
    using State = service::Backup::State;
    if (backup.state == State::failed) return failed("backup.failed", "", backup.error);
    log_.write(http::Level::info, backup.state == State::running ? "backup.begun" : "backup.ended",
               [&](json::Writer& w) { w.field("backup", backup.name).field("bytes", backup.bytes); });
    for (const std::string& name : backup.removed)
      log_.write(http::Level::info, "backup.removed", [&](json::Writer& w) { w.field("backup", name); });
    if (!backup.not_removed.code.empty()) failed("backup.not-removed", "", backup.not_removed);
  }

  void jobs(const service::Jobs::Event& event) {
    using Kind = service::Jobs::Event::Kind;
    if (event.kind == Kind::failing) return failed("job.failing", event.workspace, event.error);
    const char* name = event.kind == Kind::begun ? "job.begun" : "job.ended";
    log_.write(http::Level::info, name, [&](json::Writer& w) {
      w.field("workspace", event.workspace).field("job", event.job.number);
      w.field("kind", event.job.kind).field("state", event.job.state);
      w.field("done", event.job.done).field("refused", event.job.refused);
    });
  }

 private:
  void failed(const char* name, const std::string& workspace, const Error& error) {
    log_.write(http::Level::error, name, [&](json::Writer& w) {
      w.field("workspace", workspace).field("code", error.code);
      w.field("detail", tenure::say(Language::english, error));
    });
  }
  http::Log& log_;
  http::Counter fired_, moves_;
  http::Gauge held_;
  http::Histogram late_;
};

std::vector<http::Readiness> readiness(store::Store& store) {
  http::Readiness part{.name = "store"};
  try {
    store.read([](store::Reader& reader) { (void)reader.workspaces(); });
  } catch (const EnvironmentError& error) {
    part.fault = error.error();
  }
  return {std::move(part)};
}

void wait_for_the_end() {
  while (!stop_requested) std::this_thread::sleep_for(std::chrono::milliseconds(50));
}

// How many backups stay in the folder; 0 = all of them.
Result<size_t> backups_kept(const Config& config) {
  TENURE_TRY(const int64_t number, config.number("serve.backup_keep"));
  if (number < 0) return refuse("cli.serve.bad-keep", {{"text", config.text("serve.backup_keep")}});
  return static_cast<size_t>(number);
}

int serve(Session& session, const Given& given) {
  const auto config = http_config(session.config());
  if (!config) return session.fail_usage(config.error(), find_command("serve"));
  const auto level = http::parse_level(session.config().text("serve.log_level"));
  if (!level) return session.fail_usage(level.error(), find_command("serve"));
  const auto backup_folder = session.config().path("serve.backup_folder");
  if (!backup_folder) return session.fail_usage(backup_folder.error(), find_command("serve"));
  if (!backup_folder->empty()) {
    if (const auto usable = service::Backups::check(*backup_folder); !usable) return session.fail(usable.error());
  }
  const auto kept = backups_kept(session.config());
  if (!kept) return session.fail_usage(kept.error(), find_command("serve"));
  auto key_file = session.config().path("serve.key_file");
  if (!key_file) return session.fail_usage(key_file.error(), find_command("serve"));
  if (key_file->empty()) *key_file = session.db + ".key";
  auto providers = configured_providers(session.config());
  if (!providers) return session.fail(providers.error());
  const outgoing::ClientOptions ways{
      .rules = {.allow_private = session.config().text("serve.outgoing") == "private"}};
  stops_by_itself = true;

  if (given.has("--demo")) {
    if (const auto made = make_demo(session); !made) return session.fail(made.error());
  }
  const auto store = store::open_sqlite(session.db);
  GuardedClock clock(clock_source(session, given.has("--now")), service::kept_anchor(*store));
  service::Service service(*store, clock);

  http::Log log(http::Log::to_descriptor(STDERR_FILENO), *level);
  http::Metrics metrics;
  Watch watch(log, metrics);
  service::Jobs jobs(service, job_kinds(session.db),
                     {.told = [&](const service::Jobs::Event& event) { watch.jobs(event); }});
  service::Timers timers(service, *store, clock, {.told = [&](const service::Timers::Event& event) {
                           watch.timers(event);
                         }});

  service::Backups backups(service, *store, clock,
                           {.folder = *backup_folder,
                            .keep = *kept,
                            .told = [&](const service::Backup& backup) { watch.backup(backup); }});

  identity::Identity identity(service, clock, {.key_file = *key_file, .providers = std::move(*providers)});
  const odata::Api api(service, clock, identity.secret_for("links"));
  http::Server* serving = nullptr;  // known before the first request comes
  http::Router router = http::make_router({.service = service,
                                           .identity = identity,
                                           .api = api,
                                           .backups = backups,
                                           .clock = clock,
                                           .metrics = metrics,
                                           .readiness = [&] { return readiness(*store); },
                                           .send = [ways](const outgoing::Request& request) {
                                             return outgoing::send(request, ways);
                                           },
                                           .store_path = session.db,
                                           .base_url = [&serving] { return serving->base_url(); }});
  http::Server server(*config, std::move(router), log, metrics, clock);
  serving = &server;
  server.start();
  jobs.start();
  timers.start();

  store->serves_at(server.base_url());
  log.write(http::Level::info, "serve.begun", [&](json::Writer& w) {
    w.field("version", version_text()).field("store", store->description());
    w.field("sqlite", store::sqlite_version()).field("address", server.base_url());
    w.field("process", int64_t{getpid()});
  });
  session.note("cli.serve.begun", {{"db", session.db},
                                   {"address", server.base_url()},
                                   {"sqlite", store::sqlite_version()}});
  if (const auto token = identity.set_up_token(session.workspace); token && *token)
    session.note("cli.serve.set-up", {{"address", server.base_url() + "/app/setup#" + **token}});
  tell_service_manager(session, "READY=1");
  wait_for_the_end();

  // Requests first: each one that was accepted is answered. Then the work that nobody waits for comes to
  // its next point; it goes on after the next start.
  tell_service_manager(session, "STOPPING=1");
  session.note("cli.serve.stopping");
  server.stop();
  backups.stop();
  jobs.stop();
  timers.stop();
  log.write(http::Level::info, "serve.ended");
  return kDone;
}

}  // namespace

Command serve_command() {
  return {.name = "serve",
          .options = {{.name = "--listen", .placeholder = "ADDRESS:PORT"},
                      {.name = "--base-url", .placeholder = "URL"},
                      {.name = "--tls-certificate", .placeholder = "FILE"},
                      {.name = "--tls-key", .placeholder = "FILE"},
                      {.name = "--allowed-host", .placeholder = "HOST", .many = true},
                      {.name = "--trusted-proxy", .placeholder = "NETWORK", .many = true},
                      {.name = "--backup-folder", .placeholder = "FOLDER"},
                      {.name = "--backup-keep", .placeholder = "NUMBER"},
                      {.name = "--key-file", .placeholder = "FILE"},
                      {.name = "--log-level", .placeholder = "LEVEL", .choices = {"debug", "info", "warning", "error", "off"}},
                      {.name = "--oidc-issuer", .placeholder = "URL"},
                      {.name = "--oidc-client-id", .placeholder = "ID"},
                      {.name = "--oidc-client-secret-file", .placeholder = "FILE"},
                      {.name = "--oidc-title", .placeholder = "TEXT"},
                      {.name = "--oidc-create-role", .placeholder = "ROLE", .choices = {"manager", "rep", "viewer"}},
                      {.name = "--outgoing", .placeholder = "WHERE", .choices = {"public", "private"}},
                      {.name = "--demo"}},
          .examples = {"tenure serve --db tenure.db", "tenure serve --db demo.db --demo",
                       "tenure serve --listen 0.0.0.0:8480 --base-url https://crm.example.com --trusted-proxy 10.0.0.0/8"},
          .run = serve};
}

}  // namespace tenure::cli
