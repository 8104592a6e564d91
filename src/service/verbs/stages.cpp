// Where an account stands: set by hand where the pack allows it, declared where it must be documented.
#include <algorithm>

#include "service/verbs/accounts.h"
#include "service/verbs/documents.h"
#include "service/verbs/fields.h"
#include "service/verbs/parameters.h"
#include "service/verbs/stories.h"
#include "service/verbs/table.h"

namespace tenure::service::acts {
namespace {

using namespace parameter;

constexpr VerbParameter kSetStage[] = {required(kStage), kLifecycle, kReason, kAt};
constexpr VerbParameter kDeclare[] = {
    {"declaration", string, true, false, "Declaration", "הכרזה"}, kLifecycle, kNote, kReason, kAt};
constexpr VerbParameter kWhen[] = {
    {"as_of", instant, false, false, "What was true then", "מה היה נכון אז"},
    {"known_at", instant, false, false, "What was believed then", "מה היה ידוע אז"}};

// The lifecycle that is named, or the one that has the stage or declaration, if there is but one such; where
// none has it, the first, which says what it does have.
std::string lifecycle_of(Context& context, const Call& call,
                         bool (*has)(const lifecycle::Lifecycle&, std::string_view),
                         std::string_view what) {
  if (std::string named = call.text("lifecycle"); !named.empty()) return named;
  const auto& cycles = context.definition().lifecycles;
  if (cycles.size() == 1) return cycles.front().name;
  const lifecycle::Lifecycle* only = nullptr;
  for (const lifecycle::Lifecycle& cycle : cycles) {
    if (!has(cycle, what)) continue;
    if (only) return "";
    only = &cycle;
  }
  return only ? only->name : cycles.front().name;
}

bool has_stage(const lifecycle::Lifecycle& cycle, std::string_view stage) {
  return cycle.find_stage(stage).has_value();
}

bool has_declaration(const lifecycle::Lifecycle& cycle, std::string_view id) {
  return std::ranges::find(cycle.declarations, id, &lifecycle::Declaration::id) !=
         cycle.declarations.end();
}

Result<Done> set_stage(Context& context, const Call& call) {
  TENURE_TRY(const Row row, load(context, "account", call.key));
  Work work(context, call);
  const std::string stage = call.text("stage");
  FactInput& fact = work.add("stage.set", row.key);
  fact.values = {{"lifecycle", Value(lifecycle_of(context, call, has_stage, stage))}};
  work.copy(fact, {"stage", "reason"});
  return work.finish("account", row.key);
}

// The note is a line of the contact log; being a note it moves nothing by itself. Fields that the declaration
// asks for come with it, and stand or fall with it.
Result<Done> declare(Context& context, const Call& call) {
  TENURE_TRY(const Row row, load(context, "account", call.key));
  Work work(context, call);
  Call only_fields = call;
  std::erase_if(only_fields.values, [](const auto& entry) {
    return std::ranges::find(kDeclare, entry.first, &VerbParameter::name) != std::end(kDeclare);
  });
  Work reading(context, only_fields);
  TENURE_TRY(const Values values, fields(reading, *records::find_record("account")));
  for (engine::Refusal& refusal : reading.done().refusals)
    work.refuse(refusal.code, refusal.id, refusal.arguments);
  if (!values.empty()) work.add("account.changed", row.key).values = values;
  if (const std::string note = call.text("note"); !note.empty()) {
    TENURE_CHECK_OK(context.access().check(kMayCreate, "activity"));
    add_document(work, *records::find_record("activity"), row.key,
                 {{"kind", Value("note")}, {"note", Value(note)}});
  }
  FactInput& fact = work.add("stage.declared", row.key);
  const std::string id = call.text("declaration");
  fact.values = {{"lifecycle", Value(lifecycle_of(context, call, has_declaration, id))}};
  work.copy(fact, {"declaration", "note", "reason"});
  return work.finish("account", row.key);
}

constexpr Verb kVerbs[] = {
    {.name = "set_stage", .record = "account", .parameters = kSetStage, .run = set_stage,
     .english = "Set the stage by hand", .hebrew = "קביעת השלב ידנית"},
    {.name = "declare", .record = "account", .parameters = kDeclare, .run = declare,
     .english = "Declare, with what documents it", .hebrew = "הכרזה, עם התיעוד שלה",
     .takes_fields = true},
    {.name = "explain", .record = "account", .right = Right::read, .changes = false,
     .parameters = kWhen, .run = explain_account,
     .english = "Why it stands where it stands", .hebrew = "מדוע הלקוח נמצא בשלב שבו הוא נמצא"},
    {.name = "outlook", .record = "account", .right = Right::read, .changes = false,
     .parameters = kWhen, .run = account_outlook,
     .english = "What would move it", .hebrew = "מה יזיז אותו"},
    {.name = "still_open", .record = "account", .right = Right::read, .changes = false,
     .run = still_open, .english = "What is still open", .hebrew = "מה עדיין פתוח"},
    {.name = "page", .record = "account", .right = Right::read, .changes = false,
     .run = account_page, .english = "What its page shows now", .hebrew = "מה מוצג כעת בדף הלקוח"},
};

}  // namespace

std::span<const Verb> stage() { return kVerbs; }

}  // namespace tenure::service::acts
