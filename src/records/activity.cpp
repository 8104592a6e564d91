// A line of the contact log: a call, an e-mail, a posted form, a note, another contact.
#include "records/nouns.h"

namespace tenure::records::nouns {
namespace {

constexpr Field kFields[] = {
    kDocumentKey,
    kWhose,
    {"kind", choice, kRequired, "", "Kind", "סוג"},
    {"contact", string, kPlain, "contact", "Contact", "איש קשר"},
    {"at", instant, kRequired, "", "At", "מועד"},
    {"channel", string, kPlain, "", "Channel", "ערוץ"},
    {"direction", string, kPlain, "", "Direction", "כיוון"},
    {"outcome", string, kPlain, "", "Outcome", "תוצאה"},
    {"minutes", int64, kPlain, "", "Minutes", "דקות"},
    {"mass", boolean, kPlain, "", "Mass mailing", "דיוור המוני"},
    kSubject,
    kNote,
    kRemoved,
};

}  // namespace

const Record activity{"activity", "activities", kFields, "Activity", "פעילות"};

}  // namespace tenure::records::nouns
