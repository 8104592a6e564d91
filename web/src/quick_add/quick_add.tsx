// A new account with what is known of it: a name, an e-mail or a telephone is enough. One that may be there
// already is shown before it is made twice.
import {TenureError} from '@client/error.ts';
import {useMutation, useQueryClient} from '@tanstack/react-query';
import {useState} from 'react';
import {Form} from 'react-aria-components/Form';
import {accountsChanged} from '@/api/again.ts';
import {useTenure} from '@/api/workspace.tsx';
import {useText} from '@/i18n/language.tsx';
import {usePlace} from '@/router/router.tsx';
import {urls} from '@/router/urls.ts';
import {Button} from '@/ui/button.tsx';
import {Dialog} from '@/ui/dialog.tsx';
import {Switch, TextField} from '@/ui/field.tsx';
import {Refusal} from '@/ui/refusal.tsx';
import {Callout} from '@/ui/states.tsx';
import {toast} from '@/ui/toast.tsx';

interface QuickAddProps {
  workspace: string;
  onClose: () => void;
}

export default function QuickAdd({workspace, onClose}: QuickAddProps) {
  const t = useText();
  const tenure = useTenure();
  const queries = useQueryClient();
  const {go} = usePlace();
  const [entered, setEntered] = useState({name: '', email: '', phone: ''});
  const [isPerson, setIsPerson] = useState(false);
  const nothing = Object.values(entered).every((text) => text.trim() === '');
  const open = (key: string) => {
    onClose();
    go(urls.account(workspace, key));
  };
  const add = useMutation({
    mutationFn: (confirm: boolean) => {
      const given = Object.entries(entered).filter(([, text]) => text.trim() !== '');
      const values = {...Object.fromEntries(given), is_person: isPerson};
      return tenure.accounts.create((confirm ? {...values, confirm} : values) as typeof values);
    },
    onSuccess: (row) => {
      toast.done(t('web.quick.done', {name: row.name ?? row.key}));
      accountsChanged(queries);
      open(row.key);
    },
  });
  const matches =
    add.error instanceof TenureError
      ? add.error.reasons.filter((reason) => reason.code === 'possible-duplicate')
      : [];
  const field = (name: keyof typeof entered, type: 'text' | 'email' | 'tel') => (
    <TextField
      label={t(`web.${name}`)}
      type={type}
      value={entered[name]}
      onChange={(text) => setEntered({...entered, [name]: text})}
      autoFocus={name === 'name'}
    />
  );
  return (
    <Dialog
      title={t('web.quick')}
      isOpen
      onOpenChange={(is) => is || onClose()}
      actions={
        <>
          <Button onPress={onClose}>{t('web.cancel')}</Button>
          {matches.length > 0 && (
            <Button look="danger" isPending={add.isPending} onPress={() => add.mutate(true)}>
              {t('web.quick.anyway')}
            </Button>
          )}
          <Button
            look="primary"
            type="submit"
            form="quick"
            isDisabled={nothing}
            isPending={add.isPending}
          >
            {t('web.quick.add')}
          </Button>
        </>
      }
    >
      <Form
        id="quick"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate(false);
        }}
      >
        <p>{t('web.quick.enough')}</p>
        {matches.length > 0 ? (
          <Callout tone="warning">
            {matches.map((match) => (
              <p key={match.target}>
                {match.message}{' '}
                {match.target && (
                  <Button small onPress={() => open(match.target ?? '')}>
                    {t('web.quick.open', {key: match.target})}
                  </Button>
                )}
              </p>
            ))}
          </Callout>
        ) : (
          <Refusal error={add.error} />
        )}
        {field('name', 'text')}
        {field('email', 'email')}
        {field('phone', 'tel')}
        <Switch isSelected={isPerson} onChange={setIsPerson}>
          {t('web.quick.person')}
        </Switch>
      </Form>
    </Dialog>
  );
}
