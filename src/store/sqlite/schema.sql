-- The whole schema of a store, as SQLite keeps it. A test proves that the steps in schema.cpp add up to this.
CREATE TABLE workspace(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  time_zone TEXT NOT NULL,
  definition INTEGER NOT NULL,      -- the number of the one in force
  created_at INTEGER NOT NULL
, projected INTEGER NOT NULL DEFAULT 0, projecting INTEGER NOT NULL DEFAULT 0);
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
  _recorded_at INTEGER NOT NULL, version INTEGER NOT NULL DEFAULT 0, changed_at INTEGER NOT NULL DEFAULT 0, _email TEXT, _email_2 TEXT, _phone TEXT, _name TEXT,
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
CREATE TABLE contact(
  _id INTEGER PRIMARY KEY,
  _workspace INTEGER NOT NULL,
  _account INTEGER,
  key TEXT NOT NULL,
  external_key TEXT,
  first_name TEXT,
  last_name TEXT,
  email TEXT,
  phone TEXT,
  role TEXT,
  do_not_contact INTEGER,
  created_at INTEGER,
  version INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  gate TEXT,
  gate_verdict TEXT,
  gate_lifecycle TEXT,
  gate_stage TEXT,
  gate_account_version INTEGER,
  gate_definition INTEGER,
  gate_reason TEXT,
  gate_actor TEXT,
  _email TEXT,
  _phone TEXT, archived INTEGER,
  UNIQUE(_workspace, key)
);
CREATE INDEX contact_account ON contact(_account);
CREATE TABLE opportunity(
  _id INTEGER PRIMARY KEY,
  _workspace INTEGER NOT NULL,
  _account INTEGER,
  key TEXT NOT NULL,
  title TEXT,
  stage TEXT,
  status TEXT,
  amount TEXT COLLATE decimal,
  currency TEXT,
  product TEXT,
  owner TEXT,
  csm TEXT,
  kind TEXT,
  expected_close INTEGER,
  closed_at INTEGER,
  reason TEXT,
  created_at INTEGER,
  version INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  gate TEXT,
  gate_verdict TEXT,
  gate_lifecycle TEXT,
  gate_stage TEXT,
  gate_account_version INTEGER,
  gate_definition INTEGER,
  gate_reason TEXT,
  gate_actor TEXT, archived INTEGER,
  UNIQUE(_workspace, key)
);
CREATE INDEX opportunity_account ON opportunity(_account);
CREATE TABLE quote(
  _id INTEGER PRIMARY KEY,
  _workspace INTEGER NOT NULL,
  _account INTEGER,
  key TEXT NOT NULL,
  opportunity TEXT,
  amount TEXT COLLATE decimal,
  currency TEXT,
  issued_at INTEGER,
  status TEXT,
  decided_at INTEGER,
  reason TEXT,
  version INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  gate TEXT,
  gate_verdict TEXT,
  gate_lifecycle TEXT,
  gate_stage TEXT,
  gate_account_version INTEGER,
  gate_definition INTEGER,
  gate_reason TEXT,
  gate_actor TEXT, archived INTEGER,
  UNIQUE(_workspace, key)
);
CREATE INDEX quote_account ON quote(_account);
CREATE TABLE "order"(
  _id INTEGER PRIMARY KEY,
  _workspace INTEGER NOT NULL,
  _account INTEGER,
  key TEXT NOT NULL,
  ledger TEXT,
  amount TEXT COLLATE decimal,
  currency TEXT,
  source TEXT,
  placed_at INTEGER,
  approved_at INTEGER,
  cancelled_at INTEGER,
  reason TEXT,
  version INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  gate TEXT,
  gate_verdict TEXT,
  gate_lifecycle TEXT,
  gate_stage TEXT,
  gate_account_version INTEGER,
  gate_definition INTEGER,
  gate_reason TEXT,
  gate_actor TEXT, archived INTEGER,
  UNIQUE(_workspace, key)
);
CREATE INDEX order_account ON "order"(_account);
CREATE TABLE invoice(
  _id INTEGER PRIMARY KEY,
  _workspace INTEGER NOT NULL,
  _account INTEGER,
  key TEXT NOT NULL,
  kind TEXT,
  "order" TEXT,
  ledger TEXT,
  amount TEXT COLLATE decimal,
  currency TEXT,
  issued_at INTEGER,
  credited_at INTEGER,
  credited_amount TEXT COLLATE decimal,
  reason TEXT,
  version INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  gate TEXT,
  gate_verdict TEXT,
  gate_lifecycle TEXT,
  gate_stage TEXT,
  gate_account_version INTEGER,
  gate_definition INTEGER,
  gate_reason TEXT,
  gate_actor TEXT, archived INTEGER,
  UNIQUE(_workspace, key)
);
CREATE INDEX invoice_account ON invoice(_account);
CREATE TABLE subscription(
  _id INTEGER PRIMARY KEY,
  _workspace INTEGER NOT NULL,
  _account INTEGER,
  key TEXT NOT NULL,
  service TEXT,
  period TEXT,
  paid INTEGER,
  amount TEXT COLLATE decimal,
  currency TEXT,
  started_at INTEGER,
  stopped_at INTEGER,
  reason TEXT,
  version INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  gate TEXT,
  gate_verdict TEXT,
  gate_lifecycle TEXT,
  gate_stage TEXT,
  gate_account_version INTEGER,
  gate_definition INTEGER,
  gate_reason TEXT,
  gate_actor TEXT, archived INTEGER,
  UNIQUE(_workspace, key)
);
CREATE INDEX subscription_account ON subscription(_account);
CREATE TABLE assignment(
  _id INTEGER PRIMARY KEY,
  _workspace INTEGER NOT NULL,
  _account INTEGER,
  key TEXT NOT NULL,
  "order" TEXT,
  worker TEXT,
  started_at INTEGER,
  ended_at INTEGER,
  reason TEXT,
  version INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  gate TEXT,
  gate_verdict TEXT,
  gate_lifecycle TEXT,
  gate_stage TEXT,
  gate_account_version INTEGER,
  gate_definition INTEGER,
  gate_reason TEXT,
  gate_actor TEXT, archived INTEGER,
  UNIQUE(_workspace, key)
);
CREATE INDEX assignment_account ON assignment(_account);
CREATE TABLE appointment(
  _id INTEGER PRIMARY KEY,
  _workspace INTEGER NOT NULL,
  _account INTEGER,
  key TEXT NOT NULL,
  contact TEXT,
  subject TEXT,
  booked_at INTEGER,
  starts_at INTEGER,
  summarised_at INTEGER,
  note TEXT,
  version INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  gate TEXT,
  gate_verdict TEXT,
  gate_lifecycle TEXT,
  gate_stage TEXT,
  gate_account_version INTEGER,
  gate_definition INTEGER,
  gate_reason TEXT,
  gate_actor TEXT, archived INTEGER,
  UNIQUE(_workspace, key)
);
CREATE INDEX appointment_account ON appointment(_account);
CREATE TABLE activity(
  _id INTEGER PRIMARY KEY,
  _workspace INTEGER NOT NULL,
  _account INTEGER,
  key TEXT NOT NULL,
  kind TEXT,
  contact TEXT,
  at INTEGER,
  channel TEXT,
  direction TEXT,
  outcome TEXT,
  minutes INTEGER,
  mass INTEGER,
  subject TEXT,
  note TEXT,
  version INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  gate TEXT,
  gate_verdict TEXT,
  gate_lifecycle TEXT,
  gate_stage TEXT,
  gate_account_version INTEGER,
  gate_definition INTEGER,
  gate_reason TEXT,
  gate_actor TEXT, archived INTEGER,
  UNIQUE(_workspace, key)
);
CREATE INDEX activity_account ON activity(_account);
CREATE TABLE enquiry(
  _id INTEGER PRIMARY KEY,
  _workspace INTEGER NOT NULL,
  _account INTEGER,
  key TEXT NOT NULL,
  channel TEXT,
  subject TEXT,
  name TEXT,
  email TEXT,
  phone TEXT,
  received_at INTEGER,
  converted_at INTEGER,
  "case" TEXT,
  opportunity TEXT,
  contact TEXT,
  note TEXT,
  version INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  gate TEXT,
  gate_verdict TEXT,
  gate_lifecycle TEXT,
  gate_stage TEXT,
  gate_account_version INTEGER,
  gate_definition INTEGER,
  gate_reason TEXT,
  gate_actor TEXT, archived INTEGER,
  UNIQUE(_workspace, key)
);
CREATE INDEX enquiry_account ON enquiry(_account);
CREATE TABLE "case"(
  _id INTEGER PRIMARY KEY,
  _workspace INTEGER NOT NULL,
  _account INTEGER,
  key TEXT NOT NULL,
  contact TEXT,
  enquiry TEXT,
  subject TEXT,
  owner TEXT,
  opened_at INTEGER,
  closed_at INTEGER,
  outcome TEXT,
  version INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  gate TEXT,
  gate_verdict TEXT,
  gate_lifecycle TEXT,
  gate_stage TEXT,
  gate_account_version INTEGER,
  gate_definition INTEGER,
  gate_reason TEXT,
  gate_actor TEXT, archived INTEGER,
  UNIQUE(_workspace, key)
);
CREATE INDEX case_account ON "case"(_account);
CREATE TABLE task(
  _id INTEGER PRIMARY KEY,
  _workspace INTEGER NOT NULL,
  _account INTEGER,
  key TEXT NOT NULL,
  subject TEXT,
  owner TEXT,
  due_at INTEGER,
  opened_at INTEGER,
  done_at INTEGER,
  note TEXT,
  version INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  gate TEXT,
  gate_verdict TEXT,
  gate_lifecycle TEXT,
  gate_stage TEXT,
  gate_account_version INTEGER,
  gate_definition INTEGER,
  gate_reason TEXT,
  gate_actor TEXT, archived INTEGER,
  UNIQUE(_workspace, key)
);
CREATE INDEX task_account ON task(_account);
CREATE TABLE ledger(
  _id INTEGER PRIMARY KEY,
  _workspace INTEGER NOT NULL,
  _account INTEGER,
  key TEXT NOT NULL,
  name TEXT,
  currency TEXT,
  opened_at INTEGER,
  closed_at INTEGER,
  version INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  gate TEXT,
  gate_verdict TEXT,
  gate_lifecycle TEXT,
  gate_stage TEXT,
  gate_account_version INTEGER,
  gate_definition INTEGER,
  gate_reason TEXT,
  gate_actor TEXT, archived INTEGER,
  UNIQUE(_workspace, key)
);
CREATE INDEX ledger_account ON ledger(_account);
CREATE INDEX contact_external_key ON contact(_workspace, external_key)
  WHERE external_key IS NOT NULL;
CREATE INDEX contact_email ON contact(_workspace, _email) WHERE _email IS NOT NULL;
CREATE INDEX contact_phone ON contact(_workspace, _phone) WHERE _phone IS NOT NULL;
CREATE TABLE early_document(        -- facts of it came, but not yet the one that creates it
  workspace INTEGER NOT NULL,
  record TEXT NOT NULL,
  key TEXT NOT NULL,
  account INTEGER NOT NULL,
  PRIMARY KEY(workspace, record, key)
) WITHOUT ROWID;
CREATE TABLE "view"(
  _id INTEGER PRIMARY KEY,
  _workspace INTEGER NOT NULL,
  key TEXT NOT NULL,
  name TEXT,
  "set" TEXT,
  filter TEXT,
  order_by TEXT,
  columns TEXT,
  layout TEXT,
  owner TEXT,
  shared INTEGER,
  created_at INTEGER,
  version INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  UNIQUE(_workspace, key)
);
CREATE TABLE segment(
  _id INTEGER PRIMARY KEY,
  _workspace INTEGER NOT NULL,
  key TEXT NOT NULL,
  name TEXT,
  filter TEXT,
  owner TEXT,
  shared INTEGER,
  note TEXT,
  created_at INTEGER,
  version INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  UNIQUE(_workspace, key)
);
CREATE TABLE form(
  _id INTEGER PRIMARY KEY,
  _workspace INTEGER NOT NULL,
  key TEXT NOT NULL,
  title TEXT,
  fields TEXT,
  channel TEXT,
  active INTEGER,
  redirect TEXT,
  thanks TEXT,
  owner TEXT,
  created_at INTEGER,
  version INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  UNIQUE(_workspace, key)
);
CREATE INDEX account_email ON account(_workspace, _email) WHERE _email IS NOT NULL;
CREATE INDEX account_email_2 ON account(_workspace, _email_2) WHERE _email_2 IS NOT NULL;
CREATE INDEX account_phone ON account(_workspace, _phone) WHERE _phone IS NOT NULL;
CREATE TABLE stage_spell(
  workspace INTEGER NOT NULL,
  account INTEGER NOT NULL,
  lifecycle INTEGER NOT NULL,
  stage INTEGER NOT NULL,
  first_entered_at INTEGER,         -- null: it was always there
  entered_at INTEGER,               -- the latest time
  left_at INTEGER,                  -- the latest time
  times INTEGER NOT NULL,
  micros INTEGER NOT NULL,          -- in all, without the one that lasts
  PRIMARY KEY(workspace, account, lifecycle, stage)
) WITHOUT ROWID;
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
CREATE INDEX account_alike ON account(_workspace, _name) WHERE _name IS NOT NULL;
CREATE TABLE definition_era(        -- from when on a definition decides; the first has no row
  workspace INTEGER NOT NULL,
  number INTEGER NOT NULL,
  mode TEXT NOT NULL,
  begins INTEGER NOT NULL,
  settled INTEGER NOT NULL,         -- 1: every account has been brought over
  PRIMARY KEY(workspace, number)
) WITHOUT ROWID;
CREATE TABLE definition_successor(  -- where accounts go whose stage is no more
  workspace INTEGER NOT NULL,
  number INTEGER NOT NULL,
  lifecycle TEXT NOT NULL,
  stage TEXT NOT NULL,
  successor TEXT NOT NULL,
  PRIMARY KEY(workspace, number, lifecycle, stage)
) WITHOUT ROWID;
CREATE TABLE plan(
  workspace INTEGER NOT NULL,
  number INTEGER NOT NULL,
  state TEXT NOT NULL,              -- planned, applying, applied
  mode TEXT NOT NULL,
  actor TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  base INTEGER NOT NULL,            -- the definition in force when it was made
  commits INTEGER NOT NULL,         -- the journal's last number then
  version TEXT NOT NULL,
  pack TEXT NOT NULL,
  digest TEXT NOT NULL,
  summary TEXT NOT NULL,
  definition INTEGER NOT NULL,      -- what it became; 0: nothing yet
  PRIMARY KEY(workspace, number)
) WITHOUT ROWID;
CREATE TABLE plan_part(             -- files (1), parameters (2) and successors (3) of the definition planned
  workspace INTEGER NOT NULL,
  number INTEGER NOT NULL,
  sort INTEGER NOT NULL,
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY(workspace, number, sort, name)
) WITHOUT ROWID;
CREATE TABLE plan_move(
  workspace INTEGER NOT NULL,
  number INTEGER NOT NULL,
  place INTEGER NOT NULL,
  account INTEGER NOT NULL,
  lifecycle INTEGER NOT NULL,
  from_stage INTEGER NOT NULL,
  to_stage INTEGER NOT NULL,
  rule TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY(workspace, number, place)
) WITHOUT ROWID;
CREATE TABLE job(                   -- long work, done in pieces
  _id INTEGER PRIMARY KEY,
  _workspace INTEGER NOT NULL,
  number INTEGER NOT NULL,          -- 1, 2, 3 … of the workspace
  key TEXT GENERATED ALWAYS AS (CAST(number AS TEXT)) VIRTUAL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,              -- waiting, running, done, failed, cancelled
  actor TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  finished_at INTEGER,
  total INTEGER NOT NULL,
  done INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  error TEXT NOT NULL,
  cancel INTEGER NOT NULL,          -- 1: somebody wants it to stop
  attempts INTEGER NOT NULL,        -- begun so often since it last came further
  once TEXT,                        -- what it was made for; not twice
  request BLOB NOT NULL,
  result BLOB NOT NULL,
  caller BLOB NOT NULL,
  version INTEGER NOT NULL,
  UNIQUE(_workspace, number),
  UNIQUE(_workspace, once)
);
CREATE INDEX job_unfinished ON job(_id) WHERE state IN ('waiting', 'running');
CREATE TABLE job_row(
  workspace INTEGER NOT NULL,
  job INTEGER NOT NULL,
  number INTEGER NOT NULL,          -- 1, 2, 3 … of the job
  key TEXT NOT NULL,                -- of the account
  state TEXT NOT NULL,
  detail TEXT NOT NULL,
  before BLOB NOT NULL,             -- what undoing it needs
  PRIMARY KEY(workspace, job, number)
) WITHOUT ROWID;
CREATE INDEX job_row_state ON job_row(workspace, job, state, number);
CREATE TABLE schedule(              -- jobs that begin by the clock
  workspace INTEGER NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  request BLOB NOT NULL,
  rule TEXT NOT NULL,
  next_at INTEGER NOT NULL,
  PRIMARY KEY(workspace, name)
) WITHOUT ROWID;
CREATE TABLE machine(               -- what must be remembered of the machine itself
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX fact_sequence ON fact(workspace, sequence);
CREATE UNIQUE INDEX transition_sequence ON transition(workspace, sequence);
CREATE UNIQUE INDEX supersession_sequence ON supersession(workspace, sequence);
