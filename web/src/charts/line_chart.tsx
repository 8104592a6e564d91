// Values over time: lines, or areas that stand on each other. In a right-to-left page time runs from
// right to left, as it is read.
import {scaleLinear, scaleUtc} from 'd3-scale';
import {area, curveMonotoneX, curveStepAfter, line, type SeriesPoint, stack} from 'd3-shape';
import {useState} from 'react';
import {useFormats} from '@/i18n/formats.ts';
import {useText} from '@/i18n/language.tsx';
import css from './chart.module.css';
import {ChartFrame, Legend} from './frame.tsx';
import {useWidth} from './size.ts';

export interface Series {
  id: string;
  title: string;
  hue: string;
  values: number[]; // one for each of `days`
}

interface LineChartProps {
  title: string;
  summary?: string;
  days: string[]; // 2026-11-21, in order
  series: Series[];
  stacked?: boolean;
  steps?: boolean; // counts that hold until they change
  height?: number;
}

export function LineChart(props: LineChartProps) {
  const {title, summary, days, series} = props;
  const t = useText();
  const formats = useFormats();
  return (
    <ChartFrame
      title={title}
      summary={summary}
      columns={[
        {id: 'day', title: t('web.chart.day')},
        ...series.map((s) => ({id: s.id, title: s.title, number: true})),
      ]}
      rows={days.map((day, index) => [day, ...series.map((s) => s.values[index] ?? 0)])}
      format={(value, column) =>
        column.number ? formats.number(value) : formats.date(String(value))
      }
      legend={<Legend entries={series} />}
    >
      <Picture {...props} />
    </ChartFrame>
  );
}

const edge = {top: 8, bottom: 24, axis: 44, other: 12};

function Picture({title, days, series, stacked, steps, height = 240}: LineChartProps) {
  const {direction} = useText();
  const formats = useFormats();
  const [ref, width] = useWidth<HTMLDivElement>();
  const [at, setAt] = useState<number | null>(null);
  const rtl = direction === 'rtl';
  // What is known of one day alone is drawn as wide as that day: a point would not be seen.
  const isOneDay = days.length === 1;
  const times = days.map((day) => new Date(day));
  if (isOneDay) times.push(new Date(Number(times[0]) + 86_400_000));
  const valueAt = (values: number[], index: number) => values[isOneDay ? 0 : index] ?? 0;

  const layers = stacked
    ? stack<number, string>()
        .keys(series.map((s) => s.id))
        .value((index, id) => valueAt(series.find((s) => s.id === id)?.values ?? [], index))(
        times.map((_, i) => i),
      )
    : [];
  const top = stacked
    ? Math.max(0, ...layers.flatMap((layer) => layer.map((point) => point[1])))
    : Math.max(0, ...series.flatMap((s) => s.values));
  const left = rtl ? edge.other : edge.axis;
  const right = width - (rtl ? edge.axis : edge.other);
  const x = scaleUtc(
    [times[0] ?? new Date(0), times.at(-1) ?? new Date(1)],
    rtl ? [right, left] : [left, right],
  );
  const y = scaleLinear([0, top || 1], [height - edge.bottom, edge.top]).nice(4);
  const curve = steps ? curveStepAfter : curveMonotoneX;
  const place = (index: number) => x(times[index] ?? new Date(0));

  function follow(event: React.PointerEvent<SVGSVGElement>) {
    const box = event.currentTarget.getBoundingClientRect();
    const time = x.invert(event.clientX - box.left).getTime();
    let nearest = 0;
    times.forEach((candidate, index) => {
      const best = times[nearest]?.getTime() ?? 0;
      if (Math.abs(candidate.getTime() - time) < Math.abs(best - time)) nearest = index;
    });
    setAt(Math.min(nearest, days.length - 1));
  }

  const ticks = isOneDay ? times.slice(0, 1) : x.ticks(Math.max(2, Math.floor(width / 110)));
  const isWhole = series.every(({values}) => values.every(Number.isInteger));
  const levels = y.ticks(4).filter((level) => !isWhole || Number.isInteger(level));
  return (
    <div ref={ref} className={css.picture}>
      {width > 0 && (
        <svg
          className={css.svg}
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={title}
          onPointerMove={follow}
          onPointerLeave={() => setAt(null)}
        >
          {levels.map((tick) => (
            <g key={tick}>
              <line className={css.rule} x1={left} x2={right} y1={y(tick)} y2={y(tick)} />
              <text
                className={css.mark}
                x={rtl ? right + 8 : left - 8}
                y={y(tick)}
                dy="0.32em"
                textAnchor={rtl ? 'start' : 'end'}
              >
                {formats.compact(tick)}
              </text>
            </g>
          ))}
          {ticks.map((tick) => (
            <text
              key={tick.getTime()}
              className={css.mark}
              x={x(tick)}
              y={height - 6}
              textAnchor="middle"
            >
              {shortDay(tick, ticks, formats)}
            </text>
          ))}
          {stacked
            ? layers.map((layer, index) => (
                <path
                  key={layer.key}
                  data-hue={series[index]?.hue}
                  className={css.area}
                  d={
                    area<SeriesPoint<number>>()
                      .x((_, i) => place(i))
                      .y0((point) => y(point[0]))
                      .y1((point) => y(point[1]))
                      .curve(curve)(layer) ?? ''
                  }
                />
              ))
            : series.map((s) => (
                <path
                  key={s.id}
                  data-hue={s.hue}
                  className={css.line}
                  d={
                    line<number>()
                      .x((_, i) => place(i))
                      .y((value) => y(value))
                      .curve(curve)(times.map((_, index) => valueAt(s.values, index))) ?? ''
                  }
                />
              ))}
          {at !== null && (
            <line
              className={css.pointer}
              x1={place(at)}
              x2={place(at)}
              y1={edge.top}
              y2={height - edge.bottom}
            />
          )}
        </svg>
      )}
      {at !== null && (
        <div
          className={css.readout}
          style={place(at) > width / 2 ? {right: width - place(at) + 8} : {left: place(at) + 8}}
        >
          <strong>{formats.date(days[at] ?? '')}</strong>
          {series.map((s) => (
            <span key={s.id} data-hue={s.hue} className={css.reading}>
              <span className={css.dot} />
              <span dir="auto">{s.title}</span>
              <b>{formats.number(s.values[at] ?? 0)}</b>
            </span>
          ))}
        </div>
      )}
    </div>
  );
}

// As much of the date as tells the ticks apart.
function shortDay(tick: Date, ticks: Date[], formats: {tag: string}): string {
  const span = (ticks.at(-1)?.getTime() ?? 0) - (ticks[0]?.getTime() ?? 0);
  const days = span / 86_400_000;
  const options: Intl.DateTimeFormatOptions =
    days > 900
      ? {year: 'numeric'}
      : days > 80
        ? {month: 'short', year: '2-digit'}
        : {day: 'numeric', month: 'short'};
  return new Intl.DateTimeFormat(formats.tag, {...options, timeZone: 'UTC'}).format(tick);
}
