// Whom to call next, and with which keys a call is logged: as the server says it.
import {useInfiniteQuery, useQuery} from '@tanstack/react-query';
import {useMemo} from 'react';
import {useTenure} from '@/api/workspace.tsx';
import {useText} from '@/i18n/language.tsx';

export interface ToCall {
  key: string;
  name: string | null;
  phone: string | null;
  email: string | null;
  owner: string | null;
  last_contact_at: string | null;
  callback: boolean | string;
}
export interface Outcome {
  id: string;
  key: string; // of the keyboard
  title: string;
}
export interface CallingList {
  value: ToCall[];
  outcomes: Outcome[];
}

export const pageSize = 50;

// Page after page. Whoever was called meanwhile is gone from the list, so that the pages move on: somebody may come
// twice, and is shown once.
export function useCallingList() {
  const tenure = useTenure();
  const {language} = useText();
  const list = useInfiniteQuery({
    queryKey: ['calling', tenure.base, language],
    initialPageParam: 0,
    queryFn: async ({pageParam}) => {
      const asked = {top: String(pageSize), skip: String(pageParam)};
      const outcome = await tenure.accounts.actOnSet('calling_list', asked as never);
      return outcome.result as unknown as CallingList;
    },
    getNextPageParam: (page, pages) =>
      page.value.length < pageSize ? undefined : pages.length * pageSize,
    placeholderData: (before) => before,
  });
  const people = useMemo(() => {
    const all = list.data?.pages.flatMap((page) => page.value) ?? [];
    return [...new Map(all.map((person) => [person.key, person])).values()];
  }, [list.data]);
  return {
    people,
    outcomes: list.data?.pages[0]?.outcomes ?? [],
    isPending: list.isPending,
    isSuccess: list.data !== undefined,
    error: list.error,
    refetch: list.refetch,
    more: list.hasNextPage ? () => list.fetchNextPage() : undefined,
    isLoadingMore: list.isFetchingNextPage,
  };
}

// What may come of a call, by the titles that the workspace has for it.
export function useOutcomes(): Outcome[] {
  const tenure = useTenure();
  const {language} = useText();
  const asked = useQuery({
    queryKey: ['outcomes', tenure.base, language],
    staleTime: 300_000,
    queryFn: async () => {
      const answer = await tenure.accounts.actOnSet('calling_list', {top: '1'} as never);
      return (answer.result as unknown as CallingList).outcomes;
    },
  });
  return asked.data ?? [];
}

export const outcomeTitle = (outcomes: Outcome[], id: unknown) =>
  outcomes.find((outcome) => outcome.id === id)?.title ?? String(id).replaceAll('_', ' ');
