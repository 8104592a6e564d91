// The first run: whoever holds the link that the server printed becomes the owner.
import {TenureError} from '@client/error.ts';
import {useMutation} from '@tanstack/react-query';
import {Form} from 'react-aria-components/Form';
import {tell} from '@/app/server.ts';
import {useText} from '@/i18n/language.tsx';
import {Button} from '@/ui/button.tsx';
import {TextField} from '@/ui/field.tsx';
import {Callout} from '@/ui/states.tsx';
import css from './sign_in.module.css';

interface SetUpProps {
  token: string; // of the link
  onDone: () => void;
}

export default function SetUp({token, onDone}: SetUpProps) {
  const t = useText();
  const setUp = useMutation({
    mutationFn: (owner: {name: string; email: string; password: string}) =>
      tell('/setup', {method: 'POST', body: {token, language: t.language, ...owner}}),
    onSuccess: onDone,
  });
  const refused = setUp.error instanceof TenureError ? setUp.error : null;
  return (
    <main className={css.page}>
      <Form
        className={css.card}
        onSubmit={(event) => {
          event.preventDefault();
          const entered = new FormData(event.currentTarget);
          const text = (name: string) => String(entered.get(name));
          setUp.mutate({name: text('name'), email: text('email'), password: text('password')});
        }}
      >
        <h1>{t('web.set-up.title')}</h1>
        {token ? (
          <p>{t('web.set-up.why')}</p>
        ) : (
          <Callout tone="warning">{t('web.set-up.no-link')}</Callout>
        )}
        {refused && <Callout tone="danger">{refused.message || t('web.no-answer')}</Callout>}
        <TextField label={t('web.name')} name="name" autoComplete="name" isRequired autoFocus />
        <TextField
          label={t('web.email')}
          name="email"
          type="email"
          autoComplete="username"
          isRequired
        />
        <TextField
          label={t('web.password')}
          name="password"
          type="password"
          autoComplete="new-password"
          help={t('web.set-up.password-help')}
          isRequired
        />
        <Button look="primary" type="submit" isPending={setUp.isPending} isDisabled={!token}>
          {t('web.set-up.begin')}
        </Button>
      </Form>
    </main>
  );
}
