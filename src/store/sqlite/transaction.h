#pragma once
// The writes of a store, on the writer's connection: many works share one transaction of the file,
// each under a savepoint of its own.
#include <map>
#include <unordered_map>
#include <vector>

#include "store/sqlite/journal.h"
#include "store/sqlite/changes.h"
#include "store/sqlite/reader.h"

namespace tenure::store::sqlite {

class SqliteTransaction final : public Transaction {
 public:
  explicit SqliteTransaction(Connection& connection)
      : connection_(connection),
        reader_(connection),
        directory_(connection),
        changes_(connection),
        people_(connection),
        work_(connection) {}

  // ---- for the writer ----
  void begin();
  // Runs the work; what it throws undoes it alone and comes back. `alive` is false when the whole
  // transaction was lost with it.
  std::exception_ptr run(const std::function<void(Transaction&)>& work, bool& alive);
  void commit(Instant now);  // throws; then nothing was written
  void roll_back();

  // ---- for works ----
  Reader& reads() override { return reader_; }
  void abandon() override { abandoned_ = true; }
  DirectoryWriter& directory() override { return directory_; }
  ChangeWriter& changes() override { return changes_; }
  PeopleWriter& people() override { return people_; }
  WorkWriter& work() override { return work_; }
  WorkspaceId add_workspace(std::string_view name, std::string_view time_zone, Instant) override;
  int64_t add_definition(WorkspaceId, const Definition&,
                         const std::vector<AccountColumn>&) override;
  void set_definition_version(WorkspaceId, int64_t number, std::string_view version) override;
  void add_account_columns(const std::vector<AccountColumn>&) override;
  void set_projected(WorkspaceId, const Reader::Projected&) override;
  Name intern(WorkspaceId, std::string_view) override;
  AccountId add_account(WorkspaceId, std::string_view key, Instant recorded_at,
                        std::span<const ColumnValue>) override;
  void save_account(WorkspaceId, const Account&) override;
  void set_columns(WorkspaceId, AccountId, std::span<const ColumnValue>) override;
  void move(WorkspaceId, Name lifecycle, Name from, Name to, bool entered) override;
  void put_spell(WorkspaceId, const Spell&) override;
  void remove_spells(WorkspaceId, AccountId) override;
  // record_rows.cpp
  void put_record(WorkspaceId, const records::Record&, RecordRow&) override;
  void move_record(WorkspaceId, const records::Record&, int64_t, AccountId, Instant) override;
  void remove_record(WorkspaceId, const records::Record&, int64_t id) override;
  void put_early_document(WorkspaceId, const records::Record&, std::string_view key,
                          AccountId) override;
  void remove_early_document(WorkspaceId, const records::Record&, std::string_view key) override;
  Sequence next_fact(WorkspaceId) override;
  Sequence add(WorkspaceId, const Fact&) override;
  Sequence add(WorkspaceId, const Transition&) override;
  void supersede(WorkspaceId, const Transition&, Instant at, Sequence by_fact) override;
  Sequence add(WorkspaceId, const Outbox&) override;
  Sequence add(WorkspaceId, const Effect&) override;
  void put_document(WorkspaceId, Name kind, std::string_view key, std::string_view lines) override;

 private:
  // A ledger as it was when the present work began: rows are only appended, so sizes are enough.
  struct Mark {
    std::array<int64_t, kTables> last;
    std::array<size_t, kTables> rows;
    Instant latest;
  };
  struct Book {
    Ledger ledger;
    std::optional<Mark> mark;  // set by the present work's first touch
  };
  struct CountChange {
    WorkspaceId workspace;
    Name lifecycle, stage;
    int64_t by;
  };
  Ledger& ledger(WorkspaceId);
  void undo_work();
  void write_counts();

  Connection& connection_;
  SqliteReader reader_;
  SqliteDirectoryWriter directory_;
  SqliteChangeWriter changes_;
  SqlitePeopleWriter people_;
  SqliteWorkWriter work_;
  std::map<WorkspaceId, Book> books_;
  std::vector<CountChange> counts_;
  size_t counts_mark_ = 0;
  bool abandoned_ = false;
};

}  // namespace tenure::store::sqlite
