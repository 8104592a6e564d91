// Oneself: name, e-mail, password, and where one is signed in.
import {useMutation, useQuery, useQueryClient} from '@tanstack/react-query';
import {Form} from 'react-aria-components/Form';
import {me} from '@/api/people.ts';
import {PageBefore} from '@/app/page_before.tsx';
import {Page} from '@/app/shell.tsx';
import {useFormats} from '@/i18n/formats.ts';
import {useText} from '@/i18n/language.tsx';
import css from '@/people/people.module.css';
import {Button} from '@/ui/button.tsx';
import {Failed} from '@/ui/failed.tsx';
import {TextField} from '@/ui/field.tsx';
import {Refusal} from '@/ui/refusal.tsx';
import {Skeleton} from '@/ui/states.tsx';
import {Named, Table} from '@/ui/table.tsx';
import {toast} from '@/ui/toast.tsx';

export default function Profile() {
  const t = useText();
  const formats = useFormats();
  const queries = useQueryClient();
  const self = useQuery({queryKey: ['me'], queryFn: me.show});
  const sessions = useQuery({queryKey: ['me', 'sessions'], queryFn: me.sessions});
  const again = () => {
    queries.invalidateQueries({queryKey: ['me']});
    queries.invalidateQueries({queryKey: ['person']});
  };
  const change = useMutation({
    mutationFn: (body: {name: string; email: string}) => me.change(self.data?.version ?? 0, body),
    onSuccess: () => toast.done(t('web.users.saved')),
    onSettled: again,
  });
  const renew = useMutation({
    mutationFn: (body: {password: string; new_password: string}) => me.password(body),
    onSuccess: () => toast.done(t('web.profile.password-changed')),
    onSettled: again,
  });
  const end = useMutation({mutationFn: me.end, onSettled: again});
  const entered = (form: HTMLFormElement, name: string) => String(new FormData(form).get(name));

  if (!self.data) return <PageBefore title={t('web.profile')} query={self} lines={8} />;
  return (
    <Page title={t('web.profile')}>
      <Form
        key={self.data.version}
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          const form = event.currentTarget;
          change.mutate({name: entered(form, 'name'), email: entered(form, 'email')});
        }}
      >
        <Refusal error={change.error} />
        <TextField label={t('web.name')} name="name" defaultValue={self.data.name} />
        <TextField
          label={t('web.email')}
          name="email"
          type="email"
          defaultValue={self.data.email}
        />
        <Button look="primary" type="submit" isPending={change.isPending}>
          {t('web.save')}
        </Button>
      </Form>
      <Form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          const form = event.currentTarget;
          renew.mutate({
            password: entered(form, 'password'),
            new_password: entered(form, 'new_password'),
          });
        }}
      >
        <h2>{t('web.profile.password')}</h2>
        <Refusal error={renew.error} />
        <TextField
          label={t('web.profile.present')}
          name="password"
          type="password"
          autoComplete="current-password"
          isRequired
        />
        <TextField
          label={t('web.profile.new')}
          name="new_password"
          type="password"
          autoComplete="new-password"
          help={t('web.set-up.password-help')}
          isRequired
        />
        <Button type="submit" isPending={renew.isPending}>
          {t('web.profile.change-password')}
        </Button>
      </Form>
      <h2>{t('web.profile.sessions')}</h2>
      {sessions.error && <Failed error={sessions.error} onRetry={sessions.refetch} />}
      {sessions.isPending && <Skeleton lines={2} />}
      {sessions.data && (
        <Table
          label={t('web.profile.sessions')}
          columns={[
            {id: 'address', title: t('web.profile.address')},
            {id: 'used', title: t('web.tokens.used')},
            {id: 'end', title: t('web.profile.end'), end: true, hidden: true},
          ]}
          rows={sessions.data.map((session) => ({
            id: session.session,
            cells: [
              <Named
                key="address"
                name={session.address}
                note={session.is_this && t('web.profile.this')}
              />,
              formats.instant(session.used_at),
              !session.is_this && (
                <Button key="end" small look="quiet" onPress={() => end.mutate(session.session)}>
                  {t('web.profile.end')}
                </Button>
              ),
            ],
          }))}
        />
      )}
    </Page>
  );
}
