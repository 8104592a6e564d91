-- The whole schema of a store, as SQLite keeps it. A test proves that the steps in schema.cpp add up to this.
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
