// Something somebody must do for the account.
#include "records/nouns.h"

namespace tenure::records::nouns {
namespace {

constexpr Field kFields[] = {
    kDocumentKey,
    kWhose,
    kSubject,
    kOwner,
    {"due_at", instant, kPlain, "", "Due at", "מועד יעד"},
    {"opened_at", instant, kRequired, "", "Opened at", "מועד פתיחה"},
    {"done_at", instant, kReadOnly, "", "Done at", "מועד ביצוע"},
    kNote,
    kRemoved,
};

}  // namespace

const Record task{"task", "tasks", kFields, "Task", "משימה"};

}  // namespace tenure::records::nouns
