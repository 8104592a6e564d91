#include "service/import_matches.h"

#include <algorithm>

#include "base/limits_of_doors.h"
#include "service/matches.h"

namespace tenure::service {

void ImportMatches::note(const Service::BulkFact& created, Totals& totals) {
  const auto field = [&](std::string_view name) {
    for (const auto& [property, value] : created.properties) {
      if (realm_.definition->properties[property].name == name) return to_text(value);
    }
    return std::string();
  };
  // Once there are enough to be shown, the rest is counted.
  const bool shown = static_cast<int64_t>(totals.duplicates.size()) < limits::kListPage;
  const int64_t may = std::min(limits::kNamesLookedAt, limits::kBulkNames - names_);
  MatchAsked asked{.field = field,
                   .except = created.account,
                   .may_see = {},
                   .most = shown ? limits::kMatches : 1,
                   .names = may};
  std::vector<Match> matches = find_matches(reads_, realm_.id, asked);
  names_ += may - asked.names;
  if (matches.empty()) return;
  ++totals.possible_duplicates;
  for (Match& match : matches) {
    if (static_cast<int64_t>(totals.duplicates.size()) >= limits::kListPage) return;
    totals.duplicates.push_back({std::string(created.account), std::move(match.account), std::move(match.by)});
  }
}

}  // namespace tenure::service
