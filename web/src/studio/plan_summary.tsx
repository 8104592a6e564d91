// A plan as people judge it: what differs, who would move from where to where, what would be announced.
import {useQuery} from '@tanstack/react-query';
import {type Definition, useTitle} from '@/api/definition.ts';
import {definitions, type Plan} from '@/api/definitions.ts';
import {useTenure} from '@/api/workspace.tsx';
import {plainValue} from '@/forms_of_records/field_value.tsx';
import {useFormats} from '@/i18n/formats.ts';
import {useText} from '@/i18n/language.tsx';
import {Details} from '@/ui/details.tsx';
import {Callout} from '@/ui/states.tsx';
import {Named, Table} from '@/ui/table.tsx';
import css from './studio.module.css';
import {titleOfEffect, titleOfParameter, titleOfWay} from './words.ts';

export function PlanSummary({row, definition}: {row: Plan; definition: Definition}) {
  const t = useText();
  const tenure = useTenure();
  const formats = useFormats(definition.time_zone);
  const say = useTitle();
  const {summary} = row;
  const moves = useQuery({
    queryKey: ['plans', tenure.base, row.plan, 'moves'],
    enabled: summary.moving > 0,
    queryFn: () => definitions.moves(tenure, row.plan, 50),
  });
  const stage = (lifecycle: string, name: string | null) => {
    const cycle = definition.lifecycles.find((entry) => entry.name === lifecycle);
    const found = cycle?.stages.find((entry) => entry.name === name);
    return name === null ? t('web.studio.no-stage') : say(found?.title, name);
  };
  const announced = Object.values(summary.announced).reduce((sum, count) => sum + count, 0);
  return (
    <>
      <Callout tone={summary.moving > 0 ? 'warning' : 'success'}>
        {t('web.studio.moving', {count: summary.moving})}
      </Callout>
      <Details
        entries={[
          {
            label: t('web.studio.differs'),
            value: [
              ...summary.files.map(({file}) => file),
              ...summary.parameters.map(
                ({name, from, to}) =>
                  `${say(titleOfParameter(definition, name), name)}: ${plainValue(from, t)} → ${plainValue(to, t)}`,
              ),
            ].join('\n'),
          },
          {label: t('web.studio.accounts'), value: formats.number(summary.accounts)},
          {label: t('web.studio.rewritten'), value: formats.number(summary.rewritten)},
          {label: t('web.studio.announced'), value: formats.number(announced)},
          {
            label: t('web.studio.tasks'),
            value: [...summary.tasks, ...summary.notices]
              .map(
                ({id, count}) =>
                  `${say(titleOfEffect(definition, id), id)}: ${formats.number(count)}`,
              )
              .join('\n'),
          },
        ]}
      />
      {summary.matrix.length > 0 && (
        <Table
          label={t('web.studio.who-moves')}
          columns={[
            {id: 'from', title: t('web.chart.from')},
            {id: 'to', title: t('web.chart.to')},
            {id: 'count', title: t('web.accounts'), end: true},
          ]}
          rows={summary.matrix.map((entry) => ({
            id: `${entry.lifecycle} ${entry.from} ${entry.to}`,
            cells: [
              stage(entry.lifecycle, entry.from),
              stage(entry.lifecycle, entry.to),
              formats.number(entry.accounts),
            ],
          }))}
        />
      )}
      {moves.data && moves.data.length > 0 && (
        <section className={css.stack}>
          <h2>{t('web.studio.first-moves')}</h2>
          <Table
            label={t('web.studio.first-moves')}
            columns={[
              {id: 'account', title: t('web.name')},
              {id: 'from', title: t('web.chart.from')},
              {id: 'to', title: t('web.chart.to')},
              {id: 'rule', title: t('web.chart.way')},
              {id: 'at', title: t('web.chart.day')},
            ]}
            rows={moves.data.map((move) => ({
              id: String(move.place),
              cells: [
                <Named key="name" name={move.name ?? move.account} note={move.account} />,
                stage(move.lifecycle, move.from),
                stage(move.lifecycle, move.to),
                say(titleOfWay(definition, move.lifecycle, move.rule), move.rule),
                formats.instant(move.at),
              ],
            }))}
          />
        </section>
      )}
    </>
  );
}
