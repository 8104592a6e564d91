// Whoever holds a link that was sent to them chooses a password, and is in.
import {useMutation, useQuery} from '@tanstack/react-query';
import {Form} from 'react-aria-components/Form';
import {askJson, tell} from '@/app/server.ts';
import {useText} from '@/i18n/language.tsx';
import {Button} from '@/ui/button.tsx';
import {TextField} from '@/ui/field.tsx';
import {Refusal} from '@/ui/refusal.tsx';
import css from './sign_in.module.css';

interface Invited {
  user: string;
  name: string;
  purpose: 'invite' | 'reset' | 'setup';
}

export default function Invitation({token, onDone}: {token: string; onDone: () => void}) {
  const t = useText();
  const invited = useQuery({
    queryKey: ['invited', token],
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => askJson<Invited>('/invitation/look', {method: 'POST', body: {token}}),
  });
  const accept = useMutation({
    mutationFn: (password: string) =>
      tell('/invitation', {method: 'POST', body: {token, password, user: invited.data?.user}}),
    onSuccess: onDone,
  });
  return (
    <main className={css.page}>
      <Form
        className={css.card}
        onSubmit={(event) => {
          event.preventDefault();
          accept.mutate(String(new FormData(event.currentTarget).get('password')));
        }}
      >
        <h1>{t('web.set-up.title')}</h1>
        {invited.data && (
          <p>
            {invited.data.purpose === 'reset'
              ? t('web.invitation.reset', {name: invited.data.name || invited.data.user})
              : t('web.invitation.why', {name: invited.data.name || invited.data.user})}
          </p>
        )}
        <Refusal error={invited.error ?? accept.error} />
        <input
          type="hidden"
          name="user"
          autoComplete="username"
          value={invited.data?.user ?? ''}
          readOnly
        />
        <TextField
          label={t('web.password')}
          name="password"
          type="password"
          autoComplete="new-password"
          help={t('web.set-up.password-help')}
          isRequired
          autoFocus
        />
        <Button
          look="primary"
          type="submit"
          isPending={accept.isPending}
          isDisabled={!invited.data}
        >
          {t('web.set-up.begin')}
        </Button>
      </Form>
    </main>
  );
}
