// Keys for those who know them; `?` shows them all. Letters do nothing while somebody is writing.
import {
  createContext,
  type ReactNode,
  Suspense,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useState,
} from 'react';
import {lazy} from '@/app/lazy.ts';
import css from './shortcuts.module.css';

export interface Shortcut {
  keys: string; // 'j', '?', 'mod+k', 'g b' (one after the other)
  label: string;
  run: () => void;
}

interface Registry {
  add(shortcut: Shortcut): () => void;
  showHelp(): void;
}

const ShortcutHelp = lazy(() => import('./shortcut_help.tsx'));
const RegistryContext = createContext<Registry | null>(null);

const writing = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

// A notice is a dialog too, to those who hear the page; it does not stand before the work.
const asked = () => document.querySelector('[role$=dialog]:not([aria-modal=false])') !== null;

// By its letter on any keyboard: on a Hebrew layout the key of K gives ל.
function pressed(event: KeyboardEvent): string {
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1]?.toLowerCase();
  const key = letter && !/^[a-z]$/i.test(event.key) ? letter : event.key;
  const mod = event.metaKey || event.ctrlKey ? 'mod+' : '';
  return mod + (key.length === 1 ? key.toLowerCase() : key);
}

export function ShortcutProvider({children}: {children: ReactNode}) {
  const [help, setHelp] = useState(false);
  const [known] = useState(() => new Set<Shortcut>());
  const registry = useMemo<Registry>(
    () => ({
      add(shortcut) {
        known.add(shortcut);
        return () => known.delete(shortcut);
      },
      showHelp: () => setHelp(true),
    }),
    [known],
  );

  useEffect(() => {
    let before = '';
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return;
      const key = pressed(event);
      const modified = key.startsWith('mod+');
      if (!modified && (writing(event.target) || asked())) return;
      if (key === '?') {
        event.preventDefault();
        setHelp(true);
        return;
      }
      const found = [...known].find((s) => s.keys === key || s.keys === `${before} ${key}`);
      before = found || modified ? '' : key;
      if (found) {
        event.preventDefault();
        found.run();
      }
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [known]);

  return (
    <RegistryContext.Provider value={registry}>
      {children}
      {help && (
        <Suspense>
          <ShortcutHelp shortcuts={[...known]} onOpenChange={setHelp} />
        </Suspense>
      )}
    </RegistryContext.Provider>
  );
}

const mac = typeof navigator !== 'undefined' && /Mac|iP(hone|ad)/.test(navigator.platform);
export const keysOnThisMachine = (keys: string) =>
  keys.replace('mod+', mac ? '⌘' : 'Ctrl+').replace(/(^|\+| )([a-z])\b/g, (m) => m.toUpperCase());

export function Keys({keys}: {keys: string}) {
  return (
    <span dir="ltr">
      {keysOnThisMachine(keys)
        .split(' ')
        .map((key) => (
          <kbd key={key} className={css.key}>
            {key}
          </kbd>
        ))}
    </span>
  );
}

export function useShortcut(keys: string, label: string, run: () => void) {
  const registry = useContext(RegistryContext);
  // Before it is painted: who sees a key named may press it.
  useLayoutEffect(() => registry?.add({keys, label, run}), [registry, keys, label, run]);
}

export function useShortcutHelp(): () => void {
  const registry = useContext(RegistryContext);
  return () => registry?.showHelp();
}
