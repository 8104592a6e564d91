import {expect, it} from 'vitest';
import {countsComeFirst, pauseBetween, together} from './totals.ts';

const asked = {lifecycle: 'status', filter: '', search: '', group: ''};
const counts = {data: {new: 2, real: 1}, isPlaceholderData: false};
const totals = {
  data: {new: {count: 3, value: '30'}, gone: {count: 1, value: '5'}},
  isPlaceholderData: false,
};
const none = {data: undefined, isPlaceholderData: false};

it('U1 who counts for a second waits for twenty before counting again', () => {
  expect(pauseBetween(3)).toBe(700);
  expect(pauseBetween(1000)).toBe(20_000);
});
it('U1 counts come first where the server keeps them, whatever cards are grouped by', () => {
  expect(countsComeFirst({...asked, group: 'owner'})).toBe(true);
  expect(countsComeFirst({...asked, filter: 'a eq 1'})).toBe(false);
  expect(countsComeFirst({...asked, search: 'a'})).toBe(false);
  expect(countsComeFirst({...asked, asOf: '2026-01-01'})).toBe(false);
});
it('U1 counts stand alone until there are values', () => {
  expect(together(none, none)).toBeUndefined();
  expect(together(counts, none)).toEqual({new: {count: 2}, real: {count: 1}});
});
it('U1 how many there are is what was counted, what they are worth is what was added up', () => {
  expect(together(counts, totals)).toEqual({new: {count: 2, value: '30'}, real: {count: 1}});
  expect(together(none, totals)).toEqual(totals.data);
});
it('U1 values of another question are shown with its counts alone', () => {
  const old = {...totals, isPlaceholderData: true};
  expect(together(counts, old)).toEqual({new: {count: 2}, real: {count: 1}});
  expect(together({...counts, isPlaceholderData: true}, old)?.new).toEqual({count: 2, value: '30'});
});
