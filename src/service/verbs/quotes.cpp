// A quote: issued, then approved or declined.
#include "service/verbs/documents.h"
#include "service/verbs/parameters.h"
#include "service/verbs/table.h"

namespace tenure::service::acts {
namespace {

using namespace parameter;

constexpr VerbParameter kIssue[] = {{"opportunity", string, false, false, "Opportunity", "הזדמנות"},
                                    kAmount, kCurrency, kKey, kAt, kException};
constexpr VerbParameter kApprove[] = {kAt, kException};
constexpr VerbParameter kDecline[] = {kReason, kAt, kException};

constexpr Verb kVerbs[] = {
    {.name = "issue_quote", .record = "account", .parameters = kIssue,
     .run = [](Context& context, const Call& call) { return make(context, call, "quote"); },
     .english = "Issue a quote", .hebrew = "הפקת הצעת מחיר"},
    {.name = "approve", .record = "quote", .parameters = kApprove,
     .run = [](Context& context, const Call& call) {
       return step(context, call, "quote", "quote.approved", {"decided_at"});
     },
     .english = "Approve the quote", .hebrew = "אישור הצעת המחיר"},
    {.name = "decline", .record = "quote", .parameters = kDecline,
     .run = [](Context& context, const Call& call) {
       return step(context, call, "quote", "quote.declined", {"decided_at"}, {"reason"});
     },
     .english = "Decline the quote", .hebrew = "דחיית הצעת המחיר"},
    {.name = "reopen", .record = "quote",
     .run = [](Context& context, const Call& call) {
       return reopen(context, call, "quote", {"quote.approved", "quote.declined"});
     },
     .english = "Reopen the quote", .hebrew = "פתיחה מחדש של הצעת המחיר"},
};

}  // namespace

std::span<const Verb> quote() { return kVerbs; }

}  // namespace tenure::service::acts
