#pragma once
// The seam between what users do and where it is kept. sqlite/ is the house inside the program.
//
// A store keeps rows and promises: a write is one transaction, on disk when it returns; a read is
// one snapshot; facts, transitions, supersessions, outbox and effects are only ever appended,
// numbered per workspace without gap or reuse, and every commit is hashed into a chain (`journal`).
// It knows nothing of definitions: bodies and states are bytes to it, names (kinds, rules, stages,
// actors) are numbers.
//
// What the machine does to us is thrown as EnvironmentError: "storage-full", "store-read-only",
// "store-corrupt", "storage-failed". Every call names its workspace.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/instant.h"
#include "base/text.h"
#include "base/value.h"
#include "query/query.h"
#include "records/schema.h"
#include "store/changes.h"
#include "store/directory.h"
#include "store/people.h"
#include "store/work.h"

namespace tenure::store {

using AccountId = int64_t;
using Name = int64_t;      // an interned text; 0 = none
using Sequence = int64_t;  // 1, 2, 3 … per workspace and kind of row

struct Workspace {
  WorkspaceId id = 0;
  std::string name, time_zone;
  int64_t definition = 0;  // the number of the one in force
};
struct Definition {
  int64_t number = 0;
  std::string version, pack, actor;
  Instant applied_at;
  std::vector<std::pair<std::string, std::string>> files;       // path → text
  std::vector<std::pair<std::string, std::string>> parameters;  // name → text
};

struct Account {
  AccountId id = 0;
  std::string state;  // engine::State::encode under `definition`
  int64_t definition = 0;
  // Not later than the next instant at which a timer can fire; nullopt = no timer waits. It may be
  // too early: moving it on every fact would cost an index entry each, so a tick that finds nothing
  // moves it.
  std::optional<Instant> wake;
  int64_t version = 0;  // grows with every change
  int64_t outbox = 0;   // the number of its last outbox row
  Instant first_at;     // of its earliest effective fact: from then on it exists
};

// A column of the accounts: a property, a measure, a lifecycle's stage or since when.
struct AccountColumn {
  std::string name;
  bool decimal = false;  // compared as numbers
  bool stage = false;    // has an index: accounts of a stage by name
};
struct ColumnValue {
  std::string_view column;
  Value value;
};
// What a stage was to an account, in today's belief.
struct Spell {
  AccountId account = 0;
  Name lifecycle = 0, stage = 0;
  std::optional<Instant> first_entered_at, entered_at;  // nullopt: it was always there
  std::optional<Instant> left_at;
  int64_t times = 0;
  int64_t micros = 0;  // in all, without the time that lasts still
  bool operator==(const Spell&) const = default;
};
// A row of a record of records/schema.h: a document, or a record of the house.
struct RecordRow {
  int64_t id = 0;         // 0: not written yet
  AccountId account = 0;  // 0: nobody's, or a record of the house
  int64_t version = 0;    // the caller's: grows with each change
  Instant changed_at;
  std::vector<Value> cells;    // by place in Record::fields; that of a document's `account` is unused
  std::vector<Value> receipt;  // by place in receipt_fields(); empty: none, or keep the one it has
};

enum FactFlag : uint8_t {
  kRetracted = 1,  // this revision says: it never happened
  kImplicit = 2    // made because another fact spoke of an unknown account
};
// Views are good until the call that gave them returns, or the next row.
struct Fact {
  Sequence sequence = 0;
  AccountId account = 0;
  Instant at, recorded_at;
  Name kind = 0, actor = 0;
  std::string_view key;
  int64_t revision = 1;
  uint8_t flags = 0;
  std::string_view body;
};

struct Transition {
  Sequence sequence = 0;
  AccountId account = 0;
  Name lifecycle = 0, from = 0, to = 0;  // 0 = no stage
  Instant at, recorded_at;
  uint8_t cause = 0;
  Name rule = 0;
  Sequence fact = 0;  // 0 for a timer
  int64_t definition = 0;
  std::string_view trace;
  std::optional<Instant> superseded_at;  // when read
  Sequence superseded_by = 0;            // the fact; when read
};

enum class OutboxType : uint8_t { stage_changed = 1, history_corrected = 2 };
struct Outbox {
  Sequence sequence = 0;
  AccountId account = 0;
  int64_t number = 0;  // 1, 2, 3 … of this account
  OutboxType type = OutboxType::stage_changed;
  Sequence transition = 0;  // 0 for history_corrected
  Instant recorded_at;
};

struct Effect {
  Sequence sequence = 0;
  AccountId account = 0;
  uint8_t kind = 0;  // lifecycle::EffectKind
  Name lifecycle = 0;
  std::string_view id;
  Instant at, recorded_at;
  Sequence fact = 0;
};

struct StageCount {
  Name lifecycle = 0, stage = 0;
  int64_t accounts = 0;
};

struct LogQuery {
  std::optional<AccountId> account;
  std::optional<Name> lifecycle;
  std::optional<Instant> until;     // at <= until
  std::optional<Instant> known_at;  // as believed then; else today's belief
  bool all = false;                 // superseded rows too
};
struct LogRow {
  Transition transition;
  std::string_view account;  // key
  Fact fact;                 // sequence 0 for a timer
};

// How far a workspace's numbers have come.
struct Extent {
  Sequence facts = 0, transitions = 0, supersessions = 0, outbox = 0, effects = 0;
  int64_t commits = 0;
  Instant latest{INT64_MIN};  // of all facts and transitions ever recorded
};

// What verify finds in the rows alone. The code is a row of the catalogue.
struct Fault {
  std::string code;
  Arguments arguments;
};

// What a query may take. The time is that of the store alone, not of who looks at the rows.
struct QueryBounds {
  std::chrono::milliseconds time{10'000};
  const std::atomic<bool>* cancelled = nullptr;  // set by whoever does not want the answer any more
};

class Reader {
 public:
  virtual ~Reader() = default;

  virtual std::optional<Workspace> find_workspace(std::string_view name) = 0;
  virtual std::optional<Workspace> find_workspace(WorkspaceId) = 0;
  virtual std::vector<std::string> workspaces() = 0;
  virtual Definition definition(WorkspaceId, int64_t number) = 0;
  virtual Extent extent(WorkspaceId) = 0;

  virtual std::string_view text(WorkspaceId, Name) = 0;       // "" for 0
  virtual Name find_name(WorkspaceId, std::string_view) = 0;  // 0 when it was never interned
  virtual void names(WorkspaceId, const std::function<void(Name, std::string_view)>&) = 0;

  virtual std::optional<AccountId> find_account(WorkspaceId, std::string_view key) = 0;
  virtual bool load_account(WorkspaceId, AccountId, Account&) = 0;  // false: there is none
  virtual std::string account_key(WorkspaceId, AccountId) = 0;
  // Up to `count` keys around this one, in key order: for "did you mean".
  virtual std::vector<std::string> keys_near(WorkspaceId, std::string_view key, int count) = 0;
  // Every account in order of id: that of facts() and transitions().
  using AccountVisitor = std::function<void(const Account&, std::string_view key)>;
  virtual void accounts(WorkspaceId, const AccountVisitor&) = 0;
  virtual int64_t count_accounts(WorkspaceId) = 0;
  // The next ones in order of id: for work that goes over all of them in parts.
  virtual std::vector<AccountId> accounts_after(WorkspaceId, AccountId, int64_t limit) = 0;
  // Accounts with wake <= until, the earliest first.
  virtual std::vector<AccountId> due(WorkspaceId, Instant until, int64_t limit) = 0;
  virtual std::optional<Instant> next_wake(WorkspaceId) = 0;  // the earliest; nullopt: none waits

  // The latest revision; false: no such fact.
  virtual bool find_fact(WorkspaceId, Name kind, std::string_view key, Fact&) = 0;
  // All revisions, those of one account together, in order of (at, kind, key, revision).
  using FactVisitor = std::function<void(const Fact&)>;
  virtual void facts(WorkspaceId, AccountId, const FactVisitor&) = 0;
  virtual void all_facts(WorkspaceId, const FactVisitor&) = 0;
  // Those with a greater number, in order of it, until the visitor says false.
  virtual void facts_after(WorkspaceId, Sequence, const std::function<bool(const Fact&)>&) = 0;
  // The number of one revision; 0: there is none.
  virtual Sequence find_revision(WorkspaceId, Name kind, std::string_view key, int64_t revision) = 0;

  // In order of (at, sequence), superseded ones too.
  using TransitionVisitor = std::function<void(const Transition&)>;
  virtual void transitions(WorkspaceId, AccountId, const TransitionVisitor&) = 0;
  virtual void all_transitions(WorkspaceId, const TransitionVisitor&) = 0;
  // As facts_after(); and those that were superseded behind that supersession, in order of being so.
  using TransitionStream = std::function<bool(const Transition&)>;
  virtual void transitions_after(WorkspaceId, Sequence, const TransitionStream&) = 0;
  virtual void superseded_after(WorkspaceId, Sequence supersession, const TransitionStream&) = 0;
  // In order of (at, account key, lifecycle, sequence).
  virtual void log(WorkspaceId, const LogQuery&, const std::function<void(const LogRow&)>&) = 0;
  virtual std::vector<StageCount> stage_counts(WorkspaceId) = 0;

  virtual void outbox(WorkspaceId, Sequence after, const std::function<void(const Outbox&)>&) = 0;
  virtual void effects(WorkspaceId, Sequence after, const std::function<void(const Effect&)>&) = 0;
  virtual std::optional<std::string> document(WorkspaceId, Name kind, std::string_view key) = 0;
  // A property column of an account as it was written; null where there is none.
  virtual Value property(WorkspaceId, AccountId, std::string_view name) = 0;
  // Is it what set_columns() would have left?
  virtual bool property_is(WorkspaceId, AccountId, std::string_view name, const Value&) = 0;
  virtual bool stands(WorkspaceId, AccountId, Name lifecycle, Name stage) = 0;
  // In order of lifecycle and stage.
  virtual void spells(WorkspaceId, AccountId, const std::function<void(const Spell&)>&) = 0;

  // Rows of documents and records of the house. The row's vectors are reused. False: there is none.
  virtual bool find_record(WorkspaceId, const records::Record&, std::string_view key,
                           RecordRow&) = 0;
  using RecordVisitor = std::function<void(const RecordRow&)>;
  virtual void records(WorkspaceId, const records::Record&, AccountId, const RecordVisitor&) = 0;
  virtual void all_records(WorkspaceId, const records::Record&, const RecordVisitor&) = 0;
  // The key of the account or contact that another program knows by this one; "" = none.
  virtual std::string find_external(WorkspaceId, const records::Record&,
                                    std::string_view external_key) = 0;
  // Accounts with this e-mail or telephone (records/match.h), their own or a contact's; by name, those
  // whose match (records/name_match.h) begins so, in its order; those with this parent.
  virtual std::vector<AccountId> accounts_by_email(WorkspaceId, std::string_view match,
                                                   int64_t limit) = 0;
  virtual std::vector<AccountId> accounts_by_phone(WorkspaceId, std::string_view match,
                                                   int64_t limit) = 0;
  using NameVisitor = std::function<void(AccountId, std::string_view match)>;
  virtual void accounts_by_name(WorkspaceId, std::string_view block, int64_t limit,
                                const NameVisitor&) = 0;
  virtual std::vector<AccountId> accounts_by_parent(WorkspaceId, std::string_view key,
                                                    int64_t limit) = 0;
  // Was some account merged into this one, and is still?
  virtual bool has_merged(WorkspaceId, std::string_view key) = 0;
  // The account that told of a document before anybody created it.
  virtual std::optional<AccountId> early_document(WorkspaceId, const records::Record&,
                                                  std::string_view key) = 0;
  // How a workspace's rows were made: the number of projected(), and how far the making has come.
  struct Projected {
    int64_t number = 0;
    AccountId last = 0;
  };
  virtual Projected projected(WorkspaceId) = 0;

  virtual DirectoryReader& directory() = 0;
  virtual ChangeReader& changes() = 0;
  virtual PeopleReader& people() = 0;
  virtual WorkReader& work() = 0;

  // The rows of a typed query, one after the other; memory does not grow with them. Instants of facts and
  // transitions are those of Query::when; accounts and documents are today's. Fields of facts' bodies come
  // as bytes (query::Row::fact_kind). Errors: "query-too-slow" (also when cancelled), "query-too-complex"
  // {what, most}, "query-too-expensive" {rows, most}.
  virtual Result<query::Answer> query(WorkspaceId, const query::Query&, const query::Visitor&,
                                      const QueryBounds& = {}) = 0;

  // The hash chain recomputed from the rows, rows that belong to nothing, counts that do not agree,
  // gaps in the outbox, and the file itself.
  virtual std::vector<Fault> check(WorkspaceId) = 0;
};

class Transaction {
 public:
  virtual ~Transaction() = default;
  virtual Reader& reads() = 0;  // sees what this transaction wrote
  // Everything that was written is undone when the work ends: a dry run.
  virtual void abandon() = 0;
  virtual DirectoryWriter& directory() = 0;
  virtual ChangeWriter& changes() = 0;
  virtual PeopleWriter& people() = 0;
  virtual WorkWriter& work() = 0;

  virtual WorkspaceId add_workspace(std::string_view name, std::string_view time_zone, Instant) = 0;
  // Becomes the one in force; returns its number.
  virtual int64_t add_definition(WorkspaceId, const Definition&,
                                 const std::vector<AccountColumn>&) = 0;
  // What this program calls the definition that is stored under this number.
  virtual void set_definition_version(WorkspaceId, int64_t number, std::string_view version) = 0;
  // Those that are there already stay as they are.
  virtual void add_account_columns(const std::vector<AccountColumn>&) = 0;
  virtual void set_projected(WorkspaceId, const Reader::Projected&) = 0;
  virtual Name intern(WorkspaceId, std::string_view) = 0;

  virtual AccountId add_account(WorkspaceId, std::string_view key, Instant recorded_at,
                                std::span<const ColumnValue> = {}) = 0;
  virtual void save_account(WorkspaceId, const Account&) = 0;
  // All in one statement; `version` and `changed_at` are columns too.
  virtual void set_columns(WorkspaceId, AccountId, std::span<const ColumnValue>) = 0;
  // Counts it. `from` and `to` 0 = none; where an account does not stand yet, `entered` is false.
  virtual void move(WorkspaceId, Name lifecycle, Name from, Name to, bool entered) = 0;
  virtual void put_spell(WorkspaceId, const Spell&) = 0;
  virtual void remove_spells(WorkspaceId, AccountId) = 0;

  // Writes the row whole: makes it where its id is 0 (and gives it one), or overwrites it, apart from
  // key and account, which stay. The key of a new row must be free.
  virtual void put_record(WorkspaceId, const records::Record&, RecordRow&) = 0;
  // The document is another account's from now on; its version grows.
  virtual void move_record(WorkspaceId, const records::Record&, int64_t id, AccountId to,
                           Instant changed_at) = 0;
  virtual void remove_record(WorkspaceId, const records::Record&, int64_t id) = 0;
  virtual void put_early_document(WorkspaceId, const records::Record&, std::string_view key,
                                  AccountId) = 0;
  virtual void remove_early_document(WorkspaceId, const records::Record&, std::string_view key) = 0;

  // These give the row its sequence and return it.
  virtual Sequence next_fact(WorkspaceId) = 0;  // the number that the next one will get
  virtual Sequence add(WorkspaceId, const Fact&) = 0;
  virtual Sequence add(WorkspaceId, const Transition&) = 0;
  virtual void supersede(WorkspaceId, const Transition&, Instant at, Sequence by_fact) = 0;
  virtual Sequence add(WorkspaceId, const Outbox&) = 0;
  virtual Sequence add(WorkspaceId, const Effect&) = 0;
  virtual void put_document(WorkspaceId, Name kind, std::string_view key,
                            std::string_view lines) = 0;
};

class Store {
 public:
  virtual ~Store() = default;
  // Runs the work in a transaction and returns when it is on disk. Works of other threads may share
  // the commit, never the outcome: what this one throws undoes this one alone and is thrown here.
  virtual void write(const std::function<void(Transaction&)>& work) = 0;
  // Runs the work on one snapshot: the last commit at the time of the call.
  virtual void read(const std::function<void(Reader&)>& work) = 0;
  // Writes all that was committed before this call, and nothing younger, into the empty file `path`
  // as a store of its own; others read and write meanwhile. `progress` is told the bytes and stops
  // it by answering false: then, as when this throws, the file is nothing.
  using CopyProgress = std::function<bool(int64_t done, int64_t total)>;
  virtual bool copy_to(const std::string& path, const CopyProgress& progress) = 0;
  virtual std::string description() const = 0;  // "SQLite 3.40.1, /var/lib/tenure.db"
  // Whoever finds the store in use is told this address ("store-served").
  virtual void serves_at(std::string_view address) = 0;
};

struct OpenOptions {
  bool create = false;  // make the file where there is none
};
// Opens the SQLite file `path` and holds it: `<path>.lock` keeps a second process out. Throws
// EnvironmentError: "no-store" {path}, "store-locked" {path, process}, "store-served" {path, process, address},
// "store-newer" {path, schema, known}, "not-a-store" {path}, "store-corrupt" {path, reason},
// "store-read-only" {path}, "storage-full" {path}, "storage-failed" {path, reason}.
std::unique_ptr<Store> open_sqlite(const std::string& path, const OpenOptions& = {});

std::string sqlite_version();  // "3.40.1": of the library that is loaded

// What a file says of itself, without opening it as a store: also while another process holds it.
struct SchemaStatus {
  int64_t version = 0, known = 0;    // of the file, of this program
  std::vector<std::string> missing;  // the steps that opening it would run, by name
};
// Throws EnvironmentError "no-store", "not-a-store", "storage-failed" {path, reason}.
SchemaStatus schema_status(const std::string& path);

// Puts a copy of a store where a store shall be: the copy is brought beside it as temporary(), to be
// opened and examined there, and takes its place by keep(). Holds the lock of `path` meanwhile. A
// store that stood there is kept as `<path>.replaced-<replaced_as>`.
class Restoring {
 public:
  struct Options {
    bool may_replace = false;
    std::string replaced_as;
  };
  // Throws EnvironmentError: "no-store" {path}, "not-a-store", "store-newer", "not-a-backup" {path}: it has a log
  // beside it, so it is a store in use or one that was not closed; "file-exists" {path}, "store-locked" for
  // either of them, and what writing throws.
  Restoring(const std::string& copy, const std::string& path, const Options&,
            const Store::CopyProgress&);
  ~Restoring();
  bool stopped() const;  // by the progress
  const std::string& temporary() const;
  std::string keep();  // returns where the replaced store is; "" = there was none

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tenure::store
