// An order: placed or copied from another, approved, cancelled. Gates are asked each time.
#include "service/verbs/documents.h"
#include "service/verbs/parameters.h"
#include "service/verbs/table.h"

namespace tenure::service::acts {
namespace {

using namespace parameter;

constexpr VerbParameter kPlace[] = {kLedger, kAmount, kCurrency,
                                    {"source", string, false, false, "Source", "מקור"},
                                    kKey, kAt, kException};
constexpr VerbParameter kCopy[] = {kKey, kAt, kException};
constexpr VerbParameter kApprove[] = {kAt, kException};
constexpr VerbParameter kCancel[] = {kReason, kAt, kException};

// A new order that says the same, of today: whether it may be is asked of today's stage.
Result<Done> copy_order(Context& context, const Call& call) {
  TENURE_TRY(const Row row, load(context, "order", call.key));
  Work work(context, call);
  Values values;
  for (std::string_view field : {"ledger", "amount", "currency", "source"}) {
    if (const Value* value = row.find(field)) values.emplace_back(field, *value);
  }
  const std::string key = add_document(work, *records::find_record("order"), row.account, values);
  return work.finish("order", key, true);
}

constexpr Verb kVerbs[] = {
    {.name = "place_order", .record = "account", .parameters = kPlace,
     .run = [](Context& context, const Call& call) { return make(context, call, "order"); },
     .english = "Place an order", .hebrew = "קליטת הזמנה"},
    {.name = "copy", .record = "order", .parameters = kCopy, .run = copy_order,
     .english = "Copy the order", .hebrew = "שכפול ההזמנה"},
    {.name = "approve", .record = "order", .parameters = kApprove,
     .run = [](Context& context, const Call& call) {
       return step(context, call, "order", "order.approved", {"approved_at", "cancelled_at"});
     },
     .english = "Approve the work order", .hebrew = "אישור ההזמנה לביצוע"},
    {.name = "cancel", .record = "order", .parameters = kCancel,
     .run = [](Context& context, const Call& call) {
       return step(context, call, "order", "order.cancelled", {"cancelled_at"}, {"reason"});
     },
     .english = "Cancel the order", .hebrew = "ביטול ההזמנה"},
};

}  // namespace

std::span<const Verb> order() { return kVerbs; }

}  // namespace tenure::service::acts
