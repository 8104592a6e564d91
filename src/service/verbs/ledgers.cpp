// An account's account in the books.
#include "service/verbs/documents.h"
#include "service/verbs/parameters.h"
#include "service/verbs/table.h"

namespace tenure::service::acts {
namespace {

using namespace parameter;

constexpr VerbParameter kOpen[] = {kName, kCurrency, kKey, kAt, kException};
constexpr VerbParameter kClose[] = {kAt, kException};

constexpr Verb kVerbs[] = {
    {.name = "open_ledger", .record = "account", .parameters = kOpen,
     .run = [](Context& context, const Call& call) { return make(context, call, "ledger"); },
     .english = "Open a ledger", .hebrew = "פתיחת כרטסת"},
    {.name = "close", .record = "ledger", .parameters = kClose,
     .run = [](Context& context, const Call& call) {
       return step(context, call, "ledger", "ledger.closed", {"closed_at"});
     },
     .english = "Close the ledger", .hebrew = "סגירת הכרטסת"},
    {.name = "reopen", .record = "ledger",
     .run = [](Context& context, const Call& call) {
       return reopen(context, call, "ledger", {"ledger.closed"});
     },
     .english = "Reopen the ledger", .hebrew = "פתיחה מחדש של הכרטסת"},
};

}  // namespace

std::span<const Verb> ledger() { return kVerbs; }

}  // namespace tenure::service::acts
