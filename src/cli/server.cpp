#include "cli/server.h"

#include <algorithm>

#include "base/json.h"
#include "base/limits.h"
#include "cli/secret_file.h"
#include "lifecycle/coerce.h"
#include "outgoing/client.h"

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

Result<Value> Server::ask(const std::string& method, const std::string& url, const std::string& body,
                          const std::string& type) const {
  outgoing::Request request{.method = method,
                            .url = url,
                            .headers = {{"Authorization", "Bearer " + token_},
                                        {"Accept", "application/json;IEEE754Compatible=true, application/json, */*;q=0.1"},
                                        {"Accept-Language", std::string(to_string(language_))}},
                            .body = body};
  if (method != "GET") request.headers.emplace_back("Content-Type", type);
  if (method == "PATCH" || method == "DELETE") request.headers.emplace_back("If-Match", "*");
  // Whoever works here names the server: any address, and answers as long as a page is.
  TENURE_TRY(const outgoing::Response answer,
             outgoing::send(request, {.rules = {.allow_private = true}, .body_bytes = limits::kJsonBytes}));
  const Result<Value> read = answer.body.empty() ? Result<Value>(Value()) : json::parse(answer.body);
  if (answer.status >= 200 && answer.status < 300) {
    if (!read) return refuse("cli.server-answer", {{"address", root_}});
    return *read;
  }
  const Value said = read ? *read : Value();
  std::string code = text_at(said, "code"), detail = text_at(said, "detail");
  if (code.empty()) code = text_at(said, "error/code"), detail = text_at(said, "error/message");
  if (code.empty()) return refuse("cli.server-answer", {{"address", root_}});
  return refuse("cli.server-refused", {{"status", std::to_string(answer.status)}, {"code", code}, {"detail", detail}});
}

Result<Value> Server::get(const std::string& path) const { return ask("GET", base_ + path, "", ""); }

Result<Value> Server::send(const std::string& method, const std::string& path, const std::string& body,
                           const std::string& type) const {
  return ask(method, base_ + path, body, type);
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
