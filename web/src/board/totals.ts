// How many accounts stand in every stage, and what they are worth.
import type {Tenure} from '@client/index.ts';
import {useQuery} from '@tanstack/react-query';
import {useMemo} from 'react';
import {useTenure} from '@/api/workspace.tsx';
import {
  type BoardAsked,
  type Counts,
  countsKey,
  filterOf,
  type Totals,
  totalsKey,
} from './board_data.ts';

// Adding up goes through every account: of very many it takes seconds, and is not asked for again at every event.
export const took = {counts: 0, totals: 0};
export const pauseBetween = (took: number) => Math.max(700, 20 * took);

// How many of all accounts stand in a stage the server keeps, and says at once: nobody waits for it until they are
// added up. Of some of them (a search, a view, a day in the past) it must look at each for either, and does so once.
export const countsComeFirst = (asked: BoardAsked) => !asked.filter && !asked.search && !asked.asOf;

export interface Shown {
  count: number;
  value?: number | string; // absent: it is being added up, or cannot be
}
// Values of another question beside the counts of this one would be wrong; a count that is old as well goes with them.
export function together(
  counts: {data?: Counts; isPlaceholderData: boolean},
  totals: {data?: Totals; isPlaceholderData: boolean},
): Record<string, Shown> | undefined {
  if (!counts.data) return totals.data;
  const values = totals.isPlaceholderData && !counts.isPlaceholderData ? undefined : totals.data;
  return Object.fromEntries(
    Object.entries(counts.data).map(([stage, count]) => [
      stage,
      {count, value: values?.[stage]?.value},
    ]),
  );
}

export function useTotals(asked: BoardAsked): Record<string, Shown> | undefined {
  const tenure = useTenure();
  const first = countsComeFirst(asked);
  const common = {
    placeholderData: <T>(before: T) => before,
    retry: false, // the columns are there without it
  };
  const {data, isPlaceholderData, isFetched} = useQuery({
    queryKey: countsKey(tenure.base, asked),
    queryFn: async ({signal}): Promise<Counts> => {
      const rows = await askStages(tenure, asked, 'counts', '$count as count', signal);
      return Object.fromEntries(rows.map(([stage, row]) => [stage, Number(row.count)]));
    },
    enabled: first,
    ...common,
  });
  const totals = useQuery({
    queryKey: totalsKey(tenure.base, asked),
    queryFn: async ({signal}): Promise<Totals> => {
      const both = '$count as count,order_total with sum as value';
      const rows = await askStages(tenure, asked, 'totals', both, signal);
      return Object.fromEntries(
        rows.map(([stage, row]) => [
          stage,
          {count: Number(row.count), value: String(row.value ?? '0')},
        ]),
      );
    },
    enabled: !first || isFetched,
    ...common,
  });
  return useMemo(
    () =>
      together(
        {data: first ? data : undefined, isPlaceholderData},
        {data: totals.data, isPlaceholderData: totals.isPlaceholderData},
      ),
    [first, data, isPlaceholderData, totals.data, totals.isPlaceholderData],
  );
}

// The answer's rows by stage; '' stands for none.
async function askStages(
  tenure: Tenure,
  asked: BoardAsked,
  what: keyof typeof took,
  aggregate: string,
  signal: AbortSignal,
): Promise<[string, Record<string, unknown>][]> {
  const apply = `filter(${filterOf(asked)})/groupby((${asked.lifecycle}),aggregate(${aggregate}))`;
  const when = asked.asOf ? `&as_of=${asked.asOf}` : '';
  const begun = performance.now();
  const answer = await tenure
    .askJson<{value: Record<string, unknown>[]}>(
      `accounts?$apply=${encodeURIComponent(apply)}${when}`,
      {signal},
    )
    .finally(() => {
      took[what] = performance.now() - begun;
    });
  return answer.value.map((row) => [String(row[asked.lifecycle] ?? ''), row]);
}
