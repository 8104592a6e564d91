// A table of a page: a few dozen rows at most, with buttons in them. Longer lists are a DataGrid.
import type {ReactNode} from 'react';
import css from './table.module.css';

export interface TableColumn {
  id: string;
  title: string;
  end?: boolean; // numbers and buttons stand at the end
  hidden?: boolean; // its title is for screen readers alone
}
export interface TableRow {
  id: string;
  cells: ReactNode[]; // the first one names the row
}

// A name, and what tells more of it below; each in the direction of its own writing.
export function Named({name, note}: {name: string; note?: string | null | false}) {
  return (
    <>
      <bdi>{name}</bdi>
      {note && note !== name && (
        <small>
          <bdi>{note}</bdi>
        </small>
      )}
    </>
  );
}

interface TableProps {
  label: string;
  columns: TableColumn[];
  rows: TableRow[];
}

export function Table({label, columns, rows}: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard
    <section className={css.scroll} tabIndex={0} aria-label={label}>
      <table className={css.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} scope="col" className={column.end ? css.end : undefined}>
                <span className={column.hidden ? 'visually-hidden' : undefined}>
                  {column.title}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              {columns.map((column, index) =>
                index === 0 ? (
                  <th key={column.id} scope="row">
                    {row.cells[0]}
                  </th>
                ) : (
                  <td key={column.id} className={column.end ? css.end : undefined}>
                    {row.cells[index]}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
