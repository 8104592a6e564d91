// A problem to be solved for the account.
#include "service/verbs/documents.h"
#include "service/verbs/parameters.h"
#include "service/verbs/table.h"

namespace tenure::service::acts {
namespace {

using namespace parameter;

constexpr VerbParameter kOpen[] = {kSubject, kContact,
                                   {"enquiry", string, false, false, "Enquiry", "פנייה"},
                                   kOwner, kKey, kAt, kException};
constexpr VerbParameter kClose[] = {kOutcome, kAt, kException};

constexpr Verb kVerbs[] = {
    {.name = "open_case", .record = "account", .parameters = kOpen,
     .run = [](Context& context, const Call& call) { return make(context, call, "case"); },
     .english = "Open a case", .hebrew = "פתיחת תקלה"},
    {.name = "close", .record = "case", .parameters = kClose,
     .run = [](Context& context, const Call& call) {
       return step(context, call, "case", "case.closed", {"closed_at"}, {"outcome"});
     },
     .english = "Close the case", .hebrew = "סגירת התקלה"},
    {.name = "reopen", .record = "case",
     .run = [](Context& context, const Call& call) {
       return reopen(context, call, "case", {"case.closed"});
     },
     .english = "Reopen the case", .hebrew = "פתיחה מחדש של התקלה"},
};

}  // namespace

std::span<const Verb> case_() { return kVerbs; }

}  // namespace tenure::service::acts
