// A table whose cells are as deep as their values: RFM grid, cohorts.
import {useFormats} from '@/i18n/formats.ts';
import css from './chart.module.css';
import {ChartFrame} from './frame.tsx';

interface HeatGridProps {
  title: string;
  summary?: string;
  corner: string; // what the rows are
  columns: {id: string; title: string}[];
  rows: {id: string; title: string; values: (number | null)[]}[];
  hue?: string;
  format?: (value: number) => string;
}

export function HeatGrid({
  title,
  summary,
  corner,
  columns,
  rows,
  hue = 'blue',
  format,
}: HeatGridProps) {
  const formats = useFormats();
  const write = format ?? formats.number;
  const top = Math.max(1e-9, ...rows.flatMap((row) => row.values.map((value) => value ?? 0)));
  return (
    <ChartFrame
      title={title}
      summary={summary}
      columns={[{id: '', title: corner}, ...columns.map((column) => ({...column, number: true}))]}
      rows={rows.map((row) => [row.title, ...row.values.map((value) => value ?? '')])}
      format={(value) => (typeof value === 'number' ? write(value) : value)}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard */}
      <section className={css['heat-scroll']} tabIndex={0} aria-label={title}>
        <table className={css.heat} data-hue={hue}>
          <caption className="visually-hidden">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{corner}</th>
              {columns.map((column) => (
                <th key={column.id} scope="col" dir="auto">
                  {column.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row" dir="auto">
                  {row.title}
                </th>
                {columns.map((column, index) => {
                  const value = row.values[index] ?? null;
                  return (
                    <td
                      key={column.id}
                      className={value === null ? css.nothing : undefined}
                      style={{'--share': (value ?? 0) / top} as React.CSSProperties}
                    >
                      {value === null ? '–' : write(value)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </ChartFrame>
  );
}
