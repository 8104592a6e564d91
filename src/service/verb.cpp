#include "service/verb.h"

#include "service/verbs/table.h"

namespace tenure::service {

const Value* Call::find(std::string_view name) const {
  for (const auto& [known, value] : values) {
    if (known == name) return &value;
  }
  return nullptr;
}

std::string Call::text(std::string_view name) const {
  const Value* value = find(name);
  return value ? to_text(*value) : std::string();
}

std::span<const Verb> verbs() {
  static const std::vector<Verb> all = [] {
    std::vector<Verb> gathered;
    for (const std::span<const Verb> nouns :
         {acts::account(), acts::stage(), acts::merging(), acts::allocation(), acts::placement(), acts::lists(),
          acts::activity(), acts::appointment(), acts::quote(), acts::order(), acts::invoice(),
          acts::subscription(), acts::assignment(), acts::opportunity(), acts::enquiry(),
          acts::case_(), acts::task(), acts::ledger(), acts::undo(),
          acts::definitions(), acts::properties_added(), acts::scripts()}) {
      gathered.insert(gathered.end(), nouns.begin(), nouns.end());
    }
    return gathered;
  }();
  return all;
}

const Verb* find_verb(std::string_view record, std::string_view name) {
  for (const Verb& verb : verbs()) {
    if (verb.record == record && verb.name == name) return &verb;
  }
  return nullptr;
}

}  // namespace tenure::service
