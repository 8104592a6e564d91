#include "service/access.h"

#include <algorithm>
#include <array>
#include <mutex>

#include "lifecycle/definition.h"
#include "service/verb.h"

namespace tenure::service {
namespace {

constexpr uint8_t R = kMayRead, C = kMayCreate, W = kMayChange, D = kMayRemove;
constexpr uint8_t kRoles = 6;

// What each role may do, before the workspace's own word. Records that have no row of their own are "*".
struct ByRole {
  std::string_view record;
  std::array<uint8_t, kRoles> may;
};
constexpr ByRole kByRole[] = {
    //                owner     admin     manager   rep       viewer integration
    {"*", {R | C | W | D, R | C | W | D, R | C | W | D, R | C | W, R, R | C | W | D}},
    {"account", {R | C | W | D, R | C | W | D, R | C | W | D, R | C | W, R, R | C | W}},
    {"ledger", {R | C | W | D, R | C | W | D, R | C | W | D, R, R, R | C | W}},
    {"task", {R | C | W | D, R | C | W | D, R | C | W | D, R | C | W | D, R, R | C | W | D}},
    {"form", {R | C | W | D, R | C | W | D, R | C | W | D, R, R, R}},
    {"view", {R | C | W | D, R | C | W | D, R | C | W | D, R | C | W | D, R, R}},
    {"segment", {R | C | W | D, R | C | W | D, R | C | W | D, R | C | W, R, R}},
    // What happened: recorded and read, never changed.
    {"fact", {R | C, R | C, R | C, R | C, R, R | C}},
    {"transition", {R, R, R, R, R, R}},
    {"stage_spell", {R, R, R, R, R, R}},
    {"definition", {R | W, R | W, R, R, R, R}},
    // The house itself.
    {"user", {R | C | W | D, R | C | W | D, R, R, R, R}},
    {"invitation", {R | C | D, R | C | D, 0, 0, 0, 0}},
    {"token", {R | C | D, R | C | D, R, R, R, R}},  // one's own, in identity
    {"provider", {R | C | W | D, R | C | W | D, 0, 0, 0, 0}},
    {"session", {R | D, R | D, 0, 0, 0, 0}},
    {"identity", {R | D, R | D, 0, 0, 0, 0}},
    {"setting", {R | W, R | W, R, 0, 0, 0}},
    {"field_permission", {R | C | W | D, R | C | W | D, 0, 0, 0, 0}},
    {"audit_event", {R, R, 0, 0, 0, 0}},
    {"plan", {R | C | W | D, R | C | W | D, R, 0, 0, 0}},
    {"job", {R | C | W | D, R | C | W | D, R | C | W, R, 0, R | C | W}},
    {"backup", {R | C, R | C, 0, 0, 0, 0}},
    {"import", {R | C, R | C, R | C, 0, 0, R | C}},
};
// These belong to the house: a token needs the scope `admin` to change them, and field permissions do not
// reach them.
constexpr std::string_view kHouse[] = {"user",    "invitation",       "token",       "session", "identity",
                                       "setting", "field_permission", "audit_event", "plan",    "backup",  "provider",
                                       "definition"};

// Verbs that take more than the right to change their record. Record "*": any.
constexpr uint8_t kOwner = 1, kAdmin = 2, kManager = 4, kRep = 8, kIntegration = 32;
constexpr uint8_t kLeads = kOwner | kAdmin | kManager;
struct VerbRole {
  std::string_view record, verb;
  uint8_t roles;
};
constexpr VerbRole kVerbRoles[] = {
    {"*", "bulk_preview", kLeads | kIntegration},
    {"*", "bulk_commit", kLeads | kIntegration},
    {"*", "bulk_undo", kLeads | kIntegration},
    {"*", "allocate", kLeads},
    {"account", "merge", kLeads},
    {"account", "unmerge", kLeads},
    {"account", "archive", kLeads | kRep},
    {"account", "restore", kLeads | kRep},
    {"account", "run_script", kOwner | kAdmin},
    {"definition", "start", kOwner},
};

// Verbs that make a document take the right to make one, beside that to change what they are bound to: who has it not
// is not offered the verb either.
struct VerbMakes {
  std::string_view record, verb, makes;
};
constexpr VerbMakes kVerbMakes[] = {
    {"account", "log_call", "activity"},
    {"account", "log_email", "activity"},
    {"account", "log_note", "activity"},
    {"account", "log_contact", "activity"},
    {"account", "book_appointment", "appointment"},
    {"account", "open_opportunity", "opportunity"},
    {"account", "issue_quote", "quote"},
    {"account", "place_order", "order"},
    {"order", "copy", "order"},
    {"account", "issue_invoice", "invoice"},
    {"account", "issue_receipt", "invoice"},
    {"account", "start_subscription", "subscription"},
    {"account", "start_assignment", "assignment"},
    {"order", "assign", "assignment"},
    {"account", "open_case", "case"},
    {"account", "open_task", "task"},
    {"account", "open_ledger", "ledger"},
};

constexpr std::array<std::string_view, 4> kScopeNames{"read", "write", "facts", "admin"};

uint8_t place_of(std::string_view role) {
  const auto roles = lifecycle::roles();
  return static_cast<uint8_t>(std::ranges::find(roles, role) - roles.begin());
}

bool is_house(std::string_view record) {
  return std::ranges::find(kHouse, record) != std::end(kHouse);
}

// The scope that a token must have been made for.
Scope scope_of(Grant grant, std::string_view record) {
  if (grant == kMayRead) return record == "audit_event" ? kScopeAdmin : kScopeRead;
  if (is_house(record)) return kScopeAdmin;
  return record == "fact" ? kScopeFacts : kScopeWrite;
}

std::string_view name_of(Scope scope) {
  for (size_t i = 0; i < kScopeNames.size(); ++i) {
    if (scope == 1 << i) return kScopeNames[i];
  }
  return "";
}

Grant grant_of(const Verb& verb) {
  if (verb.right == Right::read) return kMayRead;
  if (verb.name == "create") return kMayCreate;
  if (verb.name == "delete") return kMayRemove;
  return kMayChange;
}

// Of a verb: reading needs `read`, administering `admin`, all else what its record asks for.
Scope scope_of(const Verb& verb) {
  if (verb.right == Right::administer) return kScopeAdmin;
  return scope_of(grant_of(verb), verb.record);
}

std::unexpected<Error> not_allowed(const std::string& role, std::string_view what) {
  return refuse("not-allowed", {{"role", role}, {"what", std::string(what)}});
}

}  // namespace

Result<uint8_t> parse_scopes(std::string_view text) {
  uint8_t scopes = 0;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find_first_of(" ,"));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (word.empty()) continue;
    const auto* const name = std::ranges::find(kScopeNames, word);
    if (name == kScopeNames.end()) {
      return refuse("unknown-scope", {{"scope", std::string(word)}});
    }
    scopes |= static_cast<uint8_t>(1 << (name - kScopeNames.begin()));
  }
  if (scopes == 0) return refuse("unknown-scope", {{"scope", ""}});
  return scopes;
}

std::string scopes_text(uint8_t scopes) {
  std::string text;
  for (size_t i = 0; i < kScopeNames.size(); ++i) {
    if (!(scopes & (1 << i))) continue;
    if (!text.empty()) text += ' ';
    text += kScopeNames[i];
  }
  return text;
}

Access::Access(std::string_view role, uint8_t scopes, bool own_only,
               const std::vector<store::FieldPermission>& permissions, uint64_t rules)
    : role_(role),
      place_(place_of(role)),
      scopes_(scopes),
      own_only_(own_only),
      administers_(role == "owner" || role == "admin"),
      hash_((rules ^ (place_ * 256U + scopes_ * 2U + (own_only ? 1U : 0U))) * 0x100000001b3) {
  if (role == "owner") return;  // whom nobody can lock out of anything
  for (const store::FieldPermission& row : permissions) {
    if (row.role != role || is_house(row.record)) continue;
    const uint8_t may = by_role(row.record);
    const bool reads = may & kMayRead, writes = may & (kMayCreate | kMayChange);
    overrides_[row.record][row.field] = {row.read.value_or(reads), row.write.value_or(writes)};
  }
}

uint8_t Access::by_role(std::string_view record) const {
  if (place_ >= kRoles || record.empty()) return 0;
  for (const ByRole& row : kByRole) {
    if (row.record == record) return row.may[place_];
  }
  return kByRole[0].may[place_];
}

bool Access::may(Grant grant, std::string_view record) const {
  if (!(scopes_ & scope_of(grant, record))) return false;
  uint8_t may = by_role(record);
  if (const auto fields = overrides_.find(record); fields != overrides_.end()) {
    if (const auto whole = fields->second.find("*"); whole != fields->second.end()) {
      if (!whole->second.read) return false;
      may |= kMayRead;
      if (!whole->second.write) may &= kMayRead;
      else may |= kMayCreate | kMayChange;
    }
  }
  return may & grant;
}

Access::OfField Access::of_field(std::string_view record, std::string_view field) const {
  const bool reads = may(kMayRead, record);
  const bool writes = may(kMayCreate, record) || may(kMayChange, record);
  const auto fields = overrides_.find(record);
  if (fields == overrides_.end()) return {reads, writes};
  const auto own = fields->second.find(field);
  if (own == fields->second.end()) return {reads, writes};
  // A field is never more open than its record.
  return {own->second.read && reads, own->second.write && writes};
}

bool Access::may_read(std::string_view record, std::string_view field) const {
  return of_field(record, field).read;
}

bool Access::may_write(std::string_view record, std::string_view field) const {
  return of_field(record, field).write;
}

bool Access::may(const Verb& verb) const { return check(verb).has_value(); }

Result<void> Access::check(Grant grant, std::string_view record) const {
  const Scope scope = scope_of(grant, record);
  if (place_ < kRoles && !(scopes_ & scope)) {
    return refuse("insufficient-scope", {{"scope", std::string(name_of(scope))}});
  }
  if (!may(grant, record)) return not_allowed(role_, record);
  return {};
}

Result<void> Access::check_administers(std::string_view what) const {
  if (administers_ && !(scopes_ & kScopeAdmin)) {
    return refuse("insufficient-scope", {{"scope", "admin"}});
  }
  if (!administers_) return not_allowed(role_, what);
  return {};
}

Result<void> Access::check(const Verb& verb) const {
  const std::string what =
      verb.record.empty() ? std::string(verb.name) : std::string(verb.record) + "." + std::string(verb.name);
  const Scope scope = scope_of(verb);
  if (place_ < kRoles && !(scopes_ & scope)) {
    return refuse("insufficient-scope", {{"scope", std::string(name_of(scope))}});
  }
  for (const VerbRole& row : kVerbRoles) {
    if (row.verb != verb.name || (row.record != "*" && row.record != verb.record)) continue;
    if (place_ >= kRoles || !(row.roles & (1 << place_))) return not_allowed(role_, what);
  }
  for (const VerbMakes& row : kVerbMakes) {
    if (verb.name == row.verb && verb.record == row.record && !may(kMayCreate, row.makes)) return not_allowed(role_, what);
  }
  if (verb.right == Right::administer) return check_administers(what);
  // A verb of the workspace: whoever may change accounts, or read them.
  const std::string_view record = verb.record.empty() ? "account" : verb.record;
  if (!may(grant_of(verb), record)) return not_allowed(role_, what);
  return {};
}

Result<void> Access::check_write(std::string_view record, std::string_view field) const {
  const OfField may = of_field(record, field);
  if (may.write) return {};
  if (!may.read) {
    return refuse("no-such-field", {{"record", std::string(record)}, {"field", std::string(field)}});
  }
  return refuse("field-not-allowed",
                {{"role", role_}, {"record", std::string(record)}, {"field", std::string(field)}});
}

struct AccessRules::Made {
  std::mutex mutex;
  std::map<std::tuple<std::string, uint8_t, bool>, AccessPtr> by_kind;
};

namespace {

// Same permissions, same hash; FNV-1a over their text.
uint64_t hash_of(const std::vector<store::FieldPermission>& permissions) {
  uint64_t hash = 0xcbf29ce484222325;
  const auto add = [&](std::string_view text) {
    for (const char c : text) hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001b3;
    hash = (hash ^ 0xff) * 0x100000001b3;
  };
  const auto say = [](std::optional<bool> b) { return !b ? "-" : *b ? "y" : "n"; };
  for (const store::FieldPermission& row : permissions) {
    add(row.role), add(row.record), add(row.field), add(say(row.read)), add(say(row.write));
  }
  return hash;
}

}  // namespace

AccessRules::AccessRules(std::vector<store::FieldPermission> permissions)
    : permissions_(std::move(permissions)),
      hash_(hash_of(permissions_)),
      made_(std::make_shared<Made>()) {}

AccessPtr AccessRules::of(const Caller& caller) const {
  // Roles that do not exist are one, so that what is made stays few.
  const std::string role = place_of(caller.role) < kRoles ? caller.role : "";
  const uint8_t scopes = caller.scopes & kScopeAll;
  const std::lock_guard lock(made_->mutex);
  AccessPtr& made = made_->by_kind[{role, scopes, caller.own_only}];
  if (!made) made = std::make_shared<Access>(role, scopes, caller.own_only, permissions_, hash_);
  return made;
}

}  // namespace tenure::service
