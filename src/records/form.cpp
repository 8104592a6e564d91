// A public enquiry form: what it asks, and what is said when it was posted.
#include "records/nouns.h"

namespace tenure::records::nouns {
namespace {

constexpr Field kFields[] = {
    kDocumentKey,
    {"title", string, kRequired | kSearch, "", "Title", "כותרת"},
    {"fields", string, kRequired, "", "Fields asked", "השדות בטופס"},
    {"channel", string, kPlain, "", "Channel", "ערוץ"},
    {"active", boolean, kPlain, "", "Open to the public", "פתוח לציבור"},
    {"redirect", string, kPlain, "", "Address afterwards", "כתובת לאחר השליחה"},
    {"thanks", string, kPlain, "", "Thanks", "הודעת תודה"},
    kOwner,
    kCreatedAt,
};

}  // namespace

const Record form{"form", "forms", kFields, "Form", "טופס", RecordSort::house};

}  // namespace tenure::records::nouns
