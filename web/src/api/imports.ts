// Files that are imported: sent, mapped, tried, put in.
import {ask, askJson, tell} from '@/app/server.ts';
import type {Job} from './jobs.ts';
import {place} from './place.ts';

export interface Upload {
  import: string;
  name: string;
  at: string;
  bytes: number;
  job: number | null;
  has_mapping: boolean;
  has_rejects: boolean;
}
export interface UploadLook extends Upload {
  header: string[];
  rows: string[][]; // the first ones
  fault: {code: string; detail: string} | null;
  proposal: string; // a mapping in YAML
  unmatched: string[];
  mapping: string; // what was kept; '' = nothing
}
export interface ImportResult {
  dry_run: boolean;
  rows: number;
  left_out: number;
  rejected: number;
  recorded: number;
  known: number;
  corrected: number;
  accounts_created: number;
  moves: number;
  possible_duplicates?: number; // jobs of an older server said nothing of them
  duplicates?: {account: string; match: string; by: 'email' | 'phone' | 'name'}[]; // the first ones
  reasons: Record<string, number>;
}

export const imports = {
  send: async (workspace: string, file: File) => {
    const address = `${place(workspace, 'imports')}?name=${encodeURIComponent(file.name)}`;
    const response = await ask(address, {method: 'POST', file});
    return (await response.json()) as UploadLook;
  },
  list: async (workspace: string) =>
    (await askJson<{value: Upload[]}>(place(workspace, 'imports'))).value,
  show: (workspace: string, id: string) => askJson<UploadLook>(place(workspace, 'imports', id)),
  map: (workspace: string, id: string, text: string) =>
    tell(place(workspace, 'imports', id, 'mapping'), {
      method: 'PUT',
      file: new Blob([text], {type: 'application/yaml'}),
    }),
  run: (workspace: string, id: string, what: 'check' | 'start') =>
    askJson<Job>(place(workspace, 'imports', id, what), {method: 'POST'}),
  remove: (workspace: string, id: string) =>
    tell(place(workspace, 'imports', id), {method: 'DELETE'}),
  rejects: (workspace: string, id: string) => place(workspace, 'imports', id, 'rejects'),
};
