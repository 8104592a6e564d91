import {TenureError} from '@client/error.ts';
import {useMutation, useQuery} from '@tanstack/react-query';
import type {ReactNode} from 'react';
import {Form} from 'react-aria-components/Form';
import {askJson, tell} from '@/app/server.ts';
import {useText} from '@/i18n/language.tsx';
import {Button} from '@/ui/button.tsx';
import {TextField} from '@/ui/field.tsx';
import {Callout} from '@/ui/states.tsx';
import css from './sign_in.module.css';

interface Provider {
  provider: string;
  title: string;
}
interface SignInFormProps {
  user?: string;
  className?: string;
  children?: ReactNode; // above the fields
  onDone: () => void;
}

export function SignInForm({user = '', className, children, onDone}: SignInFormProps) {
  const t = useText();
  const signIn = useMutation({
    mutationFn: (body: {user: string; password: string}) => tell('/signin', {method: 'POST', body}),
    onSuccess: onDone,
  });
  // Others who may say who somebody is. Over a view that was left open (`user`) in a tab of their own.
  const providers = useQuery({
    queryKey: ['sign-in', 'providers'],
    retry: false,
    queryFn: async () => (await askJson<{providers: Provider[]}>('/signin/providers')).providers,
  });
  const next = user ? '/' : location.pathname + location.search;
  const refused = signIn.error instanceof TenureError ? signIn.error : null;
  return (
    <Form
      className={className}
      onSubmit={(event) => {
        event.preventDefault();
        const entered = new FormData(event.currentTarget);
        signIn.mutate({
          user: String(entered.get('user')),
          password: String(entered.get('password')),
        });
      }}
    >
      {children}
      {refused && <Callout tone="danger">{refused.message || t('web.no-answer')}</Callout>}
      <TextField
        label={t('web.user')}
        name="user"
        autoComplete="username"
        defaultValue={user}
        isRequired
        autoFocus={!user}
      />
      <TextField
        label={t('web.password')}
        name="password"
        type="password"
        autoComplete="current-password"
        isRequired
        autoFocus={!!user}
      />
      <Button look="primary" type="submit" isPending={signIn.isPending}>
        {t('web.sign-in')}
      </Button>
      {providers.data?.map(({provider, title}) => (
        <a
          key={provider}
          className={css.provider}
          href={`/signin/oidc/${encodeURIComponent(provider)}?next=${encodeURIComponent(next)}`}
          target={user ? '_blank' : undefined}
          rel="noreferrer"
        >
          {t('web.sign-in.by', {title: title || provider})}
        </a>
      ))}
    </Form>
  );
}

export default function SignIn({onDone}: {onDone: () => void}) {
  const t = useText();
  // Why the way by a provider led back here.
  const code = new URLSearchParams(location.search).get('refused');
  return (
    <main className={css.page}>
      <SignInForm className={css.card} onDone={onDone}>
        <h1>{t('web.sign-in.title')}</h1>
        {code && <Callout tone="danger">{t('web.sign-in.refused', {code})}</Callout>}
      </SignInForm>
    </main>
  );
}
