#pragma once
// The reads of a store, on one connection: a snapshot's, or the writer's own.
#include <unordered_map>

#include "store/sqlite/connection.h"
#include "store/sqlite/query/run.h"
#include "store/sqlite/changes.h"
#include "store/sqlite/directory.h"
#include "store/sqlite/people.h"
#include "store/sqlite/work.h"
#include "store/store.h"

namespace tenure::store::sqlite {

class SqliteReader final : public Reader {
 public:
  explicit SqliteReader(Connection& connection)
      : connection_(connection),
        queries_(connection),
        directory_(connection),
        changes_(connection),
        people_(connection),
        work_(connection) {}

  std::optional<Workspace> find_workspace(std::string_view name) override;
  std::optional<Workspace> find_workspace(WorkspaceId) override;
  std::vector<std::string> workspaces() override;
  Definition definition(WorkspaceId, int64_t number) override;
  Extent extent(WorkspaceId) override;

  std::string_view text(WorkspaceId, Name) override;
  Name find_name(WorkspaceId, std::string_view) override;
  void names(WorkspaceId, const std::function<void(Name, std::string_view)>&) override;

  std::optional<AccountId> find_account(WorkspaceId, std::string_view key) override;
  bool load_account(WorkspaceId, AccountId, Account&) override;
  std::string account_key(WorkspaceId, AccountId) override;
  std::vector<std::string> keys_near(WorkspaceId, std::string_view key, int count) override;
  void accounts(WorkspaceId, const AccountVisitor&) override;
  int64_t count_accounts(WorkspaceId) override;
  std::vector<AccountId> accounts_after(WorkspaceId, AccountId, int64_t limit) override;
  std::vector<AccountId> due(WorkspaceId, Instant until, int64_t limit) override;
  std::optional<Instant> next_wake(WorkspaceId) override;

  bool find_fact(WorkspaceId, Name kind, std::string_view key, Fact&) override;
  void facts(WorkspaceId, AccountId, const FactVisitor&) override;
  void all_facts(WorkspaceId, const FactVisitor&) override;
  void facts_after(WorkspaceId, Sequence, const std::function<bool(const Fact&)>&) override;
  Sequence find_revision(WorkspaceId, Name kind, std::string_view key, int64_t revision) override;

  void transitions(WorkspaceId, AccountId, const TransitionVisitor&) override;
  void all_transitions(WorkspaceId, const TransitionVisitor&) override;
  void transitions_after(WorkspaceId, Sequence, const TransitionStream&) override;
  void superseded_after(WorkspaceId, Sequence, const TransitionStream&) override;
  void log(WorkspaceId, const LogQuery&, const std::function<void(const LogRow&)>&) override;
  std::vector<StageCount> stage_counts(WorkspaceId) override;

  void outbox(WorkspaceId, Sequence after, const std::function<void(const Outbox&)>&) override;
  void effects(WorkspaceId, Sequence after, const std::function<void(const Effect&)>&) override;
  std::optional<std::string> document(WorkspaceId, Name kind, std::string_view key) override;
  Value property(WorkspaceId, AccountId, std::string_view name) override;
  bool property_is(WorkspaceId, AccountId, std::string_view name, const Value&) override;
  bool stands(WorkspaceId, AccountId, Name lifecycle, Name stage) override;
  void spells(WorkspaceId, AccountId, const std::function<void(const Spell&)>&) override;

  // record_rows.cpp
  bool find_record(WorkspaceId, const records::Record&, std::string_view key, RecordRow&) override;
  void records(WorkspaceId, const records::Record&, AccountId, const RecordVisitor&) override;
  void all_records(WorkspaceId, const records::Record&, const RecordVisitor&) override;
  std::string find_external(WorkspaceId, const records::Record&,
                            std::string_view external_key) override;
  std::vector<AccountId> accounts_by_email(WorkspaceId, std::string_view, int64_t) override;
  std::vector<AccountId> accounts_by_phone(WorkspaceId, std::string_view, int64_t) override;
  void accounts_by_name(WorkspaceId, std::string_view, int64_t, const NameVisitor&) override;
  std::vector<AccountId> accounts_by_parent(WorkspaceId, std::string_view, int64_t) override;
  bool has_merged(WorkspaceId, std::string_view key) override;
  std::optional<AccountId> early_document(WorkspaceId, const records::Record&,
                                          std::string_view key) override;
  Projected projected(WorkspaceId) override;

  DirectoryReader& directory() override { return directory_; }
  ChangeReader& changes() override { return changes_; }
  PeopleReader& people() override { return people_; }
  WorkReader& work() override { return work_; }

  Result<query::Answer> query(WorkspaceId workspace, const query::Query& query,
                              const query::Visitor& visit, const QueryBounds& bounds) override {
    return queries_.run(workspace, query, visit, bounds);
  }

  std::vector<Fault> check(WorkspaceId) override;

  // Names as they are found; forgotten when a transaction is undone, for it may have made them.
  void remember(WorkspaceId, Name, std::string_view);
  void forget();

 private:
  void check_stage_counts(WorkspaceId, std::vector<Fault>&);

  struct Names {
    std::vector<std::unique_ptr<std::string>> by_id;  // index Name; null = not asked for yet
    std::unordered_map<std::string_view, Name> by_text;
  };
  Connection& connection_;
  Queries queries_;
  SqliteDirectoryReader directory_;
  SqliteChangeReader changes_;
  SqlitePeopleReader people_;
  SqliteWorkReader work_;
  std::unordered_map<WorkspaceId, Names> names_;
  std::string key_, body_;  // hold what find_fact gives
};

}  // namespace tenure::store::sqlite
