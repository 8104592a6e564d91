// What an empty workspace begins with: its owner chooses.
import {askJson} from '@/app/server.ts';
import type {Job} from './jobs.ts';
import {place} from './place.ts';

export interface StartPack {
  pack: string;
  title: string;
  about: string;
}
export interface Start {
  is_empty: boolean;
  pack: string; // in force
  job: number | null; // that brings the example just now
  packs: StartPack[];
  example: {pack: string; about: string};
}
export type StartChoice = {pack: string} | {example: true};

export const start = {
  show: (workspace: string) => askJson<Start>(place(workspace, 'start')),
  // The job that does it; a Start where it is so already.
  choose: (workspace: string, choice: StartChoice) =>
    askJson<Job | Start>(place(workspace, 'start'), {method: 'POST', body: choice}),
};
