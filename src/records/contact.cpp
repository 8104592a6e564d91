// A person at an account.
#include "records/nouns.h"

namespace tenure::records::nouns {
namespace {

constexpr Field kFields[] = {
    kDocumentKey,
    kWhose,
    kExternalKey,
    {"first_name", string, kSearch, "", "First name", "שם פרטי"},
    {"last_name", string, kSearch, "", "Last name", "שם משפחה"},
    {"email", string, kSearch, "", "E-mail", "דוא״ל"},
    {"phone", string, kSearch, "", "Phone", "טלפון"},
    {"role", string, kPlain, "", "Role", "תפקיד"},
    {"do_not_contact", boolean, kPlain, "", "Do not contact", "אין ליצור קשר"},
    kCreatedAt,
    kRemoved,
};

}  // namespace

const Record contact{"contact", "contacts", kFields, "Contact", "איש קשר"};

}  // namespace tenure::records::nouns
