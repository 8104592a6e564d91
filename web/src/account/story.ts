// What explain and outlook answer.
import {useQuery} from '@tanstack/react-query';
import {useTenure} from '@/api/workspace.tsx';

export interface Reason {
  condition: string;
  holds: boolean | null;
  values: Record<string, unknown>;
}
export interface Step {
  lifecycle: string;
  from: string | null;
  to: string | null;
  at: string;
  recorded_at: string;
  cause: string; // 'rule', 'timer', 'declaration', 'hand', 'script' …
  rule: string | null;
  fact_kind: string | null;
  actor: string | null;
  note: string | null;
  reason: string | null;
  tried: {rule: string; outcome: 'fits' | 'wrong_stage' | 'condition_false'; why?: Reason}[];
  definition: string; // the version of the one that decided it
  definition_gone: boolean; // … which can be read no more: nothing is tried
}
export interface Outlook {
  lifecycle: string;
  cause: 'rule' | 'timer' | 'declaration';
  id: string;
  to: string;
  open: boolean;
  kinds: string[];
  due: string | null;
  missing: Reason[];
  asks_fact: string[];
  needs: string[];
}
export interface Story {
  stands: {lifecycle: string; stage: string | null; since: string | null}[];
  timeline?: Step[];
  stays?: {lifecycle: string; rule: string; at: string}[];
  outlook: Outlook[];
}

export function useStory(verb: 'explain' | 'outlook', account: string, asOf?: string) {
  const tenure = useTenure();
  return useQuery({
    queryKey: ['account', tenure.base, account, verb, asOf],
    queryFn: async () => {
      const outcome = await tenure.accounts.act(account, verb, asOf ? {as_of: asOf} : {});
      return outcome.result as unknown as Story;
    },
  });
}
