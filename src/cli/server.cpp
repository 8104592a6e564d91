#include "cli/server.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "base/json.h"
#include "base/limits_of_doors.h"
#include "cli/secret_file.h"
#include "lifecycle/coerce.h"
#include "records/schema.h"

namespace tenure::cli {

const Value& at_path(const Value& value, std::string_view path) {
  static const Value kNothing;
  const Value* here = &value;
  while (!path.empty()) {
    const std::string_view step = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(path.size(), step.size() + 1));
    const Value* next = nullptr;
    if (const auto* object = here->get<std::shared_ptr<const Object>>()) {
      for (const auto& [name, member] : (*object)->members) {
        if (name == step) next = &member;
      }
    } else if (const auto* list = here->get<std::shared_ptr<const List>>()) {
      const size_t i = static_cast<size_t>(std::atoll(std::string(step).c_str()));
      if (i < (*list)->items.size()) next = &(*list)->items[i];
    }
    if (!next) return kNothing;
    here = next;
  }
  return *here;
}

std::string text_at(const Value& value, std::string_view path) { return to_text(at_path(value, path)); }

const std::vector<Value>& items_at(const Value& value, std::string_view path) {
  static const std::vector<Value> kNone;
  const auto* list = at_path(value, path).get<std::shared_ptr<const List>>();
  return list ? (*list)->items : kNone;
}

Result<Server> Server::of(const Session& session) {
  TENURE_TRY(const std::string file, session.config().path("token_file"));
  if (file.empty()) return refuse("cli.token-file-missing");
  TENURE_TRY(std::string token, read_secret_file(file));
  const bool is_plain = std::ranges::all_of(token, [](char c) { return c > ' ' && c < 0x7f; });
  if (!is_plain) return refuse("cli.token-file-odd", {{"file", file}});
  std::string root = session.config().text("server");
  while (root.ends_with('/')) root.pop_back();
  return Server(root + "/w/" + in_address(session.workspace) + "/", root, std::move(token), session.language);
}

Result<outgoing::Response> Server::answer(outgoing::Request request, outgoing::ClientOptions options) const {
  request.headers.emplace_back("Authorization", "Bearer " + token_);
  request.headers.emplace_back("Accept-Language", std::string(to_string(language_)));
  if (request.method == "PATCH" || request.method == "DELETE") request.headers.emplace_back("If-Match", "*");
  // Whoever works here names the server: any address, and answers as long as a page is.
  options.rules.allow_private = true;
  options.body_bytes = limits::kJsonBytes;
  if (options.stall_seconds == 0) options.seconds = limits::kServerSeconds;
  TENURE_TRY(outgoing::Response answer, outgoing::send(request, options));
  if (answer.status >= 200 && answer.status < 300) return answer;
  const Value said = json::parse(answer.body).value_or(Value());
  std::string code = text_at(said, "code"), detail = text_at(said, "detail");
  if (code.empty()) code = text_at(said, "error/code"), detail = text_at(said, "error/message");
  if (code.empty()) return refuse("cli.server-answer", {{"address", root_}});
  Arguments arguments{{"status", std::to_string(answer.status)}, {"code", code}, {"detail", detail}};
  std::string faults;
  for (const Value& fault : items_at(said, "faults")) faults += (faults.empty() ? "" : "\n") + to_text(fault);
  if (!faults.empty()) arguments.emplace_back("faults", faults);
  if (!items_at(said, "error/details").empty()) {
    arguments.emplace_back("reasons", json::write(at_path(said, "error/details")));
    arguments.emplace_back("allowed", json::write(at_path(said, "error/innererror/allowed")));
  }
  return std::unexpected(Error{"cli.server-refused", std::move(arguments)});
}

Result<Value> Server::value(const Result<outgoing::Response>& answer) const {
  if (!answer) return std::unexpected(answer.error());
  if (answer->body.empty()) return Value();
  Result<Value> read = json::parse(answer->body);
  if (!read) return refuse("cli.server-answer", {{"address", root_}});
  return read;
}

Result<Value> Server::get(const std::string& path) const {
  return value(answer({.url = base_ + path, .headers = {{"Accept", "application/json, */*;q=0.1"}}}));
}

Result<Value> Server::send(const std::string& method, const std::string& path, const std::string& body,
                           const std::string& type, const std::string& prefer) const {
  outgoing::Request request{.method = method,
                            .url = base_ + path,
                            .headers = {{"Accept", "application/json, */*;q=0.1"}, {"Content-Type", type}},
                            .body = body};
  if (!prefer.empty()) request.headers.emplace_back("Prefer", prefer);
  return value(answer(std::move(request)));
}

Result<Value> Server::upload(const std::string& path, Source source, std::optional<int64_t> bytes) const {
  return value(answer({.method = "POST",
                       .url = base_ + path,
                       .headers = {{"Content-Type", "application/octet-stream"}},
                       .source = std::move(source),
                       .source_bytes = bytes},
                      {.stall_seconds = limits::kServerSeconds}));
}

Result<void> Server::download(const std::string& path, const std::string& type, Sink sink) const {
  TENURE_CHECK_OK(answer({.url = base_ + path, .headers = {{"Accept", type}}},
                         {.stall_seconds = limits::kServerSeconds, .sink = std::move(sink)}));
  return {};
}

Result<void> Server::rows(const std::string& path, const std::function<void(const Value&)>& row) const {
  TENURE_TRY(Value page, get(path));
  for (;;) {
    for (const Value& one : items_at(page, "value")) row(one);
    const std::string next = text_at(page, "@odata.nextLink");
    if (next.empty()) return {};
    // The server's own name for itself may be another than ours: the way below it is the same.
    const size_t below = next.find("/odata/");
    if (below == std::string::npos) return refuse("cli.server-answer", {{"address", root_}});
    TENURE_TRY(page, get(next.substr(below + 1)));
  }
}

Result<report::Table> Server::table(const std::string& path) const {
  TENURE_TRY(const Value answer, get(path));
  report::Table table;
  for (const Value& column : items_at(answer, "columns"))
    table.columns.push_back({text_at(column, "name"), text_at(column, "number") == "true"});
  for (const Value& row : items_at(answer, "value")) {
    std::vector<Value>& cells = table.rows.emplace_back();
    for (const report::Column& column : table.columns) {
      Value cell = at_path(row, column.name);
      const std::string* text = column.name == "as_of" ? cell.get<std::string>() : nullptr;
      if (const auto at = text ? parse_instant(*text) : Result<Instant>(std::unexpected(Error{}))) cell = Value(*at);
      cells.push_back(std::move(cell));
    }
  }
  return table;
}

Result<void> Server::lines(const std::string& path, const std::function<void(const Value&)>& row) const {
  std::string rest;
  bool whole = true;
  TENURE_CHECK_OK(download(path, "application/x-ndjson", [&](std::string_view bytes) {
    rest += bytes;
    size_t begin = 0;
    for (size_t end; whole && (end = rest.find('\n', begin)) != std::string::npos; begin = end + 1) {
      const Result<Value> one = json::parse(std::string_view(rest).substr(begin, end - begin));
      whole = one.has_value();
      if (whole) row(*one);
    }
    rest.erase(0, begin);
    whole = whole && rest.size() <= limits::kJsonBytes;
    return whole;
  }));
  if (!whole || !rest.empty()) return refuse("cli.server-answer", {{"address", root_}});
  return {};
}

Result<Value> Server::operate(const service::Verb& verb, const std::vector<std::pair<std::string, Value>>& values) const {
  const records::Record* record = verb.record.empty() ? nullptr : records::find_record(verb.record);
  const std::string path = record ? "odata/" + std::string(record->set) + "/tenure." + std::string(verb.name)
                                  : "odata/" + std::string(verb.name);
  if (!verb.is_action()) {
    std::string parameters;
    for (const auto& [name, value] : values) parameters += (parameters.empty() ? "" : ",") + name + "=" + to_text(value);
    return get(path + "(" + parameters + ")");
  }
  std::string body;
  json::Writer out(body);
  out.begin_object();
  for (const auto& [name, value] : values) out.field(name, value);
  out.end_object();
  return send("POST", path, body);
}

Result<Value> Server::definition() const {
  if (!definition_) {
    TENURE_TRY(definition_, get("definition"));
  }
  return *definition_;
}

Result<TimeZone> Server::zone() const {
  TENURE_TRY(const Value known, definition());
  return TimeZone::load(text_at(known, "time_zone"));
}

Result<std::string> Server::instant(const std::string& text) const {
  if (const auto instant = parse_instant(text)) return to_string(*instant);
  TENURE_TRY(const TimeZone zone, this->zone());
  const auto local = lifecycle::coerce({.kind = expression::Kind::instant}, Value(text), zone);
  if (!local || !local->get<Instant>()) return refuse("invalid-instant", {{"text", text}});
  return to_string(*local->get<Instant>());
}

Result<std::string> Server::when(const Given& given) const {
  std::string options;
  for (const auto& [option, name] : {std::pair{"--at", "as_of"}, std::pair{"--known-at", "known_at"}}) {
    const auto text = given.maybe(option);
    if (!text) continue;
    TENURE_TRY(const std::string at, instant(*text));
    options += "&" + std::string(name) + "=" + in_address(at);
  }
  return options;
}

std::string stage_title(const Value& definition, Language language, std::string_view lifecycle, std::string_view stage) {
  if (stage.empty() || stage == "none") return "–";
  for (const Value& cycle : items_at(definition, "lifecycles")) {
    if (text_at(cycle, "name") != lifecycle) continue;
    for (const Value& one : items_at(cycle, "stages")) {
      if (text_at(one, "name") != stage) continue;
      const std::string title = text_at(one, "title/" + std::string(to_string(language)));
      return title.empty() ? std::string(stage) : title;
    }
  }
  return std::string(stage);
}

Error said_there(const Value& error) {
  const std::string code = text_at(error, "code");
  return {"cli.server-refused",
          {{"status", code == "storage-full" ? "503" : "409"}, {"code", code}, {"detail", text_at(error, "detail")}}};
}

std::string code_of(const Error& error) {
  for (const auto& [name, value] : error.arguments)
    if (error.code == "cli.server-refused" && name == "code") return value;
  return error.code;
}

engine::Refusal refusal_there(const Value& reason) {
  const std::string says = text_at(reason, "message");  // in our language
  return {.code = text_at(reason, "code"), .id = text_at(reason, at_path(reason, "target").is_null() ? "id" : "target"), .arguments = {}, .says = {says, says}};
}

Result<Value> watch(Session& session, const std::string& path, Value now, const std::function<void(const Value&)>& look) {
  constexpr auto kBetweenLooks = std::chrono::milliseconds(200);  // a person watches
  const auto goes_on = [&] {
    const std::string state = text_at(now, "state");
    return state == "waiting" || state == "running";
  };
  const StopsByItself guard;
  while (goes_on() && !stop_requested) {
    std::this_thread::sleep_for(kBetweenLooks);
    auto next = session.server().get(path);
    if (!next) return next;
    now = std::move(*next);
    look(now);
  }
  return now;
}

Result<Value> watch_job(Session& session, const std::string& number, const std::function<void(const Value&)>& look) {
  TENURE_TRY(Value job, session.server().get("jobs/" + number));
  return watch(session, "jobs/" + number, std::move(job), look);
}

std::string in_address(std::string_view text) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~").contains(c);
    if (plain) out += c;
    else (out += '%') += {kHex[static_cast<unsigned char>(c) >> 4], kHex[static_cast<unsigned char>(c) & 15]};
  }
  return out;
}

std::string literal(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("''") : std::string(1, c);
  return in_address(quoted + "'");
}

}  // namespace tenure::cli
