// After something was done with accounts, whatever shows them is asked for again. The board that is looked at
// follows every account by itself (board/follow.ts): to ask for all of its pages again would be a request for
// every sixty cards.
import type {QueryClient} from '@tanstack/react-query';
import {isLive} from './live.ts';

export function accountsChanged(queries: QueryClient) {
  for (const key of ['account', 'accounts', 'calling']) {
    queries.invalidateQueries({queryKey: [key]});
  }
  queries.invalidateQueries({queryKey: ['board'], refetchType: isLive() ? 'none' : 'active'});
}
