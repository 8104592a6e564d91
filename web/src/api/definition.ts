// How the workspace works: its lifecycles with their stages, rules, timers and declarations, its
// parameters, lists, sections and records. Every title is there in both languages.
import {useQuery} from '@tanstack/react-query';
import {useCallback} from 'react';
import {useText} from '@/i18n/language.tsx';
import type {Language} from '@/i18n/message.ts';
import {definitionAt} from './definition_at.ts';
import {useTenure} from './workspace.tsx';

export type Title = Record<Language, string>;
export interface Effect {
  kind: 'set' | 'notify' | 'task' | 'archive' | 'restore';
  name: string;
  title?: Title;
  when: string;
  set: {field: string; value: string}[];
}
export interface Stage {
  name: string;
  rank: number;
  code: number | null;
  title: Title;
  icon: string;
  colour: string;
  active: boolean;
  hidden: boolean;
  final: boolean;
  gates: {name: string; verdict: 'yes' | 'warn' | 'no'; says: Title}[];
  on_enter: Effect[];
}
// `to` is a stage, "stay" or "former".
export interface Rule {
  name: string;
  title: Title;
  on: string[];
  from: string[];
  when: string;
  to: string;
  effects: Effect[];
}
export interface Timer extends Omit<Rule, 'on'> {
  since: string;
  unit: string;
  parameter: string | null;
  amount: number;
}
export interface Requirement {
  name: string;
  kind: 'note' | 'field' | 'condition';
  field: string | null;
  when: string;
  unless: string;
  says: Title;
}
export interface Declaration {
  name: string;
  title: Title;
  from: string[];
  to: string;
  roles: string[];
  mine: boolean;
  needs: Requirement[];
  effects: Effect[];
}
export interface LifecycleAbout {
  name: string;
  title: Title;
  initial: string;
  by_hand: {who: 'anyone' | 'roles' | 'declarations' | 'script'; roles: string[]; mine: boolean};
  stages: Stage[];
  rules: Rule[];
  timers: Timer[];
  declarations: Declaration[];
  gates: {name: string; title: Title; on: string[]}[];
  parameters: string[];
}
export interface Parameter {
  name: string;
  title: Title;
  type: string;
  value: boolean | number | string | null;
  default: boolean | number | string | null;
  min: number | string | null;
  max: number | string | null;
}
export interface RecordField {
  name: string;
  title: Title;
  type: string; // 'string', 'choice', 'decimal', 'instant' …
  list?: string; // of a choice; of text: what forms offer, where other values are let in too
  choices?: string[];
  required: boolean;
  read_only: boolean;
  on_request?: boolean; // only there when it is selected by name
  origin?: 'spell' | 'measure' | 'stage' | 'since' | 'pack' | 'workspace';
}
export interface RecordAbout {
  name: string;
  set: string;
  title: Title;
  may: {create: boolean; change: boolean; remove: boolean};
  fields: RecordField[];
}
export interface Definition {
  workspace: string;
  pack: string;
  version: string;
  title: Title;
  languages: Language[];
  time_zone: string;
  lifecycles: LifecycleAbout[];
  parameters: Parameter[];
  sections: {name: string; title: Title; fields: string[]; visible_when: string}[];
  lists: {name: string; choices: {name: string; title: Title}[]}[];
  fact_kinds: {
    name: string;
    title: Title;
    record: string;
    fields: {name: string; type: string}[];
  }[];
  records: RecordAbout[];
  number?: number; // and these for who administers
  applied_by?: string;
  applied_at?: string;
  files?: {path: string; text: string}[];
}

export const useDefinition = () => useQuery(definitionAt(useTenure().base));

// A title in the reader's language: say(stage.title, stage.name).
export function useTitle() {
  const {language} = useText();
  return useCallback(
    (title: Title | undefined, name: string) => title?.[language] || name,
    [language],
  );
}

export const lifecycleOf = (definition: Definition, name: string) =>
  definition.lifecycles.find((entry) => entry.name === name);
export const stageOf = (lifecycle: LifecycleAbout | undefined, name: string | null | undefined) =>
  lifecycle?.stages.find((entry) => entry.name === name);
export const recordOf = (definition: Definition, name: string) =>
  definition.records.find((entry) => entry.name === name);
// May the reader make, change or take away records of this kind?
export function useRights(record: string) {
  const definition = useDefinition().data;
  return (definition && recordOf(definition, record)?.may) ?? none;
}
const none = {create: false, change: false, remove: false};
export const fieldOf = (definition: Definition, name: string, record = 'account') =>
  recordOf(definition, record)?.fields.find((entry) => entry.name === name);
export const offersChoices = (field: RecordField) => field.type === 'choice' || !!field.list;
export const choicesOf = (definition: Definition, field: RecordField) =>
  definition.lists.find((list) => list.name === field.list)?.choices ??
  (field.choices ?? []).map((name) => ({name, title: {en: '', he: ''}}));
