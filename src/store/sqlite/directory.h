#pragma once
// The rows of store/directory.h on one connection: a snapshot's reads, or the writer's.
#include "store/directory.h"
#include "store/sqlite/connection.h"

namespace tenure::store::sqlite {

class SqliteDirectoryReader final : public DirectoryReader {
 public:
  explicit SqliteDirectoryReader(Connection& connection) : connection_(connection) {}

  std::vector<FieldPermission> field_permissions(WorkspaceId) override;
  std::vector<Setting> settings(WorkspaceId) override;
  std::string secret() override;
  std::optional<Outcome> find_outcome(WorkspaceId, std::string_view actor,
                                      std::string_view key) override;
  void audit_events(WorkspaceId, int64_t before, int64_t limit,
                    const std::function<void(const AuditEvent&)>&) override;

 private:
  Connection& connection_;
};

class SqliteDirectoryWriter final : public DirectoryWriter {
 public:
  explicit SqliteDirectoryWriter(Connection& connection) : connection_(connection) {}

  void put_field_permission(WorkspaceId, const FieldPermission&) override;
  void put_setting(WorkspaceId, const Setting&) override;
  void put_outcome(WorkspaceId, const Outcome&) override;
  void drop_outcomes(WorkspaceId, Instant before, int64_t limit) override;
  int64_t add_audit_event(WorkspaceId, const AuditEvent&) override;

 private:
  Connection& connection_;
};

}  // namespace tenure::store::sqlite
