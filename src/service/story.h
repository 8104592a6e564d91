#pragma once
// One account's whole story and, for each of its steps, the definition that decided it.
#include "service/realm.h"
#include "service/service.h"

namespace tenure::service {

// In whose words trace and reasons of a step are. Null where that definition can be read no more: then there are
// neither, and `version` says which it was.
struct Decided {
  lifecycle::DefinitionPtr definition;
  std::string version;
};
struct ToldStory {
  Service::Story story;          // state, stays and outlook in the words of the definition that decided at the instant
  std::vector<Decided> decided;  // by step
};
// Errors: "unknown-account" {account, nearest}; "definition-gone" {version}: what was believed then was decided by one
// that cannot be read.
Result<ToldStory> tell_whole_story(const RealmPtr&, store::Reader&, std::string_view account, Instant at,
                                   std::optional<Instant> known_at);
Result<ToldStory> explain(Service&, std::string_view workspace, std::string_view account, const Service::When&);

}  // namespace tenure::service
