#pragma once
// Who is there already: accounts with the same e-mail or telephone (their own or a contact's), and those whose
// name and address are alike. One finder for every door: create, form, import. Found and shown; never merged by itself.
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "store/store.h"

namespace tenure::service {

struct Match {
  std::string account, name;
  std::string by;  // "email", "phone", "name"
  bool archived = false;
};

struct MatchAsked {
  std::function<std::string(std::string_view field)> field;  // of the account that is asked about; "" = it says nothing
  std::string_view except;                                   // the key of an account that is no match: itself
  std::function<bool(const std::string& account)> may_see;   // empty: all
  size_t most;                                               // matches
  // Names that begin alike and may be compared; less by those that were. 0: only who is called just the same is found.
  int64_t names;
};
// The surest first. One that was merged is shown as what it was merged into.
std::vector<Match> find_matches(store::Reader&, store::WorkspaceId, MatchAsked&);

}  // namespace tenure::service
