#pragma once
// What an account can be asked: why it stands where it stands, what would move it, what is open.
#include "service/verbs/work.h"

namespace tenure::service::acts {

Result<Done> explain_account(Context&, const Call&);
Result<Done> account_outlook(Context&, const Call&);
Result<Done> still_open(Context&, const Call&);
Result<Done> account_page(Context&, const Call&);  // account_page.cpp

}  // namespace tenure::service::acts
