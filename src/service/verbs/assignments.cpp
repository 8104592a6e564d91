// A worker sent to fill an account's order.
#include "service/verbs/documents.h"
#include "service/verbs/parameters.h"
#include "service/verbs/table.h"

namespace tenure::service::acts {
namespace {

using namespace parameter;

constexpr VerbParameter kWorker{"worker", string, false, false, "Worker", "עובד"};
constexpr VerbParameter kStart[] = {kOrder, kWorker, kKey, kAt, kException};
constexpr VerbParameter kAssign[] = {kWorker, kKey, kAt, kException};
constexpr VerbParameter kEnd[] = {kReason, kAt, kException};

Result<Done> assign(Context& context, const Call& call) {
  TENURE_TRY(const Row order, load(context, "order", call.key));
  Work work(context, call);
  if (const Value* at = order.find("cancelled_at")) {
    work.refuse("already-done", "cancelled_at",
                {{"record", "order"}, {"key", order.key}, {"field", "cancelled_at"}, {"at", to_text(*at)}});
  }
  Values values{{"order", Value(order.key)}};
  if (const Value* worker = call.find("worker")) values.emplace_back("worker", *worker);
  const std::string key =
      add_document(work, *records::find_record("assignment"), order.account, values);
  return work.finish("assignment", key, true);
}

constexpr Verb kVerbs[] = {
    {.name = "start_assignment", .record = "account", .parameters = kStart,
     .run = [](Context& context, const Call& call) { return make(context, call, "assignment"); },
     .english = "Start an assignment", .hebrew = "התחלת שיבוץ"},
    {.name = "assign", .record = "order", .parameters = kAssign, .run = assign,
     .english = "Assign a worker to the order", .hebrew = "שיבוץ עובד להזמנה"},
    {.name = "end", .record = "assignment", .parameters = kEnd,
     .run = [](Context& context, const Call& call) {
       return step(context, call, "assignment", "assignment.ended", {"ended_at"}, {"reason"});
     },
     .english = "End the assignment", .hebrew = "סיום השיבוץ"},
    {.name = "reopen", .record = "assignment",
     .run = [](Context& context, const Call& call) {
       return reopen(context, call, "assignment", {"assignment.ended"});
     },
     .english = "The assignment goes on", .hebrew = "השיבוץ נמשך"},
};

}  // namespace

std::span<const Verb> assignment() { return kVerbs; }

}  // namespace tenure::service::acts
