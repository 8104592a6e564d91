// Who may come in, and what can be done about each.
import {useMutation, useQueryClient} from '@tanstack/react-query';
import {useState} from 'react';
import {type RoleEntry, type User, users} from '@/api/people.ts';
import {useSession} from '@/app/session_context.tsx';
import {useText} from '@/i18n/language.tsx';
import {Badge} from '@/ui/badge.tsx';
import {IconButton} from '@/ui/button.tsx';
import {Confirm} from '@/ui/dialog.tsx';
import {Menu, type MenuEntry} from '@/ui/menu.tsx';
import {Named, Table} from '@/ui/table.tsx';
import {toast} from '@/ui/toast.tsx';

interface UsersTableProps {
  workspace: string;
  people: User[];
  roles: RoleEntry[];
  onChange: (user: User) => void;
  onLink: (user: User, link: string) => void;
}

export function UsersTable({workspace, people, roles, onChange, onLink}: UsersTableProps) {
  const t = useText();
  const session = useSession();
  const queries = useQueryClient();
  const [removing, setRemoving] = useState<User | null>(null);
  const act = useMutation({
    mutationFn: async ({id, user}: {id: string; user: User}) => {
      if (id === 'active') await users.change(workspace, user, {active: !user.active});
      else if (id === 'remove') await users.remove(workspace, user);
      else onLink(user, (await users.invite(workspace, user, id as 'invite' | 'reset')).link);
    },
    onError: (error) => toast.error(error.message || t('web.no-answer')),
    onSettled: () => queries.invalidateQueries({queryKey: ['people', workspace]}),
  });
  // An owner is touched by owners alone, and nobody shuts the door on themselves.
  const isClosed = (user: User) => user.role === 'owner' && session.role !== 'owner';
  const actions = (user: User): MenuEntry[] => [
    {id: 'change', label: t('web.users.edit'), icon: 'settings'},
    user.has_password
      ? {id: 'reset', label: t('web.users.reset'), icon: 'undo'}
      : {id: 'invite', label: t('web.users.invite-again'), icon: 'person'},
    {
      id: 'active',
      label: user.active ? t('web.users.close') : t('web.users.open'),
      icon: user.active ? 'close' : 'check',
      absent: user.key === session.user,
    },
    {
      id: 'remove',
      label: t('web.users.remove'),
      icon: 'pool',
      danger: true,
      absent: user.key === session.user,
    },
  ];
  return (
    <>
      <Table
        label={t('web.users')}
        columns={[
          {id: 'name', title: t('web.name')},
          {id: 'role', title: t('web.users.role')},
          {id: 'state', title: t('web.users.state')},
          {id: 'actions', title: t('web.list.more'), end: true, hidden: true},
        ]}
        rows={people.map((user) => ({
          id: user.key,
          cells: [
            <Named key="name" name={user.name || user.key} note={user.email} />,
            <Named
              key="role"
              name={roles.find(({role}) => role === user.role)?.title ?? user.role}
              note={user.own_only && t('web.users.own-only')}
            />,
            <Badge
              key="state"
              hue={user.active ? (user.has_password ? 'green' : 'amber') : 'stone'}
            >
              {!user.active
                ? t('web.users.is-closed')
                : user.has_password
                  ? t('web.users.is-open')
                  : t('web.users.is-invited')}
            </Badge>,
            !isClosed(user) && (
              <Menu
                key="actions"
                label={t('web.users.actions', {name: user.name || user.key})}
                placement="bottom end"
                trigger={
                  <IconButton
                    small
                    icon="more"
                    label={t('web.users.actions', {name: user.name || user.key})}
                  />
                }
                groups={[{entries: actions(user)}]}
                onAction={(id) => {
                  if (id === 'change') onChange(user);
                  else if (id === 'remove') setRemoving(user);
                  else act.mutate({id, user});
                }}
              />
            ),
          ],
        }))}
      />
      <Confirm
        title={t('web.users.remove-sure', {name: removing?.name ?? ''})}
        action={t('web.users.remove')}
        look="danger"
        isOpen={removing !== null}
        onOpenChange={(open) => open || setRemoving(null)}
        onConfirm={() => removing && act.mutate({id: 'remove', user: removing})}
      >
        <p>{t('web.users.remove-what')}</p>
      </Confirm>
    </>
  );
}
