// The account's documents by kind, each with what can be done with it.
import {type Definition, recordOf, useTitle} from '@/api/definition.ts';
import {FieldValue} from '@/forms_of_records/field_value.tsx';
import {useText} from '@/i18n/language.tsx';
import {IconButton} from '@/ui/button.tsx';
import {Menu} from '@/ui/menu.tsx';
import {Tabs} from '@/ui/tabs.tsx';
import type {Verb} from '@/verbs/verbs.ts';
import css from './account.module.css';
import type {Related, RelatedRow, RelatedSet} from './account_data.ts';

// What a row shows, and where it is over: then only "reopen" is left of what can be done.
const kinds: {set: RelatedSet; record: string; columns: string[]; over?: string}[] = [
  {
    set: 'contacts',
    record: 'contact',
    columns: ['first_name', 'last_name', 'role', 'phone', 'email'],
  },
  {
    set: 'opportunities',
    record: 'opportunity',
    columns: ['title', 'stage', 'amount', 'status', 'expected_close'],
    over: 'closed_at',
  },
  {
    set: 'quotes',
    record: 'quote',
    columns: ['key', 'amount', 'currency', 'status', 'issued_at'],
    over: 'decided_at',
  },
  {
    set: 'orders',
    record: 'order',
    columns: ['key', 'amount', 'currency', 'placed_at', 'approved_at', 'cancelled_at'],
    over: 'cancelled_at',
  },
  {
    set: 'invoices',
    record: 'invoice',
    columns: ['key', 'kind', 'amount', 'currency', 'issued_at', 'credited_at'],
  },
  {
    set: 'subscriptions',
    record: 'subscription',
    columns: ['service', 'period', 'paid', 'amount', 'started_at', 'stopped_at'],
    over: 'stopped_at',
  },
  {
    set: 'assignments',
    record: 'assignment',
    columns: ['worker', 'order', 'started_at', 'ended_at'],
    over: 'ended_at',
  },
  {
    set: 'tasks',
    record: 'task',
    columns: ['subject', 'owner', 'due_at', 'done_at'],
    over: 'done_at',
  },
  {
    set: 'cases',
    record: 'case',
    columns: ['subject', 'owner', 'opened_at', 'closed_at'],
    over: 'closed_at',
  },
  {
    set: 'ledgers',
    record: 'ledger',
    columns: ['key', 'name', 'currency', 'closed_at'],
    over: 'closed_at',
  },
];

interface DocumentsProps {
  definition: Definition;
  related: Related;
  verbs: Map<string, Verb>;
  selected?: string;
  onSelect: (set: string) => void;
  onVerb?: (verb: Verb, set: RelatedSet, row: RelatedRow) => void;
}

export function Documents({
  definition,
  related,
  verbs,
  selected,
  onSelect,
  onVerb,
}: DocumentsProps) {
  const t = useText();
  const shown = kinds.filter(
    ({set, record}) => recordOf(definition, record) && related[set].length > 0,
  );
  if (shown.length === 0) return null;
  const verbsFor = (kind: (typeof kinds)[number], row: RelatedRow) => {
    const isOver = !!(kind.over && row[kind.over]);
    return [...verbs.values()].filter(
      (verb) =>
        verb.record === kind.record && (verb.name === 'reopen' || verb.name === 'copy') === isOver,
    );
  };
  return (
    <section className={css.section} aria-labelledby="documents">
      <h2 id="documents">{t('web.account.documents')}</h2>
      <Tabs
        label={t('web.account.documents')}
        selected={shown.some(({set}) => set === selected) ? selected : shown[0]?.set}
        onSelect={onSelect}
        tabs={shown.map((kind) => ({
          id: kind.set,
          label: t(`web.set.${kind.set as 'contacts'}`),
          count: String(related[kind.set].length),
          content: (
            <ul className={css.rows}>
              {related[kind.set].map((row) => (
                <li key={row.key} className={css.row}>
                  <Values {...{definition, row}} kind={kind} />
                  {onVerb && verbsFor(kind, row).length > 0 && (
                    <Menu
                      label={t('web.account.do-with', {what: row.key})}
                      placement="bottom end"
                      trigger={
                        <IconButton
                          small
                          icon="more"
                          label={t('web.account.do-with', {what: row.key})}
                        />
                      }
                      onAction={(id) => {
                        const verb = verbs.get(id);
                        if (verb) onVerb(verb, kind.set, row);
                      }}
                      groups={[
                        {
                          entries: verbsFor(kind, row).map((verb) => ({
                            id: `${verb.record}.${verb.name}`,
                            label: verb.title,
                          })),
                        },
                      ]}
                    />
                  )}
                </li>
              ))}
            </ul>
          ),
        }))}
      />
    </section>
  );
}

interface ValuesProps {
  definition: Definition;
  row: RelatedRow;
  kind: (typeof kinds)[number];
}

function Values({definition, row, kind}: ValuesProps) {
  const say = useTitle();
  const fields = recordOf(definition, kind.record)?.fields ?? [];
  return (
    <dl className={css.values}>
      {kind.columns.flatMap((name) => {
        const field = fields.find((entry) => entry.name === name);
        const value = row[name];
        if (!field || value === null || value === undefined || value === '') return [];
        return (
          <div key={name}>
            <dt>{say(field.title, field.name)}</dt>
            <dd>
              <FieldValue definition={definition} field={field} value={value} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
