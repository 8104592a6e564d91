// The workspace of somebody who is signed in: the frame, and the view that the address names.
import {type ReactNode, Suspense, useCallback, useEffect, useMemo, useState} from 'react';
import {useDefinition} from '@/api/definition.ts';
import {useLiveStream} from '@/api/live.ts';
import {TenureProvider, tenureOf} from '@/api/workspace.tsx';
import {destinationsFor, type View} from '@/app/destinations.ts';
import {ErrorBoundary} from '@/app/error_boundary.tsx';
import {lazy} from '@/app/lazy.ts';
import {administers, manages, type Person, sessionOf} from '@/app/session.ts';
import {SessionProvider} from '@/app/session_context.tsx';
import {Page, Shell} from '@/app/shell.tsx';
import {ZoneContext} from '@/i18n/formats.ts';
import {useText} from '@/i18n/language.tsx';
import {match, type Route, Routes, usePlace} from '@/router/router.tsx';
import {urls} from '@/router/urls.ts';
import {LinkButton} from '@/ui/button.tsx';
import type {Command} from '@/ui/command_palette.tsx';
import {useRowKeys} from '@/ui/row_keys.ts';
import {useShortcut} from '@/ui/shortcuts.tsx';
import {EmptyState, ErrorState, Skeleton} from '@/ui/states.tsx';

// Screens enter here: what they are called, where they stand, who sees them.
const Board = lazy(() => import('./board.tsx'));
const Accounts = lazy(() => import('./accounts.tsx'));
const Removed = lazy(() => import('./removed.tsx'));
const Enquiries = lazy(() => import('./enquiries.tsx'));
const Allocation = lazy(() => import('./allocation.tsx'));
const Users = lazy(() => import('./users.tsx'));
const Tokens = lazy(() => import('./tokens.tsx'));
const Settings = lazy(() => import('./settings.tsx'));
const Reports = lazy(() => import('./reports.tsx'));
const Import = lazy(() => import('./import.tsx'));
const Studio = lazy(() => import('./studio.tsx'));
const Profile = lazy(() => import('./profile.tsx'));
const Forms = lazy(() => import('./forms.tsx'));
const NotForRole = lazy(() => import('@/app/not_for_role.tsx'));
const QuickAdd = lazy(() => import('@/quick_add/quick_add.tsx'));
const Account = lazy(() => import('./account.tsx'));
const Calling = lazy(() => import('./calling.tsx'));
const Start = lazy(() => import('./start.tsx'));
const views: View[] = [
  {
    id: 'board',
    group: () => '',
    title: (t) => t('web.board'),
    icon: 'board',
    address: (workspace) => urls.board(workspace),
    keys: 'g b',
  },
  {
    id: 'accounts',
    group: () => '',
    title: (t) => t('web.accounts'),
    icon: 'accounts',
    address: (workspace) => urls.accounts(workspace),
    keys: 'g a',
  },
  {
    id: 'calling',
    group: () => '',
    title: (t) => t('web.calling'),
    icon: 'phone',
    address: (workspace) => urls.calling(workspace),
    keys: 'g c',
  },
  {
    id: 'enquiries',
    group: () => '',
    title: (t) => t('web.enquiries'),
    icon: 'inbox',
    address: (workspace) => urls.enquiries(workspace),
    keys: 'g e',
  },
  {
    id: 'removed',
    group: () => '',
    title: (t) => t('web.removed'),
    icon: 'pool',
    address: (workspace) => urls.removed(workspace),
    keys: 'g p',
  },
  {
    id: 'reports',
    group: (t) => t('web.group.manage'),
    title: (t) => t('web.reports'),
    icon: 'chart',
    address: (workspace) => urls.reports(workspace),
    keys: 'g r',
    allowed: (session) => manages(session.role),
  },
  {
    id: 'allocation',
    group: (t) => t('web.group.manage'),
    title: (t) => t('web.allocation'),
    icon: 'split',
    address: (workspace) => urls.allocation(workspace),
    keys: 'g l',
    allowed: (session) => manages(session.role),
  },
  {
    id: 'import',
    group: (t) => t('web.group.manage'),
    title: (t) => t('web.import'),
    icon: 'upload',
    address: (workspace) => urls.import(workspace),
    keys: 'g i',
    allowed: (session) => manages(session.role),
  },
  {
    id: 'studio',
    group: (t) => t('web.group.administer'),
    title: (t) => t('web.studio'),
    icon: 'studio',
    address: (workspace) => urls.studio(workspace),
    keys: 'g d',
    allowed: (session) => administers(session.role),
  },
  {
    id: 'users',
    group: (t) => t('web.group.administer'),
    title: (t) => t('web.users'),
    icon: 'users',
    address: (workspace) => urls.users(workspace),
    keys: 'g u',
    allowed: (session) => administers(session.role),
  },
  {
    id: 'tokens',
    group: (t) => t('web.group.administer'),
    title: (t) => t('web.tokens'),
    icon: 'keyboard',
    address: (workspace) => urls.tokens(workspace),
    keys: 'g k',
    allowed: (session) => administers(session.role),
  },
  {
    id: 'settings',
    group: (t) => t('web.group.administer'),
    title: (t) => t('web.settings'),
    icon: 'settings',
    address: (workspace) => urls.settings(workspace),
    keys: 'g s',
    allowed: (session) => administers(session.role),
  },
];
const routes: Route[] = [
  {
    pattern: '/app/:workspace/start',
    view: ({workspace = ''}) => <Start key={workspace} workspace={workspace} />,
  },
  {
    pattern: '/app/:workspace/board',
    view: ({workspace = ''}) => <Board key={workspace} workspace={workspace} />,
  },
  {
    pattern: '/app/:workspace/accounts',
    view: ({workspace = ''}) => <Accounts key={workspace} workspace={workspace} />,
  },
  {
    pattern: '/app/:workspace/accounts/:account',
    view: ({workspace = '', account = ''}) => (
      <Account key={`${workspace} ${account}`} workspace={workspace} account={account} />
    ),
  },
  {
    pattern: '/app/:workspace/calling',
    view: ({workspace = ''}) => <Calling key={workspace} workspace={workspace} />,
  },
  {
    pattern: '/app/:workspace/removed',
    view: ({workspace = ''}) => <Removed key={workspace} workspace={workspace} />,
  },
  {
    pattern: '/app/:workspace/enquiries',
    view: ({workspace = ''}) => <Enquiries key={workspace} workspace={workspace} />,
  },
  {
    pattern: '/app/:workspace/allocation',
    view: ({workspace = ''}) => <Allocation key={workspace} workspace={workspace} />,
  },
  {
    pattern: '/app/:workspace/reports',
    view: ({workspace = ''}) => <Reports key={workspace} workspace={workspace} />,
  },
  {
    pattern: '/app/:workspace/import',
    view: ({workspace = ''}) => <Import key={workspace} workspace={workspace} />,
  },
  {
    pattern: '/app/:workspace/studio',
    view: ({workspace = ''}) => <Studio key={workspace} workspace={workspace} />,
  },
  {
    pattern: '/app/:workspace/users',
    view: ({workspace = ''}) => <Users key={workspace} workspace={workspace} />,
  },
  {
    pattern: '/app/:workspace/tokens',
    view: ({workspace = ''}) => <Tokens key={workspace} workspace={workspace} />,
  },
  {
    pattern: '/app/:workspace/settings',
    view: ({workspace = ''}) => <Settings key={workspace} workspace={workspace} />,
  },
  {
    pattern: '/app/:workspace/profile',
    view: () => <Profile />,
  },
  {
    pattern: '/app/:workspace/forms',
    view: ({workspace = ''}) => <Forms key={workspace} workspace={workspace} />,
  },
];

// What the workspace says to everything in it: what happens there, and the time by its clock.
function Heard({children}: {children: ReactNode}) {
  useLiveStream();
  const zone = useDefinition().data?.time_zone;
  return <ZoneContext value={zone}>{children}</ZoneContext>;
}

// The place of a view. One that cannot be drawn leaves the frame, and the way to the others; one whose program is still
// on its way has its title.
function Place({title, children}: {title: string; children: ReactNode}) {
  const t = useText();
  const waits = (
    <Page title={title}>
      <Skeleton lines={12} />
    </Page>
  );
  return (
    <ErrorBoundary instead={(again) => <ErrorState sentence={t('web.broken')} onRetry={again} />}>
      <Suspense fallback={waits}>{children}</Suspense>
    </ErrorBoundary>
  );
}

export default function SignedIn({person}: {person: Person}) {
  const t = useText();
  const {path, search, go} = usePlace();
  const named = match('/app/:workspace', path.split('/').slice(0, 3).join('/'))?.workspace;
  const workspace = person.workspaces.find((entry) => entry.name === named) ?? person.workspaces[0];
  const session = useMemo(() => workspace && sessionOf(person, workspace), [person, workspace]);
  const destinations = useMemo(
    () => (session ? destinationsFor(session, views, t) : []),
    [session, t],
  );
  const here = session && views.find((view) => path === view.address(session.workspace));
  const forbidden = session && here?.allowed?.(session) === false ? here : undefined;
  const tenure = useMemo(() => (session ? tenureOf(session.workspace) : null), [session]);
  const isFirst = search.has('first');
  const home = session && (isFirst ? urls.start : urls.board)(session.workspace);
  const isHome =
    session && (path === '/' || path.replace(/\/$/, '') === urls.workspace(session.workspace));
  useEffect(() => {
    if (isHome && home) go(home, {replace: true});
  }, [isHome, home, go]);
  const [adding, setAdding] = useState(false);
  const add = useCallback(() => setAdding(true), []);
  const mayAdd = session && session.role !== 'viewer';
  useShortcut('n', t('web.quick'), add);
  useRowKeys();
  const commands = useMemo<Command[]>(
    () => [
      {
        id: 'new',
        group: t('web.commands'),
        label: t('web.quick'),
        icon: 'plus',
        keys: 'n',
        run: add,
      },
    ],
    [t, add],
  );
  if (!session || !tenure) {
    return <EmptyState icon="accounts" title={t('web.no-workspace')} />;
  }
  return (
    <SessionProvider value={session}>
      <TenureProvider value={tenure}>
        <Heard>
          <Shell
            session={session}
            destinations={destinations}
            commands={mayAdd ? commands : []}
            onNew={mayAdd ? add : undefined}
          >
            <Place key={path} title={here?.title(t) ?? ''}>
              {forbidden && <NotForRole title={forbidden.title(t)} />}
              {!forbidden && (
                <Routes
                  routes={routes}
                  missing={
                    <Page title={t('web.not-here')}>
                      <EmptyState
                        icon="search"
                        title={t('web.not-here.why')}
                        actions={
                          <LinkButton href={urls.workspace(session.workspace)}>
                            {t('web.home')}
                          </LinkButton>
                        }
                      />
                    </Page>
                  }
                />
              )}
            </Place>
          </Shell>
          {adding && mayAdd && (
            <Suspense>
              <QuickAdd workspace={session.workspace} onClose={() => setAdding(false)} />
            </Suspense>
          )}
        </Heard>
      </TenureProvider>
    </SessionProvider>
  );
}
