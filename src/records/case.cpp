// A problem to be solved for the account.
#include "records/nouns.h"

namespace tenure::records::nouns {
namespace {

constexpr Field kFields[] = {
    kDocumentKey,
    kWhose,
    {"contact", string, kPlain, "contact", "Contact", "איש קשר"},
    {"enquiry", string, kPlain, "enquiry", "Enquiry", "פנייה"},
    kSubject,
    kOwner,
    {"opened_at", instant, kRequired, "", "Opened at", "מועד פתיחה"},
    {"closed_at", instant, kReadOnly, "", "Closed at", "מועד סגירה"},
    {"outcome", string, kPlain, "", "Outcome", "תוצאה"},
    kRemoved,
};

}  // namespace

const Record case_{"case", "cases", kFields, "Case", "תקלה"};

}  // namespace tenure::records::nouns
