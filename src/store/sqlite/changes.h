#pragma once
// The rows of store/changes.h on one connection: a snapshot's reads, or the writer's.
#include "store/changes.h"
#include "store/sqlite/connection.h"

namespace tenure::store::sqlite {

inline constexpr Sql kChangeTables = R"sql(
CREATE TABLE definition_era(        -- from when on a definition decides; the first has no row
  workspace INTEGER NOT NULL,
  number INTEGER NOT NULL,
  mode TEXT NOT NULL,
  begins INTEGER NOT NULL,
  settled INTEGER NOT NULL,         -- 1: every account has been brought over
  PRIMARY KEY(workspace, number)
) WITHOUT ROWID;
CREATE TABLE definition_successor(  -- where accounts go whose stage is no more
  workspace INTEGER NOT NULL,
  number INTEGER NOT NULL,
  lifecycle TEXT NOT NULL,
  stage TEXT NOT NULL,
  successor TEXT NOT NULL,
  PRIMARY KEY(workspace, number, lifecycle, stage)
) WITHOUT ROWID;
CREATE TABLE plan(
  workspace INTEGER NOT NULL,
  number INTEGER NOT NULL,
  state TEXT NOT NULL,              -- planned, applying, applied
  mode TEXT NOT NULL,
  actor TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  base INTEGER NOT NULL,            -- the definition in force when it was made
  commits INTEGER NOT NULL,         -- the journal's last number then
  version TEXT NOT NULL,
  pack TEXT NOT NULL,
  digest TEXT NOT NULL,
  summary TEXT NOT NULL,
  definition INTEGER NOT NULL,      -- what it became; 0: nothing yet
  PRIMARY KEY(workspace, number)
) WITHOUT ROWID;
CREATE TABLE plan_part(             -- files (1), parameters (2) and successors (3) of the definition planned
  workspace INTEGER NOT NULL,
  number INTEGER NOT NULL,
  sort INTEGER NOT NULL,
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY(workspace, number, sort, name)
) WITHOUT ROWID;
CREATE TABLE plan_move(
  workspace INTEGER NOT NULL,
  number INTEGER NOT NULL,
  place INTEGER NOT NULL,
  account INTEGER NOT NULL,
  lifecycle INTEGER NOT NULL,
  from_stage INTEGER NOT NULL,
  to_stage INTEGER NOT NULL,
  rule TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY(workspace, number, place)
) WITHOUT ROWID;
)sql";

class SqliteChangeReader final : public ChangeReader {
 public:
  explicit SqliteChangeReader(Connection& connection) : connection_(connection) {}
  std::vector<Era> eras(WorkspaceId) override;
  std::vector<AccountId> behind(WorkspaceId, int64_t number, AccountId after, int64_t limit) override;
  std::optional<SavedPlan> plan(WorkspaceId, int64_t number) override;
  std::vector<int64_t> plans(WorkspaceId) override;
  void plan_moves(WorkspaceId, int64_t plan, int64_t after,
                  const std::function<bool(int64_t place, const PlanMove&)>& more) override;

 private:
  Connection& connection_;
};

class SqliteChangeWriter final : public ChangeWriter {
 public:
  explicit SqliteChangeWriter(Connection& connection) : connection_(connection) {}
  void put_era(WorkspaceId, const Era&) override;
  void settle(WorkspaceId, int64_t number) override;
  void count_lifecycle(WorkspaceId, Name, std::string_view column) override;
  void forget_lifecycle(WorkspaceId, Name) override;
  int64_t add_plan(WorkspaceId, const SavedPlan&) override;
  void finish_plan(WorkspaceId, const SavedPlan&) override;
  void forget_plan(WorkspaceId, int64_t number) override;
  void set_plan(WorkspaceId, int64_t number, std::string_view state, int64_t definition) override;
  void add_plan_move(WorkspaceId, int64_t plan, int64_t place, const PlanMove&) override;

 private:
  Connection& connection_;
};

}  // namespace tenure::store::sqlite
