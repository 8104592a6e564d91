// The board follows what others do, and what follows from one's own moves: the account is read again, because
// it may be called otherwise now, or belong to the board no more, and stands where it belongs.
import {useQueryClient} from '@tanstack/react-query';
import {useCallback, useEffect, useRef} from 'react';
import {useLive} from '@/api/live.ts';
import {useTenure} from '@/api/workspace.tsx';
import {applyPatch, columnOf} from './board_cache.ts';
import {type BoardAsked, cardOf} from './board_data.ts';
import {pauseBetween, took} from './totals.ts';

const storm = 30; // accounts that are read at one time; more of them (an import) are read anew as a whole

export function useFollow(asked: BoardAsked, stages: string[]) {
  const tenure = useTenure();
  const queries = useQueryClient();
  const current = useRef({asked, stages});
  current.current = {asked, stages};
  const busy = useRef(new Map<string, boolean>()); // true: it changed again while it was read
  const countAgain = useCountAgain();
  const follow = useCallback(
    async (account: string, left?: string): Promise<void> => {
      const {asked, stages} = current.current;
      busy.current.set(account, false);
      try {
        const card = await cardOf(tenure, asked, account);
        const shown = columnOf(queries, tenure.base, asked, stages, account);
        const to = card ? String(card[asked.lifecycle] ?? '') : null;
        const here = card ?? shown?.card;
        const from = shown?.stage ?? left;
        if (here) applyPatch(queries, tenure.base, asked, {card: here, from, to});
        countAgain();
      } catch {
        queries.invalidateQueries({queryKey: ['board']});
      }
      const again = busy.current.get(account);
      busy.current.delete(account);
      if (again) await follow(account);
    },
    [tenure, queries, countAgain],
  );
  useLive(
    useCallback(
      ({move, hint}) => {
        const {asked} = current.current;
        const moved = move?.lifecycle === asked.lifecycle ? move.account : undefined;
        const account = moved ?? (hint?.record === 'account' ? hint.key : undefined);
        if (!account || asked.asOf) return;
        if (busy.current.has(account)) busy.current.set(account, true);
        else if (busy.current.size < storm) follow(account, moved && (move?.from ?? ''));
        else queries.invalidateQueries({queryKey: ['board']});
      },
      [queries, follow],
    ),
  );
}

// The patch has counted already; what it cannot know (an account that is new here, a value) follows, once for a
// handful of events: the counts soon, the values when adding up has not just kept the server busy.
function useCountAgain() {
  const {base} = useTenure();
  const queries = useQueryClient();
  const late = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  useEffect(() => {
    const waiting = late.current;
    return () => {
      for (const timer of waiting.values()) clearTimeout(timer);
      waiting.clear();
    };
  }, []);
  return useCallback(() => {
    for (const what of ['counts', 'totals'] as const) {
      if (late.current.has(what)) continue;
      const again = () => {
        late.current.delete(what);
        queries.invalidateQueries({queryKey: ['board', base, what]});
      };
      late.current.set(what, setTimeout(again, pauseBetween(took[what])));
    }
  }, [base, queries]);
}
