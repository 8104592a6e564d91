#pragma once
// Who may come in, what they may do, and what they did: rows beside the records of a workspace, kept by the same
// transactions. Secrets are here only as hashes.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"

namespace tenure::store {

using WorkspaceId = int64_t;

// The workspace's own word about a field for a role; field "*" is the whole record. Not said = as by default.
struct FieldPermission {
  std::string role, record, field;
  std::optional<bool> read, write;
  bool operator==(const FieldPermission&) const = default;
};

// One thing that the workspace has set, as text; what it means is the service's.
struct Setting {
  std::string name, value, changed_by;
  int64_t version = 1;
  Instant changed_at;
};

// What one did with an Idempotency-Key, kept so that a retry is answered and not done again.
struct Outcome {
  std::string actor, key, request_hash, outcome;
  Instant at;
};

// Who did what, or was refused what. Only appended.
struct AuditEvent {
  int64_t sequence = 0;  // 1, 2, 3 … of the workspace
  Instant at;
  std::string actor, role, channel, address, request_id;
  std::string verb, record, key, account;
  std::string outcome;  // "done", or the code of the refusal
  std::string detail;   // further codes, comma separated; never a value that somebody gave
};

class DirectoryReader {
 public:
  virtual ~DirectoryReader() = default;

  virtual std::vector<FieldPermission> field_permissions(WorkspaceId) = 0;
  virtual std::vector<Setting> settings(WorkspaceId) = 0;  // by name; those that were set
  // 32 random bytes that only this store knows, made with it.
  virtual std::string secret() = 0;
  virtual std::optional<Outcome> find_outcome(WorkspaceId, std::string_view actor,
                                              std::string_view key) = 0;
  // Newest first, sequences below `before` (0 = all), at most `limit`.
  virtual void audit_events(WorkspaceId, int64_t before, int64_t limit,
                            const std::function<void(const AuditEvent&)>&) = 0;
};

class DirectoryWriter {
 public:
  virtual ~DirectoryWriter() = default;

  // Neither read nor write given: the row goes.
  virtual void put_field_permission(WorkspaceId, const FieldPermission&) = 0;
  virtual void put_setting(WorkspaceId, const Setting&) = 0;
  virtual void put_outcome(WorkspaceId, const Outcome&) = 0;
  // Forgets outcomes older than that, at most `limit`.
  virtual void drop_outcomes(WorkspaceId, Instant before, int64_t limit) = 0;
  virtual int64_t add_audit_event(WorkspaceId, const AuditEvent&) = 0;  // gives it its number
};

}  // namespace tenure::store
