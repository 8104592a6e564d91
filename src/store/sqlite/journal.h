#pragma once
// The hash chain: every row that is only ever appended, in the canonical bytes below, is digested
// with its commit; every commit is hashed over the one before. What was changed afterwards no
// longer fits.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "store/sqlite/connection.h"
#include "store/store.h"

namespace tenure::store::sqlite {

// The hashed tables, in the order of their digests.
enum Table : uint8_t {
  kNames,
  kAccounts,
  kFacts,
  kTransitions,
  kSupersessions,
  kOutbox,
  kEffects,
  kTables
};
std::string_view table_name(Table);

using Hash = std::array<uint8_t, 32>;
using Digest = std::array<uint8_t, 16>;

// How far a workspace has come, and what the commit that is being built adds to it.
struct Ledger {
  std::array<int64_t, kTables> last{};  // number of the last row of each table
  int64_t commits = 0;
  Instant latest{INT64_MIN};  // of all facts and transitions
  Hash hash{};
  std::array<std::string, kTables> rows;  // canonical bytes not yet committed
};

// As of the last commit. A workspace without any gives zeros.
Ledger read_ledger(Connection&, WorkspaceId);
// Appends the journal row of this commit and empties `rows`. Nothing to do when there are none.
void write_journal(Connection&, WorkspaceId, Ledger&, Instant committed_at);

void append_name(std::string& out, Name id, std::string_view text);
void append_account(std::string& out, AccountId, std::string_view key, Instant recorded_at);
void append_row(std::string& out, const Fact&);
void append_row(std::string& out, const Transition&);
void append_supersession(std::string& out, Sequence, AccountId, Sequence transition, Instant at,
                         Sequence by_fact);
void append_row(std::string& out, const Outbox&);
void append_row(std::string& out, const Effect&);

// Recomputes the chain from the rows. Each fault: "chain-rows-changed" {table, commit, at},
// "chain-journal-changed" {commit, at}, "chain-rows-unknown" {table, count}.
std::vector<Fault> check_chain(Connection&, WorkspaceId);

}  // namespace tenure::store::sqlite
