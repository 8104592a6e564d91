#pragma once
// Facts that come by a door of their own: a stream of them, each with its verdict.
#include <string_view>
#include <vector>

#include "service/caller.h"
#include "service/service.h"

namespace tenure::service {

// In one transaction, verdicts in the order given; what is refused leaves the others alone. Beside the refusals of
// Service::record: "unknown-account" for an account that is not the caller's own, "field-not-allowed",
// "no-such-field", "not-allowed" for a field or record that the role may not write. Errors (nothing was written):
// "unknown-workspace", those of Access::check for facts.
Result<std::vector<Verdict>> post_facts(Service&, const Caller&, std::string_view workspace,
                                        const std::vector<FactInput>&, const RecordOptions& = {});

}  // namespace tenure::service
