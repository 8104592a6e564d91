#include "service/matches.h"

#include <algorithm>

#include "base/limits.h"
#include "records/match.h"
#include "records/name_match.h"

namespace tenure::service {

namespace {

class Finder {
 public:
  Finder(store::Reader& reads, store::WorkspaceId workspace, MatchAsked& asked)
      : reads_(reads), workspace_(workspace), asked_(asked) {}

  std::vector<Match> find() {
    for (std::string_view field : {"email", "email_2"}) {
      const std::string email = records::email_match(asked_.field(field));
      if (email.empty()) continue;
      for (store::AccountId id : reads_.accounts_by_email(workspace_, email, limits::kMatches)) add(id, "email");
    }
    const std::string phone = records::phone_match(asked_.field("phone"));
    if (phone.size() >= limits::kMatchDigits) {
      for (store::AccountId id : reads_.accounts_by_phone(workspace_, phone, limits::kMatches)) add(id, "phone");
    }
    const std::string name = records::name_match(asked_.field("name"));
    if (!name.empty() && !full()) by_name(name);
    return std::move(matches_);
  }

 private:
  bool full() const { return matches_.size() >= asked_.most; }

  // Those that are called the same first: a name that many have is not looked for among all that begin so.
  void by_name(const std::string& name) {
    reads_.accounts_by_name(workspace_, name, limits::kMatches, [&](store::AccountId id, std::string_view other) {
      if (other == name && same_place(id)) add(id, "name");
    });
    if (full() || asked_.names <= 0) return;
    std::vector<store::AccountId> alike;
    reads_.accounts_by_name(workspace_, records::name_block(name), asked_.names, [&](store::AccountId id, std::string_view other) {
      --asked_.names;
      if (other != name && may_be_alike(name, other) && records::similarity(name, other) >= limits::kLikeName)
        alike.push_back(id);
    });
    for (store::AccountId id : alike) {
      if (!full() && same_place(id)) add(id, "name");
    }
  }

  // Names of such lengths cannot be too far apart yet; similarity() is dear.
  static bool may_be_alike(std::string_view a, std::string_view b) {
    const auto letters = [](std::string_view text) {
      return std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    };
    const auto x = static_cast<double>(letters(a)), y = static_cast<double>(letters(b));
    return std::min(x, y) >= limits::kLikeName * std::max(x, y);
  }

  // Where both say where they are, they must be there both.
  bool same_place(store::AccountId other) {
    for (std::string_view field : {"country", "city", "postal_code"}) {
      const std::string here = records::name_match(asked_.field(field));
      const std::string there = records::name_match(property(other, field));
      if (!here.empty() && !there.empty() && here != there) return false;
    }
    const std::string here = records::name_match(asked_.field("address"));
    const std::string there = records::name_match(property(other, "address"));
    return here.empty() || there.empty() || records::similarity(here, there) >= limits::kLikeAddress;
  }

  void add(store::AccountId found, std::string_view by) {
    if (full()) return;
    const store::AccountId account = survivor(found);
    Match match{.account = reads_.account_key(workspace_, account), .name = "", .by = std::string(by)};
    const auto is_this = [&](const Match& known) { return known.account == match.account; };
    if (match.account == asked_.except || std::ranges::any_of(matches_, is_this)) return;
    if (asked_.may_see && !asked_.may_see(match.account)) return;
    match.name = property(account, "name");
    match.archived = property(account, "archived") == "true";
    matches_.push_back(std::move(match));
  }

  // What stands for it now: an account that was merged is its survivor.
  store::AccountId survivor(store::AccountId account) {
    for (int depth = 0; depth < limits::kAccountDepth; ++depth) {
      const std::string into = property(account, "merged_into");
      if (into.empty()) break;
      const auto next = reads_.find_account(workspace_, into);
      if (!next) break;
      account = *next;
    }
    return account;
  }

  std::string property(store::AccountId account, std::string_view name) {
    return to_text(reads_.property(workspace_, account, name));
  }

  store::Reader& reads_;
  store::WorkspaceId workspace_;
  MatchAsked& asked_;
  std::vector<Match> matches_;
};

}  // namespace

std::vector<Match> find_matches(store::Reader& reads, store::WorkspaceId workspace, MatchAsked& asked) {
  return Finder(reads, workspace, asked).find();
}

}  // namespace tenure::service
