// Reports: the log, counted by the server. Columns have titles in both languages, rows are objects.
import {useQuery} from '@tanstack/react-query';
import {askJson} from '@/app/server.ts';
import type {Title} from './definition.ts';
import {place} from './place.ts';
import {turns} from './turns.ts';

export type ReportName = 'stages' | 'flow' | 'funnel' | 'time-in-stage' | 'cohorts' | 'rfm';
export interface ReportColumn {
  name: string;
  number: boolean;
  title: Title;
}
export type ReportRow = Record<string, string | number | null>;
export interface Report {
  lifecycle: string;
  as_of: string;
  columns: ReportColumn[];
  value: ReportRow[];
}

// As many as the server makes at once: each reads the whole log.
const inTurn = turns(2);

export function useReport(
  workspace: string,
  report: ReportName,
  options: Record<string, string | undefined>,
) {
  const given = Object.entries(options).filter((entry): entry is [string, string] => !!entry[1]);
  const query = new URLSearchParams(given);
  const address = `${place(workspace, 'reports', report)}?${query}`;
  return useQuery({
    queryKey: ['reports', address],
    queryFn: ({signal}) => inTurn(() => askJson<Report>(address, {signal})),
    // Those of others take their turns there too: one that found no place asks again.
    retry: 4,
    retryDelay: 800,
    staleTime: 60_000,
    // The stages of another lifecycle would make no picture of this one.
    placeholderData: (before) => (before?.lifecycle === options.lifecycle ? before : undefined),
  });
}

// Not zeros alone. A score names its row, and counts nothing.
export const tellsSomething = ({columns, value}: Report) =>
  value.some((row) =>
    columns.some(({name, number}) => number && name !== 'r_score' && numberOf(row[name]) > 0),
  );

// Decimals come as text, to stay exact; a picture needs no more than a float of them.
export const numberOf = (value: string | number | null | undefined) => Number(value ?? 0);
