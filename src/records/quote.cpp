// A price offered.
#include "records/nouns.h"

namespace tenure::records::nouns {
namespace {

constexpr Field kFields[] = {
    kDocumentKey,
    kWhose,
    {"opportunity", string, kPlain, "opportunity", "Opportunity", "הזדמנות"},
    kAmount,
    kCurrency,
    {"issued_at", instant, kRequired, "", "Issued at", "מועד הפקה"},
    {"status", choice, kReadOnly, "", "Status", "מצב"},
    {"decided_at", instant, kReadOnly, "", "Decided at", "מועד הכרעה"},
    kReason,
    kRemoved,
};

}  // namespace

const Record quote{"quote", "quotes", kFields, "Quote", "הצעת מחיר"};

}  // namespace tenure::records::nouns
