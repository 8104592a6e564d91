// The workspace's definition, changed by administrators: checked, tested, planned, applied. docs/plan.md.
#include <algorithm>

#include "base/embedded.h"
#include "base/json.h"
#include "base/limits.h"
#include "service/impl.h"
#include "service/plan.h"
#include "service/verbs/parameters.h"
#include "service/verbs/table.h"
#include "service/verbs/work.h"
#include "story/story.h"

namespace tenure::service::acts {
namespace {

using namespace parameter;

constexpr VerbParameter kFiles{"files", string, false, true, "Files that are to be others, each path=text",
                               "קבצים שיוחלפו, כל אחד path=text"};
constexpr VerbParameter kWhole{"whole", boolean, false, false, "They are the whole pack", "אלה כל קובצי החבילה"};
constexpr VerbParameter kParameters{"parameters", string, false, true,
                                    "Parameters, each name=value; an empty value is the default again",
                                    "פרמטרים, כל אחד name=value; ערך ריק מחזיר לברירת המחדל"};
constexpr VerbParameter kSuccessors{"successors", string, false, true,
                                    "Where accounts go whose stage is no more, each lifecycle.stage=stage",
                                    "לאן עוברים לקוחות ששלבם בוטל, כל אחד lifecycle.stage=stage"};
constexpr VerbParameter kMode{"mode", string, false, false, "from_now or rewrite", "from_now או rewrite"};
constexpr VerbParameter kPlanNumber{"plan", int64, true, false, "Number of the plan", "מספר התוכנית"};

constexpr VerbParameter kPlanParameters[] = {kFiles, kWhole, kParameters, kSuccessors, kMode};
constexpr VerbParameter kApplyParameters[] = {
    kPlanNumber,
    {"digest", string, false, false, "What the plan found, as it was shown", "מה שהתוכנית מצאה, כפי שהוצג"}};
constexpr VerbParameter kMovesParameters[] = {
    kPlanNumber,
    {"after", int64, false, false, "Behind this place", "אחרי המקום הזה"},
    {"top", int64, false, false, "How many at most", "כמה לכל היותר"}};
constexpr VerbParameter kCheckParameters[] = {
    kFiles, kWhole, kParameters,
    {"deep", boolean, false, false, "Also what takes a search: rules that never fire, stages without a way out",
     "גם מה שדורש חיפוש: כללים שלעולם לא יפעלו, שלבים ללא מוצא"}};
constexpr VerbParameter kTestParameters[] = {
    kFiles, kWhole,
    {"stories", string, false, true, "Stories, each file=text; else those that come with the pack",
     "סיפורים, כל אחד file=text; אחרת אלה שבאים עם החבילה"}};

int64_t number(const Call& call, std::string_view name, int64_t otherwise) {
  const Value* value = call.find(name);
  const int64_t* given = value ? value->get<int64_t>() : nullptr;
  return given && *given >= 0 ? *given : otherwise;
}

Done queued(int64_t job) {
  return {.record = "job", .key = std::to_string(job), .version = 1, .created = true};
}

Result<Done> plan(Context& context, const Call& call) {
  TENURE_TRY(const DefinitionChange change, read_change(call));
  TENURE_TRY(const int64_t job, queue_plan(context, change));
  return queued(job);
}

Result<Done> apply(Context& context, const Call& call) {
  TENURE_TRY(const int64_t job, queue_apply(context, number(call, "plan", 0), call.text("digest")));
  return queued(job);
}

Value row_of(Context& context, const store::SavedPlan& plan) {
  const bool waits = plan.state == "planned";
  const std::string_view stale = waits ? stale_reason(context.reads(), context.workspace(), plan) : "";
  const auto maybe = [](bool there, Value value) { return there ? std::move(value) : Value(); };
  return object({{"plan", plan.number},
                 {"state", plan.state},
                 {"stale", maybe(!stale.empty(), Value(stale))},
                 {"mode", plan.mode},
                 {"actor", plan.actor},
                 {"made_at", plan.made_at},
                 {"digest", plan.digest},
                 {"definition", maybe(plan.definition != 0, plan.definition)},
                 {"summary", json::parse(plan.summary).value_or(Value())}});
}

Result<Done> plans(Context& context, const Call&) {
  std::vector<Value> rows;
  std::vector<int64_t> numbers = context.reads().changes().plans(context.workspace());
  for (auto number = numbers.rbegin(); number != numbers.rend(); ++number) {
    const auto plan = context.reads().changes().plan(context.workspace(), *number);
    if (plan && plan->state != "planning") rows.push_back(row_of(context, *plan));
  }
  return Done{.record = "plan", .result = object({{"value", list(std::move(rows))}})};
}

Result<Done> plan_moves(Context& context, const Call& call) {
  const int64_t plan = number(call, "plan", 0);
  const int64_t top = std::min(number(call, "top", limits::kPlanPage), limits::kPlanPage);
  if (!context.reads().changes().plan(context.workspace(), plan))
    return refuse("unknown-plan", {{"plan", std::to_string(plan)}});
  std::vector<std::pair<int64_t, store::PlanMove>> found;
  bool more = false;
  context.reads().changes().plan_moves(context.workspace(), plan, number(call, "after", 0),
                                       [&](int64_t place, const store::PlanMove& move) {
                                         more = static_cast<int64_t>(found.size()) == top;
                                         if (!more) found.emplace_back(place, move);
                                         return !more;
                                       });
  std::vector<Value> rows;
  const auto stage = [&](store::Name name) {
    return name == 0 ? Value() : Value(context.reads().text(context.workspace(), name));
  };
  for (const auto& [place, move] : found) {
    rows.push_back(object({{"place", place},
                           {"account", context.reads().account_key(context.workspace(), move.account)},
                           {"name", context.reads().property(context.workspace(), move.account, "name")},
                           {"lifecycle", stage(move.lifecycle)},
                           {"from", stage(move.from)},
                           {"to", stage(move.to)},
                           {"rule", move.rule},
                           {"at", move.at}}));
  }
  const Value next = more ? Value(found.back().first) : Value();
  return Done{.record = "plan", .result = object({{"value", list(std::move(rows))}, {"next", next}})};
}

// ---- before a plan

std::vector<lifecycle::PackFile> files_of(const store::Definition& definition) {
  std::vector<lifecycle::PackFile> files;
  for (const auto& [path, text] : definition.files) files.push_back({path, text});
  return files;
}

Result<store::Definition> changed(Context& context, const Call& call) {
  TENURE_TRY(const DefinitionChange change, read_change(call));
  return changed_definition(context.reads().definition(context.workspace(), context.realm().number), change);
}

Value texts(const std::vector<std::string>& lines) {
  std::vector<Value> all;
  for (const std::string& line : lines) all.emplace_back(line);
  return list(std::move(all));
}

Result<Done> check_definition(Context& context, const Call& call) {
  TENURE_TRY(const store::Definition next, changed(context, call));
  lifecycle::Loaded loaded = load_definition(next, context.definition().zone);
  const Value* deep = call.find("deep");
  if (loaded.definition && deep && deep->get<bool>() && *deep->get<bool>()) {
    for (lifecycle::Fault& fault : lifecycle::check(*loaded.definition)) loaded.faults.push_back(std::move(fault));
  }
  std::vector<Value> faults;
  for (const lifecycle::Fault& fault : loaded.faults) {
    const bool error = fault.severity == lifecycle::Severity::error;
    faults.push_back(object({{"severity", error ? "error" : "warning"},
                             {"code", fault.code},
                             {"message", say(context.caller().language, fault.code, fault.arguments)},
                             {"file", fault.place.file},
                             {"line", fault.place.line},
                             {"column", fault.place.column},
                             {"history", texts(fault.history)}}));
  }
  const Value version = loaded.definition ? Value(loaded.definition->version) : Value();
  return Done{.record = "definition",
              .result = object({{"sound", loaded.definition != nullptr},
                                {"version", version},
                                {"faults", list(std::move(faults))}})};
}

Result<std::vector<lifecycle::PackFile>> stories_of(const store::Definition& definition, const Call& call) {
  std::vector<lifecycle::PackFile> stories;
  const Value* given = call.find("stories");
  const auto* list = given ? given->get<std::shared_ptr<const List>>() : nullptr;
  if (!list) {
    for (const EmbeddedFile& file : embedded_files("packs/" + definition.pack + "/stories/"))
      stories.push_back({std::string(file.path), std::string(file.bytes())});
    return stories;
  }
  for (const Value& item : (*list)->items) {
    const std::string* text = item.get<std::string>();
    const size_t equals = text ? text->find('=') : std::string::npos;
    const bool fits = equals != std::string::npos && equals > 0 && text->size() - equals <= limits::kStoryBytes &&
                      stories.size() < limits::kStoryFiles;
    if (!fits) return refuse("plan-malformed", {{"argument", "stories"}, {"text", text ? excerpt(*text) : ""}});
    stories.push_back({text->substr(0, equals), text->substr(equals + 1)});
  }
  return stories;
}

Result<Done> test_definition(Context& context, const Call& call) {
  TENURE_TRY(const store::Definition next, changed(context, call));
  TENURE_TRY(const std::vector<lifecycle::PackFile> stories, stories_of(next, call));
  const std::vector<lifecycle::PackFile> files = files_of(next);
  std::vector<Value> outcomes;
  int64_t passed = 0;
  for (const lifecycle::PackFile& story : stories) {
    for (const story::Outcome& outcome : story::run(files, story.path, story.text)) {
      std::vector<Value> failures;
      for (const story::Failure& failure : outcome.failures) {
        failures.push_back(object({{"line", failure.line},
                                   {"text", failure.text},
                                   {"expected", failure.expected},
                                   {"found", failure.found}}));
      }
      passed += failures.empty();
      outcomes.push_back(object({{"id", outcome.id},
                                 {"title", outcome.title},
                                 {"file", outcome.file},
                                 {"line", outcome.line},
                                 {"passed", failures.empty()},
                                 {"failures", list(std::move(failures))}}));
    }
  }
  const auto failed = static_cast<int64_t>(outcomes.size()) - passed;
  return Done{.record = "definition",
              .result = object({{"passed", passed}, {"failed", failed}, {"stories", list(std::move(outcomes))}})};
}

constexpr Verb kVerbs[] = {
    {.name = "plan", .record = "", .bound = Bound::nothing, .right = Right::administer,
     .parameters = kPlanParameters, .run = plan,
     .english = "What another definition would change, as a job", .hebrew = "מה תשנה הגדרה אחרת, כעבודת רקע"},
    {.name = "apply", .record = "", .bound = Bound::nothing, .right = Right::administer,
     .parameters = kApplyParameters, .run = apply,
     .english = "Does what a plan says, as a job", .hebrew = "ביצוע תוכנית, כעבודת רקע"},
    {.name = "plans", .record = "", .bound = Bound::nothing, .right = Right::administer, .changes = false,
     .run = plans, .english = "The plans, the latest first", .hebrew = "התוכניות, מהאחרונה לראשונה"},
    {.name = "plan_moves", .record = "", .bound = Bound::nothing, .right = Right::administer, .changes = false,
     .parameters = kMovesParameters, .run = plan_moves,
     .english = "Who would move by a plan, and by which rule", .hebrew = "מי יעבור לפי תוכנית, ולפי איזה כלל"},
    {.name = "check_definition", .record = "", .bound = Bound::nothing, .right = Right::administer,
     .changes = false, .parameters = kCheckParameters, .run = check_definition,
     .english = "What is wrong with a definition, without keeping it", .hebrew = "מה שגוי בהגדרה, בלי לשמור אותה",
     .posted = true},
    {.name = "test_definition", .record = "", .bound = Bound::nothing, .right = Right::administer,
     .changes = false, .parameters = kTestParameters, .run = test_definition,
     .english = "Whether a definition does what its stories say", .hebrew = "האם הגדרה עושה מה שסיפוריה אומרים",
     .posted = true},
};

}  // namespace

std::span<const Verb> definitions() { return kVerbs; }

}  // namespace tenure::service::acts
