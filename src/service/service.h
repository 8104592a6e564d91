#pragma once
// What users do. Every door (command line, import, timer; later API, page, scripts) builds facts and comes
// through here: one transaction authorises, drops known keys, checks gates against the stage it has locked,
// decides, and writes records, log, timers and outbox. Nothing else writes a stage.
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/text.h"
#include "base/value.h"
#include "engine/engine.h"
#include "lifecycle/definition.h"
#include "store/store.h"

namespace tenure::service {

struct Caller;  // service/caller.h

// A fact as a door brings it: names, not indices.
struct FactInput {
  std::string account;             // the account's external key
  std::string kind;                // "order.placed"
  std::string key;                 // unique with the kind within the workspace; "" = made here
  std::optional<Instant> at;       // default: the clock's now
  std::vector<std::pair<std::string, Value>> values;  // the kind's fields and account properties, by name
  std::string actor = "cli", role = "admin";
  // A reason: lets it pass a gate that says no, when the role may (owner, admin, manager). The document
  // keeps the reason, and the verdict warns "gate-excepted".
  std::string exception;
  bool by_service = false;         // may write what no user writes (merged_into)
  // Refused with "stale-version" when the account, or the document that the fact tells of, is at another.
  std::optional<int64_t> expected_version, expected_document_version;
  bool retract = false;            // the fact with this kind and key never happened
  bool create_account = false;     // an unknown account is created (account.created at `at`) rather than refused
};

enum class Outcome : uint8_t {
  recorded,
  known,      // same kind and key, same content: nothing changed
  corrected,  // same kind and key, other content: a new revision; the account was refolded
  retracted,
  refused
};
struct Verdict {
  Outcome outcome = Outcome::refused;
  std::vector<engine::Refusal> refusals;  // complete
  std::vector<engine::Refusal> warnings;
  std::vector<engine::Transition> moves;  // new in today's belief, by this call
};

struct RecordOptions {
  bool history = false;    // facts of the past brought by an administrator: gates ask the stage of the time only
  bool all_or_nothing = false;  // a request: one refusal refuses all (a declaration with its note)
  bool dry_run = false;    // decide, report, roll back
  bool together = false;   // the facts of one account stand or fall together; other accounts do not ask
  // A known key with other content is refused ("fact-known") instead of corrected; not documents in parts.
  bool keep_known = false;
};

struct Totals {
  int64_t recorded = 0, known = 0, corrected = 0, retracted = 0, refused = 0, accounts_created = 0, moves = 0;
  // Accounts that record_bulk created and whose e-mail or telephone somebody has already. Both stay: whether they are
  // one is for people to say (merge). The first kListPage are named.
  struct Duplicate {
    std::string account, match, by;  // keys; by: "email", "phone"
  };
  int64_t possible_duplicates = 0;
  std::vector<Duplicate> duplicates;
};

struct WorkspaceOptions {
  std::string name = "default";
  std::string pack;  // name or folder
  std::vector<std::pair<std::string, std::string>> parameters;  // --set
  std::string time_zone = "UTC";
};

// What was committed, for those who wait for it (live stream, timers, metrics, caches).
struct Committed {
  std::string workspace;
  std::string verb, record, key;  // "" for facts and timers by themselves
  std::string actor, request_id;
  int64_t facts = 0, moves = 0;
};
using Listener = std::function<void(const Committed&)>;

class Reading;  // service/reading.h

class Service {
 public:
  Service(store::Store&, const Clock&);
  ~Service();

  // The listener is called after every commit that wrote something, on the thread that asked for it: quick, and
  // without a throw. It hears of nothing more once what this returns is gone.
  [[nodiscard]] std::shared_ptr<const Listener> subscribe(Listener);

  // Errors: "workspace-exists", "unknown-pack", "invalid-definition", "unknown-time-zone", "unknown-parameter".
  Result<void> create_workspace(const WorkspaceOptions&);
  // The workspace's definition, loaded once. Errors: "unknown-workspace" {name, nearest}.
  Result<lifecycle::DefinitionPtr> definition(std::string_view workspace);

  // Facts of any accounts, in ONE transaction; verdicts in the order given. Within it every account is
  // refolded at most once, then settled: its timers due by the clock's now have fired. Acknowledged = committed
  // and on disk. Errors (nothing written): "unknown-workspace".
  Result<std::vector<Verdict>> record(std::string_view workspace, const std::vector<FactInput>&,
                                      const RecordOptions& = {});

  // The same for bulk work that has its facts compiled and sorted by account already (import): cheaper, no
  // names. `facts` of one account stand together. One transaction. An account that is not there, and that no
  // account.created makes here, is refused ("unknown-account").
  struct BulkFact {
    std::string_view account;  // external key
    uint16_t kind;             // index in the definition
    std::string_view key;
    Instant at;
    std::vector<Value> body;   // the kind's body fields, in order
    std::vector<std::pair<uint16_t, Value>> properties;  // property index → value (account.created / changed)
    int64_t line = 0;          // the caller's; comes back in `refused`
    // account.created: makes the account where there is none (`key` is the account's key), and then counts as
    // an account created. One that is there keeps all it has: of `properties` those that are null today are
    // filled, by an account.changed at the instant the account begins, whose key is made of the account's and
    // the properties' names. So the same again changes nothing, and counts as nothing.
    // account.changed: only fills; where there is no account it is refused ("unknown-account").
    bool fill = false;
    // A document that comes in parts: its lines of this run, as the caller encodes them ("" = not such a
    // document). `merge` makes the fact of them and of those that the store kept, in this transaction.
    std::string_view lines;
  };
  struct Document {
    Instant at;
    std::vector<Value> body;
    std::string lines;  // to be kept (store::Transaction::put_document)
  };
  // `kept`: what the store has of this document; "" when it is new.
  using Merge = std::function<Document(const BulkFact&, std::string_view kept)>;
  struct BulkRefusal {
    int64_t line;
    std::vector<engine::Refusal> refusals;
  };
  Result<Totals> record_bulk(std::string_view workspace, const std::vector<BulkFact>& facts,
                             const RecordOptions&, std::string_view actor,
                             const std::function<void(BulkRefusal)>& refused, const Merge& merge = {});

  // Fires every timer due at or before the clock's now, in transactions of bounded size.
  struct Ticked {
    int64_t accounts = 0, moves = 0;
  };
  Result<Ticked> tick(std::string_view workspace, const std::function<void(const Ticked&)>& progress = {});
  // The first of them, of at most so many accounts, in one transaction.
  struct Fired {
    int64_t accounts = 0, moves = 0;  // whose timers fired
    int64_t looked_at = 0;            // accounts
    std::optional<Instant> next;      // when to look again; nullopt: no timer waits
  };
  Result<Fired> fire_due(std::string_view workspace, int64_t accounts);
  // When to look, at the latest; cheap.
  Result<std::optional<Instant>> next_due(std::string_view workspace);

  // The workspace as this caller sees it. Errors: "unknown-workspace".
  Result<Reading> reading(const Caller&, std::string_view workspace);

  // ---- reads (one snapshot each) -----------------------------------------------------------------------
  struct When {
    std::optional<Instant> at;        // what was true then; default: the clock's now
    std::optional<Instant> known_at;  // what we believed then; default: today's belief
  };
  struct LogRow {
    std::string account, lifecycle, from, to;  // ids; "" = no stage
    Instant at, recorded_at;
    std::string rule, fact, fact_kind;         // fact: the key it was recorded under; "" for a timer
    std::optional<Instant> superseded_at;
    std::string cause, actor, note, reason;
  };
  struct LogFilter {
    std::optional<std::string> account, lifecycle;
    bool all = false;  // superseded rows too
    When when;
  };
  // Rows in order of (at, account key, lifecycle, place in the log). Streams: memory does not grow.
  Result<void> log(std::string_view workspace, const LogFilter&, const std::function<void(const LogRow&)>&);

  struct BoardColumn {
    std::string lifecycle, stage;  // "" = no stage
    int64_t accounts = 0;
  };
  // Every stage of every lifecycle in rank order, with how many accounts stand there.
  Result<std::vector<BoardColumn>> board(std::string_view workspace, const When&);

  // One account's whole story, ready to be put into words: facts, log, why (decisions replayed with their
  // traces), outlook. Errors: "unknown-account" {account, nearest}.
  struct Story {
    std::string account, name;
    lifecycle::DefinitionPtr definition;
    engine::State state;
    struct Step {
      LogRow row;
      engine::Trace trace;
      std::vector<std::pair<std::string, expression::Reason>> reasons;  // rule id → its condition with values
      std::vector<std::pair<std::string, Value>> fact_fields;
    };
    std::vector<Step> steps;
    std::vector<engine::NoMove> stays;
    std::vector<engine::WayOut> outlook;
    int64_t facts = 0;
  };
  Result<Story> explain(std::string_view workspace, std::string_view account, const When&);

  // Every effective fact in (account, fold order): reports and exports. Values by field index of the kind.
  struct FactRow {
    std::string_view account, kind, key, actor;
    Instant at, recorded_at;
    const std::vector<Value>* body;
    const std::vector<std::pair<uint16_t, Value>>* properties;
  };
  Result<void> facts(std::string_view workspace, const When&, const std::function<void(const FactRow&)>&);
  struct AccountRow {
    std::string key;
    std::vector<std::pair<std::string, Value>> properties;  // by definition order, measures and stages too
  };
  Result<void> accounts(std::string_view workspace, const std::function<void(const AccountRow&)>&);

  // Proves the invariants: every stage = fold of its facts, log complete and append-only (hash chain), one
  // outbox row per move without gap, timers = next_due, no orphan, the file itself sound.
  struct Finding {
    std::string code;
    Arguments arguments;
  };
  Result<std::vector<Finding>> verify(std::string_view workspace,
                                      const std::function<void(int64_t done, int64_t total)>& progress = {});

  struct Impl;
  Impl& impl() { return *impl_; }  // for the files of this room

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace tenure::service
