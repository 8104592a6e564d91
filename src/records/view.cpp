// A saved way to look at a set of records: what, in which order, which columns.
#include "records/nouns.h"

namespace tenure::records::nouns {
namespace {

constexpr Field kFields[] = {
    kDocumentKey,
    {"name", string, kRequired | kSearch, "", "Name", "שם"},
    {"set", string, kRequired, "", "Records shown", "הרשומות המוצגות"},
    {"filter", string, kPlain, "", "Filter", "סינון"},
    {"order_by", string, kPlain, "", "Order", "מיון"},
    {"columns", string, kPlain, "", "Columns", "עמודות"},
    {"layout", string, kPlain, "", "Layout", "פריסה"},
    kOwner,
    {"shared", boolean, kPlain, "", "Shared with everyone", "משותף לכולם"},
    kCreatedAt,
};

}  // namespace

const Record view{"view", "views", kFields, "View", "תצוגה", RecordSort::house};

}  // namespace tenure::records::nouns
