// The form of any verb, made of what the metadata says it takes. What is asked seldom stands under "More".
import {useMutation, useQueryClient} from '@tanstack/react-query';
import {useState} from 'react';
import {Form} from 'react-aria-components/Form';
import {accountsChanged} from '@/api/again.ts';
import {type Definition, useTitle} from '@/api/definition.ts';
import {useTenure} from '@/api/workspace.tsx';
import {useOutcomes} from '@/calling/calling_data.ts';
import {useText} from '@/i18n/language.tsx';
import {Button} from '@/ui/button.tsx';
import {Dialog} from '@/ui/dialog.tsx';
import {Fold} from '@/ui/fold.tsx';
import {Refusal} from '@/ui/refusal.tsx';
import type {Choice} from '@/ui/select.tsx';
import {Callout} from '@/ui/states.tsx';
import {toast} from '@/ui/toast.tsx';
import {ParameterInput} from './parameter_input.tsx';
import type {GateSays, Verb} from './verbs.ts';

export interface Deed {
  verb: Verb;
  set: 'accounts' | 'opportunities' | 'quotes' | 'orders'; // and others: of the verb's record
  key: string;
  gates: GateSays[];
}
interface VerbDialogProps {
  deed: Deed;
  definition: Definition;
  choices: Record<string, Choice[]>; // contact, order … of this account
  onClose: () => void;
  onDone?: () => void;
}

const seldom = ['at', 'exception_reason'];
const never = ['key'];

export default function VerbDialog({deed, definition, ...props}: VerbDialogProps) {
  const {verb, set, key, gates} = deed;
  const t = useText();
  const say = useTitle();
  const tenure = useTenure();
  const queries = useQueryClient();
  const [entered, setEntered] = useState<Record<string, string | boolean | null>>({});
  const act = useMutation({
    mutationFn: (values: typeof entered) =>
      tenure.set(set).act(key, verb.name as never, values as never),
    onSuccess: (outcome) => {
      const {warnings} = outcome as {warnings?: {message?: string | null}[]};
      for (const warning of warnings ?? []) toast.warning(warning.message ?? '');
      toast.done(verb.title);
      accountsChanged(queries);
      props.onDone?.();
      props.onClose();
    },
  });
  // What may come of a call has one list, wherever calls are logged.
  const isCall = verb.name === 'log_call';
  const outcomes = useOutcomes();
  const choices = isCall
    ? {
        ...props.choices,
        outcome: outcomes.map(({id, title}) => ({id, label: title})),
        direction: (['out', 'in'] as const).map((id) => ({id, label: t(`web.call.${id}`)})),
      }
    : props.choices;
  const asked = verb.parameters.filter(({name}) => !never.includes(name));
  const often = asked.filter(({name}) => !seldom.includes(name));
  const rest = asked.filter(({name}) => seldom.includes(name));
  const input = (parameter: (typeof asked)[number]) => (
    <ParameterInput
      key={parameter.name}
      {...{parameter, definition, choices, verb}}
      value={entered[parameter.name] ?? null}
      onChange={(value) => setEntered({...entered, [parameter.name]: value})}
    />
  );
  return (
    <Dialog
      title={verb.title}
      isOpen
      onOpenChange={(open) => open || props.onClose()}
      actions={
        <>
          <Button onPress={props.onClose}>{t('web.cancel')}</Button>
          <Button look="primary" type="submit" form="verb" isPending={act.isPending}>
            {t('web.save')}
          </Button>
        </>
      }
    >
      <Form
        id="verb"
        onSubmit={(event) => {
          event.preventDefault();
          const given = Object.entries(entered).filter(([, value]) => value !== null);
          act.mutate(Object.fromEntries(given));
        }}
      >
        {gates.map((gate) => (
          <Callout key={gate.gate.en} tone={gate.verdict === 'no' ? 'danger' : 'warning'}>
            {say(gate.says, '') ||
              t(`web.gate.${gate.verdict}`, {gate: say(gate.gate, ''), stage: say(gate.stage, '')})}
          </Callout>
        ))}
        <Refusal error={act.error} />
        {often.map(input)}
        {rest.length > 0 && (
          <Fold title={t('web.more')} isOpenAtFirst={gates.some((gate) => gate.verdict === 'no')}>
            {rest.map(input)}
          </Fold>
        )}
      </Form>
    </Dialog>
  );
}
