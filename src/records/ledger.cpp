// An account's account in the books; most accounts have one.
#include "records/nouns.h"

namespace tenure::records::nouns {
namespace {

constexpr Field kFields[] = {
    kDocumentKey,
    kWhose,
    {"name", string, kSearch, "", "Name", "שם"},
    kCurrency,
    {"opened_at", instant, kRequired, "", "Opened at", "מועד פתיחה"},
    {"closed_at", instant, kReadOnly, "", "Closed at", "מועד סגירה"},
    kRemoved,
};

}  // namespace

const Record ledger{"ledger", "ledgers", kFields, "Ledger", "כרטסת"};

}  // namespace tenure::records::nouns
