// A worker sent to fill an account's order.
#include "records/nouns.h"

namespace tenure::records::nouns {
namespace {

constexpr Field kFields[] = {
    kDocumentKey,
    kWhose,
    {"order", string, kPlain, "order", "Order", "הזמנה"},
    {"worker", string, kSearch, "", "Worker", "עובד"},
    {"started_at", instant, kRequired, "", "Started at", "מועד התחלה"},
    {"ended_at", instant, kReadOnly, "", "Ended at", "מועד סיום"},
    kReason,
    kRemoved,
};

}  // namespace

const Record assignment{"assignment", "assignments", kFields, "Assignment", "שיבוץ"};

}  // namespace tenure::records::nouns
