#pragma once
// The verbs of each noun, a file each; verbs() in verb.cpp gathers them.
#include <span>

#include "service/verb.h"

namespace tenure::service::acts {

std::span<const Verb> account();      // accounts.cpp: what an account is
std::span<const Verb> stage();        // stages.cpp: where it stands
std::span<const Verb> merging();      // merge.cpp
std::span<const Verb> allocation();   // allocation.cpp
std::span<const Verb> placement();    // placement.cpp: by what is known of the past
std::span<const Verb> lists();        // lists.cpp: calling list, mailing list, the pack's views
std::span<const Verb> activity();     // activities.cpp
std::span<const Verb> appointment();  // appointments.cpp
std::span<const Verb> quote();
std::span<const Verb> order();
std::span<const Verb> invoice();
std::span<const Verb> subscription();
std::span<const Verb> assignment();
std::span<const Verb> opportunity();
std::span<const Verb> enquiry();
std::span<const Verb> case_();
std::span<const Verb> task();
std::span<const Verb> ledger();
std::span<const Verb> properties_added();  // properties.cpp: an administrator's own fields of the account
std::span<const Verb> scripts();           // scripts.cpp: override scripts, scoring
std::span<const Verb> definitions();  // definitions.cpp: plan and apply, check and test
std::span<const Verb> undo();  // undo.cpp: of moves and facts

}  // namespace tenure::service::acts
