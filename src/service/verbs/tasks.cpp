// Something somebody must do for the account.
#include "service/verbs/documents.h"
#include "service/verbs/parameters.h"
#include "service/verbs/table.h"

namespace tenure::service::acts {
namespace {

using namespace parameter;

constexpr VerbParameter kOpen[] = {required(kSubject), kOwner,
                                   {"due_at", instant, false, false, "Due at", "מועד יעד"},
                                   kKey, kAt, kException};
constexpr VerbParameter kFinish[] = {kNote, kAt, kException};
constexpr VerbParameter kAssign[] = {required(kOwner)};

Result<Done> assign(Context& context, const Call& call) {
  TENURE_TRY(const Row row, load(context, "task", call.key));
  TENURE_CHECK_OK(context.access().check_write("task", "owner"));
  Work work(context, call);
  add_change(work, "task", row, {{"owner", *call.find("owner")}});
  return work.finish("task", row.key);
}

constexpr Verb kVerbs[] = {
    {.name = "open_task", .record = "account", .parameters = kOpen,
     .run = [](Context& context, const Call& call) { return make(context, call, "task"); },
     .english = "Open a task", .hebrew = "פתיחת משימה"},
    {.name = "finish", .record = "task", .parameters = kFinish,
     .run = [](Context& context, const Call& call) {
       return step(context, call, "task", "task.done", {"done_at"}, {"note"});
     },
     .english = "The task is done", .hebrew = "המשימה בוצעה"},
    {.name = "assign", .record = "task", .parameters = kAssign, .run = assign,
     .english = "Assign the task", .hebrew = "הקצאת המשימה"},
    {.name = "reopen", .record = "task",
     .run = [](Context& context, const Call& call) {
       return reopen(context, call, "task", {"task.done"});
     },
     .english = "The task is not done after all", .hebrew = "המשימה לא בוצעה"},
};

}  // namespace

std::span<const Verb> task() { return kVerbs; }

}  // namespace tenure::service::acts
