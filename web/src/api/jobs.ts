// Long work on the server: imports, plans, bulk changes. Asked for until it has ended.
import {useQuery} from '@tanstack/react-query';
import {askJson} from '@/app/server.ts';
import {place} from './place.ts';

export interface Job {
  job: number;
  kind: string;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  total: number; // 0: not known yet
  done: number;
  refused: number;
  result: unknown; // of "done"
  error: {code: string; detail: string} | null; // of "failed"
}
export const isOver = (job: Job | undefined) =>
  job?.state === 'done' || job?.state === 'failed' || job?.state === 'cancelled';

export function useJob(workspace: string, number: number | null) {
  return useQuery({
    queryKey: ['jobs', workspace, number],
    enabled: number !== null,
    queryFn: ({signal}) => askJson<Job>(place(workspace, 'jobs', String(number)), {signal}),
    refetchInterval: (query) => (isOver(query.state.data) ? false : 500),
    staleTime: 0,
  });
}
