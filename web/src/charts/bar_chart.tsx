// One bar a row: funnel, time in stage, counts. Plain boxes, so text wraps and direction is the page's.
import {useFormats} from '@/i18n/formats.ts';
import {useText} from '@/i18n/language.tsx';
import css from './chart.module.css';
import {ChartFrame} from './frame.tsx';

export interface Bar {
  id: string;
  title: string;
  hue: string;
  value: number;
  note?: string; // beside the value: "62 %"
}

interface BarChartProps {
  title: string;
  summary?: string;
  measure: string; // what the values are: "Accounts"
  bars: Bar[];
  format?: (value: number) => string;
}

export function BarChart({title, summary, measure, bars, format}: BarChartProps) {
  const t = useText();
  const formats = useFormats();
  const write = format ?? formats.number;
  const top = Math.max(1, ...bars.map((bar) => bar.value));
  return (
    <ChartFrame
      title={title}
      summary={summary}
      columns={[
        {id: 'title', title: t('web.chart.what')},
        {id: 'value', title: measure, number: true},
      ]}
      rows={bars.map((bar) => [bar.title, bar.value])}
      format={(value, column) => (column.number ? write(Number(value)) : String(value))}
    >
      <ol className={css.bars}>
        {bars.map((bar) => (
          <li key={bar.id} className={css['bar-row']} data-hue={bar.hue}>
            <span className={css['bar-label']} dir="auto">
              {bar.title}
            </span>
            <span className={css['bar-space']}>
              <span
                className={css.bar}
                style={{inlineSize: `calc((100% - 7rem) * ${bar.value / top})`}}
              />
              <span className={css['bar-value']}>
                {write(bar.value)} {bar.note && <span className={css['bar-note']}>{bar.note}</span>}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </ChartFrame>
  );
}
