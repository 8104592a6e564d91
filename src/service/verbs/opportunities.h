#pragma once
#include "service/verbs/work.h"

namespace tenure::service::acts {

Result<Done> create_opportunity(Context&, const Call&);
Result<Done> change_opportunity(Context&, const Call&);

}  // namespace tenure::service::acts
