#pragma once
// What somebody may do: what the role may (one table, in access.cpp), with the workspace's own field
// permissions over it, within a token's scopes. Everybody asks here: verbs, the model of reads, facts that come
// by a door of their own. Who is nobody (no role, or one that does not exist) may do nothing.
//
// A field that may not be read does not exist: it is not in the Model, and giving it is an unknown field.
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "service/caller.h"
#include "store/directory.h"

namespace tenure::service {

struct Verb;

enum Grant : uint8_t { kMayRead = 1, kMayCreate = 2, kMayChange = 4, kMayRemove = 8, kMayAll = 15 };

// "read facts" → bits; separated by spaces or commas. Errors: "unknown-scope" {scope}.
Result<uint8_t> parse_scopes(std::string_view);
std::string scopes_text(uint8_t scopes);

class Access;
using AccessPtr = std::shared_ptr<const Access>;

// Immutable; made once for all callers of a role, scopes and row rule, see AccessRules.
class Access {
 public:
  Access(std::string_view role, uint8_t scopes, bool own_only,
         const std::vector<store::FieldPermission>& permissions, uint64_t rules);

  // Of a record ("account", "quote") or what is like one ("fact", "user", "setting", "job", "plan",
  // "audit_event", "transition" …). An unknown record is nobody's.
  bool may(Grant, std::string_view record) const;
  bool may_read(std::string_view record, std::string_view field) const;
  bool may_write(std::string_view record, std::string_view field) const;
  bool may(const Verb&) const;
  bool administers() const { return administers_; }
  bool own_only() const { return own_only_; }
  const std::string& role() const { return role_; }
  // Two with one hash see and may the same: the key of what is made from an Access (models).
  uint64_t hash() const { return hash_; }

  // The same as refusals. Errors: "insufficient-scope" {scope}: the token was not made for this;
  // "not-allowed" {role, what}: the role is not.
  Result<void> check(Grant, std::string_view record) const;
  Result<void> check(const Verb&) const;
  Result<void> check_administers(std::string_view what) const;
  // "field-not-allowed" {role, record, field}: it may be seen and not written. "no-such-field" {record, field}: it
  // may not be seen; whoever looks fields up says the same of one that there is not.
  Result<void> check_write(std::string_view record, std::string_view field) const;

 private:
  struct OfField {
    bool read, write;
  };
  using Fields = std::map<std::string, OfField, std::less<>>;
  uint8_t by_role(std::string_view record) const;
  OfField of_field(std::string_view record, std::string_view field) const;

  std::string role_;
  uint8_t place_;  // among lifecycle::roles(); behind them = nobody
  uint8_t scopes_;
  bool own_only_, administers_;
  uint64_t hash_;
  std::map<std::string, Fields, std::less<>> overrides_;  // record → field ("*" = the whole record)
};

// The field permissions of one workspace as they are now, and the Access objects made of them so far. Thread-safe.
class AccessRules {
 public:
  explicit AccessRules(std::vector<store::FieldPermission>);
  AccessPtr of(const Caller&) const;

 private:
  struct Made;
  std::vector<store::FieldPermission> permissions_;
  uint64_t hash_;
  std::shared_ptr<Made> made_;
};

}  // namespace tenure::service
