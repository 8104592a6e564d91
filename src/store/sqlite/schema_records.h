#pragma once
// The schema steps that made records into rows. Columns are those of records/schema.h, which a test
// proves; decimals are text in numeric order.
#include "store/sqlite/connection.h"

namespace tenure::store::sqlite {

inline constexpr Sql kDocumentTables = R"sql(
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
  _phone TEXT,
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
  gate_actor TEXT,
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
  gate_actor TEXT,
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
  gate_actor TEXT,
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
  gate_actor TEXT,
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
  gate_actor TEXT,
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
  gate_actor TEXT,
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
  gate_actor TEXT,
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
  gate_actor TEXT,
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
  gate_actor TEXT,
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
  gate_actor TEXT,
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
  gate_actor TEXT,
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
  gate_actor TEXT,
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
)sql";

inline constexpr Sql kHouseTables = R"sql(
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
)sql";

inline constexpr Sql kAccountRows = R"sql(
DROP TABLE account_stage;            -- the stage is a column of the account now
ALTER TABLE account ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN _email TEXT;
ALTER TABLE account ADD COLUMN _email_2 TEXT;
ALTER TABLE account ADD COLUMN _phone TEXT;
CREATE INDEX account_email ON account(_workspace, _email) WHERE _email IS NOT NULL;
CREATE INDEX account_email_2 ON account(_workspace, _email_2) WHERE _email_2 IS NOT NULL;
CREATE INDEX account_phone ON account(_workspace, _phone) WHERE _phone IS NOT NULL;
ALTER TABLE workspace ADD COLUMN projected INTEGER NOT NULL DEFAULT 0;   -- how its rows were made
ALTER TABLE workspace ADD COLUMN projecting INTEGER NOT NULL DEFAULT 0;  -- the last account made anew
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
)sql";

inline constexpr Sql kRemovedAndAlike = R"sql(
ALTER TABLE contact ADD COLUMN archived INTEGER;
ALTER TABLE opportunity ADD COLUMN archived INTEGER;
ALTER TABLE quote ADD COLUMN archived INTEGER;
ALTER TABLE "order" ADD COLUMN archived INTEGER;
ALTER TABLE invoice ADD COLUMN archived INTEGER;
ALTER TABLE subscription ADD COLUMN archived INTEGER;
ALTER TABLE assignment ADD COLUMN archived INTEGER;
ALTER TABLE appointment ADD COLUMN archived INTEGER;
ALTER TABLE activity ADD COLUMN archived INTEGER;
ALTER TABLE enquiry ADD COLUMN archived INTEGER;
ALTER TABLE "case" ADD COLUMN archived INTEGER;
ALTER TABLE task ADD COLUMN archived INTEGER;
ALTER TABLE ledger ADD COLUMN archived INTEGER;
ALTER TABLE account ADD COLUMN _name TEXT;  -- as it is compared with others
CREATE INDEX account_alike ON account(_workspace, _name) WHERE _name IS NOT NULL;
)sql";

}  // namespace tenure::store::sqlite
