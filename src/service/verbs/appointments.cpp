// A diary entry: booked, then summarised.
#include "service/verbs/documents.h"
#include "service/verbs/parameters.h"
#include "service/verbs/table.h"

namespace tenure::service::acts {
namespace {

using namespace parameter;

constexpr VerbParameter kBook[] = {
    {"starts_at", instant, true, false, "Starts at", "מועד התחלה"}, kContact, kSubject, kKey, kAt,
    kException};
constexpr VerbParameter kSummarise[] = {required(kNote), kAt, kException};

constexpr Verb kVerbs[] = {
    {.name = "book_appointment", .record = "account", .parameters = kBook,
     .run = [](Context& context, const Call& call) { return make(context, call, "appointment"); },
     .english = "Book an appointment", .hebrew = "קביעת פגישה"},
    {.name = "summarise", .record = "appointment", .parameters = kSummarise,
     .run = [](Context& context, const Call& call) {
       return step(context, call, "appointment", "appointment.summarised", {"summarised_at"}, {"note"});
     },
     .english = "Summarise the appointment", .hebrew = "סיכום הפגישה"},
};

}  // namespace

std::span<const Verb> appointment() { return kVerbs; }

}  // namespace tenure::service::acts
