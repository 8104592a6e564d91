// fact, act, create, change and remove through a server: the answer is its own.
#include <ostream>

#include "base/json.h"
#include "cli/output.h"
#include "cli/server.h"
#include "records/schema.h"
#include "service/verb.h"

namespace tenure::cli {

namespace {

const records::Record* find_set(std::string_view set) {
  for (const records::Record& record : records::schema())
    if (record.set == set || record.name == set) return &record;
  return nullptr;
}

// Text as the API takes a value of this type.
void write_typed(json::Writer& out, const std::string& type, bool many, const std::string& text) {
  if (text.empty()) {
    out.null();
  } else if (many) {
    out.begin_array();
    for (size_t begin = 0; begin <= text.size();) {
      const size_t end = std::min(text.find(',', begin), text.size());
      out.value(text.substr(begin, end - begin));
      begin = end + 1;
    }
    out.end_array();
  } else if (type == "boolean" || type == "bool" || type == "int" || type == "int64" || type == "decimal" ||
             type == "double") {
    const auto value = json::parse(text);
    value && !value->get<std::shared_ptr<const List>>() ? out.value(*value) : out.value(text);
  } else {
    out.value(text);
  }
}

// JSON has a token of its own for it.
bool is_bare(expression::Kind kind) {
  using enum expression::Kind;
  return kind == boolean || kind == int64 || kind == decimal;
}

struct FieldType {
  std::string type;
  bool many = false;
};

// Of a field of the record, or of a parameter of the verb.
FieldType type_of(const Value& definition, const records::Record& record, const service::Verb* verb,
                  std::string_view name) {
  if (verb) {
    for (const service::VerbParameter& parameter : verb->parameters)
      if (parameter.name == name) return {is_bare(parameter.type) ? "decimal" : "string", parameter.collection};
  }
  for (const Value& one : items_at(definition, "records")) {
    if (text_at(one, "name") != record.name) continue;
    for (const Value& field : items_at(one, "fields"))
      if (text_at(field, "name") == name) return {text_at(field, "type"), text_at(field, "many") == "true"};
  }
  return {};
}

// Errors: "cli.bad-field" {text}, those of Server::instant.
Result<std::string> body_of(const Server& server, const Given& given, const records::Record& record,
                            const service::Verb* verb) {
  TENURE_TRY(const Value definition, server.definition());
  std::string body;
  json::Writer out(body);
  out.begin_object();
  for (const std::string& field : given.list("FIELD=VALUE")) {
    const size_t equals = field.find('=');
    if (equals == std::string::npos || equals == 0) return refuse("cli.bad-field", {{"text", field}});
    const std::string name = field.substr(0, equals);
    const FieldType type = type_of(definition, record, verb, name);
    write_typed(out.key(name), type.type, type.many, field.substr(equals + 1));
  }
  if (const auto at = given.maybe("--at")) {
    TENURE_TRY(const std::string instant, server.instant(*at));
    out.field("at", instant);
  }
  out.end_object();
  return body;
}

int say_done(Session& session, const char* code, const records::Record& record, const std::string& key, const Value& answer) {
  if (session.format != Format::table) session.out() << json::write(answer) << '\n';
  else session.tell(code, {{"record", std::string(record.name)}, {"key", key}});
  return kDone;
}

// Who acts is the token's user, and nothing is tried there that is not meant.
Result<void> check_options(const Given& given) {
  for (const char* option : {"--dry-run", "--actor", "--role"})
    if (given.has(option)) return refuse("cli.option-not-by-server", {{"option", option}});
  return {};
}

using Send = std::function<Result<Value>(const Server&, const records::Record&, const std::string& key)>;

int on_record(Session& session, const Given& given, const char* command, const char* said, const Send& send) {
  const std::string set = given.text("SET");
  const records::Record* record = find_set(set);
  if (!record) return session.fail_usage({"cli.unknown-set", {{"set", set}, {"nearest", ""}}}, find_command(command));
  if (const auto may = check_options(given); !may) return session.fail_usage(may.error(), find_command(command));
  const auto answer = send(session.server(), *record, given.text("KEY"));
  if (!answer) return session.fail(answer.error());
  const std::string key = text_at(*answer, "key");
  return say_done(session, said, *record, key.empty() ? given.text("KEY") : key, *answer);
}

std::string address(const records::Record& record, const std::string& key) {
  return "odata/" + std::string(record.set) + (key.empty() ? "" : "(" + literal(key) + ")");
}

}  // namespace

int create_by_server(Session& session, const Given& given) {
  return on_record(session, given, "create", "cli.act.created",
                   [&](const Server& server, const records::Record& record, const std::string&) -> Result<Value> {
                     TENURE_TRY(const std::string body, body_of(server, given, record, nullptr));
                     return server.send("POST", address(record, ""), body);
                   });
}

int change_by_server(Session& session, const Given& given) {
  return on_record(session, given, "change", "cli.act.done",
                   [&](const Server& server, const records::Record& record, const std::string& key) -> Result<Value> {
                     TENURE_TRY(const std::string body, body_of(server, given, record, nullptr));
                     return server.send("PATCH", address(record, key), body);
                   });
}

int remove_by_server(Session& session, const Given& given) {
  return on_record(session, given, "remove", "cli.act.done",
                   [](const Server& server, const records::Record& record, const std::string& key) {
                     return server.send("DELETE", address(record, key), "");
                   });
}

int act_by_server(Session& session, const Given& given) {
  return on_record(
      session, given, "act", "cli.act.done",
      [&](const Server& server, const records::Record& record, const std::string& key) -> Result<Value> {
        const std::string name = given.text("VERB");
        const service::Verb* verb = service::find_verb(record.name, name);
        if (!verb) return refuse("cli.unknown-verb", {{"verb", name}, {"set", std::string(record.set)}, {"nearest", ""}});
        if (!verb->changes) return refuse("cli.not-by-server", {{"command", "act " + name}});
        TENURE_TRY(const std::string body, body_of(server, given, record, verb));
        return server.send("POST", address(record, verb->bound == service::Bound::set ? "" : key) + "/tenure." + name, body);
      });
}

int fact_by_server(Session& session, const Given& given) {
  if (const auto may = check_options(given); !may) return session.fail_usage(may.error(), find_command("fact"));
  const Server& server = session.server();
  std::string line;
  json::Writer out(line);
  out.begin_object().field("account", given.text("ACCOUNT")).field("kind", given.text("KIND"));
  if (const auto key = given.maybe("--key")) out.field("key", *key);
  if (given.has("--retract")) out.field("retract", true);
  if (const auto at = given.maybe("--at")) {
    const auto instant = server.instant(*at);
    if (!instant) return session.fail_usage(instant.error(), find_command("fact"));
    out.field("at", *instant);
  }
  out.key("fields").begin_object();
  for (const std::string& field : given.list("FIELD=VALUE")) {
    const size_t equals = field.find('=');
    if (equals == std::string::npos || equals == 0)
      return session.fail_usage({"cli.bad-field", {{"text", field}}}, find_command("fact"));
    out.field(field.substr(0, equals), field.substr(equals + 1));
  }
  out.end_object().end_object();
  const auto verdict = server.send("POST", "facts", line + "\n", "application/x-ndjson");
  if (!verdict) return session.fail(verdict.error());
  const std::string outcome = text_at(*verdict, "outcome");
  const int status = outcome == "refused" || outcome.empty() ? kNo : kDone;
  if (session.format != Format::table) {
    session.out() << json::write(*verdict) << '\n';
    return status;
  }
  session.tell("cli.fact." + outcome, {{"kind", given.text("KIND")}, {"account", given.text("ACCOUNT")}, {"at", given.text("--at", "now")}});
  for (const Value& reason : items_at(*verdict, "reasons")) session.out() << "  " << text_at(reason, "message") << '\n';
  for (const Value& warning : items_at(*verdict, "warnings")) session.tell("cli.fact.warned", {{"what", text_at(warning, "message")}});
  (void)session.learn_names();
  for (const Value& move : items_at(*verdict, "moves")) {
    const std::string lifecycle = text_at(move, "lifecycle");
    session.tell("cli.fact.moved", {{"lifecycle", lifecycle},
                                    {"from", session.stage_title(lifecycle, text_at(move, "from"))},
                                    {"to", session.stage_title(lifecycle, text_at(move, "to"))},
                                    {"at", text_at(move, "at")},
                                    {"rule", text_at(move, "rule")}});
  }
  return status;
}

}  // namespace tenure::cli
