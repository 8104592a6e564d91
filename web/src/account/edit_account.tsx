// Changing an account's fields. When another one has changed it meanwhile, nothing of what was entered is
// lost: both are shown, and who saves again decides.
import {TenureError} from '@client/error.ts';
import {useMutation, useQueryClient} from '@tanstack/react-query';
import {useState} from 'react';
import {Form} from 'react-aria-components/Form';
import {accountsChanged} from '@/api/again.ts';
import {type Definition, recordOf, useTitle} from '@/api/definition.ts';
import {useTenure} from '@/api/workspace.tsx';
import {type FieldValue as Entered, FieldInput} from '@/forms_of_records/field_input.tsx';
import {FieldValue} from '@/forms_of_records/field_value.tsx';
import {useText} from '@/i18n/language.tsx';
import {useLeaveGuard} from '@/router/router.tsx';
import {Button} from '@/ui/button.tsx';
import {Drawer} from '@/ui/dialog.tsx';
import {Refusal} from '@/ui/refusal.tsx';
import {Callout} from '@/ui/states.tsx';
import {toast} from '@/ui/toast.tsx';
import css from './account.module.css';
import type {AccountRow} from './account_data.ts';
import {conflictsOf} from './conflicts.ts';

interface EditAccountProps {
  definition: Definition;
  row: AccountRow;
  onClose: () => void;
}

export default function EditAccount({definition, row, onClose}: EditAccountProps) {
  const t = useText();
  const say = useTitle();
  const tenure = useTenure();
  const queries = useQueryClient();
  const [base, setBase] = useState(row); // what the changes are made to
  const [changes, setChanges] = useState<Record<string, Entered>>({});
  const [theirs, setTheirs] = useState<string[]>([]); // fields that somebody else changed too
  useLeaveGuard(Object.keys(changes).length > 0, t('web.edit.leave'));
  const stages = definition.lifecycles.map((lifecycle) => lifecycle.name);
  const fields = (recordOf(definition, 'account')?.fields ?? []).filter(
    (field) => !field.read_only && field.name !== 'key' && !stages.includes(field.name),
  );
  const save = useMutation({
    mutationFn: () => tenure.accounts.update(row.key, changes as never, base['@odata.etag'] ?? ''),
    onSuccess: () => {
      toast.done(t('web.saved'));
      accountsChanged(queries);
      onClose();
    },
    onError: async (error) => {
      if (!(error instanceof TenureError && error.stale)) return;
      const now = (await tenure.accounts.get(row.key)) as AccountRow;
      setTheirs(conflictsOf(base, now, changes));
      setBase(now);
    },
  });
  const stale = save.error instanceof TenureError && save.error.stale;
  const titleOf = (name: string) => say(fields.find((field) => field.name === name)?.title, name);
  return (
    <Drawer
      title={t('web.edit.title', {name: row.name ?? row.key})}
      isOpen
      onOpenChange={(open) => open || onClose()}
      actions={
        <>
          <Button onPress={onClose}>{t('web.cancel')}</Button>
          <Button look="primary" type="submit" form="edit" isPending={save.isPending}>
            {stale ? t('web.edit.save-mine') : t('web.save')}
          </Button>
        </>
      }
    >
      <Form
        id="edit"
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (Object.keys(changes).length > 0) save.mutate();
          else onClose();
        }}
      >
        {stale ? (
          <Callout tone="warning">
            <p>{t('web.edit.stale')}</p>
            <ul>
              {theirs.map((name) => {
                const field = fields.find((entry) => entry.name === name);
                return field ? (
                  <li key={name}>
                    {t('web.edit.theirs', {field: titleOf(name)})}{' '}
                    <strong>
                      {base[name] === null ? (
                        t('web.none')
                      ) : (
                        <FieldValue definition={definition} field={field} value={base[name]} />
                      )}
                    </strong>
                  </li>
                ) : null;
              })}
            </ul>
          </Callout>
        ) : (
          <Refusal error={save.error} />
        )}
        {fields.map((field) => (
          <FieldInput
            key={field.name}
            {...{definition, field}}
            value={
              (field.name in changes ? changes[field.name] : (base[field.name] as Entered)) ?? null
            }
            onChange={(value) => setChanges({...changes, [field.name]: value})}
          />
        ))}
      </Form>
    </Drawer>
  );
}
