#include "store/sqlite/schema.h"

#include <array>

#include "base/environment.h"
#include "store/sqlite/changes.h"
#include "store/sqlite/schema_records.h"
#include "store/sqlite/schema_work.h"

namespace tenure::store::sqlite {
namespace {

// Instants are microseconds since 1970 (UTC). What is only ever appended says so in its triggers.
constexpr SchemaStep kSteps[] = {
    {"workspaces", R"sql(
CREATE TABLE workspace(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  time_zone TEXT NOT NULL,
  definition INTEGER NOT NULL,      -- the number of the one in force
  created_at INTEGER NOT NULL
);
CREATE TABLE definition(
  workspace INTEGER NOT NULL,
  number INTEGER NOT NULL,
  version TEXT NOT NULL,            -- hash of the files and the parameters
  pack TEXT NOT NULL,
  applied_at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  PRIMARY KEY(workspace, number)
) WITHOUT ROWID;
CREATE TABLE definition_file(
  workspace INTEGER NOT NULL,
  number INTEGER NOT NULL,
  path TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY(workspace, number, path)
) WITHOUT ROWID;
CREATE TABLE definition_parameter(
  workspace INTEGER NOT NULL,
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY(workspace, number, name)
) WITHOUT ROWID;
CREATE TABLE name(                  -- kinds, rules, stages, lifecycles, actors, fields
  workspace INTEGER NOT NULL,
  id INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY(workspace, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX name_text ON name(workspace, text);
CREATE TRIGGER name_stays BEFORE UPDATE ON name
  BEGIN SELECT RAISE(ABORT, 'names are only appended'); END;
CREATE TRIGGER name_remains BEFORE DELETE ON name
  BEGIN SELECT RAISE(ABORT, 'names are only appended'); END;
)sql"},
    {"accounts", R"sql(
CREATE TABLE account(               -- what people see; properties are added as columns
  _id INTEGER PRIMARY KEY,
  _workspace INTEGER NOT NULL,
  key TEXT NOT NULL,
  _recorded_at INTEGER NOT NULL,
  UNIQUE(_workspace, key)
);
CREATE TRIGGER account_stays BEFORE UPDATE OF _id, _workspace, key, _recorded_at ON account
  BEGIN SELECT RAISE(ABORT, 'an account keeps its key'); END;
CREATE TRIGGER account_remains BEFORE DELETE ON account
  BEGIN SELECT RAISE(ABORT, 'accounts are never deleted: their ids are never reused'); END;
CREATE TABLE account_state(         -- what the engine needs: small, rewritten with every fact
  account INTEGER PRIMARY KEY,
  workspace INTEGER NOT NULL,
  state BLOB NOT NULL,
  definition INTEGER NOT NULL,      -- that the state was made under
  wake INTEGER,                     -- not later than its next timer
  version INTEGER NOT NULL,
  outbox INTEGER NOT NULL,          -- the number of its last outbox row
  first_at INTEGER NOT NULL         -- of its earliest fact
);
CREATE INDEX account_wake ON account_state(workspace, wake) WHERE wake IS NOT NULL;
CREATE TABLE account_stage(
  workspace INTEGER NOT NULL,
  lifecycle INTEGER NOT NULL,
  stage INTEGER NOT NULL,           -- 0: none
  account INTEGER NOT NULL,
  PRIMARY KEY(workspace, lifecycle, stage, account)
) WITHOUT ROWID;
CREATE TABLE stage_count(
  workspace INTEGER NOT NULL,
  lifecycle INTEGER NOT NULL,
  stage INTEGER NOT NULL,
  accounts INTEGER NOT NULL,
  PRIMARY KEY(workspace, lifecycle, stage)
) WITHOUT ROWID;
)sql"},
    {"facts", R"sql(
CREATE TABLE fact(                  -- clustered so that a fold is one pass
  workspace INTEGER NOT NULL,
  account INTEGER NOT NULL,
  at INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  key TEXT NOT NULL,
  revision INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  actor INTEGER NOT NULL,
  flags INTEGER NOT NULL,           -- 1: retracted, 2: implicit
  body BLOB NOT NULL,
  PRIMARY KEY(workspace, account, at, kind, key, revision)
) WITHOUT ROWID;
CREATE UNIQUE INDEX fact_key ON fact(workspace, kind, key, revision);
CREATE TRIGGER fact_stays BEFORE UPDATE ON fact
  BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER fact_remains BEFORE DELETE ON fact
  BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TABLE document(              -- the lines of documents that came in parts
  workspace INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  key TEXT NOT NULL,
  lines BLOB NOT NULL,
  PRIMARY KEY(workspace, kind, key)
) WITHOUT ROWID;
)sql"},
    {"log", R"sql(
CREATE TABLE transition(
  workspace INTEGER NOT NULL,
  account INTEGER NOT NULL,
  at INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  lifecycle INTEGER NOT NULL,
  from_stage INTEGER NOT NULL,      -- 0: none
  to_stage INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  cause INTEGER NOT NULL,
  rule INTEGER NOT NULL,
  fact INTEGER NOT NULL,            -- its sequence; 0: a timer
  definition INTEGER NOT NULL,
  trace BLOB NOT NULL,
  PRIMARY KEY(workspace, account, at, sequence)
) WITHOUT ROWID;
CREATE TRIGGER transition_stays BEFORE UPDATE ON transition
  BEGIN SELECT RAISE(ABORT, 'the log is only appended'); END;
CREATE TRIGGER transition_remains BEFORE DELETE ON transition
  BEGIN SELECT RAISE(ABORT, 'the log is only appended'); END;
CREATE TABLE supersession(          -- this transition was believed until then
  workspace INTEGER NOT NULL,
  account INTEGER NOT NULL,
  transition INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  superseded_at INTEGER NOT NULL,
  by_fact INTEGER NOT NULL,
  PRIMARY KEY(workspace, account, transition)
) WITHOUT ROWID;
CREATE TRIGGER supersession_stays BEFORE UPDATE ON supersession
  BEGIN SELECT RAISE(ABORT, 'the log is only appended'); END;
CREATE TRIGGER supersession_remains BEFORE DELETE ON supersession
  BEGIN SELECT RAISE(ABORT, 'the log is only appended'); END;
)sql"},
    {"outbox", R"sql(
CREATE TABLE outbox(
  workspace INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  account INTEGER NOT NULL,
  number INTEGER NOT NULL,          -- 1, 2, 3 … of the account
  type INTEGER NOT NULL,            -- 1: account.stage.changed, 2: account.history.corrected
  transition INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY(workspace, sequence)
) WITHOUT ROWID;
CREATE TRIGGER outbox_stays BEFORE UPDATE ON outbox
  BEGIN SELECT RAISE(ABORT, 'the outbox is only appended'); END;
CREATE TRIGGER outbox_remains BEFORE DELETE ON outbox
  BEGIN SELECT RAISE(ABORT, 'the outbox is only appended'); END;
CREATE TABLE effect(
  workspace INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  account INTEGER NOT NULL,
  kind INTEGER NOT NULL,            -- 1: notify, 2: task
  lifecycle INTEGER NOT NULL,
  id TEXT NOT NULL,
  at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  fact INTEGER NOT NULL,
  PRIMARY KEY(workspace, sequence)
) WITHOUT ROWID;
CREATE TRIGGER effect_stays BEFORE UPDATE ON effect
  BEGIN SELECT RAISE(ABORT, 'effects are only appended'); END;
CREATE TRIGGER effect_remains BEFORE DELETE ON effect
  BEGIN SELECT RAISE(ABORT, 'effects are only appended'); END;
)sql"},
    {"journal", R"sql(
CREATE TABLE journal(               -- one row per commit and workspace: the last number of each table
  workspace INTEGER NOT NULL,
  number INTEGER NOT NULL,
  committed_at INTEGER NOT NULL,
  names INTEGER NOT NULL,
  accounts INTEGER NOT NULL,
  facts INTEGER NOT NULL,
  transitions INTEGER NOT NULL,
  supersessions INTEGER NOT NULL,
  outbox INTEGER NOT NULL,
  effects INTEGER NOT NULL,
  latest INTEGER NOT NULL,          -- instant of all facts and transitions so far
  digests BLOB NOT NULL,            -- of the rows of each table that has new ones
  hash BLOB NOT NULL,               -- over the row before and this one
  PRIMARY KEY(workspace, number)
) WITHOUT ROWID;
CREATE TRIGGER journal_stays BEFORE UPDATE ON journal
  BEGIN SELECT RAISE(ABORT, 'the journal is only appended'); END;
CREATE TRIGGER journal_remains BEFORE DELETE ON journal
  BEGIN SELECT RAISE(ABORT, 'the journal is only appended'); END;
)sql"},
    {"access", R"sql(
CREATE TABLE field_permission(      -- the workspace's own word about a field for a role
  workspace INTEGER NOT NULL,
  role TEXT NOT NULL,
  record TEXT NOT NULL,
  field TEXT NOT NULL,              -- '*': the whole record
  may_read INTEGER,                 -- null: as by default
  may_write INTEGER,
  PRIMARY KEY(workspace, role, record, field)
) WITHOUT ROWID;
CREATE TABLE idempotency(           -- what was done under a caller's key, for its retries
  workspace INTEGER NOT NULL,
  actor TEXT NOT NULL,
  key TEXT NOT NULL,
  at INTEGER NOT NULL,
  request_hash TEXT NOT NULL,
  outcome BLOB NOT NULL,
  PRIMARY KEY(workspace, actor, key)
) WITHOUT ROWID;
CREATE INDEX idempotency_at ON idempotency(workspace, at);
CREATE TABLE audit_event(           -- who did what, or was refused what
  _id INTEGER PRIMARY KEY,
  _workspace INTEGER NOT NULL,
  sequence INTEGER NOT NULL,        -- 1, 2, 3 … of the workspace
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  role TEXT NOT NULL,
  channel TEXT NOT NULL,
  address TEXT NOT NULL,
  request_id TEXT NOT NULL,
  verb TEXT NOT NULL,
  record TEXT NOT NULL,
  key TEXT NOT NULL,
  account TEXT,                     -- whose it is, where it is an account's
  outcome TEXT NOT NULL,            -- 'done', or the code of the refusal
  detail TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  changed_at INTEGER NOT NULL,
  UNIQUE(_workspace, sequence)
);
CREATE TRIGGER audit_event_stays BEFORE UPDATE ON audit_event
  BEGIN SELECT RAISE(ABORT, 'the audit is only appended'); END;
CREATE TRIGGER audit_event_remains BEFORE DELETE ON audit_event
  BEGIN SELECT RAISE(ABORT, 'the audit is only appended'); END;
)sql"},
    {"documents", kDocumentTables},
    {"house records", kHouseTables},
    {"account rows", kAccountRows},
    {"people", R"sql(
CREATE TABLE user(                  -- what people see of each other; secrets are in tables of their own
  _id INTEGER PRIMARY KEY AUTOINCREMENT,
  _workspace INTEGER NOT NULL,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  role TEXT NOT NULL,
  language TEXT NOT NULL,           -- '': the workspace's
  active INTEGER NOT NULL,
  own_only INTEGER NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  UNIQUE(_workspace, key)
);
CREATE TABLE password(
  workspace INTEGER NOT NULL,
  user INTEGER NOT NULL,
  hash TEXT NOT NULL,               -- argon2id, with its salt and cost
  changed_at INTEGER NOT NULL,
  PRIMARY KEY(workspace, user)
) WITHOUT ROWID;
CREATE TABLE session(
  workspace INTEGER NOT NULL,
  hash BLOB NOT NULL,
  user INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL,         -- to the minute
  expires_at INTEGER NOT NULL,
  address TEXT NOT NULL,
  PRIMARY KEY(workspace, hash)
) WITHOUT ROWID;
CREATE INDEX session_user ON session(workspace, user);
CREATE INDEX session_expires ON session(workspace, expires_at);
CREATE TABLE token(
  _id INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace INTEGER NOT NULL,
  hash BLOB NOT NULL,
  user INTEGER NOT NULL,
  name TEXT NOT NULL,
  scopes INTEGER NOT NULL,          -- 1 read, 2 write, 4 facts, 8 admin
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,                  -- to the minute
  revoked_at INTEGER,
  UNIQUE(workspace, hash)
);
CREATE INDEX token_user ON token(workspace, user);
CREATE TABLE invitation(            -- works once: it goes when it is used
  workspace INTEGER NOT NULL,
  hash BLOB NOT NULL,
  user INTEGER NOT NULL,            -- 0: the owner to come
  purpose INTEGER NOT NULL,         -- 1 invite, 2 reset, 3 setup
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY(workspace, hash)
) WITHOUT ROWID;
CREATE INDEX invitation_user ON invitation(workspace, user);
CREATE TABLE identity(              -- a user as an OpenID provider knows them
  workspace INTEGER NOT NULL,
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  user INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY(workspace, issuer, subject)
) WITHOUT ROWID;
CREATE INDEX identity_user ON identity(workspace, user);
CREATE TABLE provider(              -- OpenID Connect
  workspace INTEGER NOT NULL,
  key TEXT NOT NULL,
  title TEXT NOT NULL,
  issuer TEXT NOT NULL,
  client_id TEXT NOT NULL,
  client_secret TEXT NOT NULL,      -- written, never shown
  create_role TEXT NOT NULL,        -- '': who is not known is turned away
  active INTEGER NOT NULL,
  version INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY(workspace, key)
) WITHOUT ROWID;
CREATE TABLE setting(
  workspace INTEGER NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  version INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY(workspace, name)
) WITHOUT ROWID;
CREATE TABLE secret(                -- what only this store knows: signs what is handed out
  name TEXT PRIMARY KEY,
  bytes BLOB NOT NULL
) WITHOUT ROWID;
)sql"},
    {"removed documents, names alike", kRemovedAndAlike},
    {"changes", kChangeTables},
    {"work", kWorkTables},
    {"numbers", R"sql(
CREATE UNIQUE INDEX fact_sequence ON fact(workspace, sequence);  -- what came since: delta links, live streams
CREATE UNIQUE INDEX transition_sequence ON transition(workspace, sequence);
CREATE UNIQUE INDEX supersession_sequence ON supersession(workspace, sequence);
)sql"},
};

// Versions are set by a literal each, for a pragma takes no parameter.
constexpr std::array<Sql, 33> kSetVersion{
    "PRAGMA user_version=0",
    "PRAGMA user_version=1",
    "PRAGMA user_version=2",
    "PRAGMA user_version=3",
    "PRAGMA user_version=4",
    "PRAGMA user_version=5",
    "PRAGMA user_version=6",
    "PRAGMA user_version=7",
    "PRAGMA user_version=8",
    "PRAGMA user_version=9",
    "PRAGMA user_version=10",
    "PRAGMA user_version=11",
    "PRAGMA user_version=12",
    "PRAGMA user_version=13",
    "PRAGMA user_version=14",
    "PRAGMA user_version=15",
    "PRAGMA user_version=16",
    "PRAGMA user_version=17",
    "PRAGMA user_version=18",
    "PRAGMA user_version=19",
    "PRAGMA user_version=20",
    "PRAGMA user_version=21",
    "PRAGMA user_version=22",
    "PRAGMA user_version=23",
    "PRAGMA user_version=24",
    "PRAGMA user_version=25",
    "PRAGMA user_version=26",
    "PRAGMA user_version=27",
    "PRAGMA user_version=28",
    "PRAGMA user_version=29",
    "PRAGMA user_version=30",
    "PRAGMA user_version=31",
    "PRAGMA user_version=32",
};
static_assert(kSetVersion.size() > std::size(kSteps));

}  // namespace

std::span<const SchemaStep> schema_steps() {
  return kSteps;
}

void check_schema(Connection& connection) {
  const int64_t id = connection.number("PRAGMA application_id");
  const int64_t version = connection.number("PRAGMA user_version");
  const bool empty = connection.number("SELECT count(*) FROM sqlite_schema") == 0;
  if (id != kApplicationId && !(id == 0 && version == 0 && empty)) {
    throw EnvironmentError("not-a-store", {{"path", connection.path()}});
  }
  if (version > static_cast<int64_t>(std::size(kSteps))) {
    throw EnvironmentError("store-newer", {{"path", connection.path()},
                                           {"schema", std::to_string(version)},
                                           {"known", std::to_string(std::size(kSteps))}});
  }
}

void bring_up_to_date(Connection& connection, size_t until) {
  size_t version = static_cast<size_t>(connection.number("PRAGMA user_version"));
  for (; version < until; ++version) {
    connection.run("BEGIN IMMEDIATE");
    try {
      if (version == 0) connection.execute("PRAGMA application_id=0x54656e72");
      connection.execute(kSteps[version].sql);
      connection.execute(kSetVersion[version + 1]);
      connection.run("COMMIT");
    } catch (...) {
      if (connection.in_transaction()) connection.run("ROLLBACK");
      throw;
    }
  }
}

}  // namespace tenure::store::sqlite
