// The address holds the view: a table of routes, each with a pattern, and one place that listens.
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useSyncExternalStore,
} from 'react';
import {RouterProvider as AriaRouterProvider} from 'react-aria-components';

export type Parameters = Record<string, string>;
export interface Route {
  pattern: string; // '/app/:workspace/accounts/:account'
  view: (parameters: Parameters) => ReactNode;
}

// The parameters, when the path fits the pattern; null when it does not.
export function match(pattern: string, path: string): Parameters | null {
  const wanted = pattern.split('/');
  const given = path.replace(/(.)\/$/, '$1').split('/');
  if (wanted.length !== given.length) return null;
  const parameters: Parameters = {};
  for (const [index, part] of wanted.entries()) {
    const text = given[index] ?? '';
    if (part.startsWith(':')) {
      try {
        parameters[part.slice(1)] = decodeURIComponent(text);
      } catch {
        return null;
      }
      if (text === '') return null;
    } else if (part !== text) {
      return null;
    }
  }
  return parameters;
}

interface Place {
  path: string;
  search: URLSearchParams;
  go: (address: string, how?: {replace?: boolean}) => void;
  block: (ask: (() => boolean) | null) => void;
}

const PlaceContext = createContext<Place | null>(null);

function listen(changed: () => void) {
  window.addEventListener('popstate', changed);
  window.addEventListener('tenure:place', changed);
  return () => {
    window.removeEventListener('popstate', changed);
    window.removeEventListener('tenure:place', changed);
  };
}

export function RouterProvider({children}: {children: ReactNode}) {
  const address = useSyncExternalStore(listen, () => location.pathname + location.search);
  const blocker = useRef<(() => boolean) | null>(null);
  const go = useCallback<Place['go']>((to, how = {}) => {
    // Another look at the same view loses nothing.
    const leaves = new URL(to, location.href).pathname !== location.pathname;
    if (leaves && blocker.current && !blocker.current()) return;
    history[how.replace ? 'replaceState' : 'pushState'](null, '', to);
    window.dispatchEvent(new Event('tenure:place'));
  }, []);
  const place = useMemo<Place>(() => {
    const url = new URL(address, location.origin);
    return {
      path: url.pathname,
      search: url.searchParams,
      go,
      block(ask) {
        blocker.current = ask;
      },
    };
  }, [address, go]);
  return (
    <PlaceContext.Provider value={place}>
      <AriaRouterProvider navigate={go}>{children}</AriaRouterProvider>
    </PlaceContext.Provider>
  );
}

export function usePlace(): Place {
  const place = useContext(PlaceContext);
  if (!place) throw new Error('usePlace outside RouterProvider');
  return place;
}

// Asks before the view is left while something that was entered would be lost.
export function useLeaveGuard(active: boolean, question: string) {
  const {block} = usePlace();
  useEffect(() => {
    if (!active) return;
    block(() => window.confirm(question));
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', stay);
    return () => {
      block(null);
      window.removeEventListener('beforeunload', stay);
    };
  }, [active, question, block]);
}

interface RoutesProps {
  routes: Route[];
  missing: ReactNode;
}

export function Routes({routes, missing}: RoutesProps) {
  const {path} = usePlace();
  for (const route of routes) {
    const parameters = match(route.pattern, path);
    if (parameters) return route.view(parameters);
  }
  return missing;
}
