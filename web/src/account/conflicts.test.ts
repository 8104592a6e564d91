import {expect, it} from 'vitest';
import {conflictsOf} from './conflicts.ts';

it('All-5 only what both changed, and differently, is a conflict', () => {
  const before = {name: 'A', city: 'Leeds', phone: '1'};
  const now = {name: 'B', city: 'York', phone: '1'};
  expect(conflictsOf(before, now, {name: 'C', phone: '2'})).toEqual(['name']);
  expect(conflictsOf(before, now, {name: 'B', phone: '2'})).toEqual([]);
});
