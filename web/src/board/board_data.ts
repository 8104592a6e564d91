// What a board shows: how many accounts stand in every stage and what they are worth, and the cards of one
// stage, a page after the other as one scrolls.
import {odata, type Page, type Tenure} from '@client/index.ts';
import {useInfiniteQuery, useQueryClient} from '@tanstack/react-query';
import {useCallback, useMemo} from 'react';
import {useTenure} from '@/api/workspace.tsx';
import {both} from '@/lists/use_list.ts';

export interface Card extends Record<string, unknown> {
  key: string;
  name: string | null;
  is_person: boolean | null;
  owner: string | null;
  order_total: number | string | null;
  popup_message: string | null;
  contacts?: {first_name: string | null; last_name: string | null}[];
}
export interface BoardAsked {
  lifecycle: string;
  filter: string;
  search: string;
  group: string; // a field, or ''
  asOf?: string;
}
export type Cards = {pages: Page<Card>[]; pageParams: unknown[]};
export type Totals = Record<string, {count: number; value: number | string}>;
export type Counts = Record<string, number>;

const word = (search: string) =>
  search ? odata`contains(tolower(name),${search.toLowerCase()})` : undefined;
// Who belongs to the board at all.
export const filterOf = (asked: BoardAsked) =>
  [both('archived ne true', asked.filter), word(asked.search)].filter(Boolean).join(' and ');

export const countsKey = (base: string, asked: BoardAsked) => ['board', base, 'counts', asked];
export const totalsKey = (base: string, asked: BoardAsked) => ['board', base, 'totals', asked];
export const cardsKey = (base: string, asked: BoardAsked, stage: string) => [
  'board',
  base,
  'cards',
  asked,
  stage,
];

const cardOptions = (asked: BoardAsked, filter: string) => ({
  select: [
    ...new Set([
      ...(['key', 'name', 'is_person', 'owner', 'order_total', 'popup_message'] as const),
      asked.lifecycle,
      `${asked.lifecycle}_since`,
      ...(asked.group ? [asked.group] : []),
    ]),
  ],
  // A person is called by the name of the contact.
  expand: {contacts: {select: ['first_name', 'last_name'] as const, top: 1}},
  filter,
  asOf: asked.asOf,
});

export function useCards(asked: BoardAsked, stage: string) {
  const tenure = useTenure();
  const rows = useInfiniteQuery({
    queryKey: cardsKey(tenure.base, asked, stage),
    initialPageParam: undefined as Page<Card>['next'],
    queryFn: ({pageParam, signal}) => pageParam?.() ?? firstCards(tenure, asked, stage, signal),
    getNextPageParam: (page) => page.next,
  });
  const cards = useMemo(() => {
    const seen = new Set<string>();
    // A card that moved while pages were on their way is there once.
    return (rows.data?.pages ?? [])
      .flatMap((page) => page.rows)
      .filter((card) => !seen.has(card.key) && seen.add(card.key));
  }, [rows.data]);
  return {...rows, cards};
}

// All of the board that could not be read: what kept one column away kept others away too.
export function useAgain() {
  const queries = useQueryClient();
  return useCallback(() => {
    queries.refetchQueries({
      queryKey: ['board'],
      predicate: ({state}) => state.status === 'error',
    });
  }, [queries]);
}

async function firstCards(
  tenure: Tenure,
  asked: BoardAsked,
  stage: string,
  signal: AbortSignal,
): Promise<Page<Card>> {
  const since = `${asked.lifecycle}_since desc`;
  return (await tenure.accounts.list(
    {
      ...cardOptions(asked, `${filterOf(asked)} and ${stageIs(asked.lifecycle, stage)}`),
      // As an index has it: with the key behind it, a stage of a million would be sorted for sixty of them.
      orderby: asked.group ? [asked.group, since, 'key'] : [since],
    },
    {pageSize: 60, signal},
  )) as unknown as Page<Card>;
}

// '' stands for no stage.
const stageIs = (lifecycle: string, stage: string) =>
  stage ? lifecycle + odata` eq ${stage}` : `${lifecycle} eq null`;

// One account as a card, when it belongs to the board.
export async function cardOf(tenure: Tenure, asked: BoardAsked, key: string) {
  const {rows} = await tenure.accounts.list(
    cardOptions(asked, `${filterOf(asked)} and ${odata`key eq ${key}`}`),
  );
  return rows[0] as unknown as Card | undefined;
}

export function nameOf(card: Card): string {
  const contact = card.is_person ? card.contacts?.[0] : undefined;
  const person = [contact?.first_name, contact?.last_name].filter((part) => part && part !== '?');
  return person.join(' ') || card.name || card.key;
}
