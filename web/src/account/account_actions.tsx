// What can be done with the account: first the everyday deeds, then all others, with what the gates say of each
// before it is clicked.
import type {Definition} from '@/api/definition.ts';
import {useRights, useTitle} from '@/api/definition.ts';
import {manages} from '@/app/session.ts';
import {useSession} from '@/app/session_context.tsx';
import {useText} from '@/i18n/language.tsx';
import {Button, IconButton} from '@/ui/button.tsx';
import {Menu, type MenuEntry} from '@/ui/menu.tsx';
import {gatesBefore, type Verb} from '@/verbs/verbs.ts';
import type {AccountRow, Related} from './account_data.ts';

const talks = ['log_call', 'log_email', 'log_note', 'log_contact', 'book_appointment'];
const documents = [
  'open_opportunity',
  'issue_quote',
  'place_order',
  'issue_invoice',
  'issue_receipt',
  'start_subscription',
  'start_assignment',
];
const others = [
  'open_task',
  'open_case',
  'open_ledger',
  'open_trading_account',
  'fill_extra_properties',
  'convert_to_company',
  'convert_to_person',
];

interface AccountActionsProps {
  definition: Definition;
  row: AccountRow;
  related?: Related;
  verbs: Map<string, Verb>;
  onVerb: (verb: Verb) => void;
  onAct: (what: 'edit' | 'merge' | 'archive' | 'print' | 'contact') => void;
  onPart: (other: string) => void;
}

export function AccountActions(props: AccountActionsProps) {
  const {definition, row, related, verbs, onVerb, onAct, onPart} = props;
  const t = useText();
  const say = useTitle();
  const {role} = useSession();
  const may = useRights('account');
  const mayAddContact = useRights('contact').create;
  const entries = (names: string[]): MenuEntry[] =>
    names.flatMap((name) => {
      const verb = verbs.get(`account.${name}`);
      if (!verb) return [];
      const isPerson = row.is_person === true;
      if (name === 'convert_to_company' ? !isPerson : name === 'convert_to_person' && isPerson)
        return [];
      const gates = gatesBefore(definition, row, `account.${name}`);
      const says = gates.map(
        (gate) =>
          say(gate.says, '') ||
          t(`web.gate.${gate.verdict}`, {gate: say(gate.gate, ''), stage: say(gate.stage, '')}),
      );
      return {
        id: name,
        label: verb.title,
        help: says.join(' ') || undefined,
        icon: gates.length > 0 ? 'warning' : undefined,
        disabled: gates.some((gate) => gate.verdict === 'no') && !manages(role),
      };
    });
  const act = (name: string) => {
    const verb = verbs.get(`account.${name}`);
    if (verb) onVerb(verb);
  };
  const call = verbs.get('account.log_call');
  return (
    <>
      {call && (
        <Button look="primary" icon="phone" onPress={() => onVerb(call)}>
          {call.title}
        </Button>
      )}
      <Menu
        label={t('web.account.log')}
        trigger={<Button icon="plus">{t('web.account.log')}</Button>}
        onAction={act}
        groups={[
          {title: t('web.account.talks'), entries: entries(talks)},
          {title: t('web.account.documents'), entries: entries(documents)},
          {title: t('web.account.others'), entries: entries(others)},
        ]}
      />
      {may.change && <Button onPress={() => onAct('edit')}>{t('web.edit')}</Button>}
      <Menu
        label={t('web.more')}
        placement="bottom end"
        trigger={<IconButton icon="more" label={t('web.more')} />}
        onAction={(id) => {
          if (id.startsWith('part:')) onPart(id.slice(5));
          else onAct(id as 'merge');
        }}
        groups={[
          {
            entries: [
              {
                id: 'contact',
                label: t('web.account.add-contact'),
                icon: 'person',
                absent: !mayAddContact,
              },
              {
                id: 'merge',
                label: t('web.merge.menu'),
                icon: 'split',
                absent: !verbs.has('account.merge'),
              },
              ...(related?.merged ?? []).map((other) => ({
                id: `part:${other.key}`,
                label: t('web.merge.part', {name: String(other.name ?? other.key)}),
                icon: 'undo' as const,
                absent: !verbs.has('account.unmerge'),
              })),
              {id: 'print', label: t('web.list.print'), icon: 'picture'},
              {
                id: 'archive',
                label: t('web.archive'),
                icon: 'pool',
                danger: true,
                absent: !verbs.has('account.archive'),
              },
            ],
          },
        ]}
      />
    </>
  );
}
