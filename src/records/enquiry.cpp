// A question from outside, until it is converted to a case, an opportunity or a contact.
#include "records/nouns.h"

namespace tenure::records::nouns {
namespace {

constexpr Field kFields[] = {
    kDocumentKey,
    // Not required: an enquiry may come before anybody knows whose it is.
    {"account", string, kPlain, "account", "Account", "לקוח"},
    {"channel", string, kPlain, "", "Channel", "ערוץ"},
    kSubject,
    {"name", string, kSearch, "", "Name", "שם"},
    {"email", string, kSearch, "", "E-mail", "דוא״ל"},
    {"phone", string, kSearch, "", "Phone", "טלפון"},
    {"received_at", instant, kRequired, "", "Received at", "מועד קבלה"},
    {"converted_at", instant, kReadOnly, "", "Converted at", "מועד המרה"},
    {"case", string, kReadOnly, "case", "Case", "תקלה"},
    {"opportunity", string, kReadOnly, "opportunity", "Opportunity", "הזדמנות"},
    {"contact", string, kReadOnly, "contact", "Contact", "איש קשר"},
    kNote,
    kRemoved,
};

}  // namespace

const Record enquiry{"enquiry", "enquiries", kFields, "Enquiry", "פנייה"};

}  // namespace tenure::records::nouns
