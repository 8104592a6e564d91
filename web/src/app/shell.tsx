// The frame around every view: where one can go, who one is, how it looks.
import {type ReactNode, Suspense, useCallback, useMemo, useRef, useState} from 'react';
import {Link} from 'react-aria-components/Link';
import {lazy} from '@/app/lazy.ts';
import {useText} from '@/i18n/language.tsx';
import {usePlace} from '@/router/router.tsx';
import {Button, IconButton} from '@/ui/button.tsx';
import type {Command} from '@/ui/command_palette.tsx';
import {Icon} from '@/ui/icon.tsx';
import {Keys, useShortcut, useShortcutHelp} from '@/ui/shortcuts.tsx';
import type {Destination} from './destinations.ts';
import {useKeptFocus} from './kept_focus.ts';
import type {Session} from './session.ts';
import css from './shell.module.css';

// What is not seen at first comes after the first view.
const CommandPalette = lazy(() => import('@/ui/command_palette.tsx'));
const Drawer = lazy(() => import('@/ui/dialog.tsx').then((module) => ({default: module.Drawer})));
const Toasts = lazy(() => import('@/ui/toast.tsx').then((module) => ({default: module.Toasts})));
const PersonMenu = lazy(() => import('./person_menu.tsx'));

interface ShellProps {
  session: Session;
  destinations: Destination[];
  commands?: Command[]; // of the view
  onNew?: () => void; // adds an account
  children: ReactNode;
}

export function Shell({session, destinations, commands = [], onNew, children}: ShellProps) {
  const t = useText();
  const {path, search, go} = usePlace();
  const content = useRef<HTMLElement>(null);
  useKeptFocus(content, `${path}?${search}`);
  const [palette, setPalette] = useState(false);
  const [menu, setMenu] = useState(false);
  const openPalette = useCallback(() => setPalette(true), []);
  useShortcut('mod+k', t('web.commands'), openPalette);

  const all = useMemo<Command[]>(
    () => [
      ...destinations.map((destination) => ({
        id: destination.id,
        group: t('web.go-to'),
        label: destination.title,
        icon: destination.icon,
        keys: destination.keys,
        run: () => go(destination.address),
      })),
      ...commands,
    ],
    [destinations, commands, go, t],
  );
  const current = destinations.findLast((destination) => path.startsWith(destination.address));
  const navigation = (
    <Navigation
      destinations={destinations}
      current={current?.id}
      session={session}
      onPalette={openPalette}
      onNew={onNew}
    />
  );

  return (
    <div className={css.shell}>
      <a href="#content" className={css.skip}>
        {t('web.skip')}
      </a>
      <aside className={`${css.side} no-print`}>{navigation}</aside>
      <header className={`${css.top} no-print`}>
        <IconButton icon="menu" label={t('web.menu')} onPress={() => setMenu(true)} />
        <strong dir="auto" className={css.where}>
          {current?.title ?? session.workspaceTitle}
        </strong>
        <IconButton icon="search" label={t('web.commands')} onPress={openPalette} />
      </header>
      <main id="content" ref={content} className={css.main} tabIndex={-1}>
        {children}
      </main>
      {menu && (
        <Suspense>
          <Drawer title={session.workspaceTitle} isOpen onOpenChange={setMenu}>
            {/* A place was chosen: the menu has done its work. */}
            {/* biome-ignore lint/a11y/noStaticElementInteractions: it only listens to its links */}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: links turn Enter into a click */}
            <div className={css.inDrawer} onClick={() => setMenu(false)}>
              {navigation}
            </div>
          </Drawer>
        </Suspense>
      )}
      {palette && (
        <Suspense>
          <CommandPalette isOpen onOpenChange={setPalette} commands={all} />
        </Suspense>
      )}
      {destinations.map((destination) => (
        <DestinationKey key={destination.id} destination={destination} go={go} />
      ))}
      <Suspense>
        <Toasts />
      </Suspense>
    </div>
  );
}

function DestinationKey({
  destination,
  go,
}: {
  destination: Destination;
  go: (address: string) => void;
}) {
  const {address} = destination;
  useShortcut(
    destination.keys,
    destination.title,
    useCallback(() => go(address), [go, address]),
  );
  return null;
}

interface NavigationProps {
  destinations: Destination[];
  current?: string;
  session: Session;
  onPalette: () => void;
  onNew?: () => void;
}

function Navigation({destinations, current, session, onPalette, onNew}: NavigationProps) {
  const t = useText();
  const help = useShortcutHelp();
  const groups = [...Map.groupBy(destinations, (destination) => destination.group)];
  return (
    <nav className={css.navigation} aria-label={t('web.navigation')}>
      <p className={css.workspace} dir="auto">
        <span className={css.mark} aria-hidden="true">
          {[...session.workspaceTitle][0]?.toUpperCase()}
        </span>
        {session.workspaceTitle}
      </p>
      <Button look="plain" icon="search" onPress={onPalette}>
        <span className={css.grow}>{t('web.search')}</span>
        <Keys keys="mod+k" />
      </Button>
      {onNew && (
        <Button look="plain" icon="plus" onPress={onNew}>
          <span className={css.grow}>{t('web.quick')}</span>
          <Keys keys="n" />
        </Button>
      )}
      {groups.map(([group, entries]) => (
        <div key={group} className={css.group}>
          {group && <h2 className={css.heading}>{group}</h2>}
          <ul>
            {entries.map((entry) => (
              <li key={entry.id}>
                <Link
                  href={entry.address}
                  className={css.link}
                  aria-current={entry.id === current ? 'page' : undefined}
                >
                  <Icon name={entry.icon} />
                  {entry.title}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <div className={css.foot}>
        <Suspense
          fallback={
            <Button look="quiet" icon="person">
              <span dir="auto">{session.name}</span>
            </Button>
          }
        >
          <PersonMenu session={session} />
        </Suspense>
        <IconButton icon="keyboard" label={t('web.keyboard-help')} keys="?" onPress={help} />
      </div>
    </nav>
  );
}

interface PageProps {
  title: string; // '': it is not known yet
  count?: string;
  actions?: ReactNode;
  children: ReactNode;
  fills?: boolean; // the content scrolls by itself
}

// A view: its title, what can be done, and itself.
export function Page({title, count, actions, children, fills}: PageProps) {
  return (
    <div className={`${css.page} ${fills ? css.fills : ''}`}>
      {title && (
        <header className={css.head}>
          <h1 dir="auto">
            {title} {count && <span className={css.count}>{count}</span>}
          </h1>
          {actions && <div className={`${css.actions} no-print`}>{actions}</div>}
        </header>
      )}
      {children}
    </div>
  );
}
