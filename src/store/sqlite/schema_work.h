#pragma once
// The schema step of store/work.h.
#include "store/sqlite/connection.h"

namespace tenure::store::sqlite {

inline constexpr Sql kWorkTables = R"sql(
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
)sql";

}  // namespace tenure::store::sqlite
