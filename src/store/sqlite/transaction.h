#pragma once
// The writes of a store, on the writer's connection: many works share one transaction of the file,
// each under a savepoint of its own.
#include <map>
#include <unordered_map>
#include <vector>

#include "store/sqlite/journal.h"
#include "store/sqlite/reader.h"

namespace tenure::store::sqlite {

class SqliteTransaction final : public Transaction {
 public:
  explicit SqliteTransaction(Connection& connection)
      : connection_(connection), reader_(connection) {}

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
  WorkspaceId add_workspace(std::string_view name, std::string_view time_zone, Instant) override;
  int64_t add_definition(WorkspaceId, const Definition&,
                         const std::vector<std::string>& properties) override;
  Name intern(WorkspaceId, std::string_view) override;
  AccountId add_account(WorkspaceId, std::string_view key, Instant recorded_at) override;
  void save_account(WorkspaceId, const Account&) override;
  void set_property(WorkspaceId, AccountId, std::string_view name, const Value&) override;
  void move(WorkspaceId, AccountId, Name lifecycle, Name from, Name to, bool entered) override;
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
  std::map<WorkspaceId, Book> books_;
  std::vector<CountChange> counts_;
  size_t counts_mark_ = 0;
  bool abandoned_ = false;
};

}  // namespace tenure::store::sqlite
