#include <algorithm>

#include "base/limits.h"
#include "identity/work.h"
#include "lifecycle/definition.h"

namespace tenure::identity {
namespace {

// Names that the log uses for what no person did.
constexpr std::string_view kReserved[] = {"cli",    "console", "timer", "tenure", "system",
                                          "import", "form",    "script"};

}  // namespace

bool is_user_key(std::string_view key) {
  if (key.empty() || key.size() > limits::kUserTextBytes || !valid_utf8(key) || key == "." || key == "..") return false;
  if (std::ranges::find(kReserved, key) != std::end(kReserved)) return false;
  return std::ranges::all_of(key, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80 ||
           std::string_view("-._~@:+").contains(c);
  });
}

Result<store::User> find_user(Context& context, std::string_view key) {
  const std::string wanted = lower_ascii(key);
  if (std::optional<store::User> user =
          context.reads().people().find_user(context.workspace(), wanted)) {
    return *user;
  }
  std::vector<std::string> keys;
  for (const store::User& user : context.reads().people().users(context.workspace())) {
    keys.push_back(user.key);
  }
  return refuse("no-such-user", {{"user", excerpt(key)}, {"nearest", nearest(wanted, keys)}});
}

Result<store::User> find_user(Context& context, std::string_view key,
                              std::optional<int64_t> expected_version) {
  TENURE_TRY(const store::User user, find_user(context, key));
  if (expected_version && *expected_version != user.version) {
    return std::unexpected(stale("user", user.key, user.version, *expected_version));
  }
  return user;
}

Result<void> check_may_touch(const Caller& caller, std::string_view role, std::string_view what) {
  if (role == "owner" && caller.role != "owner") return not_allowed(caller, what);
  return {};
}

Result<void> check_short_text(std::string_view field, std::string_view text) {
  if (text.size() > limits::kUserTextBytes) {
    return refuse("too-long", {{"field", std::string(field)},
                               {"limit", std::to_string(limits::kUserTextBytes)}});
  }
  if (!valid_utf8(text) || std::ranges::any_of(text, [](char c) {
        return static_cast<unsigned char>(c) < ' ' || c == 0x7f;
      })) {
    return refuse("not-plain-text", {{"field", std::string(field)}});
  }
  return {};
}

Result<void> check_user(Context& context, store::User& user) {
  user.key = lower_ascii(user.key);
  if (!is_user_key(user.key)) {
    return refuse("user-key-invalid", {{"limit", std::to_string(limits::kUserTextBytes)}});
  }
  TENURE_CHECK_OK(check_short_text("name", user.name));
  TENURE_CHECK_OK(check_short_text("email", user.email));
  if (std::ranges::find(lifecycle::roles(), user.role) == lifecycle::roles().end()) {
    return refuse("unknown-role", {{"role", excerpt(user.role)}});
  }
  if (!user.language.empty()) TENURE_CHECK_OK(parse_language(user.language));
  return check_may_touch(context.caller(), user.role, "user." + user.role);
}

bool can_come_in(store::Reader& reads, store::WorkspaceId workspace, const store::User& user) {
  return user.active && (!reads.people().password(workspace, user.id).empty() ||
                         !reads.people().identities(workspace, user.id).empty());
}

Result<void> check_not_last(Context& context, const store::User& before) {
  if (before.role != "owner" || !can_come_in(context.reads(), context.workspace(), before)) {
    return {};
  }
  for (const store::User& user : context.reads().people().users(context.workspace())) {
    if (user.id == before.id || user.role != "owner") continue;
    if (can_come_in(context.reads(), context.workspace(), user)) return {};
  }
  return refuse("last-admin", {{"user", before.key}});
}

Result<std::vector<UserRow>> Identity::users(const Caller& caller, std::string_view workspace) {
  std::vector<UserRow> rows;
  const auto work = [&](Context& context) -> Result<Done> {
    TENURE_CHECK_OK(context.access().check(service::kMayRead, "user"));
    store::PeopleReader& people = context.reads().people();
    for (store::User& user : people.users(context.workspace())) {
      UserRow row;
      if (caller.administers()) {
        row.has_password = !people.password(context.workspace(), user.id).empty();
        row.identities = people.identities(context.workspace(), user.id).size();
      } else if (user.key != caller.actor) {
        user.email.clear();
      }
      row.user = std::move(user);
      rows.push_back(std::move(row));
    }
    return Done{};
  };
  TENURE_CHECK_OK(
      service_.impl().observe(caller, workspace, {.name = "read", .record = "user"}, work));
  return rows;
}

Result<UserRow> Identity::user(const Caller& caller, std::string_view workspace,
                               std::string_view key) {
  TENURE_TRY(std::vector<UserRow> rows, users(caller, workspace));
  const std::string wanted = lower_ascii(key);
  std::vector<std::string> keys;
  for (UserRow& row : rows) {
    if (row.user.key == wanted) return std::move(row);
    keys.push_back(row.user.key);
  }
  return refuse("no-such-user", {{"user", excerpt(key)}, {"nearest", nearest(wanted, keys)}});
}

Result<Done> Identity::add_user(const Caller& caller, std::string_view workspace,
                                const NewUser& wanted) {
  const auto work = [&](Context& context) -> Result<Done> {
    store::User user{.key = wanted.key,
                     .name = wanted.name,
                     .email = wanted.email,
                     .role = wanted.role,
                     .language = wanted.language,
                     .own_only = wanted.own_only,
                     .created_at = context.now(),
                     .changed_at = context.now()};
    TENURE_CHECK_OK(check_user(context, user));
    store::PeopleReader& people = context.reads().people();
    if (people.find_user(context.workspace(), user.key)) {
      return refuse("user-exists", {{"user", user.key}});
    }
    if (people.users(context.workspace()).size() >= limits::kUsers) {
      return refuse("too-many-users", {{"limit", std::to_string(limits::kUsers)}});
    }
    context.transaction().people().add_user(context.workspace(), user);
    Done made = done("user", user.key, 1);
    made.created = true;
    return made;
  };
  return service_.impl().transact(
      caller, workspace, {.verb = &verb("user", "create"), .key = excerpt(wanted.key)}, work);
}

Result<Done> Identity::change_user(const Caller& caller, std::string_view workspace,
                                   std::string_view key, const UserChange& change,
                                   std::optional<int64_t> expected_version) {
  const auto work = [&](Context& context) -> Result<Done> {
    const bool self = lower_ascii(key) == caller.actor;
    const bool of_rank = change.role || change.active || change.own_only;
    if (of_rank || !self) TENURE_CHECK_OK(context.access().check_administers("user.change"));
    if (of_rank && self) return not_allowed(caller, "user.change.self");
    if (!(caller.scopes & service::kScopeWrite)) {
      return refuse("insufficient-scope", {{"scope", "write"}});
    }
    TENURE_TRY(const store::User before, find_user(context, key, expected_version));
    TENURE_CHECK_OK(check_may_touch(caller, before.role, "user.change.owner"));
    store::User after = before;
    if (change.name) after.name = *change.name;
    if (change.email) after.email = *change.email;
    if (change.role) after.role = *change.role;
    if (change.language) after.language = *change.language;
    if (change.active) after.active = *change.active;
    if (change.own_only) after.own_only = *change.own_only;
    after.changed_at = context.now();
    TENURE_CHECK_OK(check_user(context, after));
    if (after.role != "owner" || !after.active) TENURE_CHECK_OK(check_not_last(context, before));
    store::PeopleWriter& people = context.transaction().people();
    people.save_user(context.workspace(), after);
    if (before.active && !after.active) {
      people.delete_sessions(context.workspace(), after.id);
      people.delete_invitations(context.workspace(), after.id);
    }
    return done("user", after.key, before.version + 1);
  };
  return service_.impl().transact(
      caller, workspace, {.verb = &verb("user", "change"), .key = excerpt(key)}, work);
}

Result<Done> Identity::delete_user(const Caller& caller, std::string_view workspace,
                                   std::string_view key, std::optional<int64_t> expected_version) {
  const auto work = [&](Context& context) -> Result<Done> {
    TENURE_TRY(const store::User user, find_user(context, key, expected_version));
    if (user.key == caller.actor) return not_allowed(caller, "user.delete.self");
    TENURE_CHECK_OK(check_may_touch(caller, user.role, "user.delete.owner"));
    TENURE_CHECK_OK(check_not_last(context, user));
    // Who comes later by the same name must not find customers that are not theirs.
    const int64_t accounts = context.reads().people().accounts_of(context.workspace(), user.key);
    if (accounts > 0) {
      return refuse("user-owns-accounts",
                    {{"user", user.key}, {"count", std::to_string(accounts)}});
    }
    context.transaction().people().delete_user(context.workspace(), user.id);
    return done("user", user.key, user.version);
  };
  return service_.impl().transact(
      caller, workspace, {.verb = &verb("user", "delete"), .key = excerpt(key)}, work);
}

Result<Done> Identity::set_password(const Caller& caller, std::string_view workspace,
                                    std::string_view key, std::string_view password) {
  // Permission first: a hash is dear.
  int64_t least = 0;
  const auto look = [&](Context& context) -> Result<Done> {
    TENURE_TRY(const store::User user, find_user(context, key));
    TENURE_CHECK_OK(check_may_touch(caller, user.role, "user.set_password.owner"));
    least = Settings(context.reads(), context.workspace()).number("password_least_length");
    return Done{};
  };
  const Attempt attempt{.verb = &verb("user", "set_password"), .key = excerpt(key)};
  if (const Result<Done> looked = service_.impl().observe(caller, workspace, attempt, look);
      !looked) {  // refused, and written down
    return service_.impl().transact(caller, workspace, attempt,
                                    [&](Context&) -> Result<Done> { return looked; });
  }
  TENURE_CHECK_OK(check_password(password, key, static_cast<size_t>(least)));
  TENURE_TRY(const std::string hash, hasher_.hash(password));
  Result<Done> answer =
      service_.impl().transact(caller, workspace, attempt, [&](Context& context) -> Result<Done> {
        TENURE_TRY(const store::User user, find_user(context, key));
        TENURE_CHECK_OK(check_may_touch(caller, user.role, "user.set_password.owner"));
        store::PeopleWriter& people = context.transaction().people();
        people.set_password(context.workspace(), user.id, hash, context.now());
        people.delete_sessions(context.workspace(), user.id);
        people.delete_invitations(context.workspace(), user.id);
        return done("user", user.key, user.version);
      });
  if (answer) attempts_.forget(std::string(workspace) + "/" + answer->key);
  return answer;
}

}  // namespace tenure::identity
