// The rows of a set as a list shows them: searched, filtered and sorted by the server, a page after
// the other as one scrolls.
import {TenureError} from '@client/error.ts';
import type {ListOptions, Page, Tenure} from '@client/index.ts';
import {useInfiniteQuery} from '@tanstack/react-query';
import {useEffect, useMemo, useRef, useState} from 'react';
import {useTenure} from '@/api/workspace.tsx';
import type {ListView} from '@/router/urls.ts';
import type {Item} from './fields.ts';

export type ListedSet = 'accounts' | 'enquiries' | 'forms' | 'contacts' | 'opportunities';

export interface Asked {
  columns: string[];
  search: string;
  filter: string; // of the reader
  only?: string; // of the list: what belongs to it at all
  sort: string; // 'name desc'
}

export const both = (only: string | undefined, filter: string) =>
  only && filter ? `${only} and (${filter})` : only || filter || undefined;

// What the address says, with what the list does where it says nothing.
export function askedOf(search: URLSearchParams, defaults: {columns: string[]; sort: string}) {
  const view: ListView = Object.fromEntries(search);
  return {
    view,
    asked: {
      columns: view.columns ? view.columns.split(',') : defaults.columns,
      search: view.search ?? '',
      filter: view.filter ?? '',
      sort: view.sort || defaults.sort,
    } satisfies Asked,
  };
}

export function optionsOf({columns, search, filter, only, sort}: Asked) {
  return {
    select: [...new Set(['key', ...columns])],
    search: search || undefined,
    filter: both(only, filter),
    orderby: sort.startsWith('key') ? [sort] : [sort, 'key'],
  };
}

// Of a set that is known only by its name.
function pageOf(tenure: Tenure, set: ListedSet, options: object, how: object) {
  const {list} = tenure.set(set) as unknown as {
    list(options: ListOptions<never>, how: object): Promise<Page<Item>>;
  };
  return list.call(tenure.set(set), options, how);
}

// Every row that fits, page after page: for an export, for print.
export async function* everyRow(tenure: Tenure, set: ListedSet, asked: Asked) {
  let page = await pageOf(tenure, set, optionsOf(asked), {pageSize: 1000});
  for (;;) {
    yield page.rows;
    if (!page.next) return;
    page = await page.next();
  }
}

// While somebody is writing a condition the server is not asked at every letter.
function useSettled<T>(value: T, milliseconds: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}

export function useList(set: ListedSet, asked: Asked, enabled: boolean) {
  const tenure = useTenure();
  const text = useSettled(JSON.stringify(optionsOf(asked)), 200);
  const rows = useInfiniteQuery({
    queryKey: [set, tenure.base, text],
    enabled,
    initialPageParam: undefined as Page<Item>['next'],
    queryFn: ({pageParam, signal}) =>
      pageParam?.() ??
      pageOf(tenure, set, {...JSON.parse(text), count: true}, {pageSize: 200, signal}),
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
  // A condition that is refused leaves what was shown before.
  const kept = useRef(rows.data);
  if (rows.data) kept.current = rows.data;
  const isRefused = rows.error instanceof TenureError && rows.error.status === 400;
  const data = rows.data ?? (isRefused ? kept.current : undefined);
  const items = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data]);
  return {
    items,
    count: data?.pages[0]?.count,
    isPending: rows.isPending,
    // What nobody is writing at the moment came with the address.
    failed: rows.data || (isRefused && (kept.current || asked.filter)) ? null : rows.error,
    refused: isRefused ? (rows.error?.message ?? null) : null,
    retry: () => rows.refetch(),
    more: rows.hasNextPage ? () => rows.fetchNextPage() : undefined,
    loadingMore: rows.isFetchingNextPage,
  };
}

export type List = ReturnType<typeof useList>;
