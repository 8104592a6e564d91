#pragma once
#include "service/verbs/work.h"

namespace tenure::service::acts {

// Is what a view, a segment or a form says sound? Refuses on the work what is not.
void check_house(Work&, const records::Record&, const Values&);

}  // namespace tenure::service::acts
