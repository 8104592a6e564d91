// Somebody new, or what is changed about somebody.
import {useMutation} from '@tanstack/react-query';
import {useState} from 'react';
import {Form} from 'react-aria-components/Form';
import {type Invitation, type NewUser, type RoleEntry, type User, users} from '@/api/people.ts';
import {useSession} from '@/app/session_context.tsx';
import {languageNames, languages, useText} from '@/i18n/language.tsx';
import {Button} from '@/ui/button.tsx';
import {Dialog} from '@/ui/dialog.tsx';
import {Switch, TextField} from '@/ui/field.tsx';
import {Refusal} from '@/ui/refusal.tsx';
import {Select} from '@/ui/select.tsx';

interface UserFormProps {
  workspace: string;
  roles: RoleEntry[];
  user?: User;
  onClose: () => void;
  onDone: (user: User & {invitation?: Invitation}) => void;
}

export default function UserForm({workspace, roles, user, onClose, onDone}: UserFormProps) {
  const t = useText();
  const session = useSession();
  // What one may oneself is others' to say, and only an owner makes another one.
  const isSelf = user?.key === session.user;
  const offered = roles.filter(({role}) => role !== 'owner' || session.role === 'owner');
  const [entered, setEntered] = useState<NewUser>({
    name: user?.name ?? '',
    email: user?.email ?? '',
    role: user?.role ?? 'rep',
    language: user?.language || t.language,
    own_only: user?.own_only ?? false,
  });
  const change = (part: Partial<NewUser>) => setEntered({...entered, ...part});
  const save = useMutation({
    mutationFn: (): Promise<User & {invitation?: Invitation}> =>
      user
        ? users.change(workspace, user, changedIn(user, entered))
        : users.add(workspace, entered),
    onSuccess: onDone,
  });
  return (
    <Dialog
      title={user ? t('web.users.change', {name: user.name}) : t('web.users.add')}
      isOpen
      onOpenChange={(open) => open || onClose()}
      actions={
        <>
          <Button onPress={onClose}>{t('web.cancel')}</Button>
          <Button look="primary" type="submit" form="user" isPending={save.isPending}>
            {user ? t('web.save') : t('web.users.invite')}
          </Button>
        </>
      }
    >
      <Form
        id="user"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Refusal error={save.error} />
        <TextField
          label={t('web.name')}
          value={entered.name}
          onChange={(name) => change({name})}
          isRequired
          autoFocus
        />
        <TextField
          label={t('web.email')}
          type="email"
          value={entered.email}
          onChange={(email) => change({email})}
          isRequired
        />
        {!isSelf && (
          <Select
            label={t('web.users.role')}
            choices={offered.map(({role, title, about}) => ({id: role, label: title, help: about}))}
            value={entered.role}
            onChange={(role) => change({role: role as NewUser['role']})}
          />
        )}
        <Select
          label={t('web.language')}
          choices={languages.map((id) => ({id, label: languageNames[id]}))}
          value={entered.language}
          onChange={(language) => change({language: String(language)})}
        />
        {!isSelf && (
          <Switch isSelected={entered.own_only} onChange={(own_only) => change({own_only})}>
            {t('web.users.own-only')}
          </Switch>
        )}
      </Form>
    </Dialog>
  );
}

// Only what is not as it was: the rest is not this form's to say.
const changedIn = (user: User, entered: NewUser): Partial<User> =>
  Object.fromEntries(
    Object.entries(entered).filter(([name, value]) => user[name as keyof NewUser] !== value),
  );
