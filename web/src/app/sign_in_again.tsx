// A session that ended while somebody was at work: they sign in over what they were doing, and what they had sent goes
// out again. Another person begins anew: what stands on the page was not theirs.
import {Suspense, useCallback, useEffect, useState} from 'react';
import {lazy} from '@/app/lazy.ts';
import {urls} from '@/router/urls.ts';
import {changeWith, whenSignedOut} from './send.ts';
import type {Person} from './session.ts';

const SignInDialog = lazy(() => import('./sign_in_dialog.tsx'));

// Is the one who is signed in now still this one? Then the session's new word is known.
async function isStillHere(user: string): Promise<boolean> {
  const response = await fetch('/me', {credentials: 'same-origin'});
  if (!response.ok) return false;
  const person = (await response.json()) as Person;
  if (person.user !== user) location.reload();
  changeWith(person.csrf);
  return person.user === user;
}

export function SignInAgain({user}: {user: string}) {
  const [answer, setAnswer] = useState<((signedIn: boolean) => void) | null>(null);
  useEffect(() => {
    whenSignedOut(async (quietly) => {
      if (quietly && (await isStillHere(user).catch(() => false))) return true;
      return new Promise((resolve) => setAnswer(() => resolve));
    });
    return () => whenSignedOut(null);
  }, [user]);
  const done = useCallback(async () => {
    if (!answer || !(await isStillHere(user).catch(() => false))) return;
    setAnswer(null);
    answer(true);
  }, [answer, user]);
  // Perhaps it was done in another tab.
  useEffect(() => {
    if (!answer) return;
    window.addEventListener('focus', done);
    return () => window.removeEventListener('focus', done);
  }, [answer, done]);
  if (!answer) return null;
  return (
    <Suspense>
      <SignInDialog user={user} onDone={done} onLeave={() => location.assign(urls.home())} />
    </Suspense>
  );
}
