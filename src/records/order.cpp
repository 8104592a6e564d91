// An order taken from the account, here or in the ERP; a work order once approved.
#include "records/nouns.h"

namespace tenure::records::nouns {
namespace {

constexpr Field kFields[] = {
    kDocumentKey,
    kWhose,
    {"ledger", string, kPlain, "ledger", "Ledger", "כרטסת"},
    kAmount,
    kCurrency,
    {"source", string, kPlain, "", "Source", "מקור"},
    {"placed_at", instant, kRequired, "", "Placed at", "מועד ההזמנה"},
    {"approved_at", instant, kReadOnly, "", "Approved at", "מועד אישור"},
    {"cancelled_at", instant, kReadOnly, "", "Cancelled at", "מועד ביטול"},
    kReason,
    kRemoved,
};

}  // namespace

const Record order{"order", "orders", kFields, "Order", "הזמנה"};

}  // namespace tenure::records::nouns
