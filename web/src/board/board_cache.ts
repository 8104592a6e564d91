// A card that goes from one column to another, in what the page has read already: at once for who moves it,
// and for everybody else when the server tells of it.
import type {QueryClient} from '@tanstack/react-query';
import {
  type BoardAsked,
  type Card,
  type Cards,
  type Counts,
  cardsKey,
  countsKey,
  type Totals,
  totalsKey,
} from './board_data.ts';

export interface Patch {
  card: Card;
  from?: string; // '' where it stood in no stage; undefined: nobody knows
  to: string | null; // null: it is on the board no more
}

export function withoutCard(data: Cards, key: string): Cards {
  return {
    ...data,
    pages: data.pages.map((page) => ({...page, rows: page.rows.filter((row) => row.key !== key)})),
  };
}

// Who came to the stage last stands first, within the group where cards are grouped. -1: behind all that was read.
function placeOf(rows: Card[], card: Card, {lifecycle, group}: BoardAsked, isAll: boolean): number {
  const since = (row?: Card) => String(row?.[`${lifecycle}_since`] ?? '');
  const beside = rows.flatMap((row, at) => (!group || row[group] === card[group] ? at : []));
  const older = beside.find((at) => since(rows[at]) <= since(card));
  if (older !== undefined) return older;
  const end = (beside.at(-1) ?? rows.length - 1) + 1;
  return isAll || end < rows.length ? end : -1;
}

export function withCard(data: Cards, card: Card, asked: BoardAsked): Cards {
  const without = withoutCard(data, card.key);
  const rows = without.pages.flatMap((page) => page.rows);
  let at = placeOf(rows, card, asked, !data.pages.at(-1)?.next);
  if (at < 0) return without;
  const index = without.pages.findIndex((page, number) => {
    if (at <= page.rows.length || number === without.pages.length - 1) return true;
    at -= page.rows.length;
    return false;
  });
  return {
    ...without,
    pages: without.pages.map((page, number) =>
      number === index ? {...page, rows: page.rows.toSpliced(at, 0, card)} : page,
    ),
  };
}

// What is known of the stages that a card leaves and enters, one card less and one more.
function moved<T>(
  stages: Record<string, T>,
  {from, to}: Patch,
  add: (old: T | undefined, sign: 1 | -1) => T,
): Record<string, T> {
  const next = {...stages};
  if (from !== undefined && from !== to) {
    next[from] = add(next[from], -1);
    if (to !== null) next[to] = add(next[to], 1);
  }
  return next;
}
export const moveInCounts = (counts: Counts, patch: Patch): Counts =>
  moved(counts, patch, (old = 0, sign) => old + sign);
export function moveInTotals(totals: Totals, patch: Patch): Totals {
  const value = Number(patch.card.order_total ?? 0);
  return moved(totals, patch, (old = {count: 0, value: 0}, sign) => ({
    count: old.count + sign,
    value: Number(old.value) + sign * value,
  }));
}

// Gives back what takes it back.
export function applyPatch(
  queries: QueryClient,
  base: string,
  asked: BoardAsked,
  patch: Patch,
): () => void {
  const {card, from, to} = patch;
  const stages = new Set([from, to ?? undefined].filter((stage) => stage !== undefined));
  const keys = [
    countsKey(base, asked),
    totalsKey(base, asked),
    ...[...stages].map((stage) => cardsKey(base, asked, stage)),
  ];
  const before = keys.map((key) => [key, queries.getQueryData(key)] as const);
  const change = <T>(key: readonly unknown[], how: (data: T) => T) =>
    queries.setQueryData<T>(key, (data) => (data ? how(data) : data));
  change<Counts>(countsKey(base, asked), (data) => moveInCounts(data, patch));
  change<Totals>(totalsKey(base, asked), (data) => moveInTotals(data, patch));
  for (const stage of stages) {
    change<Cards>(cardsKey(base, asked, stage), (data) =>
      stage === to ? withCard(data, card, asked) : withoutCard(data, card.key),
    );
  }
  return () => {
    for (const [key, data] of before) queries.setQueryData(key, data);
  };
}

// The card as it will be where it is dropped, before the server says so.
export const movedTo = (card: Card, lifecycle: string, stage: string): Card => ({
  ...card,
  [lifecycle]: stage,
  [`${lifecycle}_since`]: new Date().toISOString(),
});

// In which column a card is shown now.
export function columnOf(
  queries: QueryClient,
  base: string,
  asked: BoardAsked,
  stages: string[],
  key: string,
): {stage: string; card: Card} | null {
  for (const stage of stages) {
    const data = queries.getQueryData<Cards>(cardsKey(base, asked, stage));
    const card = data?.pages.flatMap((page) => page.rows).find((row) => row.key === key);
    if (card) return {stage, card};
  }
  return null;
}
