// Override scripts (HY-31): an administrator's text says which stage some accounts shall have, and each of them is a
// fact like any other, by the one door, with the script in its log. The script runs before the transaction, in a
// process of its own; what it wants is then recorded or refused here. Also scoring on demand, which is a job.
#include "base/json.h"
#include "base/limits.h"
#include "script/script.h"
#include "service/impl.h"
#include "service/jobs.h"
#include "service/select.h"
#include "service/verbs/parameters.h"
#include "service/verbs/table.h"
#include "service/verbs/work.h"

namespace tenure::service::acts {
namespace {

using namespace parameter;

constexpr VerbParameter kScript[] = {
    {"script", string, true, false, "The script, in Lua (docs/scripts.md)", "הסקריפט, בשפת Lua"},
    required(kReason),
    {"name", string, false, false, "What the log calls it", "השם שיירשם ביומן"},
    {"filter", string, false, false, "The accounts that it sees (else all)", "הלקוחות שהוא רואה (אחרת כולם)"},
    kDryRun};
constexpr VerbParameter kRfm[] = {{"date", date, false, false, "Day of the analysis", "יום הניתוח"}};

constexpr std::string_view kAnswer = "_answer";

script::Account account_of(const Realm& realm, const engine::State& state, std::string_view key) {
  const lifecycle::Definition& definition = *realm.definition;
  script::Account account{.key = std::string(key), .properties = {}, .stages = {}};
  for (size_t slot = 0; slot < definition.slots.size(); ++slot) {
    const lifecycle::Slot& about = definition.slots[slot];
    const auto& field = definition.account.fields[slot];
    if (about.role == lifecycle::SlotRole::stage) {
      const std::string_view stage = definition.lifecycles[about.index].stage_id(state.standing(about.index).stage);
      account.stages.emplace_back(field.name, stage == "none" ? "" : std::string(stage));
      continue;
    }
    Value value = expression::to_value(state.row()[slot], field.type);
    if (!value.is_null()) account.properties.emplace_back(field.name, std::move(value));
  }
  return account;
}

// On the caller's thread: nothing waits for a script but who asked for it.
Result<Values> before(Service& service, const Call& call) {
  Service::Impl& impl = service.impl();
  TENURE_TRY(const RealmPtr realm, impl.realm(call.workspace));
  if (call.text("reason").find_first_not_of(" \t\r\n") == std::string::npos) return refuse("script-needs-reason");
  std::string filter = call.text("filter");
  if (filter.empty()) filter = "key ne null";
  std::vector<std::string> keys;
  TENURE_CHECK_OK(select_accounts(service, call.caller, call.workspace, filter, "", [&](std::string_view key) {
    keys.emplace_back(key);
    return keys.size() <= limits::kScriptAccounts;
  }));
  const std::string text = call.text("script");
  const script::Job job{.text = text, .now = impl.clock.now(), .accounts = [&](const auto& visit) {
    impl.store.read([&](store::Reader& reader) {
      for (const std::string& key : keys) {
        const auto id = reader.find_account(realm->id, key);
        store::Account account;
        if (!id || !reader.load_account(realm->id, *id, account)) continue;
        visit(account_of(*realm, decode_state(*realm, reader, account, key), key));
      }
    });
  }};
  TENURE_TRY(const script::Answer answer, script::run(job));
  std::vector<Value> moves;
  for (const script::Move& move : answer.moves) {
    moves.push_back(object({{"account", move.account},
                            {"lifecycle", move.lifecycle},
                            {"stage", move.stage},
                            {"reason", move.reason}}));
  }
  Values values = call.values;
  values.emplace_back(kAnswer, object({{"moves", list(std::move(moves))}, {"printed", answer.printed}}));
  return values;
}

const Value* member(const Value& object, std::string_view name) {
  const auto* held = object.get<std::shared_ptr<const Object>>();
  return held ? find((*held)->members, name) : nullptr;
}

std::vector<FactInput> facts_of(const Call& call, const Value& answer) {
  std::vector<FactInput> facts;
  const Value* moves = member(answer, "moves");
  const auto* list = moves ? moves->get<std::shared_ptr<const List>>() : nullptr;
  const std::string name = call.text("name");
  for (size_t i = 0; list && i < (*list)->items.size(); ++i) {
    const Value& move = (*list)->items[i];
    const std::string reason = to_text(*member(move, "reason"));
    facts.push_back({.account = to_text(*member(move, "account")),
                     .kind = "stage.scripted",
                     .values = {{"lifecycle", *member(move, "lifecycle")},
                                {"stage", *member(move, "stage")},
                                {"script", Value(name.empty() ? "script" : name)},
                                {"reason", Value(reason.empty() ? call.text("reason") : reason)}}});
  }
  return facts;
}

// Each account stands by itself: what is refused of one leaves the others alone, and is listed.
Result<Done> run_script(Context& context, const Call& call) {
  const Value* answer = call.find(kAnswer);
  if (!answer) return refuse("script-alone");
  std::vector<FactInput> facts = facts_of(call, *answer);
  const std::vector<Verdict> verdicts = context.record(facts);
  Done done{.record = "account"};
  std::vector<Value> rows;
  int64_t changed = 0, refused = 0;
  for (size_t i = 0; i < facts.size(); ++i) {
    std::vector<Value> reasons;
    for (const engine::Refusal& refusal : verdicts[i].refusals)
      reasons.push_back(object({{"code", refusal.code}, {"message", say(context.caller().language, refusal.code, refusal.arguments)}}));
    const bool is_refused = verdicts[i].outcome == Outcome::refused;
    refused += is_refused;
    changed += !verdicts[i].moves.empty();
    for (const engine::Transition& move : verdicts[i].moves) {
      const lifecycle::Lifecycle& cycle = context.definition().lifecycles[move.lifecycle];
      done.moves.push_back({.account = facts[i].account,
                            .lifecycle = cycle.name,
                            .from = std::string(cycle.stage_id(move.from)),
                            .to = std::string(cycle.stage_id(move.to)),
                            .rule = std::string(engine::rule_id(context.definition(), move)),
                            .at = move.at});
    }
    rows.push_back(object({{"account", facts[i].account},
                           {"lifecycle", facts[i].values[0].second},
                           {"stage", facts[i].values[1].second},
                           {"refused", is_refused},
                           {"reasons", list(std::move(reasons))}}));
  }
  done.result = object({{"warning", say(context.caller().language, "script-warning")},
                        {"changed", changed},
                        {"refused", refused},
                        {"printed", *member(*answer, "printed")},
                        {"value", list(std::move(rows))}});
  return done;
}

Result<Done> score_rfm(Context& context, const Call& call) {
  std::string request;
  json::Writer w(request);
  w.begin_object();
  if (const Value* day = call.find("date"); day && !day->is_null()) w.field("date", to_text(*day));
  w.end_object();
  const int64_t job =
      queue_job(context.transaction(), context.workspace(), context.caller(), "rfm", request, context.now());
  return Done{.record = "job", .key = std::to_string(job), .version = 1, .created = true};
}

constexpr Verb kVerbs[] = {
    {.name = "run_script", .record = "", .bound = Bound::nothing, .right = Right::administer,
     .parameters = kScript, .run = run_script,
     .english = "Sets stages as a script says, past the pack's rules", .hebrew = "קביעת שלבים לפי סקריפט, בעקיפת כללי החבילה",
     .before = before},
    {.name = "score_rfm", .record = "", .bound = Bound::nothing, .right = Right::administer,
     .parameters = kRfm, .run = score_rfm,
     .english = "Scores every customer, as a job", .hebrew = "דירוג כל הלקוחות, כעבודת רקע"},
};

}  // namespace

std::span<const Verb> scripts() { return kVerbs; }

}  // namespace tenure::service::acts
