// A diary entry: booked, then summarised.
#include "records/nouns.h"

namespace tenure::records::nouns {
namespace {

constexpr Field kFields[] = {
    kDocumentKey,
    kWhose,
    {"contact", string, kPlain, "contact", "Contact", "איש קשר"},
    kSubject,
    {"booked_at", instant, kRequired, "", "Booked at", "מועד הקביעה"},
    {"starts_at", instant, kPlain, "", "Starts at", "מועד התחלה"},
    {"summarised_at", instant, kReadOnly, "", "Summarised at", "מועד הסיכום"},
    kNote,
    kRemoved,
};

}  // namespace

const Record appointment{"appointment", "appointments", kFields, "Appointment", "פגישה"};

}  // namespace tenure::records::nouns
