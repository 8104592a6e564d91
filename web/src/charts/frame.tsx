// Every chart: a picture, the same as a table, and both to take away.
import {type ReactNode, useState} from 'react';
import {useText} from '@/i18n/language.tsx';
import {IconButton} from '@/ui/button.tsx';
import {toCsv} from './csv.ts';
import css from './frame.module.css';
import {save} from './save.ts';

export interface ChartColumn {
  id: string;
  title: string;
  number?: boolean;
}
export type ChartCell = string | number;

interface ChartFrameProps {
  title: string;
  summary?: string; // one sentence: what the picture says
  columns: ChartColumn[];
  rows: ChartCell[][];
  format?: (value: ChartCell, column: ChartColumn) => string;
  legend?: ReactNode;
  children: ReactNode; // the picture
}

export function ChartFrame(props: ChartFrameProps) {
  const {title, summary, columns, rows, legend, children} = props;
  const t = useText();
  const [table, setTable] = useState(false);
  return (
    <figure className={css.frame}>
      <figcaption className={css.caption}>
        <div className={css.words}>
          <h2>{title}</h2>
          {summary && <p className={css.summary}>{summary}</p>}
        </div>
        <div className={`${css.tools} no-print`}>
          <IconButton
            small
            icon={table ? 'picture' : 'table'}
            label={table ? t('web.chart.picture') : t('web.chart.table')}
            onPress={() => setTable(!table)}
          />
          <IconButton
            small
            icon="download"
            label={t('web.chart.export')}
            onPress={() =>
              save(
                `${title}.csv`,
                new Blob([toCsv(columns, rows)], {type: 'text/csv;charset=utf-8'}),
              )
            }
          />
        </div>
      </figcaption>
      {table ? (
        <ChartTable {...props} />
      ) : (
        <>
          {legend}
          {children}
        </>
      )}
    </figure>
  );
}

function ChartTable({title, columns, rows, format = (value) => String(value)}: ChartFrameProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard
    <section className={css.scroll} tabIndex={0} aria-label={title}>
      <table className={css.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} scope="col" className={column.number ? css.number : undefined}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.join('\u0000')}>
              {columns.map((column, index) => (
                <td key={column.id} className={column.number ? css.number : undefined} dir="auto">
                  {format(row[index] ?? '', column)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function Legend({entries}: {entries: {id: string; title: string; hue: string}[]}) {
  return (
    <ul className={css.legend}>
      {entries.map((entry) => (
        <li key={entry.id} data-hue={entry.hue}>
          <span className={css.swatch} aria-hidden="true" />
          <span dir="auto">{entry.title}</span>
        </li>
      ))}
    </ul>
  );
}
