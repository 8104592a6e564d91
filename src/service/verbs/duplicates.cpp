#include "service/verbs/duplicates.h"

#include "base/limits.h"

namespace tenure::service::acts {

std::vector<Match> find_matches(Context& context, const Values& account, std::string_view except) {
  MatchAsked asked{.field = [&](std::string_view field) { return text_of(account, field); },
                   .except = except,
                   .may_see = [&](const std::string& key) { return context.check_own(key).has_value(); },
                   .most = limits::kMatches,
                   .names = limits::kNamesLookedAt};
  return service::find_matches(context.reads(), context.workspace(), asked);
}

bool confirmed(const Call& call) {
  const Value* value = call.find("confirm");
  if (!value) return false;
  if (const bool* is = value->get<bool>()) return *is;
  return to_text(*value) == "true";
}

void warn_of_duplicates(Work& work, const Values& account, std::string_view key, bool confirmed) {
  for (const Match& match : find_matches(work.context(), account, key)) {
    Arguments arguments{{"account", match.account}, {"name", match.name}, {"by", match.by}};
    if (match.by == "name" || confirmed) {
      work.warn("possible-duplicate", match.account, std::move(arguments));
    } else {
      work.refuse("possible-duplicate", match.account, std::move(arguments));
    }
  }
}

}  // namespace tenure::service::acts
