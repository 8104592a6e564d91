// Users and roles: who may come in, and what each role may do.
import {useQuery, useQueryClient} from '@tanstack/react-query';
import {Suspense, useState} from 'react';
import {roles, type User, users} from '@/api/people.ts';
import {lazy} from '@/app/lazy.ts';
import {Page} from '@/app/shell.tsx';
import {useText} from '@/i18n/language.tsx';
import {RolesTable} from '@/people/roles_table.tsx';
import {SecretDialog} from '@/people/secret_dialog.tsx';
import {UsersTable} from '@/people/users_table.tsx';
import {usePlace} from '@/router/router.tsx';
import {urls} from '@/router/urls.ts';
import {Button} from '@/ui/button.tsx';
import {Failed} from '@/ui/failed.tsx';
import {Skeleton} from '@/ui/states.tsx';
import {Tabs} from '@/ui/tabs.tsx';
import {toast} from '@/ui/toast.tsx';

const UserForm = lazy(() => import('@/people/user_form.tsx'));

export default function Users({workspace}: {workspace: string}) {
  const t = useText();
  const queries = useQueryClient();
  const {search, go} = usePlace();
  const people = useQuery({
    queryKey: ['people', workspace, 'users'],
    queryFn: () => users.list(workspace),
  });
  const entries = useQuery({
    queryKey: ['people', workspace, 'roles', t.language],
    queryFn: () => roles.list(workspace),
  });
  const [form, setForm] = useState<User | 'new' | null>(null);
  const [link, setLink] = useState<{name: string; link: string} | null>(null);
  const failed = people.error ?? entries.error;
  const again = () => queries.invalidateQueries({queryKey: ['people', workspace]});

  return (
    <Page
      title={t('web.users')}
      actions={
        <Button
          look="primary"
          icon="plus"
          isDisabled={!entries.data}
          onPress={() => setForm('new')}
        >
          {t('web.users.add')}
        </Button>
      }
    >
      {failed ? (
        <Failed error={failed} onRetry={again} />
      ) : !people.data || !entries.data ? (
        <Skeleton lines={8} />
      ) : (
        <Tabs
          label={t('web.users')}
          selected={search.get('show') === 'roles' ? 'roles' : 'users'}
          onSelect={(id) =>
            go(urls.users(workspace, id === 'roles' ? 'roles' : undefined), {replace: true})
          }
          tabs={[
            {
              id: 'users',
              label: t('web.users.people'),
              count: String(people.data.length),
              content: (
                <UsersTable
                  workspace={workspace}
                  people={people.data}
                  roles={entries.data}
                  onChange={setForm}
                  onLink={(user, made) => setLink({name: user.name, link: made})}
                />
              ),
            },
            {
              id: 'roles',
              label: t('web.roles'),
              content: <RolesTable workspace={workspace} entries={entries.data} />,
            },
          ]}
        />
      )}
      {form && entries.data && (
        <Suspense>
          <UserForm
            workspace={workspace}
            roles={entries.data}
            user={form === 'new' ? undefined : form}
            onClose={() => setForm(null)}
            onDone={(user) => {
              setForm(null);
              again();
              if (user.invitation) setLink({name: user.name, link: user.invitation.link});
              else toast.done(t('web.users.saved'));
            }}
          />
        </Suspense>
      )}
      {link && (
        <SecretDialog
          title={t('web.users.link', {name: link.name})}
          label={t('web.users.link-label')}
          why={t('web.users.link-why')}
          secret={link.link}
          onClose={() => setLink(null)}
        />
      )}
    </Page>
  );
}
