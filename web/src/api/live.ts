// What happens while one looks, as the server tells it: moves of accounts, and that a record was changed.
import {useQueryClient} from '@tanstack/react-query';
import {useEffect} from 'react';
import {lineHolds, lineIsLost} from '@/app/line.ts';
import {tell} from '@/app/server.ts';
import {useTenure} from './workspace.tsx';

export interface Move {
  sequence: number;
  account: string;
  lifecycle: string;
  from: string | null;
  to: string | null;
  actor: string | null;
}
export interface Hint {
  record: string;
  key: string;
  actor: string;
}
type Listener = (what: {move?: Move; hint?: Hint}) => void;
const listeners = new Set<Listener>();
const retryAfter = 3_000; // ms

let source: EventSource | undefined;
// Does the server tell of every change now?
export const isLive = () => source?.readyState === EventSource.OPEN;

// One stream for the whole page, while somebody looks at it: a browser has six connections to a host, and more
// tabs than that would wait for each other. The browser begins again by itself where it was cut off.
export function useLiveStream() {
  const {base} = useTenure();
  const queries = useQueryClient();
  useEffect(() => {
    const address = base.replace(/odata\/$/, 'live');
    let late: ReturnType<typeof setTimeout> | undefined;
    const again = (keys: string[]) => {
      for (const key of keys) queries.invalidateQueries({queryKey: [key]});
    };
    const announce = (what: Parameters<Listener>[0]) => {
      for (const listener of listeners) listener(what);
      // A board that nobody looks at now is read when somebody does; one that is looked at follows by itself.
      queries.invalidateQueries({queryKey: ['board'], refetchType: 'none'});
      // What nobody follows closely is asked for again, once for a handful of events.
      late ??= setTimeout(() => {
        late = undefined;
        again(['account', 'calling']);
      }, 300);
    };
    let lost = 0;
    let retry: ReturnType<typeof setTimeout> | undefined;
    const open = () => {
      source = new EventSource(address);
      source.addEventListener('open', () => {
        lost = 0;
        lineHolds();
      });
      source.addEventListener('error', () => {
        // The browser tries again by itself where no answer came, and gives up after one that it does not like: then
        // whoever has to sign in again is asked to, and the stream begins anew.
        if (source?.readyState === EventSource.CONNECTING) {
          lost += 1;
          if (lost > 1) lineIsLost(); // once is how a stream ends that was long enough
          return;
        }
        close();
        retry = setTimeout(async () => {
          await tell('/me').catch(() => {});
          if (!source && !document.hidden) look();
        }, retryAfter);
      });
      source.addEventListener('account.stage.changed', (event) =>
        announce({move: JSON.parse(event.data) as Move}),
      );
      source.addEventListener('record.changed', (event) =>
        announce({hint: JSON.parse(event.data) as Hint}),
      );
    };
    const close = () => {
      source?.close();
      source = undefined;
    };
    const look = () => {
      if (document.hidden) close();
      else if (!source) {
        open();
        again(['board', 'account', 'calling']); // what was missed
      }
    };
    open();
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      clearTimeout(late);
      clearTimeout(retry);
      close();
    };
  }, [base, queries]);
}

// `listener` should keep its identity between renders.
export function useLive(listener: Listener) {
  useEffect(() => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, [listener]);
}
