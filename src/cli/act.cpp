// tenure act, create, change, remove: any verb of any record, and what came of it.
#include "cli/facts.h"
#include "cli/outcome.h"
#include "cli/server.h"
#include "cli/verbs.h"
#include "records/schema.h"
#include "service/perform.h"

namespace tenure::cli {

namespace {

using service::Call;
using service::Caller;
using service::Done;
using service::Verb;

const records::Record* find_set(std::string_view set) {
  for (const records::Record& record : records::schema())
    if (record.set == set || record.name == set) return &record;
  return nullptr;
}

Error unknown_set(const std::string& set) {
  std::vector<std::string> sets;
  for (const records::Record& record : records::schema()) sets.emplace_back(record.set);
  return {"cli.unknown-set", {{"set", set}, {"nearest", nearest(set, sets)}}};
}

Caller caller(const Session& session, const Given& given) {
  return {.actor = given.text("--actor", "cli"),
          .role = given.text("--role", "admin"),
          .channel = service::Channel::cli,
          .language = session.language};
}

// "keys=A,B" of a parameter that takes several is a list of them; "name=" is nothing.
Value read_value(const Verb* verb, std::string_view name, const std::string& text) {
  if (text.empty()) return {};
  const auto several = [&] {
    if (!verb) return false;
    for (const service::VerbParameter& parameter : verb->parameters)
      if (parameter.name == name) return parameter.collection;
    return false;
  };
  if (!several()) return Value(text);
  auto list = std::make_shared<List>();
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(',', begin), text.size());
    list->items.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return Value(std::shared_ptr<const List>(std::move(list)));
}

// FIELD=VALUE… and --at. Errors: "cli.bad-field" {text}, "invalid-instant".
Result<void> read_values(Session& session, const Given& given, const Verb* verb, Call& call) {
  for (const std::string& field : given.list("FIELD=VALUE")) {
    const size_t equals = field.find('=');
    if (equals == std::string::npos || equals == 0) return refuse("cli.bad-field", {{"text", field}});
    const std::string name = field.substr(0, equals);
    call.values.emplace_back(name, read_value(verb, name, field.substr(equals + 1)));
  }
  if (const auto at = given.maybe("--at")) {
    TENURE_TRY(const Instant instant, session.instant(*at));
    call.values.emplace_back("at", Value(instant));
  }
  return {};
}

using Act = Result<Done> (*)(service::Service&, const Call&, std::string_view record);

int on_record(Session& session, const Given& given, const char* command, Act act) {
  const std::string set = given.text("SET");
  const records::Record* record = find_set(set);
  if (!record) return session.fail_usage(unknown_set(set), find_command(command));
  if (const auto definition = session.definition(); !definition) return session.fail(definition.error());
  const Caller by = caller(session, given);
  Call call{by, session.workspace, given.text("KEY"), {}, {}, given.has("--dry-run")};
  if (const auto read = read_values(session, given, nullptr, call); !read) {
    return session.fail_usage(read.error(), find_command(command));
  }
  return tell_outcome(session, act(session.service(), call, record->name), call.dry_run);
}

int create(Session& session, const Given& given) {
  return on_record(session, given, "create", service::create_record);
}

int change(Session& session, const Given& given) {
  return on_record(session, given, "change", service::change_record);
}

int remove(Session& session, const Given& given) {
  return on_record(session, given, "remove", service::remove_record);
}

int act(Session& session, const Given& given) {
  const std::string set = given.text("SET"), name = given.text("VERB");
  const records::Record* record = find_set(set);
  if (!record) return session.fail_usage(unknown_set(set), find_command("act"));
  const Verb* verb = service::find_verb(record->name, name);
  if (!verb) {
    std::vector<std::string> names;
    for (const Verb& known : service::verbs())
      if (known.record == record->name) names.emplace_back(known.name);
    return session.fail_usage({"cli.unknown-verb", {{"verb", name}, {"set", set}, {"nearest", nearest(name, names)}}},
                              find_command("act"));
  }
  if (const auto definition = session.definition(); !definition) return session.fail(definition.error());
  const Caller by = caller(session, given);
  Call call{by, session.workspace, given.text("KEY"), {}, {}, given.has("--dry-run")};
  if (const auto read = read_values(session, given, verb, call); !read) {
    return session.fail_usage(read.error(), find_command("act"));
  }
  return tell_outcome(session, service::perform(session.service(), call, *verb), call.dry_run);
}

std::vector<Option> options(std::vector<Option> words) {
  words.push_back({.name = "FIELD=VALUE", .many = true, .help = "word.value"});
  words.push_back({.name = "--at", .placeholder = "INSTANT", .help = "option.fact-at"});
  words.push_back({.name = "--actor", .placeholder = "NAME"});
  words.push_back({.name = "--role", .placeholder = "ROLE"});
  return words;
}

const Option kSet{.name = "SET", .required = true};
const Option kKey{.name = "KEY", .required = true};

}  // namespace

Command act_command() {
  return {.name = "act",
          .shared = kJson | kDryRun,
          .options = options({kSet, kKey, {.name = "VERB", .required = true}}),
          .examples = {"tenure act accounts A-7 issue_quote amount=900 key=Q-1",
                       "tenure act quotes Q-1 approve",
                       "tenure act accounts A-7 declare declaration=not_interested note='Too dear' not_interested_reason=price --db hyper.db",
                       "tenure act accounts - allocate keys=A-7,A-9 reset=true",
                       "tenure act accounts A-7 place first_order_at=2023-05-01 last_order_at=2026-02-01 order_count=31"},
          .run = act,
          .by_server = act_by_server};
}

Command create_command() {
  return {.name = "create",
          .shared = kJson | kDryRun,
          .options = options({kSet}),
          .examples = {"tenure create accounts name='Levi Bros' phone=03-1234567",
                       "tenure create orders account=A-7 amount=120.50"},
          .run = create,
          .by_server = create_by_server};
}

Command change_command() {
  return {.name = "change",
          .shared = kJson | kDryRun,
          .options = options({kSet, kKey}),
          .examples = {"tenure change accounts A-7 email=info@levi.example company_type=reseller"},
          .run = change,
          .by_server = change_by_server};
}

Command remove_command() {
  return {.name = "remove",
          .shared = kJson | kDryRun,
          .options = options({kSet, kKey}),
          .examples = {"tenure remove accounts A-7"},
          .run = remove,
          .by_server = remove_by_server};
}

}  // namespace tenure::cli
