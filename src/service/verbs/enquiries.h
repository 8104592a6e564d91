#pragma once
#include "service/verbs/work.h"

namespace tenure::service::acts {

Result<Done> create_enquiry(Context&, const Call&);
Result<Done> change_enquiry(Context&, const Call&);

}  // namespace tenure::service::acts
