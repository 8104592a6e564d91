#include "store/sqlite/journal.h"

#include <sodium.h>

#include <cstring>

#include "base/assert.h"

namespace tenure::store::sqlite {
namespace {

void put(std::string& out, int64_t number) {
  char bytes[8];
  for (char& byte : bytes) {
    byte = static_cast<char>(number & 0xff);
    number >>= 8;
  }
  out.append(bytes, sizeof bytes);
}
void put(std::string& out, Instant instant) {
  put(out, instant.micros);
}
void put(std::string& out, std::string_view text) {
  put(out, static_cast<int64_t>(text.size()));
  out.append(text);
}

Digest digest(std::string_view bytes) {
  Digest out;
  crypto_generichash(out.data(), out.size(), reinterpret_cast<const uint8_t*>(bytes.data()),
                     bytes.size(), nullptr, 0);
  return out;
}

// What the chain's hash is over: the row before, this row's numbers, this row's digests.
Hash chain(const Ledger& ledger, Instant committed_at, std::string_view digests) {
  std::string bytes(reinterpret_cast<const char*>(ledger.hash.data()), ledger.hash.size());
  put(bytes, ledger.commits);
  put(bytes, committed_at);
  for (int64_t last : ledger.last) put(bytes, last);
  put(bytes, ledger.latest);
  bytes.append(digests);
  Hash out;
  crypto_generichash(out.data(), out.size(), reinterpret_cast<const uint8_t*>(bytes.data()),
                     bytes.size(), nullptr, 0);
  return out;
}

}  // namespace

std::string_view table_name(Table table) {
  constexpr std::string_view kNamesOf[] = {"name",         "account", "fact",  "transition",
                                           "supersession", "outbox",  "effect"};
  return kNamesOf[table];
}

Ledger read_ledger(Connection& connection, WorkspaceId workspace) {
  Ledger ledger;
  Statement row = connection.prepare(
      "SELECT number, names, accounts, facts, transitions, supersessions, outbox, effects, latest, "
      "hash "
      "FROM journal WHERE workspace=?1 ORDER BY number DESC LIMIT 1");
  if (row.bind(1, workspace).step()) {
    ledger.commits = row.number(0);
    for (int table = 0; table < kTables; ++table) ledger.last[table] = row.number(1 + table);
    ledger.latest = row.instant(8);
    const std::string_view hash = row.bytes(9);
    std::memcpy(ledger.hash.data(), hash.data(), std::min(hash.size(), ledger.hash.size()));
  }
  return ledger;
}

void write_journal(Connection& connection, WorkspaceId workspace, Ledger& ledger,
                   Instant committed_at) {
  std::string digests;
  for (std::string& rows : ledger.rows) {
    if (rows.empty()) continue;
    const Digest d = digest(rows);
    digests.append(reinterpret_cast<const char*>(d.data()), d.size());
    rows.clear();
  }
  if (digests.empty()) return;
  ++ledger.commits;
  ledger.hash = chain(ledger, committed_at, digests);
  Statement row =
      connection.prepare("INSERT INTO journal VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)");
  row.bind(1, workspace).bind(2, ledger.commits).bind(3, committed_at);
  for (int table = 0; table < kTables; ++table) row.bind(4 + table, ledger.last[table]);
  row.bind(11, ledger.latest);
  row.bind_bytes(12, digests);
  row.bind_bytes(13, {reinterpret_cast<const char*>(ledger.hash.data()), ledger.hash.size()});
  row.run();
}

void append_name(std::string& out, Name id, std::string_view text) {
  put(out, id);
  put(out, text);
}

void append_account(std::string& out, AccountId id, std::string_view key, Instant recorded_at) {
  put(out, id);
  put(out, key);
  put(out, recorded_at);
}

void append_row(std::string& out, const Fact& fact) {
  put(out, fact.sequence);
  put(out, fact.account);
  put(out, fact.at);
  put(out, fact.kind);
  put(out, fact.key);
  put(out, fact.revision);
  put(out, fact.recorded_at);
  put(out, fact.actor);
  put(out, int64_t{fact.flags});
  put(out, fact.body);
}

void append_row(std::string& out, const Transition& row) {
  for (int64_t number :
       {row.sequence, row.account, row.lifecycle, row.from, row.to, row.at.micros,
        row.recorded_at.micros, int64_t{row.cause}, row.rule, row.fact, row.definition}) {
    put(out, number);
  }
  put(out, row.trace);
}

void append_supersession(std::string& out, Sequence sequence, AccountId account,
                         Sequence transition, Instant at, Sequence by_fact) {
  for (int64_t number : {sequence, account, transition, at.micros, by_fact}) put(out, number);
}

void append_row(std::string& out, const Outbox& row) {
  for (int64_t number : {row.sequence, row.account, row.number, static_cast<int64_t>(row.type),
                         row.transition, row.recorded_at.micros}) {
    put(out, number);
  }
}

void append_row(std::string& out, const Effect& row) {
  for (int64_t number : {row.sequence, row.account, int64_t{row.kind}, row.lifecycle, row.at.micros,
                         row.recorded_at.micros, row.fact}) {
    put(out, number);
  }
  put(out, row.id);
}

// ---- check
// ---------------------------------------------------------------------------------------

namespace {

// The rows of one hashed table in order of their numbers, as canonical bytes.
class RowsOf {
 public:
  RowsOf(Connection& connection, WorkspaceId workspace, Table table)
      : table_(table), rows_(query(connection, table)) {
    rows_.bind(1, workspace);
    next();
  }
  // Digests the rows up to this number; nullopt when there were none.
  std::optional<Digest> up_to(int64_t last) {
    bytes_.clear();
    while (more_ && number_ <= last) {
      append_canonical();
      next();
    }
    if (bytes_.empty()) return std::nullopt;
    return digest(bytes_);
  }
  int64_t rest() {
    int64_t count = 0;
    for (; more_; next()) ++count;
    return count;
  }

 private:
  static Statement query(Connection& connection, Table table) {
    switch (table) {
      case kNames:
        return connection.prepare("SELECT id, text FROM name WHERE workspace=?1 ORDER BY id");
      case kAccounts:
        return connection.prepare(
            "SELECT _id, key, _recorded_at FROM account WHERE _workspace=?1 ORDER BY _id");
      case kFacts:
        return connection.prepare(
            "SELECT sequence, account, at, kind, key, revision, recorded_at, actor, flags, body "
            "FROM fact WHERE workspace=?1 ORDER BY sequence");
      case kTransitions:
        return connection.prepare(
            "SELECT sequence, account, lifecycle, from_stage, to_stage, at, recorded_at, cause, "
            "rule, "
            "fact, definition, trace FROM transition WHERE workspace=?1 ORDER BY sequence");
      case kSupersessions:
        return connection.prepare(
            "SELECT sequence, account, transition, superseded_at, by_fact "
            "FROM supersession WHERE workspace=?1 ORDER BY sequence");
      case kOutbox:
        return connection.prepare(
            "SELECT sequence, account, number, type, transition, recorded_at "
            "FROM outbox WHERE workspace=?1 ORDER BY sequence");
      case kEffects:
        return connection.prepare(
            "SELECT sequence, account, kind, lifecycle, at, recorded_at, fact, id "
            "FROM effect WHERE workspace=?1 ORDER BY sequence");
      case kTables:
        break;
    }
    TENURE_ASSERT(false);
  }
  void next() {
    more_ = rows_.step();
    if (more_) number_ = rows_.number(0);
  }
  void append_canonical() {
    switch (table_) {
      case kNames:
        return append_name(bytes_, number_, rows_.text(1));
      case kAccounts:
        return append_account(bytes_, number_, rows_.text(1), rows_.instant(2));
      case kFacts:
        return append_row(bytes_, Fact{.sequence = number_,
                                       .account = rows_.number(1),
                                       .at = rows_.instant(2),
                                       .recorded_at = rows_.instant(6),
                                       .kind = rows_.number(3),
                                       .actor = rows_.number(7),
                                       .key = rows_.text(4),
                                       .revision = rows_.number(5),
                                       .flags = static_cast<uint8_t>(rows_.number(8)),
                                       .body = rows_.bytes(9)});
      case kTransitions:
        return append_row(bytes_, Transition{.sequence = number_,
                                             .account = rows_.number(1),
                                             .lifecycle = rows_.number(2),
                                             .from = rows_.number(3),
                                             .to = rows_.number(4),
                                             .at = rows_.instant(5),
                                             .recorded_at = rows_.instant(6),
                                             .cause = static_cast<uint8_t>(rows_.number(7)),
                                             .rule = rows_.number(8),
                                             .fact = rows_.number(9),
                                             .definition = rows_.number(10),
                                             .trace = rows_.bytes(11)});
      case kSupersessions:
        return append_supersession(bytes_, number_, rows_.number(1), rows_.number(2),
                                   rows_.instant(3), rows_.number(4));
      case kOutbox:
        return append_row(bytes_, Outbox{.sequence = number_,
                                         .account = rows_.number(1),
                                         .number = rows_.number(2),
                                         .type = static_cast<OutboxType>(rows_.number(3)),
                                         .transition = rows_.number(4),
                                         .recorded_at = rows_.instant(5)});
      case kEffects:
        return append_row(bytes_, Effect{.sequence = number_,
                                         .account = rows_.number(1),
                                         .kind = static_cast<uint8_t>(rows_.number(2)),
                                         .lifecycle = rows_.number(3),
                                         .id = rows_.text(7),
                                         .at = rows_.instant(4),
                                         .recorded_at = rows_.instant(5),
                                         .fact = rows_.number(6)});
      case kTables:
        break;
    }
  }

  Table table_;
  Statement rows_;
  bool more_ = false;
  int64_t number_ = 0;
  std::string bytes_;
};

}  // namespace

std::vector<Fault> check_chain(Connection& connection, WorkspaceId workspace) {
  std::vector<Fault> faults;
  std::vector<RowsOf> tables;
  tables.reserve(kTables);
  for (int table = 0; table < kTables; ++table) {
    tables.emplace_back(connection, workspace, static_cast<Table>(table));
  }
  Statement rows = connection.prepare(
      "SELECT number, committed_at, names, accounts, facts, transitions, supersessions, outbox, "
      "effects, "
      "latest, digests, hash FROM journal WHERE workspace=?1 ORDER BY number");
  rows.bind(1, workspace);
  Ledger ledger;
  while (rows.step()) {
    const Arguments where{{"commit", std::to_string(rows.number(0))},
                          {"at", to_string(rows.instant(1))}};
    const std::string_view digests = rows.bytes(10);
    size_t place = 0;
    for (int table = 0; table < kTables; ++table) {
      const int64_t before = ledger.last[table];
      ledger.last[table] = rows.number(2 + table);
      const std::optional<Digest> found = tables[table].up_to(ledger.last[table]);
      if (before == ledger.last[table] && !found) continue;
      const std::string_view expected =
          digests.substr(std::min(place, digests.size()), sizeof(Digest));
      place += sizeof(Digest);
      if (!found || expected.size() != found->size() ||
          std::memcmp(expected.data(), found->data(), found->size()) != 0) {
        Arguments arguments = where;
        arguments.emplace_back("table", table_name(static_cast<Table>(table)));
        faults.push_back({"chain-rows-changed", std::move(arguments)});
      }
    }
    ++ledger.commits;
    ledger.latest = rows.instant(9);
    const Hash expected = chain(ledger, rows.instant(1), digests);
    const std::string_view written = rows.bytes(11);
    if (rows.number(0) != ledger.commits || written.size() != expected.size() ||
        std::memcmp(written.data(), expected.data(), expected.size()) != 0) {
      faults.push_back({"chain-journal-changed", where});
      ledger.commits = rows.number(0);
    }
    // Go on from what is written: one changed row is one fault, not one per later commit.
    std::memcpy(ledger.hash.data(), written.data(), std::min(written.size(), ledger.hash.size()));
  }
  for (int table = 0; table < kTables; ++table) {
    const int64_t rest = tables[table].rest();
    if (rest == 0) continue;
    faults.push_back({"chain-rows-unknown",
                      {{"table", std::string(table_name(static_cast<Table>(table)))},
                       {"count", std::to_string(rest)}}});
  }
  return faults;
}

}  // namespace tenure::store::sqlite
