#pragma once
// What a user is told of an account that is there already (service/matches.h).
#include "service/matches.h"
#include "service/verbs/work.h"

namespace tenure::service::acts {

// The account `except` is no match of itself; limits::kMatches at most. An account that the caller may not see is not
// told of.
std::vector<Match> find_matches(Context&, const Values& account, std::string_view except);

// Refuses ("possible-duplicate" {account, name, by}) what has the e-mail or telephone of another, warns of what is
// called alike; only warns when confirmed.
void warn_of_duplicates(Work&, const Values& account, std::string_view key, bool confirmed);
bool confirmed(const Call&);  // does the call say `confirm`?

}  // namespace tenure::service::acts
