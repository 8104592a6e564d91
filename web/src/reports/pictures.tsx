// Each report as a picture; its table and its export come with the frame.
import type {LifecycleAbout} from '@/api/definition.ts';
import {numberOf, type Report} from '@/api/reports.ts';
import {BarChart} from '@/charts/bar_chart.tsx';
import {HeatGrid} from '@/charts/heat_grid.tsx';
import {LineChart} from '@/charts/line_chart.tsx';
import {SankeyChart} from '@/charts/sankey_chart.tsx';
import {useFormats} from '@/i18n/formats.ts';
import {useText} from '@/i18n/language.tsx';
import {hueOf} from '@/ui/badge.tsx';

export interface PictureProps {
  title: string;
  summary: string;
  lifecycle: LifecycleAbout;
  report: Report;
}

function useStages(lifecycle: LifecycleAbout) {
  const {language} = useText();
  return lifecycle.stages.map((stage) => ({
    id: stage.name,
    title: stage.title[language] || stage.name,
    hue: hueOf(stage.colour, stage.rank) as string,
  }));
}

export function StagesOverTime({title, summary, lifecycle, report}: PictureProps) {
  const stages = useStages(lifecycle);
  return (
    <LineChart
      title={title}
      summary={summary}
      days={report.value.map((row) => String(row.as_of).slice(0, 10))}
      // A stage in which nobody ever was would be a line in the legend and nothing else.
      series={stages
        .map((stage) => ({...stage, values: report.value.map((row) => numberOf(row[stage.id]))}))
        .filter(({values}) => values.some((value) => value > 0))}
      stacked
    />
  );
}

export function FlowBetween({title, summary, lifecycle, report}: PictureProps) {
  const t = useText();
  const outside = {id: '', title: t('web.studio.no-stage'), hue: 'stone'};
  return (
    <SankeyChart
      title={title}
      summary={summary}
      stages={[...useStages(lifecycle), outside]}
      flows={report.value.map((row) => ({
        from: String(row.from ?? ''),
        to: String(row.to ?? ''),
        count: numberOf(row.moves),
      }))}
    />
  );
}

interface Bar {
  value: number;
  note: string;
}

// A bar for every stage that the report tells something of.
function StageBars(
  props: PictureProps & {
    measure: string;
    format?: (value: number) => string;
    barOf: (row: Report['value'][number]) => Bar | null;
  },
) {
  const {title, summary, lifecycle, report, measure, format, barOf} = props;
  const stages = useStages(lifecycle);
  const bars = report.value.flatMap((row) => {
    const stage = stages.find(({id}) => id === row.stage);
    const bar = barOf(row);
    return stage && bar ? [{...stage, ...bar}] : [];
  });
  return <BarChart {...{title, summary, measure, format, bars}} />;
}

export function Funnel(props: PictureProps) {
  const t = useText();
  const formats = useFormats();
  return (
    <StageBars
      {...props}
      measure={t('web.accounts')}
      barOf={(row) => ({
        value: numberOf(row.accounts),
        note: row.of_first === null ? '' : formats.percent(numberOf(row.of_first) / 100),
      })}
    />
  );
}

export function TimeInStage(props: PictureProps) {
  const t = useText();
  const formats = useFormats();
  return (
    <StageBars
      {...props}
      measure={t('web.report.days')}
      format={(days) => t('web.report.n-days', {days: formats.number(days)})}
      barOf={(row) =>
        row.median_days === null
          ? null
          : {
              value: numberOf(row.median_days),
              note: t('web.report.within', {days: formats.number(numberOf(row.p90_days))}),
            }
      }
    />
  );
}

export function Cohorts({title, summary, report}: PictureProps) {
  const t = useText();
  const formats = useFormats();
  const months = report.columns.filter(({name}) => /^m\d+$/.test(name));
  return (
    <HeatGrid
      title={title}
      summary={summary}
      corner={t('web.report.began')}
      hue="emerald"
      columns={months.map(({name}) => ({id: name, title: `+${name.slice(1)}`}))}
      rows={report.value.map((row) => ({
        id: String(row.cohort),
        title: `${row.cohort} (${formats.number(numberOf(row.accounts))})`,
        values: months.map(({name}) => {
          const share = row[name];
          return share === null || share === undefined ? null : numberOf(share) / 100;
        }),
      }))}
      format={formats.percent}
    />
  );
}

export function Rfm({title, summary, report}: PictureProps) {
  const t = useText();
  const columns = report.columns.filter(({name}) => /^f\d+$/.test(name));
  return (
    <HeatGrid
      title={title}
      summary={summary}
      corner={t('web.report.recency')}
      columns={columns.map(({name}) => ({id: name, title: name.toUpperCase()}))}
      rows={report.value.map((row) => ({
        id: String(row.r_score),
        title: `R${row.r_score}`,
        values: columns.map(({name}) => numberOf(row[name])),
      }))}
    />
  );
}
