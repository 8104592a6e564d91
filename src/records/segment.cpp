// A named set of accounts: those for which its filter holds.
#include "records/nouns.h"

namespace tenure::records::nouns {
namespace {

constexpr Field kFields[] = {
    kDocumentKey,
    {"name", string, kRequired | kSearch, "", "Name", "שם"},
    {"filter", string, kRequired, "", "Filter", "סינון"},
    kOwner,
    {"shared", boolean, kPlain, "", "Shared with everyone", "משותף לכולם"},
    kNote,
    kCreatedAt,
};

}  // namespace

const Record segment{"segment", "segments", kFields, "Segment", "מקטע", RecordSort::house};

}  // namespace tenure::records::nouns
