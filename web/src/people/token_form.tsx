// A new API token: what it is called, what it may do, how long it lives.
import {useMutation} from '@tanstack/react-query';
import {useState} from 'react';
import {Form} from 'react-aria-components/Form';
import {tokens} from '@/api/people.ts';
import {useText} from '@/i18n/language.tsx';
import {Button} from '@/ui/button.tsx';
import {Dialog} from '@/ui/dialog.tsx';
import {Checkbox, TextField} from '@/ui/field.tsx';
import {Refusal} from '@/ui/refusal.tsx';
import {Select} from '@/ui/select.tsx';

const scopes = ['read', 'write', 'facts', 'admin'] as const;
const lives = ['30', '90', '365'] as const;

interface TokenFormProps {
  workspace: string;
  onClose: () => void;
  onDone: (secret: string | null) => void;
}

export default function TokenForm({workspace, onClose, onDone}: TokenFormProps) {
  const t = useText();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<string[]>(['read']);
  const [days, setDays] = useState('90');
  const add = useMutation({
    mutationFn: () => tokens.add(workspace, {name, scopes: chosen, days: Number(days)}),
    onSuccess: ({secret}) => onDone(secret),
  });
  return (
    <Dialog
      title={t('web.tokens.add')}
      isOpen
      onOpenChange={(open) => open || onClose()}
      actions={
        <>
          <Button onPress={onClose}>{t('web.cancel')}</Button>
          <Button
            look="primary"
            type="submit"
            form="token"
            isPending={add.isPending}
            isDisabled={chosen.length === 0}
          >
            {t('web.tokens.make')}
          </Button>
        </>
      }
    >
      <Form
        id="token"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <Refusal error={add.error} />
        <TextField
          label={t('web.name')}
          help={t('web.tokens.name-help')}
          value={name}
          onChange={setName}
          isRequired
          autoFocus
        />
        <fieldset>
          <legend>{t('web.tokens.scopes')}</legend>
          {scopes.map((scope) => (
            <Checkbox
              key={scope}
              isSelected={chosen.includes(scope)}
              onChange={(on) =>
                setChosen(on ? [...chosen, scope] : chosen.filter((entry) => entry !== scope))
              }
            >
              {t(`web.scope.${scope}`)}
            </Checkbox>
          ))}
        </fieldset>
        <Select
          label={t('web.tokens.days')}
          choices={lives.map((id) => ({id, label: t('web.tokens.n-days', {count: Number(id)})}))}
          value={days}
          onChange={(id) => setDays(String(id))}
        />
      </Form>
    </Dialog>
  );
}
