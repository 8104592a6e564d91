// Who did what, when, from where, and what came of it. Only ever appended.
#include "records/nouns.h"

namespace tenure::records::nouns {
namespace {

constexpr Field kFields[] = {
    {"sequence", int64, kKey | kRequired | kUnique | kReadOnly, "", "Number", "מספר"},
    {"at", instant, kRequired | kReadOnly, "", "At", "מועד"},
    {"actor", string, kReadOnly | kSearch, "", "Who", "מי"},
    {"role", string, kReadOnly, "", "Role", "תפקיד"},
    {"channel", string, kReadOnly, "", "Channel", "ערוץ"},
    {"address", string, kReadOnly, "", "From where", "מאיפה"},
    {"request_id", string, kReadOnly, "", "Request", "בקשה"},
    {"verb", string, kReadOnly | kSearch, "", "What", "מה"},
    {"record", string, kReadOnly, "", "Record", "רשומה"},
    {"key", string, kReadOnly | kSearch, "", "Its key", "מזהה הרשומה"},
    {"account", string, kReadOnly, "account", "Account", "לקוח"},
    {"outcome", string, kReadOnly, "", "Outcome", "תוצאה"},
    {"detail", string, kReadOnly, "", "Detail", "פירוט"},
};

}  // namespace

const Record audit_event{"audit_event", "audit_events", kFields, "Audit event", "רישום ביקורת",
                         RecordSort::log};

}  // namespace tenure::records::nouns
