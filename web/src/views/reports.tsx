// Reports: where customers stand and stood, how they move, how long it takes; each with its table and export.
import {useDefinition, useTitle} from '@/api/definition.ts';
import type {ReportName} from '@/api/reports.ts';
import {PageBefore} from '@/app/page_before.tsx';
import {Page} from '@/app/shell.tsx';
import {useText} from '@/i18n/language.tsx';
import {Card} from '@/reports/card.tsx';
import * as pictures from '@/reports/pictures.tsx';
import css from '@/reports/reports.module.css';
import {usePlace} from '@/router/router.tsx';
import {urls} from '@/router/urls.ts';
import {DatePicker} from '@/ui/date_picker.tsx';
import {Select} from '@/ui/select.tsx';

const cards: {
  name: ReportName;
  picture: (props: pictures.PictureProps) => React.ReactNode;
  wide?: boolean;
}[] = [
  {name: 'stages', picture: pictures.StagesOverTime, wide: true},
  {name: 'flow', picture: pictures.FlowBetween, wide: true},
  {name: 'funnel', picture: pictures.Funnel},
  {name: 'time-in-stage', picture: pictures.TimeInStage},
  {name: 'cohorts', picture: pictures.Cohorts, wide: true},
  {name: 'rfm', picture: pictures.Rfm},
];
const periods = ['month', 'week', 'day'] as const;

export default function Reports({workspace}: {workspace: string}) {
  const t = useText();
  const say = useTitle();
  const {search, go} = usePlace();
  const about = useDefinition();
  const lifecycles = about.data?.lifecycles ?? [];
  const lifecycle =
    lifecycles.find((entry) => entry.name === search.get('lifecycle')) ?? lifecycles[0];
  const at = {
    lifecycle: lifecycle?.name,
    since: search.get('since') ?? undefined,
    as_of: search.get('as_of') ?? undefined,
    every: search.get('every') ?? undefined,
  };
  const show = (change: Partial<typeof at>) =>
    go(urls.reports(workspace, {...at, ...change}), {replace: true});

  if (!lifecycle) return <PageBefore title={t('web.reports')} query={about} lines={12} />;
  return (
    <Page title={t('web.reports')}>
      <div className={`${css.controls} no-print`}>
        {lifecycles.length > 1 && (
          <Select
            label={t('web.studio.lifecycle')}
            choices={lifecycles.map(({name, title}) => ({id: name, label: say(title, name)}))}
            value={lifecycle.name}
            onChange={(name) => show({lifecycle: String(name)})}
          />
        )}
        <Select
          label={t('web.report.every')}
          choices={periods.map((id) => ({id, label: t(`web.report.every.${id}`)}))}
          value={at.every ?? 'month'}
          onChange={(every) => show({every: String(every)})}
        />
        <DatePicker
          label={t('web.report.since')}
          value={at.since ?? null}
          onChange={(since) => show({since: since ?? undefined})}
        />
        <DatePicker
          label={t('web.report.as-of')}
          value={at.as_of ?? null}
          onChange={(as_of) => show({as_of: as_of ?? undefined})}
        />
      </div>
      <div className={css.grid}>
        {cards.map(({name, picture: Picture, wide}) => {
          const title = t(`web.report.title.${name}`);
          return (
            <div key={name} className={wide ? css.wide : undefined}>
              <Card workspace={workspace} report={name} title={title} options={at}>
                {(report) => (
                  <Picture
                    title={title}
                    summary={t(`web.report.says.${name}`)}
                    lifecycle={lifecycle}
                    report={report}
                  />
                )}
              </Card>
            </div>
          );
        })}
      </div>
    </Page>
  );
}
