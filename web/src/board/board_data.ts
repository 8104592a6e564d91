// What a board shows: how many accounts stand in every stage and what they are worth, and the cards of one
// stage, a page after the other as one scrolls.
import {odata, type Page, type Tenure} from '@client/index.ts';
import {useInfiniteQuery, useQuery, useQueryClient} from '@tanstack/react-query';
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

const word = (search: string) =>
  search ? odata`contains(tolower(name),${search.toLowerCase()})` : undefined;
// Who belongs to the board at all.
export const filterOf = (asked: BoardAsked) =>
  [both('archived ne true', asked.filter), word(asked.search)].filter(Boolean).join(' and ');

export const totalsKey = (base: string, asked: BoardAsked) => ['board', base, 'totals', asked];
export const cardsKey = (base: string, asked: BoardAsked, stage: string) => [
  'board',
  base,
  'cards',
  asked,
  stage,
];

// Counting goes through every account: of very many it takes seconds, and is not asked for again at every event.
let tookToCount = 0;
export const pauseBetweenCounts = (took = tookToCount) => Math.max(700, 20 * took);

export function useTotals(asked: BoardAsked) {
  const tenure = useTenure();
  return useQuery({
    queryKey: totalsKey(tenure.base, asked),
    queryFn: async ({signal}): Promise<Totals> => {
      const apply = `filter(${filterOf(asked)})/groupby((${asked.lifecycle}),aggregate($count as count,order_total with sum as value))`;
      const when = asked.asOf ? `&as_of=${asked.asOf}` : '';
      const begun = performance.now();
      const answer = await tenure
        .askJson<{value: Record<string, unknown>[]}>(
          `accounts?$apply=${encodeURIComponent(apply)}${when}`,
          {signal},
        )
        .finally(() => {
          tookToCount = performance.now() - begun;
        });
      return Object.fromEntries(
        answer.value.map((row) => [
          String(row[asked.lifecycle] ?? ''),
          {count: Number(row.count), value: String(row.value ?? '0')},
        ]),
      );
    },
    placeholderData: (before) => before,
    retry: false, // the columns are there without it
  });
}

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
