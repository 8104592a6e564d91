// A tax invoice or a receipt, and what was credited of it.
#include "records/nouns.h"

namespace tenure::records::nouns {
namespace {

constexpr Field kFields[] = {
    kDocumentKey,
    kWhose,
    {"kind", choice, kRequired, "", "Kind", "סוג המסמך"},
    {"order", string, kPlain, "order", "Order", "הזמנה"},
    {"ledger", string, kPlain, "ledger", "Ledger", "כרטסת"},
    kAmount,
    kCurrency,
    {"issued_at", instant, kRequired, "", "Issued at", "מועד הפקה"},
    {"credited_at", instant, kReadOnly, "", "Credited at", "מועד זיכוי"},
    {"credited_amount", decimal, kReadOnly, "", "Credited amount", "סכום הזיכוי"},
    kReason,
    kRemoved,
};

}  // namespace

const Record invoice{"invoice", "invoices", kFields, "Invoice", "חשבונית"};

}  // namespace tenure::records::nouns
