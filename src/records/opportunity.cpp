// A deal that may come: open until it is won, lost or closed neutral.
#include "records/nouns.h"

namespace tenure::records::nouns {
namespace {

constexpr Field kFields[] = {
    kDocumentKey,
    kWhose,
    {"title", string, kSearch, "", "Title", "כותרת"},
    {"stage", string, kPlain, "", "Stage", "שלב"},
    {"status", choice, kReadOnly, "", "Status", "מצב"},
    kAmount,
    kCurrency,
    {"product", string, kPlain, "", "Product", "מוצר"},
    kOwner,
    {"csm", string, kPlain, "", "Customer success manager", "מנהל הצלחת לקוח"},
    {"kind", string, kPlain, "", "Kind of deal", "סוג העסקה"},
    {"expected_close", date, kPlain, "", "Expected close", "סגירה צפויה"},
    {"closed_at", instant, kReadOnly, "", "Closed at", "מועד סגירה"},
    kReason,
    kCreatedAt,
    kRemoved,
};

}  // namespace

const Record opportunity{"opportunity", "opportunities", kFields, "Opportunity", "הזדמנות"};

}  // namespace tenure::records::nouns
