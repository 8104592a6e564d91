#include "cli/answers.h"

#include "base/json.h"
#include "cli/jobs.h"
#include "cli/progress.h"
#include "cli/server.h"
#include "service/perform.h"

namespace tenure::cli {

using service::Done;

const Value& at(const Value& object, std::string_view name) {
  static const Value nothing;
  const auto* held = object.get<std::shared_ptr<const Object>>();
  if (!held) return nothing;
  for (const auto& [key, value] : (*held)->members) {
    if (key == name) return value;
  }
  return nothing;
}
std::string text(const Value& object, std::string_view name) { return to_text(at(object, name)); }
int64_t number(const Value& object, std::string_view name) {
  const int64_t* found = at(object, name).get<int64_t>();
  return found ? *found : 0;
}
bool flag(const Value& object, std::string_view name) {
  const bool* found = at(object, name).get<bool>();
  return found && *found;
}
const std::vector<Value>& items(const Value& object, std::string_view name) {
  static const std::vector<Value> none;
  const auto* list = at(object, name).get<std::shared_ptr<const List>>();
  return list ? (*list)->items : none;
}
Value list_of(const std::vector<std::string>& texts) {
  auto list = std::make_shared<List>();
  for (const std::string& text : texts) list->items.emplace_back(text);
  return Value(std::shared_ptr<const List>(std::move(list)));
}

namespace {

Result<Done> act_there(Session& session, const service::Verb& verb, Values values, bool dry_run) {
  if (dry_run) values.emplace_back("dry_run", Value(true));
  TENURE_TRY(const Value answer, session.server().operate(verb, values));
  return Done{.key = text(answer, "key"), .result = at(answer, "result")};
}

Result<Value> work_there(Session& session, const std::string& number, const char* progress, int& exit) {
  Progress shown(session, progress);
  TENURE_TRY(const Value job, watch_job(session, number, [&](const Value& now) {
               shown.update(cli::number(now, "done"), cli::number(now, "total"));
             }));
  const std::string state = text(job, "state");
  if (state == service::kFailed) return std::unexpected(said_there(at(job, "error")));
  if (state == service::kFinished) return at(job, "result");
  exit = kInterrupted;
  return refuse(state == service::kCancelled ? "cli.job.cancelled" : "cli.job.goes-on", {{"job", number}});
}

}  // namespace

Result<Done> act(Session& session, const service::Verb& verb, Values values, bool dry_run) {
  if (session.by_server()) return act_there(session, verb, std::move(values), dry_run);
  const service::Caller caller = session.caller();
  return service::perform(session.service(), {caller, session.workspace, "", std::move(values), {}, dry_run}, verb);
}

Result<Done> act(Session& session, std::string_view verb, Values values, bool dry_run) {
  return act(session, *service::find_verb("", verb), std::move(values), dry_run);
}

Result<Value> work(Session& session, const Result<Done>& queued, const char* progress, int& exit) {
  exit = kNo;
  if (!queued) return std::unexpected(queued.error());
  if (session.by_server()) return work_there(session, queued->key, progress, exit);
  TENURE_TRY(const store::Job job, finish_job(session, std::stoll(queued->key), progress));
  if (job.state == service::kFailed) return std::unexpected(service::decode_error(job.error));
  if (job.state != service::kFinished) {
    exit = kInterrupted;
    return refuse("cli.job.stopped", {{"job", std::to_string(job.number)}});
  }
  return json::parse(job.result);
}

int stopped(Session& session, const Error& error, int exit) {
  const int said = session.fail(error);
  return exit == kInterrupted ? exit : said;
}

}  // namespace tenure::cli
