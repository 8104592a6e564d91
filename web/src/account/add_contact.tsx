// A person at the account. A name is enough, or an e-mail, or a telephone.
import {useMutation, useQueryClient} from '@tanstack/react-query';
import {useState} from 'react';
import {Form} from 'react-aria-components/Form';
import {accountsChanged} from '@/api/again.ts';
import {type Definition, fieldOf} from '@/api/definition.ts';
import {useTenure} from '@/api/workspace.tsx';
import {FieldInput, type FieldValue} from '@/forms_of_records/field_input.tsx';
import {useText} from '@/i18n/language.tsx';
import {Button} from '@/ui/button.tsx';
import {Dialog} from '@/ui/dialog.tsx';
import {Refusal} from '@/ui/refusal.tsx';
import {toast} from '@/ui/toast.tsx';

interface AddContactProps {
  definition: Definition;
  account: string;
  onClose: () => void;
}

const names = ['first_name', 'last_name', 'role', 'phone', 'email'];

export default function AddContact({definition, account, onClose}: AddContactProps) {
  const t = useText();
  const tenure = useTenure();
  const queries = useQueryClient();
  const [entered, setEntered] = useState<Record<string, FieldValue>>({});
  const add = useMutation({
    mutationFn: () => tenure.contacts.create({account, ...(entered as Record<string, string>)}),
    onSuccess: () => {
      toast.done(t('web.saved'));
      accountsChanged(queries);
      onClose();
    },
  });
  return (
    <Dialog
      title={t('web.account.add-contact')}
      isOpen
      onOpenChange={(open) => open || onClose()}
      actions={
        <>
          <Button onPress={onClose}>{t('web.cancel')}</Button>
          <Button look="primary" type="submit" form="contact" isPending={add.isPending}>
            {t('web.save')}
          </Button>
        </>
      }
    >
      <Form
        id="contact"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <Refusal error={add.error} />
        {names.map((name) => {
          const field = fieldOf(definition, name, 'contact');
          return field ? (
            <FieldInput
              key={name}
              {...{definition, field}}
              value={entered[name] ?? null}
              onChange={(value) => setEntered({...entered, [name]: value})}
            />
          ) : null;
        })}
      </Form>
    </Dialog>
  );
}
