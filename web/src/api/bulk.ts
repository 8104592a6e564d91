// The same change to many accounts: shown first with a verdict for every row, done as a job, taken back.
import {askJson} from '@/app/server.ts';
import type {Job} from './jobs.ts';
import {place} from './place.ts';

export interface BulkChange {
  accounts?: string[];
  filter?: string; // instead of accounts
  set?: Record<string, unknown>; // null empties a field
  stages?: Record<string, string>; // lifecycle → stage, by hand
  declare?: {lifecycle: string; declaration: string};
  note?: string;
  reason?: string;
}
export interface Reason {
  code: string;
  message: string;
}
export interface BulkRow {
  account: string;
  outcome: 'changed' | 'unchanged' | 'refused' | 'conflict';
  moves: {lifecycle: string; from: string; to: string}[];
  reasons: Reason[];
  warnings: Reason[];
}
export interface BulkTotals {
  rows: number;
  changed: number;
  unchanged: number;
  refused: number;
}
export interface Preview {
  value: BulkRow[];
  more: boolean;
  totals: BulkTotals;
}
export interface BulkResult {
  changed: number;
  unchanged: number;
  refused: number;
  conflicts: number;
}

export const bulk = {
  preview: (workspace: string, change: BulkChange) =>
    askJson<Preview>(`${place(workspace, 'bulk', 'preview')}?rows=200`, {
      method: 'POST',
      body: change,
    }),
  commit: (workspace: string, change: BulkChange) =>
    askJson<Job>(place(workspace, 'bulk'), {method: 'POST', body: change}),
  undo: (workspace: string, job: number) =>
    askJson<Job>(place(workspace, 'jobs', String(job), 'undo'), {method: 'POST', body: {}}),
  refused: async (workspace: string, job: number) =>
    (
      await askJson<{value: {account: string; reasons: Reason[]}[]}>(
        `${place(workspace, 'jobs', String(job), 'rows')}?state=refused`,
      )
    ).value,
};
