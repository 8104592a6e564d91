import {describe, expect, it} from 'vitest';
import type {Declaration, LifecycleAbout, Stage} from '@/api/definition.ts';
import {waysFrom, waysOf, wayTo} from './ways.ts';

const title = {en: '', he: ''};
const stage = (name: string, hidden = false) => ({name, hidden}) as Stage;
const declaration = (name: string, from: string[], to: string, mine = true) =>
  ({name, title, from, to, mine, needs: [], roles: [], effects: []}) satisfies Declaration;
const hyper = {
  name: 'status',
  by_hand: {who: 'script', roles: [], mine: false},
  stages: ['new', 'real', 'frozen'].map((name) => stage(name)),
  declarations: [
    declaration('freeze', ['real'], 'frozen'),
    declaration('unfreeze', ['frozen'], 'former'),
    declaration('forget', ['real'], 'new', false),
  ],
} as unknown as LifecycleAbout;
const free = {
  ...hyper,
  by_hand: {who: 'anyone', roles: [], mine: true},
  stages: [...hyper.stages, stage('old', true)],
} as LifecycleAbout;
const told = (way: ReturnType<typeof wayTo>) =>
  way && (way.kind === 'hand' ? `hand:${way.to}` : way.declaration.name);

describe('ways', () => {
  it('HY-30 where only declarations move, only they are offered', () => {
    expect(waysFrom(hyper, 'real').map(told)).toEqual(['freeze']);
    expect(wayTo(hyper, 'real', 'new')).toBeNull();
  });
  it('a declaration that is not for this reader is no way', () => {
    expect(told(wayTo(hyper, 'real', 'new'))).toBeNull();
  });
  it('back to the stage before is a way to anywhere', () => {
    expect(told(wayTo(hyper, 'frozen', 'real'))).toBe('unfreeze');
  });
  it('PS-14 by hand to every stage, apart from where it is and what is hidden', () => {
    expect(waysFrom(free, 'new').map(told)).toEqual(['hand:real', 'hand:frozen']);
    expect(told(wayTo(free, 'real', 'frozen'))).toBe('freeze');
  });
  it('TW-46 a declaration that leads to a hidden stage is not offered either', () => {
    const retired = {
      ...hyper,
      stages: hyper.stages.map((entry) => ({...entry, hidden: entry.name === 'frozen'})),
    } as LifecycleAbout;
    expect(waysFrom(retired, 'real')).toEqual([]);
    expect(told(wayTo(retired, 'frozen', 'real'))).toBe('unfreeze');
  });
  it('what a refusal allows is understood', () => {
    expect(waysOf([hyper], ['status/declare:freeze', 'status/new', 'other/x']).map(told)).toEqual([
      'freeze',
      'hand:new',
    ]);
  });
});
