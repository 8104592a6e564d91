// What would come of every row; nothing has been done yet.
import type {BulkRow, Preview} from '@/api/bulk.ts';
import {useNames} from '@/api/names.ts';
import type {About} from '@/api/properties.ts';
import {useText} from '@/i18n/language.tsx';
import {choiceTitle, plainTitle} from '@/lists/fields.ts';
import {Badge, type Hue} from '@/ui/badge.tsx';
import {Callout} from '@/ui/states.tsx';
import {Named, Table} from '@/ui/table.tsx';

const hues: Record<BulkRow['outcome'], Hue> = {
  changed: 'green',
  unchanged: 'stone',
  refused: 'red',
  conflict: 'amber',
};

export function PreviewTable({preview, about}: {preview: Preview; about: About}) {
  const t = useText();
  const {totals} = preview;
  const stage = (lifecycle: string, name: string) => {
    const property = about.properties.find((entry) => entry.name === lifecycle);
    return property ? choiceTitle(property, name) : plainTitle(name);
  };
  // What is refused is read first.
  const order = ['refused', 'conflict', 'changed', 'unchanged'];
  const rows = preview.value.toSorted(
    (a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome),
  );
  const nameOf = useNames(rows.map((row) => row.account));
  return (
    <>
      <Callout tone={totals.refused > 0 ? 'warning' : 'info'}>
        {t('web.bulk.totals', {
          changed: totals.changed,
          unchanged: totals.unchanged,
          refused: totals.refused,
        })}
      </Callout>
      <Table
        label={t('web.bulk.rows')}
        columns={[
          {id: 'account', title: t('web.accounts')},
          {id: 'outcome', title: t('web.bulk.outcome')},
          {id: 'why', title: t('web.bulk.why')},
        ]}
        rows={rows.map((row) => ({
          id: row.account,
          cells: [
            <Named key="account" name={nameOf(row.account)} note={row.account} />,
            <Badge key="outcome" hue={hues[row.outcome]}>
              {t(`web.bulk.outcome.${row.outcome}`)}
            </Badge>,
            [
              ...row.moves.map(
                (move) => `${stage(move.lifecycle, move.from)} → ${stage(move.lifecycle, move.to)}`,
              ),
              ...[...row.reasons, ...row.warnings].map((reason) => reason.message),
            ].join(' · '),
          ],
        }))}
      />
      {preview.more && <p>{t('web.bulk.more', {count: rows.length})}</p>}
    </>
  );
}
