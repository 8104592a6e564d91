#pragma once
// The reads of a store, on one connection: a snapshot's, or the writer's own.
#include <unordered_map>

#include "store/sqlite/connection.h"
#include "store/store.h"

namespace tenure::store::sqlite {

class SqliteReader final : public Reader {
 public:
  explicit SqliteReader(Connection& connection) : connection_(connection) {}

  std::optional<Workspace> find_workspace(std::string_view name) override;
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
  std::vector<AccountId> due(WorkspaceId, Instant until, int64_t limit) override;

  bool find_fact(WorkspaceId, Name kind, std::string_view key, Fact&) override;
  void facts(WorkspaceId, AccountId, const FactVisitor&) override;
  void all_facts(WorkspaceId, const FactVisitor&) override;

  void transitions(WorkspaceId, AccountId, const TransitionVisitor&) override;
  void all_transitions(WorkspaceId, const TransitionVisitor&) override;
  void log(WorkspaceId, const LogQuery&, const std::function<void(const LogRow&)>&) override;
  std::vector<StageCount> stage_counts(WorkspaceId) override;

  void outbox(WorkspaceId, Sequence after, const std::function<void(const Outbox&)>&) override;
  void effects(WorkspaceId, Sequence after, const std::function<void(const Effect&)>&) override;
  std::optional<std::string> document(WorkspaceId, Name kind, std::string_view key) override;
  Value property(WorkspaceId, AccountId, std::string_view name) override;
  bool property_is(WorkspaceId, AccountId, std::string_view name, const Value&) override;
  bool stands(WorkspaceId, AccountId, Name lifecycle, Name stage) override;

  std::vector<Fault> check(WorkspaceId) override;

  // Names as they are found; forgotten when a transaction is undone, for it may have made them.
  void remember(WorkspaceId, Name, std::string_view);
  void forget();

 private:
  struct Names {
    std::vector<std::unique_ptr<std::string>> by_id;  // index Name; null = not asked for yet
    std::unordered_map<std::string_view, Name> by_text;
  };
  Connection& connection_;
  std::unordered_map<WorkspaceId, Names> names_;
  std::string key_, body_;  // hold what find_fact gives
};

}  // namespace tenure::store::sqlite
