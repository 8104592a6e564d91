// A service paid for by the period: a club, a contract, a monthly service.
#include "records/nouns.h"

namespace tenure::records::nouns {
namespace {

constexpr Field kFields[] = {
    kDocumentKey,
    kWhose,
    {"service", string, kSearch, "", "Service", "שירות"},
    {"period", string, kPlain, "", "Period", "תקופה"},
    {"paid", boolean, kPlain, "", "Paid", "בתשלום"},
    kAmount,
    kCurrency,
    {"started_at", instant, kRequired, "", "Started at", "מועד התחלה"},
    {"stopped_at", instant, kReadOnly, "", "Stopped at", "מועד הפסקה"},
    kReason,
    kRemoved,
};

}  // namespace

const Record subscription{"subscription", "subscriptions", kFields, "Subscription", "מנוי"};

}  // namespace tenure::records::nouns
