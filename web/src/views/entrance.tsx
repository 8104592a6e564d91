// The door: who is here? Nobody yet: sign in. Somebody: their workspace.

import {TenureError} from '@client/error.ts';
import {useQuery, useQueryClient} from '@tanstack/react-query';
import {Suspense, useMemo} from 'react';
import {lazy} from '@/app/lazy.ts';
import {PreferencesProvider} from '@/app/preferences.tsx';
import {tell} from '@/app/server.ts';
import {personHere} from '@/app/session.ts';
import {SignInAgain} from '@/app/sign_in_again.tsx';
import {useText} from '@/i18n/language.tsx';
import type {Language} from '@/i18n/message.ts';
import {usePlace} from '@/router/router.tsx';
import {urls} from '@/router/urls.ts';
import {ErrorState, Skeleton} from '@/ui/states.tsx';

const SignIn = lazy(() => import('./sign_in.tsx'));
const SignedIn = lazy(() => import('./signed_in.tsx'));
const Invitation = lazy(() => import('./invitation.tsx'));
const SetUp = lazy(() => import('./set_up.tsx'));

export function Entrance({setLanguage}: {setLanguage: (language: Language) => void}) {
  const t = useText();
  const queries = useQueryClient();
  const {path, go} = usePlace();
  const isFirstRun = path === urls.setUp();
  const isInvited = path === urls.invitation();
  const person = useQuery({
    ...personHere,
    enabled: !isFirstRun && !isInvited,
  });
  const preferences = useMemo(
    () => ({
      setLanguage,
      signOut: async () => {
        await tell('/signout', {method: 'POST'}).catch(() => {}); // it ended already
        queries.clear();
        location.assign('/');
      },
    }),
    [setLanguage, queries],
  );
  if (isFirstRun || isInvited) {
    const begin = () => {
      go(isFirstRun ? urls.firstHome() : urls.home(), {replace: true});
      person.refetch();
    };
    return (
      <Suspense>
        {isInvited ? (
          <Invitation token={location.hash.slice(1)} onDone={begin} />
        ) : (
          <SetUp token={location.hash.slice(1)} onDone={begin} />
        )}
      </Suspense>
    );
  }
  if (person.isPending) {
    return (
      <main>
        <Skeleton lines={6} late />
      </main>
    );
  }
  // Once somebody is here, a session that ends takes nothing from them: they sign in over what they were doing.
  if (!person.data) {
    const {error} = person;
    if (error instanceof TenureError && error.signedOut) {
      return (
        <Suspense>
          <SignIn onDone={() => person.refetch()} />
        </Suspense>
      );
    }
    return (
      <main>
        <ErrorState
          sentence={error.message || t('web.no-answer')}
          requestId={error instanceof TenureError ? error.requestId : undefined}
          onRetry={() => person.refetch()}
        />
      </main>
    );
  }
  return (
    <PreferencesProvider value={preferences}>
      <Suspense>
        <SignedIn person={person.data} />
      </Suspense>
      <SignInAgain user={person.data.user} />
    </PreferencesProvider>
  );
}
