#pragma once
#include "service/verbs/work.h"

namespace tenure::service::acts {

Result<Done> create_account(Context&, const Call&);
Result<Done> change_account(Context&, const Call&);

// Adds the facts that create an account of these values; its key. Refuses on the work: "account-without-name"
// (none of name, e-mail, phone), "external-key-taken", "possible-duplicate" unless confirmed.
std::string add_account(Work&, const Values&, std::string key, bool confirmed);

// A person's name as first and last: the last word is the surname.
struct PersonName {
  std::string first, last;
};
PersonName split_name(std::string_view);

}  // namespace tenure::service::acts
