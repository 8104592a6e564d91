// What a declaration wants to know: a note, the fields that the pack names. Nothing is stored unless all of
// it is let in.
import type {TenureError} from '@client/error.ts';
import {useQuery} from '@tanstack/react-query';
import {useState} from 'react';
import {Form} from 'react-aria-components/Form';
import {type Definition, fieldOf, type Requirement, useTitle} from '@/api/definition.ts';
import {useTenure} from '@/api/workspace.tsx';
import {FieldInput} from '@/forms_of_records/field_input.tsx';
import {useText} from '@/i18n/language.tsx';
import {Button} from '@/ui/button.tsx';
import {Dialog} from '@/ui/dialog.tsx';
import {TextField} from '@/ui/field.tsx';
import {Refusal} from '@/ui/refusal.tsx';
import {Skeleton} from '@/ui/states.tsx';
import type {Moved, Values} from './use_move.tsx';
import type {Way} from './ways.ts';

interface DeclareDialogProps {
  account: Moved;
  way: Way;
  definition: Definition;
  error: TenureError | null;
  onSend: (values: Values) => void;
  onClose: () => void;
}

export default function DeclareDialog(props: DeclareDialogProps) {
  const {account, way, definition, error, onSend, onClose} = props;
  const t = useText();
  const say = useTitle();
  const tenure = useTenure();
  const [entered, setEntered] = useState<Values>({});
  const needs = way.kind === 'declaration' ? way.declaration.needs : [];
  const fields = needs.flatMap((need) => (need.field ? [need.field] : []));
  // What the account says already need not be said again.
  const known = useQuery({
    queryKey: ['account', tenure.base, account.key, 'fields', fields],
    queryFn: () => tenure.accounts.get(account.key, {select: ['key', ...fields]}),
    enabled: fields.length > 0,
  });
  if (way.kind !== 'declaration') return null;
  const {declaration} = way;
  const values: Values = {...(known.data as Values | undefined), ...entered};
  const change = (name: string, value: Values[string]) => setEntered({...entered, [name]: value});
  const help = (need: Requirement) => say(need.says, '');
  const note = needs.find((need) => need.kind === 'note');

  return (
    <Dialog
      title={t('web.declare.title', {
        what: say(declaration.title, declaration.name),
        name: account.name,
      })}
      isOpen
      onOpenChange={(open) => open || onClose()}
      actions={
        <>
          <Button onPress={onClose}>{t('web.cancel')}</Button>
          <Button look="primary" type="submit" form="declare">
            {t('web.declare')}
          </Button>
        </>
      }
    >
      <Form
        id="declare"
        onSubmit={(event) => {
          event.preventDefault();
          const given = Object.entries({...pick(values, fields), note: entered.note ?? ''});
          onSend(Object.fromEntries(given.filter(([, value]) => value !== '' && value !== null)));
        }}
      >
        <Refusal error={error} />
        {known.isLoading && <Skeleton lines={2} />}
        {needs.map((need) => {
          const field = need.field && fieldOf(definition, need.field);
          return field ? (
            <FieldInput
              key={need.name}
              definition={definition}
              field={field}
              help={help(need)}
              value={values[field.name] ?? null}
              onChange={(value) => change(field.name, value)}
              isRequired={!need.unless}
            />
          ) : null;
        })}
        <TextField
          label={t('web.declare.note')}
          help={note ? help(note) : undefined}
          rows={3}
          value={String(entered.note ?? '')}
          onChange={(text) => change('note', text)}
          isRequired={!!note && !note.unless}
          autoFocus={fields.length === 0}
        />
      </Form>
    </Dialog>
  );
}

const pick = (values: Values, names: string[]): Values =>
  Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
