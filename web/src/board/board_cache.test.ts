import {QueryClient} from '@tanstack/react-query';
import {describe, expect, it} from 'vitest';
import {applyPatch, columnOf, withCard} from './board_cache.ts';
import {type Card, type Cards, cardsKey, countsKey, nameOf, totalsKey} from './board_data.ts';

const asked = {lifecycle: 'status', filter: '', search: '', group: ''};
const card = (key: string, more: Partial<Card> = {}) =>
  ({
    key,
    name: key,
    is_person: null,
    owner: null,
    order_total: 10,
    popup_message: null,
    ...more,
  }) as Card;
function board() {
  const queries = new QueryClient();
  const put = (stage: string, ...cards: Card[]) =>
    queries.setQueryData(cardsKey('/', asked, stage), {pages: [{rows: cards}], pageParams: []});
  put('new', card('A'), card('B'));
  put('real', card('C'));
  queries.setQueryData(countsKey('/', asked), {new: 2, real: 1});
  queries.setQueryData(totalsKey('/', asked), {
    new: {count: 2, value: '20'},
    real: {count: 1, value: '10'},
  });
  return queries;
}
const totals = (queries: QueryClient) => queries.getQueryData(totalsKey('/', asked));
const counts = (queries: QueryClient) => queries.getQueryData(countsKey('/', asked));

it('a card that moves takes its count and its value along', () => {
  const queries = board();
  applyPatch(queries, '/', asked, {card: card('A'), from: 'new', to: 'real'});
  expect(columnOf(queries, '/', asked, ['new', 'real'], 'A')?.stage).toBe('real');
  expect(totals(queries)).toEqual({new: {count: 1, value: 10}, real: {count: 2, value: 20}});
  expect(counts(queries)).toEqual({new: 1, real: 2});
});
it('U1 a card moves between counts that have no values yet', () => {
  const queries = board();
  queries.removeQueries({queryKey: totalsKey('/', asked)});
  applyPatch(queries, '/', asked, {card: card('A'), from: 'new', to: 'other'});
  expect(counts(queries)).toEqual({new: 1, real: 1, other: 1});
  expect(totals(queries)).toBeUndefined();
});
it('springs back whole', () => {
  const queries = board();
  const before = totals(queries);
  applyPatch(queries, '/', asked, {card: card('A'), from: 'new', to: 'real'})();
  expect(columnOf(queries, '/', asked, ['new', 'real'], 'A')?.stage).toBe('new');
  expect(totals(queries)).toEqual(before);
  expect(counts(queries)).toEqual({new: 2, real: 1});
});
it('may leave the board', () => {
  const queries = board();
  applyPatch(queries, '/', asked, {card: card('A'), from: 'new', to: null});
  expect(columnOf(queries, '/', asked, ['new', 'real'], 'A')).toBeNull();
  expect(totals(queries)).toEqual({new: {count: 1, value: 10}, real: {count: 1, value: '10'}});
  expect(counts(queries)).toEqual({new: 1, real: 1});
});
it('PS-46 a card that is changed where it stands is written anew, and counted once', () => {
  const queries = board();
  applyPatch(queries, '/', asked, {card: card('A', {name: 'Other'}), from: 'new', to: 'new'});
  expect(columnOf(queries, '/', asked, ['new'], 'A')?.card.name).toBe('Other');
  expect(totals(queries)).toEqual({new: {count: 2, value: '20'}, real: {count: 1, value: '10'}});
});
describe('PS-46 a card stands where the server would put it', () => {
  const at = (key: string, since: string, more = {}) => card(key, {status_since: since, ...more});
  const order = (data: Cards) => data.pages.flatMap(({rows}) => rows.map(({key}) => key)).join('');
  const pages = (more: boolean, ...rows: Card[][]) => ({
    pages: rows.map((some, index) => ({
      rows: some,
      next: more || index < rows.length - 1 ? async () => ({rows: []}) : undefined,
    })),
    pageParams: [],
  });
  const two = [[at('D', '4'), at('C', '3')], [at('B', '2')]];
  it.each([
    ['first, who came last', true, '5', 'XDCB'],
    ['between others', true, '25', 'DCXB'],
    ['last, where all were read', false, '1', 'DCBX'],
    ['nowhere, behind what was read', true, '1', 'DCB'],
  ])('%s', (_, more, since, wanted) => {
    expect(order(withCard(pages(more, ...two), at('X', since), asked))).toBe(wanted);
  });
  it.each([
    ['b', '9', 'A1XBBB'],
    ['b', '2', 'A1BBXB'],
    ['c', '9', 'A1BBBX'],
  ])('in its group %s, since %s', (owner, since, wanted) => {
    const grouped = {...asked, group: 'owner'};
    const rows = [
      [at('A1', '5', {owner: 'a'}), at('B', '8', {owner: 'b'})],
      [at('B', '3', {owner: 'b'}), at('B', '1', {owner: 'b'})],
    ];
    expect(order(withCard(pages(false, ...rows), at('X', since, {owner}), grouped))).toBe(wanted);
  });
});
it('PS-47 a person is called by the contact', () => {
  const contacts = [{first_name: 'Dana', last_name: '?'}];
  expect(nameOf(card('A', {is_person: true, contacts}))).toBe('Dana');
  expect(nameOf(card('A', {is_person: false, contacts}))).toBe('A');
  expect(nameOf(card('A', {name: null}))).toBe('A');
});
