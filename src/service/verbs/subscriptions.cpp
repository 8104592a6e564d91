// A service paid for by the period.
#include "service/verbs/documents.h"
#include "service/verbs/parameters.h"
#include "service/verbs/table.h"

namespace tenure::service::acts {
namespace {

using namespace parameter;

constexpr VerbParameter kStart[] = {{"service", string, false, false, "Service", "שירות"},
                                    {"period", string, false, false, "Period", "תקופה"},
                                    {"paid", boolean, false, false, "Paid", "בתשלום"},
                                    kAmount, kCurrency, kKey, kAt, kException};
constexpr VerbParameter kStop[] = {kReason, kAt, kException};

constexpr Verb kVerbs[] = {
    {.name = "start_subscription", .record = "account", .parameters = kStart,
     .run = [](Context& context, const Call& call) { return make(context, call, "subscription"); },
     .english = "Start a subscription", .hebrew = "התחלת מנוי"},
    {.name = "stop", .record = "subscription", .parameters = kStop,
     .run = [](Context& context, const Call& call) {
       return step(context, call, "subscription", "subscription.stopped", {"stopped_at"}, {"reason"});
     },
     .english = "Stop the subscription", .hebrew = "הפסקת המנוי"},
    {.name = "reopen", .record = "subscription",
     .run = [](Context& context, const Call& call) {
       return reopen(context, call, "subscription", {"subscription.stopped"});
     },
     .english = "The subscription goes on", .hebrew = "המנוי נמשך"},
};

}  // namespace

std::span<const Verb> subscription() { return kVerbs; }

}  // namespace tenure::service::acts
