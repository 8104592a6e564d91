#include "cli/session.h"

#include <iostream>

#include "base/assert.h"
#include "base/environment.h"
#include "cli/server.h"
#include "lifecycle/coerce.h"
#include "store/store.h"

namespace tenure::cli {

std::atomic<bool> stop_requested = false;
std::atomic<bool> stops_by_itself = false;

namespace {

Result<Instant> instant_in(const std::string& text, const TimeZone& zone) {
  if (const auto instant = parse_instant(text)) return *instant;
  const auto local = lifecycle::coerce({.kind = expression::Kind::instant}, Value(text), zone);
  if (!local || !local->get<Instant>()) return refuse("invalid-instant", {{"text", text}});
  return *local->get<Instant>();
}

Language language_of(std::string_view locale) {
  return locale.starts_with("he") || locale.starts_with("iw") ? Language::hebrew : Language::english;
}

int exit_code(const Error& error) {
  if (error.code == "store-locked" || error.code == "store-served" || error.code == "storage-full") return kTryAgain;
  if (error.code == "store-read-only") return kNotAllowed;
  if (error.code == "no-answer" || error.code == "cli.server-answer") return kUnavailable;
  if (error.code == "cli.server-refused") {
    const std::string& status = error.arguments.front().second;
    if (status == "401" || status == "403") return kNotAllowed;
    if (status == "429" || status == "503") return kTryAgain;
  }
  return kNo;
}

}  // namespace

Session::Session(World& world) : world_(world) {}
Session::~Session() = default;

Format format_of(const Given& given, Format otherwise) {
  if (given.has("--json")) return Format::json_lines;
  const std::string output = given.text("--output");
  if (output == "json") return Format::json;
  if (output == "csv") return Format::csv;
  return output == "table" ? Format::table : otherwise;
}

Result<void> Session::set_up(const Given& given) {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const auto locale = environment(name);
    if (!locale || locale->empty()) continue;
    language = language_of(*locale);
    break;
  }
  TENURE_TRY(config_, Config::load(given, [this](const char* name) { return environment(name); }));
  if (const std::string& named = config_.text("lang"); !named.empty()) {
    TENURE_TRY(language, parse_language(named));
  }
  quiet = given.has("--quiet");
  verbose = given.has("--verbose");
  const auto no_colour = environment("NO_COLOR");
  colour = world_.out_is_terminal && !given.has("--no-color") && !(no_colour && !no_colour->empty()) &&
           environment("TERM") != "dumb";
  db = config_.text("db");
  workspace = config_.text("workspace");
  format = format_of(given, Format::table);
  if (const auto now = given.maybe("--now")) {
    TENURE_TRY(const Instant fixed, instant_in(*now, TimeZone::utc()));
    clock_ = std::make_unique<FixedClock>(fixed);
  } else {
    clock_ = std::make_unique<SystemClock>();
  }
  return {};
}

std::string Session::say(std::string_view code, const Arguments& arguments) const {
  return tenure::say(language, code, arguments);
}

void Session::tell(std::string_view code, const Arguments& arguments) {
  out() << say(code, arguments) << '\n';
}

void Session::message(std::string_view line) {
  out().flush();  // in the order in which they were said, where both go to one place
  err() << line << '\n' << std::flush;
}

void Session::note(std::string_view code, const Arguments& arguments) {
  if (!quiet) message(say(code, arguments));
}

int Session::fail(const Error& error) {
  std::string sentence = "tenure: " + tenure::say(language, error);
  for (const auto& [name, value] : error.arguments) {
    if (name == "nearest" && !value.empty() && sentence.find("'" + value + "'") == std::string::npos) {
      sentence += " " + say("did-you-mean", {{"nearest", value}});
    }
  }
  message(sentence);
  return exit_code(error);
}

int Session::fail_usage(const Error& error, const Command* command) {
  fail(error);
  message(say("cli.see-help", {{"command", command ? "tenure " + command->name + " --help" : "tenure --help"}}));
  return kUsage;
}

service::Caller Session::caller() const {
  service::Caller caller;
  caller.language = language;
  return caller;
}

bool Session::confirm(std::string_view code, const Arguments& arguments) {
  message(say(code, arguments));
  std::string answer;
  std::getline(in(), answer);
  const std::string yes = lower_ascii(answer);
  return yes == "y" || yes == "yes" || answer == say("cli.yes");
}

Result<void> Session::reach_server() {
  TENURE_TRY(Server server, Server::of(*this));
  server_ = std::make_unique<const Server>(std::move(server));
  return {};
}

service::Service& Session::service(bool create) {
  TENURE_ASSERT(!server_);
  if (!service_) {
    store_ = store::open_sqlite(db, {.create = create});
    service_ = std::make_unique<service::Service>(*store_, *clock_);
  }
  return *service_;
}

Result<lifecycle::DefinitionPtr> Session::definition() {
  if (!definition_) {
    TENURE_TRY(definition_, service().definition(workspace));
    zone_ = definition_->zone;
  }
  return definition_;
}

Result<Instant> Session::instant(const std::string& text) {
  TENURE_CHECK_OK(learn_names());
  return instant_in(text, zone_);
}

Result<service::Service::When> Session::when(const Given& given) {
  service::Service::When result;
  if (const auto at = given.maybe("--at")) {
    TENURE_TRY(result.at, instant(*at));
  }
  if (const auto known_at = given.maybe("--known-at")) {
    TENURE_TRY(result.known_at, instant(*known_at));
  }
  return result;
}

Result<void> Session::learn_names() {
  if (server_) {
    TENURE_TRY(told_, server_->definition());
    TENURE_TRY(zone_, server_->zone());
  } else {
    TENURE_CHECK_OK(definition());
  }
  return {};
}

std::string Session::show(Instant at) {
  const std::string date = to_string(zone_.local_date(at));
  const TimeOfDay time = zone_.local_time(at);
  if (time.micros == 0) return date;
  const std::string clock = to_string(time);
  return date + " " + (time.micros % (60 * kMicrosPerSecond) == 0 ? clock.substr(0, 5) : clock);
}

std::string Session::show(const Value& value) {
  if (const Instant* at = value.get<Instant>()) return show(*at);
  return to_text(value);
}

std::string Session::lifecycle_title(std::string_view name) {
  if (server_) {
    for (const Value& cycle : items_at(told_, "lifecycles"))
      if (text_at(cycle, "name") == name) return text_at(cycle, "title/" + std::string(to_string(language)));
  } else if (definition_) {
    if (const auto l = definition_->find_lifecycle(name)) return definition_->lifecycles[*l].title.in(language);
  }
  return std::string(name);
}

std::string Session::stage_title(std::string_view lifecycle, std::string_view stage) {
  if (stage.empty() || stage == "none") return "–";
  if (server_) return cli::stage_title(told_, language, lifecycle, stage);
  if (definition_) {
    const auto l = definition_->find_lifecycle(lifecycle);
    const auto s = l ? definition_->lifecycles[*l].find_stage(stage) : std::nullopt;
    if (s) return definition_->lifecycles[*l].stages[*s].title.in(language);
  }
  return std::string(stage);
}

}  // namespace tenure::cli
