// fact, act, create, change and remove through a server: the answer is its own.
#include <functional>

#include "base/json.h"
#include "cli/answers.h"
#include "cli/fact_stay.h"
#include "cli/facts.h"
#include "cli/outcome.h"
#include "cli/server.h"
#include "records/schema.h"
#include "service/verb.h"

namespace tenure::cli {

namespace {

using service::Done;

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

// Who acts is the token's user.
Result<void> check_options(const Given& given) {
  for (const char* option : {"--actor", "--role"})
    if (given.has(option)) return refuse("cli.option-not-by-server", {{"option", option}});
  return {};
}

Done::Move move_of(const Value& said) {
  return {.account = text_at(said, "account"),
          .lifecycle = text_at(said, "lifecycle"),
          .from = text_at(said, "from"),
          .to = text_at(said, "to"),
          .rule = text_at(said, "rule"),
          .at = parse_instant(text_at(said, "at")).value_or(Instant{})};
}

std::vector<engine::Refusal> refusals_of(const std::vector<Value>& reasons) {
  std::vector<engine::Refusal> refusals;
  for (const Value& reason : reasons) refusals.push_back(refusal_there(reason));
  return refusals;
}

// What the rules refuse is an outcome, with every reason; what the server refuses is an error.
Result<Done> outcome_of(const Result<Value>& answer) {
  if (!answer) {
    Done done{.refused = true};
    for (const auto& [name, value] : answer.error().arguments) {
      const Value list = name == "reasons" || name == "allowed" ? json::parse(value).value_or(Value()) : Value();
      if (name == "reasons") done.refusals = refusals_of(items_at(list, ""));
      for (const Value& move : name == "allowed" ? items_at(list, "") : std::vector<Value>{})
        done.allowed.push_back(to_text(move));
    }
    if (done.refusals.empty()) return std::unexpected(answer.error());
    return done;
  }
  Done done{.warnings = refusals_of(items_at(*answer, "warnings")),
            .record = text_at(*answer, "record"),
            .key = text_at(*answer, "key"),
            .version = number(*answer, "version"),
            .created = flag(*answer, "created"),
            .result = at_path(*answer, "result")};
  for (const Value& move : items_at(*answer, "moves")) done.moves.push_back(move_of(move));
  for (const Value& move : items_at(*answer, "allowed")) done.allowed.push_back(to_text(move));
  return done;
}

std::string wish(const Given& given) { return given.has("--dry-run") ? "tenure.dry-run" : "tenure.outcome"; }

using Send = std::function<Result<Value>(const Server&, const records::Record&, const std::string& key)>;

int on_record(Session& session, const Given& given, const char* command, const Send& send) {
  const std::string set = given.text("SET");
  const records::Record* record = find_set(set);
  if (!record) return session.fail_usage({"cli.unknown-set", {{"set", set}, {"nearest", ""}}}, find_command(command));
  if (const auto may = check_options(given); !may) return session.fail_usage(may.error(), find_command(command));
  if (const auto learnt = session.learn_names(); !learnt) return session.fail(learnt.error());
  Result<Done> done = outcome_of(send(session.server(), *record, given.text("KEY")));
  if (done && done->refused) {  // a refusal over there does not name what it is about
    done->record = record->name;
    done->key = given.text("KEY");
  }
  return tell_outcome(session, done, given.has("--dry-run"));
}

std::string address(const records::Record& record, const std::string& key) {
  return "odata/" + std::string(record.set) + (key.empty() ? "" : "(" + literal(key) + ")");
}

ToldVerdict verdict_of(const Value& said) {
  ToldVerdict verdict{.outcome = text_at(said, "outcome"),
                      .moves = {},
                      .refusals = refusals_of(items_at(said, "reasons")),
                      .warnings = refusals_of(items_at(said, "warnings"))};
  for (const Value& move : items_at(said, "moves"))
    verdict.moves.push_back({text_at(move, "lifecycle"), text_at(move, "from"), text_at(move, "to"), text_at(move, "cause"),
                             text_at(move, "rule"), parse_instant(text_at(move, "at")).value_or(Instant{})});
  return verdict;
}

// As far as the token's user may know it: who may not look is told nothing more.
void tell_why_it_stays(Session& session, const std::string& account, const std::string& kind, std::optional<Instant> at) {
  const auto definition = session.server().definition();
  const auto tale = tale_there(session, account, {.at = at, .known_at = {}});
  if (definition && tale) tell_stay(session, *tale, hearers_there(*definition, kind), kind, at);
}

}  // namespace

int create_by_server(Session& session, const Given& given) {
  return on_record(session, given, "create",
                   [&](const Server& server, const records::Record& record, const std::string&) -> Result<Value> {
                     TENURE_TRY(const std::string body, body_of(server, given, record, nullptr));
                     return server.send("POST", address(record, ""), body, "application/json", wish(given));
                   });
}

int change_by_server(Session& session, const Given& given) {
  return on_record(session, given, "change",
                   [&](const Server& server, const records::Record& record, const std::string& key) -> Result<Value> {
                     TENURE_TRY(const std::string body, body_of(server, given, record, nullptr));
                     return server.send("PATCH", address(record, key), body, "application/json", wish(given));
                   });
}

int remove_by_server(Session& session, const Given& given) {
  return on_record(session, given, "remove",
                   [&](const Server& server, const records::Record& record, const std::string& key) {
                     return server.send("DELETE", address(record, key), "", "application/json", wish(given));
                   });
}

int act_by_server(Session& session, const Given& given) {
  return on_record(
      session, given, "act",
      [&](const Server& server, const records::Record& record, const std::string& key) -> Result<Value> {
        const std::string name = given.text("VERB");
        const service::Verb* verb = service::find_verb(record.name, name);
        if (!verb) return refuse("cli.unknown-verb", {{"verb", name}, {"set", std::string(record.set)}, {"nearest", ""}});
        if (!verb->changes) return refuse("cli.not-by-server", {{"command", "act " + name}});
        TENURE_TRY(const std::string body, body_of(server, given, record, verb));
        return server.send("POST", address(record, verb->bound == service::Bound::set ? "" : key) + "/tenure." + name, body,
                           "application/json", wish(given));
      });
}

int fact_by_server(Session& session, const Given& given) {
  if (const auto may = check_options(given); !may) return session.fail_usage(may.error(), find_command("fact"));
  if (const auto learnt = session.learn_names(); !learnt) return session.fail(learnt.error());
  const Server& server = session.server();
  Instant when = session.clock().now();
  std::string line;
  json::Writer out(line);
  out.begin_object().field("account", given.text("ACCOUNT")).field("kind", given.text("KIND"));
  if (const auto key = given.maybe("--key")) out.field("key", *key);
  if (given.has("--retract")) out.field("retract", true);
  if (const auto at = given.maybe("--at")) {
    const auto instant = session.instant(*at);
    if (!instant) return session.fail_usage(instant.error(), find_command("fact"));
    when = *instant;
    out.field("at", when);
  }
  out.key("fields").begin_object();
  for (const std::string& field : given.list("FIELD=VALUE")) {
    const size_t equals = field.find('=');
    if (equals == std::string::npos || equals == 0)
      return session.fail_usage({"cli.bad-field", {{"text", field}}}, find_command("fact"));
    out.field(field.substr(0, equals), field.substr(equals + 1));
  }
  out.end_object().end_object();
  const auto verdict = server.send("POST", "facts", line + "\n", "application/x-ndjson", given.has("--dry-run") ? wish(given) : "");
  if (!verdict) return session.fail(verdict.error());
  const ToldVerdict told = verdict_of(*verdict);
  const std::string account = given.text("ACCOUNT"), kind = given.text("KIND");
  const int status = tell_verdict(session, told, {{"kind", kind}, {"account", account}, {"at", session.show(when)}},
                                  given.has("--dry-run"));
  if (session.format == Format::table && told.outcome == "recorded" && told.moves.empty() && !given.has("--dry-run"))
    tell_why_it_stays(session, account, kind, given.has("--at") ? std::optional(when) : std::nullopt);
  return status;
}

}  // namespace tenure::cli
